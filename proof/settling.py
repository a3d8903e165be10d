"""What one answer must do, written down a second time from `protocol.yaml`, to hold the engine against.

Also what would still have been asked where the questions end: the bound of P7.
"""

from __future__ import annotations

from proof.engine import Engine, facts_of
from skill.coach.levels import ANSWERS, Answer, rank
from skill.coach.protocol import Protocol, level_of
from skill.coach.triage import Picture

Known = dict[tuple[int | None, frozenset[str], frozenset[str]], int]


def known_no(picture: Picture, id: str) -> bool:
    """Whether a sign was clearly answered no."""
    return id in picture.settled and id not in picture.found and id not in picture.doubts


def settled_by(picture: Picture, question: str, answer: Answer, protocol: Protocol) -> tuple[str, Answer] | None:
    """(sign or fact, its value), or None where a further question must come first."""
    id, _, part = question.partition("/")
    sign = protocol.signs.get(id)
    if sign is None:
        return id, answer
    if part == "second":
        first = dict(picture.open).get(question, "no")
        return id, max(first, answer, key=ANSWERS.index)
    if part:
        last = int(part.removeprefix("clarify") or 1) >= len(sign.clarify)
        return (id, "yes") if answer != "yes" else (id, "no") if last else None
    clears = sign.clarify and all(known_no(picture, other) for other in sign.clarify_needs_no)
    if (answer == "yes" and clears) or (answer != "yes" and sign.ask_second):
        return None
    return id, answer


def bound(picture: Picture, engine: Engine, known: Known) -> int:
    """The rank that all questions together would give that are still due, all answered yes, with their follow-ups.

    By P1 no other answers give more: a yes is the highest answer, and it brings at least the follow-ups of any other.
    """
    protocol, found = engine.protocol, set(picture.found)
    while due := {id for id in left_out(picture, protocol) - found if _due(id, found, picture, protocol)}:
        found |= due
    untold = {id for id in facts_of(protocol) if id not in picture.settled}
    return max(picture.level, ranked(picture.weeks, frozenset(found | untold), picture.doubts - found, engine, known))


def left_out(picture: Picture, protocol: Protocol) -> set[str]:
    """Signs of the order that were not settled."""
    return {id for id in protocol.order if id not in picture.settled and id in protocol.signs}


def _due(id: str, found: set[str], picture: Picture, protocol: Protocol) -> bool:
    sign = protocol.signs[id]
    if sign.core and (picture.weeks is None or sign.until_week is None or picture.weeks <= sign.until_week):
        return True
    return any(
        id in row.ask and (trigger in found or (row.at_least == "unknown" and trigger in picture.doubts))
        for trigger, row in protocol.follow_ups.items()
    )


def ranked(weeks: int | None, found: frozenset[str], doubts: frozenset[str], engine: Engine, known: Known) -> int:
    """The rank that `judge` gives to these signs and facts, yes and "I don't know"; `known` remembers it."""
    key = (weeks, found, doubts)
    if key not in known:
        signs: dict[str, Answer] = {}
        facts: dict[str, Answer] = {}
        answers: tuple[tuple[frozenset[str], Answer], ...] = ((doubts, "unknown"), (found, "yes"))
        for ids, answer in answers:
            for id in ids:
                (signs if id in engine.protocol.signs else facts)[id] = answer
        known[key] = rank(engine.judge(signs, facts, weeks, engine.protocol).level)
    return known[key]


def by_rules(picture: Picture, engine: Engine, known: Known) -> int:
    """The rank that `judge` gives to the answers that rules look at, as the picture holds them."""
    return ranked(picture.weeks, picture.found, picture.doubts, engine, known)


def own_rank(id: str, answer: Answer, protocol: Protocol) -> int:
    """The rank of one answer by itself; a fact has none."""
    return rank(level_of(protocol.signs[id], answer)) if id in protocol.signs else 0


def most_questions(protocol: Protocol) -> int:
    """P5's bound: every question of the order once, with its second and its clarifying ones."""
    signs = [protocol.signs[id] for id in protocol.order if id in protocol.signs]
    return len(protocol.order) + sum(bool(sign.ask_second) + len(sign.clarify) for sign in signs)
