"""The shape of the triage protocol's YAML, strict: rules without words, words without rules.

`skill.content.read.Document` reads both files against it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from skill.coach.levels import Level
from skill.coach.protocol import Route
from skill.content.schema import Id

Week = Annotated[int, Meta(ge=1, le=52)]
AtLeast = Literal["unknown", "yes"]
"""`unknown` holds for "don't know" and for yes; `yes` for yes only."""
TermAtLeast = Literal["unknown", "doubt", "yes"]
"""As `skill.coach.protocol.Term.at_least`."""
RuleId = Annotated[str, Meta(pattern=r"^R[1-9][0-9]*$")]
SourceKey = Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9_]*$")]
Sources = Annotated[list[SourceKey], Meta(min_length=1)]
Text = Annotated[str, Meta(min_length=1)]
ScriptKey = Annotated[str, Meta(pattern=r"^(EMERGENCY|URGENT|SOON|SELF_CARE)\.(physical|mind|baby|safety)$")]
SignScriptKey = Annotated[str, Meta(pattern=r"^(EMERGENCY|URGENT|SOON)\.[a-z][a-z0-9_]*$")]

LINE_WORDS: dict[str, int] = {
    "emergency": 8,
    "urgent_line": 11,
    "provider": 10,
    "crisis": 9,
    "maternal_mind_line": 13,
    "baby_line": 14,
    "violence": 11,
    "poison": 11,
    "weeks": 3,
    "signs": 8,
}
"""Placeholders of the scripts and the most spoken words each may become.

Numbers are read digit by digit, one word each. `emergency` leaves room for two numbers where one locale serves two
countries. `weeks` is "three weeks ago" or "recently". `signs` is the `tell` of the gravest sign.
"""

SCRIPT_WORDS = 45
"""The most words a script may have with its placeholders filled."""
SHORT_WORDS = 20
"""The same for the form that later turns repeat."""


class _Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class SignRule(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One warning sign: where it leads, and how long it counts after it went."""

    block: Literal["life", "spine", "mind", "baby", "today", "days"]
    route: Route
    level: Level
    unknown: Level
    """The level of "I don't know", after one rephrase."""
    resolved: Literal["sticky", "sticky_month", "two_days", "normal"]
    core: bool
    until_week: Week | None
    """Asked up to this week after birth, or while weeks are unknown; None = always."""
    sources: Sources
    asks: Id | None = None
    """Ask this sign's question instead: its answer counts for that sign."""
    no_leads_to: Id | None = None
    """The sign that stands after a clear no."""
    clarify_needs_no: list[Id] | None = None
    """Present = the words have `clarify`: yes to every one clears the sign, if these signs are answered no."""


