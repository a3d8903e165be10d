"""All the coach may say and the rules it chooses by, in one locale. Built by `skill.content.load`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from skill.coach.exercise import Exercise
from skill.coach.protocol import Protocol, Question, Sign
from skill.coach.routine import Routine
from skill.coach.timeline import Track


class Phrase(Struct, frozen=True):
    """One thing to say in several wordings that rotate."""

    full: tuple[str, ...]
    short: tuple[str, ...] = ()
    """Once she has heard the full one."""
    night: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    """To someone who does it for her."""
    not_here: tuple[str, ...] = ()
    """Where no word about a baby may be said."""
    by_name: tuple[str, ...] = ()
    """In place of the full one, where she comes back by calling the skill's name."""


AdviceGroup = Literal["cause", "tip", "question", "refusal", "care"]


class Advice(Struct, frozen=True, kw_only=True):
    """One topic: `parts[0]` answers, the rest is told on "tell me more"."""

    id: str
    group: AdviceGroup
    title: str
    parts: tuple[str, ...]
    not_here: tuple[str, ...] = ()
    about_baby: bool = False
    asked_as: tuple[str, ...] = ()
    """Ways of asking for it, for the understanding; never spoken."""
    family: str = ""
    offer: str | None = None
    turn_to: str | None = None
    sources: tuple[str, ...] = ()


class PlanWeek(Struct, frozen=True, kw_only=True):
    """One week of the six-week plan."""

    goal: str
    today: str
    move_up: str
    daily: tuple[str, ...]
    three_days: tuple[str, ...] = ()
    walking_minutes: tuple[int, ...] = ()


class Plan(Struct, frozen=True, kw_only=True):
    """The six-week plan and its rule for moving up."""

    weeks: tuple[PlanWeek, ...]
    days_to_move_up: int


class Country(Struct, frozen=True, kw_only=True):
    """Numbers and names of one country, as spoken text; `emergency` as digit strings."""

    emergency: tuple[str, ...]
    urgent_line: str
    provider: str
    crisis: str
    maternal_mind_line: str
    baby_line: str
    violence: str = ""
    poison: str = ""
    unverified: tuple[str, ...] = ()


class Script(Struct, frozen=True, kw_only=True):
    """What is said at a level on a route."""

    full: str
    short: str
    """Repeated at later turns while an EMERGENCY stands."""
    holding: str = ""
    """Said first while she carries the baby's weight."""
    extra: str = ""
    """Added where its number is known and the reply stays short enough."""
    ask_first: str = ""
    """Asked before anything else (violence): only a clear yes is followed by `after_yes`, all else by `full` once."""
    after_yes: str = ""
    not_here: str = ""
    not_here_short: str = ""
    partner: str = ""
    """Said instead of `full` to a partner who speaks of her; no word about a baby."""
    partner_short: str = ""
    partner_holding: str = ""


class Content(Struct, frozen=True, kw_only=True):
    """All content of one locale."""

    locale: str
    version: str
    """Hash of the YAML it was compiled from."""
    exercises: dict[str, Exercise]
    routines: dict[str, Routine]
    advice: dict[str, Advice]
    phrases: dict[str, Phrase]
    plan: Plan
    countries: dict[str, Country]
    sources: dict[str, str]
    """Source key -> its title, as spoken."""
    protocol: Protocol
    scripts: dict[str, Script]
    """`LEVEL.route` or `LEVEL.sign` -> what is said."""
    said_once: tuple[str, ...] = ()
    """Routes that are never repeated, read back or shown."""
    baby_down_first: tuple[str, ...] = ()
    """Signs that say `holding` first at any level."""
    gate: tuple[Question, ...]
    safety_net: tuple[str, ...]
    safety_net_short: str
    vocabulary: dict[str, str]
    meta: dict[str, Any] = {}
    tracks: Mapping[str, Track] = {}
    """`<exercise>/<variant>` -> its track. None are compiled: a door that can play fills them in."""

    @property
    def signs(self) -> dict[str, Sign]:
        """The warning signs of the protocol."""
        return self.protocol.signs
