"""What goes back to Alexa, as values: words, microphone, directives, a card and the attributes of the session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from skill.alexa.speech import fitted
from skill.coach.timeline import Say


class Answer(Struct, frozen=True, kw_only=True):
    """One response."""

    speech: str = ""
    """SSML; empty = nothing is said."""
    reprompt: str = ""
    """SSML, said once if she stays silent."""
    end: bool | None = None
    """`shouldEndSession`: False opens the microphone, True ends; None does neither, and the device decides."""
    directives: tuple[dict[str, Any], ...] = ()
    """Plain JSON: the SDK's classes for them would cost the cold start more than they give."""
    card: dict[str, Any] | None = None
    attributes: Mapping[str, Any] = {}


NOTHING = Answer()
"""No words, nothing changed."""


def in_words(words: str, *, end: bool | None = None, attributes: Mapping[str, Any] | None = None) -> Answer:
    """An answer that only says something. Listening, when `end` is False, it says it once more to silence."""
    speech = fitted((Say(words),)).ssml if words else ""
    return Answer(speech=speech, reprompt=speech if end is False else "", end=end, attributes=attributes or {})
