"""The engine of "is this pain serious": what is known -> the next question. The level with its reasons: `judging`.

It knows no words and no dialogue. `take` and `question` see only a `Picture`, so two courses of a conversation that
lead to the same Picture have the same future; `./run prove` walks the whole tree of questions by that.

A level only rises: it is the highest of all answers, then raised by rules with positive conditions. A question is
left out only where no answer to it, nor to what would be asked because of it, could raise the level.
"""

from __future__ import annotations

from msgspec import Struct, structs

from skill.coach.levels import ANSWERS, Answer, rank
from skill.coach.protocol import Protocol, Rule, Sign, Term, level_of

WEEKS = "weeks_postpartum"
EMERGENCY = rank("EMERGENCY")


class Picture(Struct, frozen=True, kw_only=True):
    """What is known so far, as far as it can still matter."""

    weeks: int | None = None
    """Whole weeks since birth; None = unknown, which is inside every window."""
    level: int = 0
    """Rank of the level that the answers so far give. Facts not told yet count as no."""
    settled: frozenset[str] = frozenset()
    """Questions that need not be asked any more."""
    found: frozenset[str] = frozenset()
    """Signs and facts answered yes that a rule, a follow-up or a clearing looks at."""
    doubts: frozenset[str] = frozenset()
    """The same, answered "I don't know"."""
    open: tuple[tuple[str, Answer], ...] = ()
    """Questions that finish a sign's answer (`<sign>/second`, `<sign>/clarify`), the innermost last, and the
    answer so far."""


# What a question's answer settles


def take(picture: Picture, question: str, answer: Answer, protocol: Protocol) -> Picture:
    """The picture after an answer. `question`: a sign, a fact, `<sign>/second`, `<sign>/clarify`, `.../clarify2`."""
    settles, value = outcome(picture, question, answer, protocol)
    left = tuple(o for o in picture.open if o[0] != question)
    if value is None:
        return structs.replace(picture, open=(*left, (settles, answer)))
    return _settle(structs.replace(picture, open=left), settles, value, protocol)


def outcome(picture: Picture, question: str, answer: Answer, protocol: Protocol) -> tuple[str, Answer | None]:
    """What the answer settles and as what; or the question that must come before it is settled, and None."""
    id, _, part = question.partition("/")
    sign = protocol.signs.get(id)
    if sign is None:
        return id, answer
    if part == "second":
        return id, max(answer, dict(picture.open).get(question, "no"), key=ANSWERS.index)
    if part:
        if answer != "yes":
            return id, "yes"
        at = int(part.removeprefix("clarify") or 1)
        return (f"{id}/clarify{at + 1}", None) if at < len(sign.clarify) else (id, "no")
    if answer == "yes" and _may_be_cleared(picture, sign):
        return f"{id}/clarify", None
    if answer != "yes" and sign.ask_second:
        return f"{id}/second", None
    return id, answer


def _may_be_cleared(picture: Picture, sign: Sign) -> bool:
    known_no = picture.settled - picture.found - picture.doubts
    return bool(sign.clarify) and known_no.issuperset(sign.clarify_needs_no)


def tell(picture: Picture, id: str, protocol: Protocol, answer: Answer = "yes") -> Picture:
    """The picture after a sign was heard in her own words, or a fact told: nothing of it is asked again."""
    open_ = tuple(o for o in picture.open if o[0].partition("/")[0] != id)
    return _settle(structs.replace(picture, open=open_), id, answer, protocol)


def tell_weeks(picture: Picture, weeks: int | None, protocol: Protocol) -> Picture:
    """The picture after weeks since birth were told, or not known."""
    picture = structs.replace(picture, weeks=weeks, settled=picture.settled | {WEEKS})
    return _raised(picture, protocol)


def _settle(picture: Picture, id: str, answer: Answer, protocol: Protocol) -> Picture:
    sign = protocol.signs.get(id)
    level = picture.level if sign is None else max(picture.level, rank(level_of(sign, answer)))
    watched = id in protocol.watched
    picture = structs.replace(
        picture,
        level=level,
        settled=picture.settled | {id},
        found=picture.found | {id} if watched and answer == "yes" else picture.found,
        doubts=picture.doubts | {id} if watched and answer == "unknown" else picture.doubts - {id},
    )
    return _raised(picture, protocol)


