"""The shape of the YAML files, strict: an unknown key or a wrong type is an error that names file, line and mend.

Rules (ids, numbers, order) carry no language; words carry no numbers that decide anything.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from skill.coach.exercise import BeatKind, Position
from skill.coach.situation import BabyPlace

Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
Tier = Annotated[int, Meta(ge=0, le=3)]
Day = Annotated[int, Meta(ge=0, le=365)]


class _Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class FromDay(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first day after birth: the later end of a range; a week is 7 days."""

    vaginal: Day
    cesarean: Day
    """Cesarean or complicated."""


class Reps(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many repetitions to start with, and the most."""

    start: Annotated[int, Meta(ge=1, le=20)]
    most: Annotated[int, Meta(ge=1, le=20)]


class BeatRule(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One beat of a repetition, without its words."""

    id: Id
    kind: BeatKind
    seconds: Annotated[float, Meta(gt=0, le=10)]


class HarderRule(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits of the harder form where they are more than the variant's own."""

    tier: Tier | None = None
    from_day: FromDay | None = None
    needs_clearance: bool | None = None


class VariantRule(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One variant, without its words."""

    places: list[BabyPlace]
    position: Position
    reps: Reps
    beats: list[BeatRule]
    tier: Tier | None = None
    from_day: FromDay | None = None
    needs_clearance: bool | None = None
    only_in: Id | None = None
    harder: HarderRule | None = None
    """Present = the words must have a `harder` cue."""


class ExerciseRules(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """content/exercises/<id>.yaml"""

    id: Id
    seed: bool = False
    tier: Tier
    from_day: FromDay
    needs_clearance: bool
    skip_if: list[Literal["catheter"]] = []
    watch: list[Id] = []
    """Signs of the triage protocol that the source names as a reason to stop and check."""
    sources: list[str]
    variants: dict[Id, VariantRule]


class VariantWords(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of a variant."""

    enter: list[str] = []
    """Getting into the position; left out when the step before was in the same position."""
    setup: list[str] = []
    """Getting ready in the position; always said."""
    beats: dict[Id, list[str]]
    leave: list[str] = []
    """Getting out of the position; left out when the next step is in the same position."""
    easier: str
    harder: str = ""


class ExerciseWords(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """content/<lang>/exercises/<id>.yaml"""

    id: Id
    name: str
    also_called: list[str] = []
    why: str
    how: str
    stop_if: str
    dose: str
    variants: dict[Id, VariantWords]


class StepRule(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of a routine."""

    id: Id
    exercise: Id
    reps: Annotated[int, Meta(ge=0, le=20)] = 0
    prefer: list[Id] = []
    keep: Annotated[int, Meta(ge=0, le=9)] = 1
    into: dict[str, Position] = {}
    """Settle steps: the position that the lines for a place of the baby bring her into."""


class RoutineRules(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of content/routines.yaml."""

    id: Id
    kind: str
    version: int
    minutes: int
    implies: BabyPlace | None = None
    places: list[BabyPlace]
    tier: Tier = 0
    from_day: FromDay
    needs_clearance: bool = False
    until_day: Day | None = None
    steps: list[StepRule]


class RoutineWords(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of content/<lang>/routines.yaml."""

    name: str
    who: str
    lines: dict[Id, dict[str, list[str]]] = {}
    """Settle step id -> baby's place (or `any`) -> cues."""


class PlanWeekRule(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One week of the plan."""

    daily: list[Id]
    """Routine ids."""
    three_days: list[Id] = []
    """Routine or exercise ids, three days a week."""
    walking_minutes: list[int]


class PlanRules(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """content/plan.yaml"""

    weeks: list[PlanWeekRule]
    days_to_move_up: int
    sources: list[str]


class PlanWeekWords(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of one week of the plan."""

    goal: str
    today: str
    move_up: str


class AdviceRule(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of content/advice.yaml."""

    group: Literal["cause", "tip", "question", "refusal", "care"]
    family: str | None = None
    """The family name in the slot `topic`."""
    watch: list[Id] = []
    """Signs the safety net listens for in this topic."""
    offer: Id | None = None
    """A routine or exercise to offer afterwards."""
    about_baby: bool = False
    """Speaks of the baby: then `not_here` words are needed."""
    turn_to: str | None = None
    sources: list[str]


class AdviceWords(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of content/<lang>/advice.yaml: `parts[0]` answers, `more` goes on."""

    title: str
    asked_as: list[str]
    parts: list[str]
    not_here: list[str] = []


class Country(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of content/countries.yaml (`clinical/triage.md` section 10). `unverified` lists the fields marked k."""

    emergency: list[str]
    urgent_line: str
    provider: str
    crisis: str
    maternal_mind_line: str
    baby_line: str
    violence: str = ""
    poison: str = ""
    unverified: list[str] = []


class PhraseWords(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One phrase: wordings that rotate. `short` once she knows it, `night` in her quiet hours, `partner` for a helper,
    `not_here` where no word about a baby may be said, `by_name` where she comes back by calling the skill's name."""

    full: list[str]
    short: list[str] = []
    night: list[str] = []
    partner: list[str] = []
    not_here: list[str] = []
    by_name: list[str] = []
