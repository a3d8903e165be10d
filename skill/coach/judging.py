"""The level of what she told, with its reasons: which signs and which rules raised it, and where that comes from.

It depends on the answers only, never on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from skill.coach.levels import LEVELS, Answer, Level, rank
from skill.coach.protocol import Protocol, Term, level_of
from skill.coach.triage import WEEKS, Picture, inside, outcome, take, tell, tell_weeks


class Verdict(Struct, frozen=True, kw_only=True):
    """A level and what raised it."""

    level: Level
    signs: tuple[str, ...] = ()
    """Signs behind the level, the gravest first: those whose own level it is, and those of the rules."""
    rules: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    """The signs among them that stand because she did not know."""
    sources: tuple[str, ...] = ()
    version: int = 1
    """Of the protocol."""


def judge(
    signs: Mapping[str, Answer],
    facts: Mapping[str, Answer],
    weeks: int | None,
    protocol: Protocol,
    *,
    untold: Answer = "no",
) -> Verdict:
    """The level of these answers. It depends on the answers only, never on their order.

    `untold` is how a fact that was not told counts where a rule says "or not told": as no while it may still be asked,
    as unknown when the questions end before it.
    """
    levels = [level_of(protocol.signs[id], answer) for id, answer in signs.items()]
    level: Level = max(levels, key=rank, default=LEVELS[0])

    def met(term: Term) -> bool:
        if not inside(weeks, term.within_weeks):
            return False
        known = signs.get(term.id, "no") if term.id in protocol.signs else facts.get(term.id)
        if known is None:
            return term.at_least == "unknown" and untold == "unknown"
        return known == "yes" or (known == "unknown" and term.at_least != "yes")

    holding = [r for r in protocol.rules if all(sum(map(met, group)) >= r.needs for group in r.groups)]
    level = max([level, *(rule.raises_to for rule in holding)], key=rank)
    if level == LEVELS[0]:
        return Verdict(level=level, version=protocol.version)
    raised = [rule for rule in holding if rule.raises_to == level]
    named = {t.id for rule in raised for group in rule.groups for t in group if met(t) and t.id in signs}
    behind = [id for id, answer in signs.items() if level_of(protocol.signs[id], answer) == level or id in named]
    behind = _gravest_first(behind, signs, protocol)
    sources = (source for sign in behind for source in protocol.signs[sign].sources)
    return Verdict(
        level=level,
        signs=tuple(behind),
        rules=tuple(rule.id for rule in raised),
        unsure=tuple(id for id in behind if signs[id] == "unknown"),
        sources=tuple(dict.fromkeys((*sources, *(source for rule in raised for source in rule.sources)))),
        version=protocol.version,
    )


def _gravest_first(ids: Iterable[str], signs: Mapping[str, Answer], protocol: Protocol) -> list[str]:
    order = list(protocol.signs)
    return sorted(ids, key=lambda id: (-rank(level_of(protocol.signs[id], signs[id])), order.index(id)))


# Many answers at once


class Told(Struct, frozen=True, kw_only=True):
    """All that was told and answered, as the conversation keeps it."""

    weeks: int | None = None
    facts: Mapping[str, Answer] = {}
    """Facts told or kept from before."""
    signs: tuple[str, ...] = ()
    """Signs heard in her own words."""
    answers: Mapping[str, Answer] = {}
    """Question -> answer, in the order given."""
    settled: frozenset[str] = frozenset()
    """Questions that are not for her: those of birth, where the speaker did not give birth."""


def picture_of(told: Told, protocol: Protocol) -> Picture:
    """The picture that all of it gives."""
    return _folded(told, protocol)[0]


def values_of(told: Told, protocol: Protocol) -> dict[str, Answer]:
    """Every sign that is settled, with its answer after second and clarifying questions."""
    return _folded(told, protocol)[1]


def _folded(told: Told, protocol: Protocol) -> tuple[Picture, dict[str, Answer]]:
    picture = Picture(weeks=told.weeks, settled=told.settled | ({WEEKS} if told.weeks is not None else set()))
    values: dict[str, Answer] = {}
    for id, answer in told.facts.items():
        picture = tell(picture, id, protocol, answer)
    for id in told.signs:
        picture, values[id] = tell(picture, id, protocol), "yes"
    for id, answer in told.answers.items():
        if id == WEEKS:
            picture = tell_weeks(picture, told.weeks, protocol)
            continue
        if id.partition("/")[0] in told.signs:
            continue  # what she said in her own words is not unsaid by an answer (P9)
        settles, value = outcome(picture, id, answer, protocol)
        picture = take(picture, id, answer, protocol)
        if value is not None and settles in protocol.signs:
            values[settles] = value
    return picture, values


def verdict_of(told: Told, protocol: Protocol, *, left: bool = False) -> Verdict:
    """The verdict on all of it.

    `left`: the questions ended early, so what was not told counts as the stricter answer.
    """
    picture, values = _folded(told, protocol)
    if left:
        values |= {id.partition("/")[0]: "yes" for id, _ in picture.open if "/clarify" in id}
    answered = {id: answer for id, answer in told.answers.items() if id in protocol.facts and id != WEEKS}
    facts = {**told.facts, **answered}
    return judge(values, facts, told.weeks, protocol, untold="unknown" if left else "no")
