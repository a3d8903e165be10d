"""A conversation to measure by: greeting, a whole routine with questions, control words and side questions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime

from skill.coach.conversation import Conversation
from skill.coach.dialogue import turn
from skill.coach.heard import Heard
from skill.coach.keepsake import Keepsake
from skill.coach.timeline import Timeline
from skill.content.load import load

SAID: tuple[tuple[str, dict[str, object]], ...] = (
    ("launch", {}),
    ("start_routine", {"minutes": 10}),
    ("baby_status", {"baby": "in_arms"}),
    ("next", {}),
    ("profile", {"weeks_postpartum": 9, "delivery": "vaginal"}),
    ("why_this", {}),
    ("answer_yes", {}),
    ("time_left", {}),
    ("slower", {}),
    ("pause", {}),
    ("resume", {}),
    ("next", {}),
    ("answer_yes", {}),
    ("answer_no", {}),
    ("answer_no", {}),
    ("answer_no", {}),
    ("answer_no", {}),
    ("baby_status", {"baby": "free"}),
    ("that_hurts", {}),
    ("answer_no", {}),
    ("pain_score", {"score": 2}),
    ("easier", {}),
    ("tips", {"topic": "lifting"}),
    ("next", {}),
    ("next", {}),
    ("pain_score", {"score": 3}),
    ("progress", {}),
    ("thanks_goodbye", {}),
)
UTTERANCES = (
    "start my back routine",
    "he is asleep on me and i have five minutes",
    "it was a c section three weeks ago",
    "ready",
    "hang on she's crying",
    "okay carry on",
    "that really pinches",
    "what comes after this one",
    "how do i lift him out of the crib without hurting my back",
    "i think about a four",
    "no",
    "stop",
)


def replayed(now: datetime) -> Iterator[float]:
    """The conversation once more; the microseconds of each turn."""
    content, talk, kept = load(), Conversation(), Keepsake()
    for intent, slots in SAID:
        heard = Heard(intent=intent, slots=slots)
        begun = time.perf_counter_ns()
        talk, kept, _ = turn(talk, kept, heard, now, content)
        yield (time.perf_counter_ns() - begun) / 1000


def first_guidance(now: datetime) -> Timeline:
    """The first guided exercise of that conversation."""
    content, talk, kept = load(), Conversation(), Keepsake()
    for intent, slots in SAID:
        talk, kept, reply = turn(talk, kept, Heard(intent=intent, slots=slots), now, content)
        if reply.guiding:
            return reply.speech
    raise AssertionError("nothing was guided")
