"""A timeline as SSML inside Alexa's limits: what is too long is cut at a mark and goes on in her next turn."""

from __future__ import annotations

from msgspec import Struct

from skill.alexa.limits import MOST_SPEECH
from skill.coach.ssml import ssml
from skill.coach.timeline import Mark, Say, Timeline


class Speech(Struct, frozen=True):
    """What is said in this turn."""

    ssml: str
    """At most `MOST_SPEECH` characters, markup and all; empty = nothing."""
    goes_on: str | None = None
    """The mark where the rest begins; None = everything was said, or the rest has no place to begin at."""


def fitted(timeline: Timeline, *, then: str = "", night: bool = False, most: int = MOST_SPEECH) -> Speech:
    """All of a timeline, or as much as fits before one of its marks, with the words `then` after it.

    Where not even the first mark is reached, cue by cue as much as fits.
    """
    if not timeline:
        return Speech("")
    whole = ssml(timeline, night=night)
    if len(whole) <= most:
        return Speech(whole)
    for at in range(len(timeline) - 1, 0, -1):
        cue = timeline[at]
        if isinstance(cue, Mark) and len(part := ssml((*timeline[:at], Say(then)), night=night)) <= most:
            return Speech(part, cue.id)
    for at in range(len(timeline) - 1, 0, -1):
        if len(part := ssml(timeline[:at], night=night)) <= most:
            return Speech(part)
    return Speech("")
