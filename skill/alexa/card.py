"""The card in the Alexa app, for who has no screen: how the exercise goes that is guided now, and nothing else.

A card stays in the app's history for anyone who holds the phone, so none names pain, birth or triage (design section
5): while a safety question is open or a level stands there is none.
"""

from __future__ import annotations

from typing import Any

from skill.alexa.limits import MOST_CARD
from skill.coach.content import Content
from skill.coach.conversation import Conversation
from skill.coach.reply import Reply
from skill.coach.showing import at_hand


def card(reply: Reply, talk: Conversation, content: Content) -> dict[str, Any] | None:
    """A simple card with the exercise's name and how it goes, at its beginning; None everywhere else."""
    exercise, running = at_hand(talk, content), talk.routine
    if exercise is None or running is None or not reply.guiding or reply.private or running.rep > 0:
        return None
    title = exercise.name[:1].upper() + exercise.name[1:]
    return {"type": "Simple", "title": title, "content": exercise.how[: MOST_CARD - len(title)]}
