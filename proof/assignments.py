"""Every single sign, every pair and the full support of every rule, in every window class, with the facts that matter.

P1, P2, P3, P4, P6 and P8 of `clinical/triage.md` section 11. Why this is enough: a level is the highest of the signs'
own levels, then raised by rules with positive conditions. A violation of P1 or P8 would need one sign's own levels or
one rule's conditions to be out of order; a sign shows that alone, a rule within its own support.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Any

from msgspec import Struct, structs

from proof.engine import Engine, facts_of, facts_that_matter, name, signs_of, windows
from skill.coach.levels import ANSWERS, LEVELS, rank
from skill.coach.protocol import Rule, level_of
from skill.coach.triage import EMERGENCY, Picture

TOLD: tuple[Any, ...] = (None, *ANSWERS)
"""What may be known of a fact; None = not told, which is a value of its own."""
UNTOLD = ("no", "unknown")
"""How `judge` is asked to count a fact that was not told."""
SHUFFLES = 6
SAMPLE = 16
"""Points of a space that are shuffled."""


class Space(Struct, frozen=True):
    """Signs and facts that vary together; all other signs are no, all other facts not told."""

    signs: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def axes(self) -> tuple[tuple[Any, ...], ...]:
        """The values along each sign and each fact."""
        return (*(ANSWERS for _ in self.signs), *(TOLD for _ in self.facts))


Table = dict[tuple[Any, ...], int]


def spaces(engine: Engine) -> Iterator[Space]:
    """Every single, every pair, the support of every rule."""
    protocol = engine.protocol
    yield Space((), facts_of(protocol))
    named = [*combinations(protocol.signs, 1), *combinations(protocol.signs, 2)]
    for signs in (*named, *(signs_of(rule, protocol) for rule in protocol.rules)):
        yield Space(signs, facts_that_matter(protocol, signs))


def apart(space: Space, point: tuple[Any, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A point as (signs, facts that were told)."""
    signs = dict(zip(space.signs, point, strict=False))
    facts = dict(zip(space.facts, point[len(space.signs) :], strict=True))
    return signs, {id: told for id, told in facts.items() if told is not None}


def table(engine: Engine, space: Space, weeks: int | None, untold: str) -> Table:
    """The rank of the level at every point."""
    found: Table = {}
    for point in product(*space.axes):
        signs, facts = apart(space, point)
        found[point] = rank(engine.judge(signs, facts, weeks, engine.protocol, untold=untold).level)
    return found


def said(space: Space, point: tuple[Any, ...], weeks: int | None) -> str:
    """A point in words, for a violation."""
    values = ", ".join(f"{id}={value}" for id, value in zip((*space.signs, *space.facts), point, strict=True))
    return f"{values or 'nothing'} at {'unknown' if weeks is None else weeks} weeks"


NEVER_LOWER = {"no": ("unknown",), "unknown": ("yes",), "yes": ()}
"""P1: a sign's value -> the next one, which never gives less."""
NEVER_LOWER_FACT: dict[Any, tuple[Any, ...]] = {
    "no": ("unknown", None, "yes"),
    "yes": ("unknown",),
    None: ("unknown", "yes"),
    "unknown": (),
}
"""P8: a fact's value -> those that never give less. Not told lies between no and "I don't know"."""


def raised(engine: Engine, space: Space, levels: Table, weeks: int | None) -> Iterator[str]:
    """P1, P2, P3 and the facts of P8 over one table."""
    single = "P2" if len(space.signs) == 1 else "P1"
    urgent = {id for id in space.signs if engine.protocol.signs[id].level == "EMERGENCY"}
    for point, level in levels.items():
        for axis, value in enumerate(point):
            of_sign = axis < len(space.signs)
            for higher in NEVER_LOWER[value] if of_sign else NEVER_LOWER_FACT[value]:
                other = levels[(*point[:axis], higher, *point[axis + 1 :])]
                if other < level:
                    id, law = (*space.signs, *space.facts)[axis], single if of_sign else "P8"
                    yield f"{law}: {id} {value} -> {higher} lowers {said(space, point, weeks)}"
        if urgent and level != EMERGENCY and any(point[space.signs.index(id)] == "yes" for id in urgent):
            yield f"P3: {name(level)} with an emergency sign: {said(space, point, weeks)}"


def unknown_weeks(space: Space, inside: Table, levels: Table, weeks: int | None) -> Iterator[str]:
    """P8 for weeks: unknown weeks are inside every window, so they never give less."""
    for point, level in levels.items():
        if inside[point] < level:
            yield f"P8: unknown weeks are kinder than {said(space, point, weeks)}"


