"""Where the questions may begin: nothing known, facts known before, a sign heard in her own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from msgspec import Struct, structs

from proof.engine import Engine, facts_of, windows
from proof.tree import Walk
from skill.coach.judging import Told
from skill.coach.levels import Answer, rank
from skill.coach.triage import EMERGENCY, WEEKS, Picture
from skill.understanding import load as load_ear


class Start(Struct, frozen=True):
    """A picture before the first question, and what it was made of."""

    picture: Picture
    told: Told


def start(engine: Engine, facts: dict[str, Answer], signs: tuple[str, ...] = (), *, weeks: int | None = None) -> Start:
    """Facts and signs that were told before the first question. Weeks None = not told."""
    picture = Picture(weeks=weeks, settled=frozenset() if weeks is None else frozenset({WEEKS}))
    for id, answer in facts.items():
        picture = engine.tell(picture, id, engine.protocol, answer)
    for id in signs:
        picture = engine.tell(picture, id, engine.protocol)
    return Start(picture, Told(weeks=weeks, facts=facts, signs=signs))


def at_any_week(engine: Engine, facts: dict[str, Answer], signs: tuple[str, ...] = ()) -> list[Start]:
    """With weeks not told, and told in each window class."""
    return [start(engine, facts, signs, weeks=weeks) for weeks in (None, *windows(engine.protocol)[:-1])]


def facts_known(engine: Engine) -> Iterator[dict[str, Answer]]:
    """Every combination of facts told before the first question: each not told, no, or yes.

    "I don't know" is left out where no rule can tell it from yes: `alike` checks that.
    """
    values: tuple[Answer | None, ...] = (None, "no", "yes")
    for told in product(values, repeat=len(facts_of(engine.protocol))):
        yield {id: value for id, value in zip(facts_of(engine.protocol), told, strict=True) if value is not None}


def alike(engine: Engine) -> Iterator[str]:
    """Every fact's "I don't know" counts as its yes in every rule, and brings no other question."""
    facts = set(facts_of(engine.protocol))
    for rule in engine.protocol.rules:
        for group in rule.groups:
            for term in group:
                if term.id in facts and term.at_least == "yes":
                    yield f"tree: {term.id} unknown and yes differ in {rule.id}; walk both"
    yield from (
        f"tree: {id} brings questions; walk its unknown too" for id in facts & engine.protocol.follow_ups.keys()
    )


def unwatched(engine: Engine) -> Iterator[str]:
    """The picture keeps every answer that a rule, a follow-up or a clearing looks at, or it could not judge by them."""
    protocol = engine.protocol
    named = {term.id for rule in protocol.rules for group in rule.groups for term in group} | set(protocol.follow_ups)
    named |= {id for sign in protocol.signs.values() for id in sign.clarify_needs_no}
    yield from (f"agreement: {id} is looked at but not kept in the picture" for id in named - protocol.watched)


def answered_no(engine: Engine, begun: Start, ids: Iterable[str]) -> Start:
    """The same start with these signs answered no."""
    picture, answers = begun.picture, dict(begun.told.answers)
    for id in ids:
        picture, answers[id] = engine.tell(picture, id, engine.protocol, "no"), "no"
    return Start(picture, structs.replace(begun.told, answers=answers))


def parts(engine: Engine) -> list[Start]:
    """A few small starts that together ask every question: the emergencies, what follows them, the first weeks."""
    order = engine.protocol.order
    grave = [id for id in order[: order.index(WEEKS)] if engine.protocol.signs[id].core]
    first_weeks = {"headache_persistent", "vision_change", "leg_clot", "kidney_signs", "fever"}
    today = [id for id in order if id in engine.protocol.signs and id not in grave]
    return [
        answered_no(engine, start(engine, {}), today),
        start(engine, {}, weeks=13),
        start(engine, {}, ("pain_severe",), weeks=6),
        answered_no(engine, start(engine, {}, weeks=6), {*grave, *today} - first_weeks),
    ]


def unreachable(engine: Engine, walk: Walk) -> Iterator[str]:
    """P6: every question of the order is asked on some path, and every sign is asked for or can be heard."""
    yield from (f"P6: {id} is never asked" for id in engine.protocol.order if id not in walk.asked)
    unheard = engine.protocol.signs.keys() - walk.asked - set(load_ear().signs)
    yield from (f"P6: {id} is neither asked for nor heard" for id in unheard)


def heard(engine: Engine) -> Iterator[tuple[str, ...]]:
    """Each sign that leaves questions to ask; an emergency ends them at once (checked in `told_first`).

    Of those that no question, rule, follow-up or clearing names, one for each level: nothing but their level is seen.
    """
    protocol, alike = engine.protocol, set()
    for id, sign in protocol.signs.items():
        if sign.level == "EMERGENCY" or (id not in protocol.watched and sign.level in alike):
            continue
        if id not in protocol.watched and id not in protocol.order:
            alike.add(sign.level)
        yield (id,)


def told_first(engine: Engine, walk: Walk, only: Iterable[tuple[str, ...]] | None = None) -> Iterator[str]:
    """P9: a sign in her own words stands, whatever is answered afterwards, and nothing of it is asked again."""
    for id, sign in engine.protocol.signs.items():
        if sign.level == "EMERGENCY":
            picture = start(engine, {}, (id,)).picture
            if engine.question(picture, engine.protocol) is not None or picture.level != EMERGENCY:
                yield f"P3: {id} in her own words does not end the questions as an emergency"
        yield from unsaid(engine, id)
    for signs in heard(engine) if only is None else only:
        before = set(walk.asked)
        walk.asked.clear()
        for each in at_any_week(engine, {}, signs):
            yield from walk.from_start(each.picture, each.told)
        again = {id for id in walk.asked if id.partition("/")[0] in signs}
        if again:
            yield f"P9: {again} is asked although she said it herself"
        walk.asked |= before


def unsaid(engine: Engine, id: str) -> Iterator[str]:
    """P9: no answer to a sign's own questions, whichever way, unsays what she said in her own words."""
    sign, protocol = engine.protocol.signs[id], engine.protocol
    answers: tuple[dict[str, Answer], ...] = (
        {id: "no"},
        {id: "unknown"},
        {id: "no", f"{id}/second": "no"},
        {id: "yes", f"{id}/clarify": "yes", f"{id}/clarify2": "yes", f"{id}/clarify3": "yes"},
    )
    for given in answers:
        clear: dict[str, Answer] = dict.fromkeys(sign.clarify_needs_no, "no")
        told = Told(signs=(id,), answers=clear | {q: a for q, a in given.items() if protocol.asks(q)})
        if engine.values_of(told, protocol)[id] != "yes" or rank(engine.verdict_of(told, protocol).level) < rank(
            sign.level
        ):
            yield f"P9: {id} is unsaid by {given}"