def _raised(picture: Picture, protocol: Protocol) -> Picture:
    level = max([picture.level, *(rank(rule.raises_to) for rule in protocol.rules if _holds(rule, picture))])
    return picture if level == picture.level else structs.replace(picture, level=level)


# Rules


def inside(weeks: int | None, until: int | None) -> bool:
    """Whether a window of weeks after birth is still open; unknown weeks are inside every window."""
    return weeks is None or until is None or weeks <= until


def _is_met(term: Term, picture: Picture) -> bool:
    """Whether a condition is met by what was told; what was not told meets none."""
    if not inside(picture.weeks, term.within_weeks):
        return False
    return term.id in picture.found or (term.at_least != "yes" and term.id in picture.doubts)


def _holds(rule: Rule, picture: Picture) -> bool:
    return all(sum(_is_met(term, picture) for term in group) >= rule.needs for group in rule.groups)


def _could_hold(rule: Rule, picture: Picture, protocol: Protocol) -> bool:
    """Whether a rule may still come to hold by questions that may still be asked."""

    def possible(term: Term) -> bool:
        if not inside(picture.weeks, term.within_weeks):
            return False
        return _is_met(term, picture) or (term.id not in picture.settled and _askable(term.id, picture, protocol))

    return all(sum(map(possible, group)) >= rule.needs for group in rule.groups)


# What is asked next


def question(picture: Picture, protocol: Protocol) -> str | None:
    """The next question, the most dangerous first; None when no question could raise the level any more."""
    if picture.level == EMERGENCY:
        return None
    if picture.open:
        return picture.open[-1][0]
    return next((id for id in protocol.order if _is_next(id, picture, protocol)), None)


def _is_next(id: str, picture: Picture, protocol: Protocol) -> bool:
    if id in picture.settled:
        return False
    if id in protocol.facts:
        return id == WEEKS or any(_raises(rule, id, picture, protocol) for rule in protocol.rules)
    sign = protocol.signs[id]
    due = _triggered(id, picture, protocol) or (sign.core and inside(picture.weeks, sign.until_week))
    return due and _worth_asking(id, picture, protocol)


def _triggered(id: str, picture: Picture, protocol: Protocol) -> bool:
    """Whether an answer so far asks for this sign's question."""
    return any(
        id in row.ask and (trigger in picture.found or (row.at_least == "unknown" and trigger in picture.doubts))
        for trigger, row in protocol.follow_ups.items()
    )


def _askable(id: str, picture: Picture, protocol: Protocol) -> bool:
    """Whether a question may still come up: of everyone, or after an answer that may still come."""
    if id not in protocol.order:
        return False
    sign = protocol.signs.get(id)
    if sign is None or (sign.core and inside(picture.weeks, sign.until_week)):
        return True
    triggers = (trigger for trigger, row in protocol.follow_ups.items() if id in row.ask)
    return _triggered(id, picture, protocol) or any(
        trigger not in picture.settled and _askable(trigger, picture, protocol) for trigger in triggers
    )


def _worth_asking(id: str, picture: Picture, protocol: Protocol) -> bool:
    """Whether some answer to this question, or to one asked because of it, can raise the level."""
    if rank(protocol.signs[id].level) > picture.level:
        return True
    if any(_raises(rule, id, picture, protocol) for rule in protocol.rules):
        return True
    later = protocol.follow_ups.get(id)
    return later is not None and any(
        next_id not in picture.settled and _worth_asking(next_id, picture, protocol) for next_id in later.ask
    )


def _raises(rule: Rule, id: str, picture: Picture, protocol: Protocol) -> bool:
    """Whether an answer about `id` may let a rule raise the level."""
    named = any(term.id == id for group in rule.groups for term in group)
    return named and rank(rule.raises_to) > picture.level and _could_hold(rule, picture, protocol)


def remaining(picture: Picture, protocol: Protocol) -> int:
    """How many questions are left if every answer is a no (weeks unknown stay unknown)."""
    count = 0
    while (id := question(picture, protocol)) is not None:
        picture = tell_weeks(picture, picture.weeks, protocol) if id == WEEKS else take(picture, id, "no", protocol)
        count += 1
    return count
