"""The triage protocol as values: signs, facts, rules and the order of questions (`clinical/triage.md`, version 1).

Language-free but for the words that a sign or a question carries; `skill.coach.triage` is the engine that reads it.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from skill.coach.levels import Answer, Level

Route = Literal["physical", "mind", "baby", "safety"]
Resolved = Literal["sticky", "sticky_month", "two_days", "normal"]
"""How long a sign counts after it went away: 7 days, 30 days, 2 days, not at all (`triage.md` 3.6)."""


class Sign(Struct, frozen=True, kw_only=True):
    """One warning sign of the protocol, with its words."""

    id: str
    route: Route
    level: Level
    unknown: Level
    """The level of "I don't know", after one rephrase."""
    ask: str
    ask_short: str
    why: str
    tell: str
    """First person, for "say: ..."; never her own words."""
    name: str
    """What is read back to her, as a noun: "a fever or chills"."""
    resolved: Resolved = "normal"
    core: bool = False
    """Asked of everyone inside its weeks; the others are asked after another answer, or only heard."""
    until_week: int | None = None
    """Asked up to this week after birth, or while weeks are unknown; None = always."""
    ask_second: str = ""
    """Asked if the answer to `ask` is not yes; a yes counts the same."""
    clarify: tuple[str, ...] = ()
    """Asked one by one after a yes; yes to all of them clears the sign, if `clarify_needs_no` are answered no."""
    clarify_needs_no: tuple[str, ...] = ()
    asks: str | None = None
    """Ask this sign's question instead: its answer counts for that sign."""
    no_leads_to: str | None = None
    """The sign that stands after a clear no."""
    without_baby: dict[str, str] = {}
    """The same words where no word about a baby may be said."""
    to_partner: dict[str, str] = {}
    """The same words asked of a partner about her, where "you" would be someone else."""
    sources: tuple[str, ...] = ()


def level_of(sign: Sign, answer: Answer) -> Level:
    """The level of one answer to one sign."""
    levels: dict[Answer, Level] = {"no": "SELF_CARE", "unknown": sign.unknown, "yes": sign.level}
    return levels[answer]


class Question(Struct, frozen=True, kw_only=True):
    """A question of the gate or about a fact, with its shorter form and its reason."""

    ask: str
    ask_short: str
    why: str


class Term(Struct, frozen=True, kw_only=True):
    """One condition of a rule, about one sign or one fact."""

    id: str
    at_least: Literal["unknown", "doubt", "yes"]
    """`unknown`: yes, don't know, or not told. `doubt`: yes or don't know. `yes`: yes only."""
    within_weeks: int | None = None
    """Holds up to this week after birth; unknown weeks are inside."""


class Rule(Struct, frozen=True, kw_only=True):
    """Positive conditions only, so a rule can only raise. Either `all_of` or `two_of` is given."""

    id: str
    raises_to: Level
    all_of: tuple[tuple[Term, ...], ...] = ()
    """Every group must hold; any one term of a group is enough."""
    two_of: tuple[Term, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def groups(self) -> tuple[tuple[Term, ...], ...]:
        """The terms, in groups."""
        return self.all_of or (self.two_of,)

    @property
    def needs(self) -> int:
        """How many terms of each group must hold."""
        return 2 if self.two_of else 1


class FollowUp(Struct, frozen=True, kw_only=True):
    """Signs asked too when the answer is at least this much."""

    at_least: Literal["unknown", "yes"]
    ask: tuple[str, ...]


class Protocol(Struct, frozen=True, kw_only=True):
    """All of it, in one language."""

    version: int
    signs: dict[str, Sign]
    order: tuple[str, ...]
    """The questions in the order in which the next one is looked for: signs and facts, the most dangerous first."""
    follow_ups: dict[str, FollowUp]
    rules: tuple[Rule, ...]
    facts: dict[str, Question]
    """Facts that are asked, with their questions."""
    watched: frozenset[str]
    """Signs and facts whose answers matter beyond their own level: to a rule, a follow-up or a clearing."""

    def asks(self, question: str) -> bool:
        """Whether this is a question of the protocol: a sign, a fact, `<sign>/second`, `<sign>/clarify`."""
        id, _, part = question.partition("/")
        sign = self.signs.get(id)
        if not part:
            return sign is not None or id in self.facts
        if sign is None:
            return False
        if part == "second":
            return bool(sign.ask_second)
        at = part.removeprefix("clarify")
        return part.startswith("clarify") and (not at or at.isdecimal()) and 1 <= int(at or 1) <= len(sign.clarify)