class Term(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One condition of a rule: exactly one of `sign` and `fact`."""

    at_least: TermAtLeast
    sign: Id | None = None
    fact: Id | None = None
    within_weeks: Week | None = None
    """Holds up to this week after birth; unknown weeks are inside."""

    def __post_init__(self) -> None:
        if (self.sign is None) == (self.fact is None):
            raise ValueError("a term names one sign or one fact")


class CombinationRule(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Positive conditions only, so a rule can only raise. Exactly one of `all_of` and `two_of`."""

    id: RuleId
    raises_to: Literal["SOON", "URGENT", "EMERGENCY"]
    all_of: list[Annotated[list[Term], Meta(min_length=1)]] = []
    """Every group must hold; any one term of a group is enough."""
    two_of: list[Term] = []
    """Any two of these."""
    sources: Sources

    def __post_init__(self) -> None:
        if bool(self.all_of) == bool(self.two_of):
            raise ValueError("a rule has either all_of or two_of")
        if self.two_of and len(self.two_of) < 2:
            raise ValueError("two_of needs at least two terms")

    def terms(self) -> list[Term]:
        """All terms, of every group."""
        return [*self.two_of, *(term for group in self.all_of for term in group)]


class FactRule(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something she told about herself. It never lowers a level."""

    kind: Literal["yes_no", "choice", "number"]
    values: list[Id] = []
    unknown_as: Literal["yes", "no", "cesarean", "inside_every_window"] | None = None
    """How "not told" counts where it decides something; rules say it again, term by term."""
    unknown_within_weeks: Week | None = None


class FollowUp(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Signs asked next when the answer is at least this much."""

    at_least: AtLeast
    ask: Annotated[list[Id], Meta(min_length=1)]


class GateRule(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the questions before tier 1 and more."""

    id: Id
    until_week: Week | None


class ProtocolRules(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """content/protocol.yaml"""

    version: Annotated[int, Meta(ge=1)]
    signs: dict[Id, SignRule]
    order: list[Id]
    """Every sign and fact that is asked, in the order in which the next question is looked for."""
    follow_ups: dict[Id, FollowUp]
    baby_down_first: list[Id]
    """Signs that speak the script's `holding` first at any level while she holds the baby."""
    said_once: list[Route]
    """Routes that are never repeated, read back or shown."""
    facts: dict[Id, FactRule]
    rules: list[CombinationRule]
    gate: list[GateRule]
    setup: list[Id]
    history: list[Id]


class AskedWords(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question: in full, as a reprompt, and why it is asked."""

    ask: Text
    ask_short: Text
    why: Text


class SignNotHere(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words where no word about a baby may be said, or to a partner; what is left out stays as it is."""

    ask: str = ""
    ask_short: str = ""
    why: str = ""
    tell: str = ""
    name: str = ""


class SignWords(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of a sign. A yes to `ask` always means that the sign is there."""

    ask: Text
    ask_short: Text
    why: Text
    tell: Text
    """In the first person, for "say: ..."; never her own words, never a condition."""
    name: Text
    """A noun for reading back what she told: "a fever or chills"."""
    ask_second: str = ""
    """Asked if the answer to `ask` is not yes; a yes counts the same."""
    clarify: list[Text] = []
    """Asked one by one after a yes; yes to all clears the sign (see `SignRule.clarify_needs_no`)."""
    not_here: SignNotHere | None = None
    partner: SignNotHere | None = None
    """Asked of a partner about her, without a word of a baby."""


class ScriptWords(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said at a level on a route."""

    full: Text
    short: Text
    """Repeated at every later turn until help is coming or she has been seen."""
    holding: str = ""
    """Said first while the baby is in arms, in a carrier or on the chest."""
    extra: str = ""
    """Added (to `after_yes` if there is one) where its number is known, not said already, and SCRIPT_WORDS holds."""
    ask_first: str = ""
    """Asked before anything else. A clear yes: `after_yes`. Any other answer, or silence: `full` once, then quiet."""
    after_yes: str = ""
    not_here: str = ""
    """Stands for `full` where no word about a baby may be said; empty = `full` has none."""
    not_here_short: str = ""
    partner: str = ""
    """Stands for `full` where a partner speaks of her; empty = `short` and what to tell them. No word about a baby."""
    partner_short: str = ""
    """Stands for `short` there; empty = `short` says nothing of "you"."""
    partner_holding: str = ""
    """Stands for `holding` there, wherever the baby is."""


class SafetyNet(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """If this, then that: said after SOON and SELF_CARE, and in short at the end of a session."""

    parts: Annotated[list[Text], Meta(min_length=1)]
    """One turn each."""
    short: Text


class ProtocolWords(_Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """content/<lang>/protocol.yaml"""

    signs: dict[Id, SignWords]
    scripts: dict[ScriptKey, ScriptWords]
    """`LEVEL.route` -> what is said."""
    sign_scripts: dict[SignScriptKey, ScriptWords]
    """`LEVEL.sign` -> what is said instead, for signs whose words differ from those of their route."""
    safety_net: SafetyNet
    gate: dict[Id, AskedWords]
    setup: dict[Id, AskedWords]
    history: dict[Id, AskedWords]
