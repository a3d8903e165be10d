"""What belongs to her and outlives the session: settings, place, and (personal mode only) profile and diary.

A Keepsake is a versioned document; `skill.stores.document` upgrades old ones. Her words are never in it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct, structs

from skill.coach.levels import Answer
from skill.coach.situation import BabyPlace, Profile

Keep = Literal["settings", "personal"]
"""`settings`: settings, place and `see_care_until` only. `personal`: profile and diary too."""

DOCUMENT_VERSION = 3
Why = Literal["", "baby", "pain", "break", "silence", "untold"]
"""Why a routine waits. `untold`: she stopped a track, and was not asked why yet."""
PLACE_DAYS = 90
"""How long a place is kept (design section 5)."""
LEFT_HOURS = 24
"""How long the answers of a check that was left open still count."""
DIARY_ENTRIES = 400
"""The most entries a diary keeps; the oldest go first."""


class Settings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How she wants it. Kept in both modes."""

    locale: str = "en-US"
    country: str | None = None
    """Whose numbers are said; None = the locale's."""
    time_zone: str | None = None
    voice: str | None = None
    pace: float = 1.0
    """Beats are this much longer: above 1 slower, below 1 faster. 0.75 to 1.5."""
    chimes: bool = True
    night: Literal["auto", "on", "off"] = "auto"
    words: Literal["auto", "full", "short"] = "auto"
    guide: Literal["turns", "tracks"] = "turns"
    """One exercise at a time, or played through where that is safe and the device can."""
    no_baby_words: bool = False
    """Her baby died or is in intensive care: no baby question or phrase. No reason is kept."""
    welcomed: bool = False
    """She has heard the disclaimer."""
    knows: dict[str, int] = {}
    """Exercise id -> how often she has been guided through it; fewer words as it grows."""


class Place(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where she is in a routine. Ids, not milliseconds: it survives content edits and a change of device."""

    routine: str
    """A routine id, or an exercise id for a single exercise."""
    version: int = 1
    step: str
    exercise: str
    variant: str
    rep: int = 0
    """The repetition she was in; 0 = the set-up."""
    status: Literal["running", "paused", "stopped", "finished"] = "running"
    why: Why = ""
    """Why she stopped, to say it kindly on return."""
    minutes: int | None = None
    baby: BabyPlace | None = None
    """The baby's place the routine was fitted to; asked again after a while, never assumed days later."""
    at: datetime
    moves: int = 0
    """Counts her moves, so a retaken turn never moves twice."""
    ease: int = 0
    chain: str = ""
    """The chain of tracks that plays this place: only its own events move it. Empty = none."""
    by_turns: bool = False
    """A track of this place could not be played: the rest of it is guided in turns."""


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the diary."""

    day: date
    kind: Literal["score", "session", "hurt"]
    score: float | None = None
    """0 to 10, halves allowed."""
    routine: str | None = None
    exercise: str | None = None
    minutes: int = 0
    finished: bool = False


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_OF = {"daily": DAYS, "weekdays": DAYS[:5], "weekends": DAYS[5:]}


class Reminder(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A reminder she asked for. Its text never names pain, birth or triage."""

    time: str
    """HH:MM in her time zone."""
    frequency: str = "daily"
    """`daily`, `weekdays`, `weekends`, `once`, or days: `tue`, `mon_wed_fri`."""
    on: date | None = None
    """The day of one that rings once."""
    key: str = ""

    @property
    def days(self) -> tuple[str, ...]:
        """The days of the week it comes back on, of `DAYS`; none for one that rings once."""
        named = tuple(self.frequency.split("_"))
        return _DAYS_OF.get(self.frequency) or (named if set(named) <= set(DAYS) else ())


class PlanPlace(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where she is in the six-week plan."""

    week: int = 1
    since: date
    repeats: int = 0


class Left(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A safety check that was left open, and what was answered before; never anything of the mind or of violence."""

    question: str
    """The question that was open: a sign, a fact, or `<sign>/clarify`."""
    survey: bool = False
    """It was one of the questionnaire, which goes on there."""
    answers: dict[str, Answer] = {}
    told: tuple[str, ...] = ()
    at: datetime | None = None
    """Answers count for `LEFT_HOURS`; after that the questions begin anew."""


class Keepsake(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything kept for one person."""

    version: int = DOCUMENT_VERSION
    settings: Settings = Settings()
    place: Place | None = None
    see_care_until: date | None = None
    """Until this date only tier 0, after advice to see someone. A date without a reason, kept in every mode."""
    profile: Profile | None = None
    diary: tuple[Entry, ...] = ()
    hurt: dict[str, date] = {}
    """Exercise id -> last day it hurt her (personal mode)."""
    plan: PlanPlace | None = None
    reminder: Reminder | None = None
    left: Left | None = None
    """A safety check that was left open (personal mode): offered first in the next session."""
    listed: date | None = None
    """When the account's list last named the person whose Keepsake this is."""
    persons: tuple[str, ...] = ()
    """Hashed keys of an account's recognised persons: only in its list (`skill.owner`), never in a person's own row."""


def expire(keepsake: Keepsake, now: datetime) -> Keepsake:
    """The keepsake without what has outlived its time: places after 90 days, past dates."""
    if keepsake.place is not None and now - keepsake.place.at > timedelta(days=PLACE_DAYS):
        keepsake = structs.replace(keepsake, place=None)
    if keepsake.see_care_until is not None and keepsake.see_care_until < now.date():
        keepsake = structs.replace(keepsake, see_care_until=None)
    if keepsake.reminder is not None and keepsake.reminder.on is not None and keepsake.reminder.on < now.date():
        keepsake = structs.replace(keepsake, reminder=None)
    return keepsake


def for_mode(keepsake: Keepsake, keep: Keep) -> Keepsake:
    """What may be saved in this privacy mode: in settings mode nothing about her birth, body or days."""
    if keep == "personal":
        return keepsake
    place = keepsake.place
    if place is not None and place.why == "pain":
        place = structs.replace(place, why="break")
    return structs.replace(keepsake, profile=None, diary=(), hurt={}, plan=None, place=place, left=None)


def add_entry(keepsake: Keepsake, entry: Entry) -> Keepsake:
    """The keepsake with one more diary line; a second score on the same day replaces the first."""
    kept = tuple(e for e in keepsake.diary if not (entry.kind == "score" and e.kind == "score" and e.day == entry.day))
    return structs.replace(keepsake, diary=(*kept, entry)[-DIARY_ENTRIES:])
