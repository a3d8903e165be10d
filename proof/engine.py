"""What is proven: a protocol and the functions that read it. A seeded fault replaces one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from skill.coach import judging, triage
from skill.coach.levels import LEVELS, Answer
from skill.coach.protocol import Protocol, Rule
from skill.coach.triage import Picture
from skill.content.load import load


class Engine(Struct, frozen=True, kw_only=True):
    """A protocol with the functions under proof."""

    protocol: Protocol
    take: Callable[..., Picture] = triage.take
    question: Callable[..., str | None] = triage.question
    tell: Callable[..., Picture] = triage.tell
    tell_weeks: Callable[..., Picture] = triage.tell_weeks
    judge: Callable[..., judging.Verdict] = judging.judge
    picture_of: Callable[..., Picture] = judging.picture_of
    values_of: Callable[..., dict[str, Answer]] = judging.values_of
    verdict_of: Callable[..., judging.Verdict] = judging.verdict_of


def engine(**changed: Any) -> Engine:
    """The engine with the compiled protocol, with some parts replaced."""
    return Engine(**{"protocol": load("en-US").protocol, **changed})


def name(level: int) -> str:
    """The level of a rank, or what else it is."""
    return LEVELS[level] if level in range(len(LEVELS)) else f"rank {level}"


def windows(protocol: Protocol) -> tuple[int | None, ...]:
    """One week of each window class, the last one inside it, then one beyond all of them, then unknown.

    Weeks are compared with nothing but these limits, so a class holds all weeks that compare alike.
    """
    limits = {sign.until_week for sign in protocol.signs.values()}
    limits |= {term.within_weeks for rule in protocol.rules for group in rule.groups for term in group}
    weeks = sorted(limit for limit in limits if limit is not None)
    return (*weeks, (weeks or [0])[-1] + 1, None)


def facts_of(protocol: Protocol) -> tuple[str, ...]:
    """The facts that rules name."""
    named = {term.id for rule in protocol.rules for group in rule.groups for term in group}
    return tuple(sorted(named - protocol.signs.keys()))


def signs_of(rule: Rule, protocol: Protocol) -> tuple[str, ...]:
    """The signs that a rule names, in its order."""
    ids = (term.id for group in rule.groups for term in group if term.id in protocol.signs)
    return tuple(dict.fromkeys(ids))


def facts_that_matter(protocol: Protocol, signs: Iterable[str]) -> tuple[str, ...]:
    """The facts of every rule that could hold with these signs alone; no other fact can change their level."""
    facts, there = set(facts_of(protocol)), set(signs)
    mattering = set()
    for rule in protocol.rules:
        met = [[term.id for term in group if term.id in there or term.id in facts] for group in rule.groups]
        if all(len(ids) >= rule.needs for ids in met):
            mattering |= facts.intersection(*[{id for ids in met for id in ids}])
    return tuple(sorted(mattering))