def levels(engine: Engine, only: Iterable[Space] | None = None, counted: list[int] | None = None) -> Iterator[str]:
    """P1, P2, P3 and P8 everywhere; `counted` collects how many assignments were judged."""
    for space in spaces(engine) if only is None else only:
        for untold in UNTOLD if space.facts else UNTOLD[:1]:
            inside = table(engine, space, None, untold)
            for weeks in windows(engine.protocol):
                found = inside if weeks is None else table(engine, space, weeks, untold)
                yield from raised(engine, space, found, weeks)
                yield from unknown_weeks(space, inside, found, weeks)
                if counted is not None:
                    counted.append(len(found))


def graves(engine: Engine, ids: Iterable[str], beside: Iterable[str] | None = None) -> Iterator[str]:
    """P3 for signs that must be emergencies whatever the protocol says: alone, and beside every answer to others."""
    protocol = engine.protocol
    for id in ids:
        if id not in protocol.signs:
            yield f"P3: {id} is missing"
            continue
        for other in (id, *(protocol.signs if beside is None else beside)):
            for answer in ANSWERS if other != id else ("yes",):
                for weeks in windows(protocol):
                    level = engine.judge({other: answer, id: "yes"}, {}, weeks, protocol).level
                    if level != "EMERGENCY":
                        yield f"P3: {id} gives {level} beside {other}={answer} at {weeks} weeks"


# P4


def orders(engine: Engine, only: Iterable[Space] | None = None, shuffles: int = SHUFFLES) -> Iterator[str]:
    """P4: neither `judge` nor the picture depends on the order of answers, and both give the same level."""
    chance = random.Random(4)
    for space in spaces(engine) if only is None else only:
        points = list(product(*(ANSWERS[1:] for _ in space.signs), *(TOLD for _ in space.facts)))
        for point in points if len(points) <= SAMPLE else chance.sample(points, SAMPLE):
            for weeks in windows(engine.protocol):
                yield from _any_order(engine, space, point, weeks, chance, shuffles)


def _any_order(
    engine: Engine, space: Space, point: tuple[Any, ...], weeks: int | None, chance: random.Random, shuffles: int
) -> Iterator[str]:
    signs, facts = apart(space, point)
    verdict = engine.judge(signs, facts, weeks, engine.protocol)
    turned = [dict(reversed(list(values.items()))) for values in (signs, facts)]
    if engine.judge(*turned, weeks, engine.protocol) != verdict:
        yield f"P4: another verdict in another order of {said(space, point, weeks)}"
    steps = list((signs | facts).items())
    for turn in range(shuffles if len(steps) > 2 else len(steps)):
        picture = Picture(weeks=weeks)
        for id, answer in steps:
            picture = engine.tell(picture, id, engine.protocol, answer)
        if picture.level != rank(verdict.level):
            order = ", ".join(id for id, _ in steps)
            yield f"P4: told as {order}: {name(picture.level)}, judged {verdict.level}: {said(space, point, weeks)}"
        steps.reverse() if turn == 0 else chance.shuffle(steps)


# P6


RULES = tuple(f"R{n}" for n in range(1, 12))
"""The rules of the source."""


def reached(engine: Engine, rules: tuple[str, ...] = RULES) -> Iterator[str]:
    """P6: every level is reached by signs, and every rule raises some answers that nothing else raises so high."""
    protocol = engine.protocol
    yield from (f"P6: {id} is missing" for id in rules if id not in {rule.id for rule in protocol.rules})
    lowest = {rank(level_of(sign, answer)) for sign in protocol.signs.values() for answer in ANSWERS}
    yield from (f"P6: no answer to a sign gives {level}" for level in LEVELS if rank(level) not in lowest)
    yield from (f"P6: {rule.id} raises nothing by itself" for rule in protocol.rules if not raises(engine, rule))


def raises(engine: Engine, rule: Rule) -> bool:
    """Whether some assignment of the rule's own support is at its level, and lower by itself and all other rules."""
    protocol = engine.protocol
    others = structs.replace(protocol, rules=tuple(other for other in protocol.rules if other != rule))
    signs = signs_of(rule, protocol)
    space = Space(signs, facts_that_matter(protocol, signs))
    for point in product(*(("no", "yes") for _ in signs), *(("no", "yes") for _ in space.facts)):
        told = apart(space, point)
        for weeks in windows(protocol):
            verdict = engine.judge(*told, weeks, protocol)
            own = max((rank(level_of(protocol.signs[id], answer)) for id, answer in told[0].items()), default=0)
            alone = rank(engine.judge(*told, weeks, others).level)
            if rule.id in verdict.rules and rank(verdict.level) > max(own, alone):
                return True
    return False
