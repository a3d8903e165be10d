"""What we teach: an exercise, its variants, and the limits within which a variant may be offered.

A variant is an exercise in a situation, with its own position and cues, or it does not exist.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from skill.coach.situation import BabyPlace

Position = Literal[
    "seated",
    "half_lying",
    "standing",
    "wall",
    "table",
    "walking",
    "lying_back",
    "lying_side",
    "hands_knees",
    "kneeling",
]
UPRIGHT: frozenset[str] = frozenset({"seated", "standing", "wall", "table", "walking"})
"""Positions possible with a baby in arms or in a carrier (`clinical/exercises.md` section 3, rules 2, 3 and 5)."""
ON_THE_FLOOR: frozenset[str] = frozenset({"lying_back", "lying_side", "hands_knees", "kneeling"})

BeatKind = Literal["in", "out", "hold", "rest", "move"]


class Limits(Struct, frozen=True):
    """When something may be offered: the stricter of the tier's row and the item's own numbers."""

    tier: int
    """0 to 3, `clinical/exercises.md` section 1."""
    vaginal: int
    """First day after an uncomplicated vaginal birth (the later end of a range)."""
    cesarean: int
    """First day after a cesarean or a complicated birth; also when the kind of birth is unknown."""
    needs_clearance: bool


TIER_FLOOR: tuple[Limits, ...] = (
    Limits(0, 1, 1, False),
    Limits(1, 14, 42, True),
    Limits(2, 42, 70, True),
    Limits(3, 56, 84, True),
)
"""The table of `clinical/exercises.md` section 1, later end of each range. Tier 0 begins with its items (day 1)."""


def stricter(a: Limits, b: Limits) -> Limits:
    """The limits that satisfy both."""
    return Limits(
        max(a.tier, b.tier),
        max(a.vaginal, b.vaginal),
        max(a.cesarean, b.cesarean),
        a.needs_clearance or b.needs_clearance,
    )


class Beat(Struct, frozen=True, kw_only=True):
    """One beat of a repetition: what the breath or the body does, for how long, and the words for it."""

    id: str
    kind: BeatKind
    seconds: float
    """From this beat's start to the next one's: breath is the clock, words fit inside."""
    words: tuple[str, ...] = ()
    """From fullest to shortest; the first repetition uses the first, later ones the later. Empty = silent."""


class Variant(Struct, frozen=True, kw_only=True):
    """An exercise as it is done in one situation."""

    id: str
    places: tuple[BabyPlace, ...]
    position: Position
    limits: Limits
    """Already the stricter of tier, exercise and variant."""
    reps: int
    """How many repetitions to start with; one repetition runs through all beats."""
    most: int
    """The most repetitions `harder` may reach."""
    only_in: str | None = None
    """A routine id: the variant exists only there (one hand on the baby at the changing table)."""
    enter: tuple[str, ...] = ()
    """Getting into the position, one action a cue; left out when she is in it already."""
    setup: tuple[str, ...] = ()
    """Getting ready in the position; always said."""
    beats: tuple[Beat, ...]
    leave: tuple[str, ...] = ()
    """Getting out of the position safely; left out when the next step is in the same one."""
    easier: str
    """One cue that makes it gentler."""
    harder: str = ""
    """One cue that makes it a little more; empty = this is as far as it goes."""
    harder_limits: Limits | None = None
    """The limits of the harder form, where it has any of its own."""


class Exercise(Struct, frozen=True, kw_only=True):
    """One of the 22, in one language."""

    id: str
    name: str
    tier: int
    seed: bool
    """One of the seven of the seed article."""
    why: str
    """One spoken sentence: what it is for."""
    how: str
    """At most three short sentences that explain it."""
    stop_if: str
    """One spoken sentence: when to make it smaller or stop."""
    dose: str
    """One spoken sentence: how much, how often, and where it goes from there."""
    sources: tuple[str, ...]
    variants: tuple[Variant, ...]
    also_called: tuple[str, ...] = ()
    skip_if: tuple[str, ...] = ()
    """Facts that rule it out while unknown or true, e.g. `catheter`; said in the setup."""
