"""Where she is: the baby's place, days since birth, kind of birth, clearance, minutes, hour.

What she has not told is `None` and always counts as the stricter answer (design section 3).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

BabyPlace = Literal["in_arms", "carrier", "on_chest", "mat", "free", "not_here"]
"""`mat` is beside her on the floor, `free` is put down safely or with someone else, `not_here` is never asked about."""

BABY_PLACES: tuple[BabyPlace, ...] = ("in_arms", "carrier", "on_chest", "mat", "free", "not_here")
HOLDING: frozenset[str] = frozenset({"in_arms", "carrier", "on_chest"})
"""Places in which she carries the baby's weight: P1 (baby down first) applies."""

Delivery = Literal["vaginal", "cesarean"]


class Profile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Facts about her birth. In settings mode it lives in the session only; in personal mode it is kept."""

    born: date | None = None
    """The birth date, as exact as she told it (`born_within_days` says how exact)."""
    born_within_days: int = 0
    """She said "three weeks ago": the date is right within this many days, and the later day counts."""
    delivery: Delivery | None = None
    complicated: bool | None = None
    """A complication named by a clinician (deep tear, prolapse, heavy loss, ...): limits as after a cesarean."""
    neuraxial: bool | None = None
    """An epidural or a spinal."""
    cancer_history: bool | None = None
    bone_risk: bool | None = None
    """A doctor said that her bones are weak."""
    immune_risk: bool | None = None
    """An illness or medicine weakens her immune system."""
    cleared: bool | None = None
    """Her own provider said yes to exercise."""
    gave_birth: bool | None = None
    """False for a partner or another carer with a sore back: no question about birth."""

    def day(self, today: date) -> int | None:
        """Whole days since birth, counted late rather than early when she was not exact; None if unknown.

        The birth day is day 0. A date in the future gives 0.
        """
        if self.born is None:
            return None
        return max(0, (today - self.born).days - self.born_within_days // 2)

    def weeks(self, today: date) -> int | None:
        """Whole weeks since birth as she would say them; None if unknown."""
        return None if self.born is None else max(0, (today - self.born).days // 7)


def born_weeks_ago(weeks: float, today: date) -> date:
    """The birth date meant by "`weeks` weeks ago"."""
    return today - timedelta(days=round(weeks * 7))


class Situation(Struct, frozen=True, kw_only=True):
    """Everything `fit` and `permit` look at. None means unknown."""

    baby: BabyPlace | None = None
    day: int | None = None
    delivery: Delivery | None = None
    complicated: bool | None = None
    cleared: bool | None = None
    gate_passed: bool | None = None
    """The gate of four questions before tier 1 in this session: True only when every answer was no."""
    ceiling: int = 3
    """The highest tier any standing advice allows: 3 none, 0 after SOON, -1 after EMERGENCY or URGENT."""
    minutes: int | None = None
    hour: int = 12
    """Her local hour, 0 to 23."""
    hurt: frozenset[str] = frozenset()
    """Exercises that hurt her and are to be left out or taken easier."""
    skipped: frozenset[str] = frozenset()
    """Exercises left out for the rest of this session."""
    gave_birth: bool = True
    """False: no birth limits, only the baby's place, clearance and standing advice count."""


NIGHT_FROM, NIGHT_TO = 21, 6
"""Night mode by her own clock: softer, shorter, no chimes."""


def is_night(moment: datetime) -> bool:
    """Whether `moment`, in her own time zone, is in the quiet hours."""
    return moment.hour >= NIGHT_FROM or moment.hour < NIGHT_TO
