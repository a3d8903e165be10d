"""What a door delivers (`Said`) and what was understood of it (`Heard`).

Only `skill.understanding.hear` makes a `Heard`, and it always runs the safety ear; a test in `tests/house` fails
where one is built elsewhere.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

Event = Literal["launch", "silence", "end", "started", "stopped", "nearly", "finished", "failed", "refused"]
"""What happens without words: the session opens, she says nothing, the session ends; `refused`: the device
did not do an effect (a reminder); the rest are the player's."""


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a device delivers: words, or an intent with slots, or an event. Exactly one of the three is set."""

    text: str | None = None
    """Her words as recognised or typed."""
    intent: str | None = None
    """An intent's name, where the platform has already decided."""
    slots: dict[str, Any] = {}
    """Slots that came with `intent`."""
    event: Event | None = None
    reached: str | None = None
    """The last mark of the timeline that was heard before she spoke (live speech only), e.g. `tilt#3`."""
    ms: int | None = None
    """For `stopped`: how far into the track, in milliseconds."""


class SignHeard(Struct, frozen=True):
    """A warning sign the ear heard in these very words."""

    id: str
    """An id of `clinical/triage_signs.json`."""
    status: Literal["present", "possible"]
    """`present` acts at once; `possible` asks that sign's own question."""


class Heard(Struct, frozen=True, kw_only=True):
    """What was understood: one intent, its slots, facts said in passing, and warning signs."""

    intent: str
    slots: dict[str, Any] = {}
    """Facts about her (`weeks_postpartum`, `delivery`, `cleared`, `baby` ...) may come with any intent."""
    signs: tuple[SignHeard, ...] = ()
    confidence: float = 1.0
    """0 to 1. Below `SURE` the coach asks instead of acting."""
    reached: str | None = None
    ms: int | None = None


SURE = 0.55
"""Below this confidence the coach does not act on an intent; it asks. Chosen by `./run measure intent`."""
