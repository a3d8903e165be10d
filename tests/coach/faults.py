"""Seeded faults: protocols and engines that are wrong in one place. `test_properties_bite` has them found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import structs

from skill.coach import judging, triage
from skill.coach.judging import Verdict
from skill.coach.levels import LEVELS, Answer, rank
from skill.coach.protocol import Protocol, Term, level_of
from skill.coach.triage import EMERGENCY as HIGHEST
from skill.coach.triage import Picture
from tests.factories import content

PROTOCOL = content().protocol


# Faults in the protocol


def sign(id: str, **changes: Any) -> Protocol:
    return structs.replace(PROTOCOL, signs={**PROTOCOL.signs, id: structs.replace(PROTOCOL.signs[id], **changes)})


def rule(id: str, **changes: Any) -> Protocol:
    rows = tuple(structs.replace(row, **changes) if row.id == id else row for row in PROTOCOL.rules)
    return structs.replace(PROTOCOL, rules=rows)


def term(rule_id: str, about: str, **changes: Any) -> Protocol:
    def changed(group: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(structs.replace(each, **changes) if each.id == about else each for each in group)

    row = next(row for row in PROTOCOL.rules if row.id == rule_id)
    return rule(rule_id, all_of=tuple(map(changed, row.all_of)), two_of=changed(row.two_of))


def without_rule(id: str) -> Protocol:
    return structs.replace(PROTOCOL, rules=tuple(row for row in PROTOCOL.rules if row.id != id))


# Faults in the engine


def ranked(level: int) -> Verdict:
    return Verdict(level=LEVELS[max(0, min(3, level))])


def takes_the_least(signs: Any, facts: Any, weeks: int | None, protocol: Protocol, *, untold: Any = "no") -> Verdict:
    ranks = [rank(level_of(protocol.signs[id], answer)) for id, answer in signs.items() if answer != "no"]
    return ranked(min(ranks, default=0))


def takes_the_last(signs: Any, facts: Any, weeks: int | None, protocol: Protocol, *, untold: Any = "no") -> Verdict:
    levels = [rank(level_of(protocol.signs[id], answer)) for id, answer in signs.items()]
    return ranked(levels[-1] if levels else 0)


def the_rule_decides_alone(signs: Any, facts: Any, weeks: Any, protocol: Protocol, *, untold: Any = "no") -> Verdict:
    verdict = judging.judge(signs, facts, weeks, protocol, untold=untold)
    return verdict if facts.get("cancer_history", "no") == "no" else ranked(1)


def a_rule_lowers(signs: Any, facts: Any, weeks: int | None, protocol: Protocol, *, untold: Any = "no") -> Verdict:
    verdict = judging.judge(signs, facts, weeks, protocol, untold=untold)
    lowers = signs.get("fever") == "yes" and signs.get("pain_worse") == "yes"
    return ranked(rank(verdict.level) - 1) if lowers else verdict


def a_known_epidural_calms(signs: Any, facts: Any, weeks: Any, protocol: Protocol, *, untold: Any = "no") -> Verdict:
    verdict = judging.judge(signs, facts, weeks, protocol, untold=untold)
    return ranked(rank(verdict.level) - 1) if facts.get("neuraxial") == "unknown" else verdict


def not_told_is_graver(signs: Any, facts: Any, weeks: int | None, protocol: Protocol, *, untold: Any = "no") -> Verdict:
    verdict = judging.judge(signs, facts, weeks, protocol, untold=untold)
    return verdict if "immune_risk" in facts else ranked(rank(verdict.level) + 1)


def tells_only_the_last(picture: Picture, id: str, protocol: Protocol, answer: Answer = "yes") -> Picture:
    after = triage.tell(picture, id, protocol, answer)
    own = rank(level_of(protocol.signs[id], answer)) if id in protocol.signs else picture.level
    return structs.replace(after, level=own)


def drops_unknowns(picture: Picture, question: str, answer: Answer, protocol: Protocol) -> Picture:
    return picture if answer == "unknown" else triage.take(picture, question, answer, protocol)


def counts_unknown_as_no(picture: Picture, question: str, answer: Answer, protocol: Protocol) -> Picture:
    return triage.take(picture, question, "no" if answer == "unknown" else answer, protocol)


def lowers_on_a_no(picture: Picture, question: str, answer: Answer, protocol: Protocol) -> Picture:
    after = triage.take(picture, question, answer, protocol)
    return structs.replace(after, level=max(0, after.level - 1)) if answer == "no" else after


def forgets_what_was_found(picture: Picture, question: str, answer: Answer, protocol: Protocol) -> Picture:
    after = triage.take(picture, question, answer, protocol)
    return structs.replace(after, found=after.found - {"pain_night"}) if question == "weight_loss" else after


def lets_an_emergency_be_urgent(picture: Picture, question: str, answer: Answer, protocol: Protocol) -> Picture:
    after = triage.take(picture, question, answer, protocol)
    return structs.replace(after, level=2) if question == "fainted" and after.level == HIGHEST else after


def stops_at_urgent(picture: Picture, protocol: Protocol) -> str | None:
    return None if picture.level >= 2 and not picture.open else triage.question(picture, protocol)


def skips(*ids: str) -> Callable[[Picture, Protocol], str | None]:
    """A `question` that never asks these."""

    def question(picture: Picture, protocol: Protocol) -> str | None:
        order = tuple(id for id in protocol.order if id not in ids)
        return triage.question(picture, structs.replace(protocol, order=order))

    return question


def asks_the_first_for_ever(picture: Picture, protocol: Protocol) -> str | None:
    return protocol.order[0] if picture.level < HIGHEST else None


def asks_on_after_an_emergency(picture: Picture, protocol: Protocol) -> str | None:
    if picture.level == HIGHEST and not picture.open:
        return next((id for id in ("trouble_breathing", "chest_pain", "fever") if id not in picture.settled), None)
    return triage.question(picture, protocol)


def leaves_the_clarifying_open(picture: Picture, protocol: Protocol) -> str | None:
    return None if picture.open else triage.question(picture, protocol)


def asks_again(picture: Picture, protocol: Protocol) -> str | None:
    done = triage.question(picture, protocol) is None and picture.level < HIGHEST
    return "headache_persistent" if done else triage.question(picture, protocol)


def weeks_lower(picture: Picture, weeks: int | None, protocol: Protocol) -> Picture:
    return structs.replace(triage.tell_weeks(picture, weeks, protocol), level=0)


def weeks_are_not_settled(picture: Picture, weeks: int | None, protocol: Protocol) -> Picture:
    return structs.replace(triage.tell_weeks(picture, weeks, protocol), settled=picture.settled)


def her_words_are_answers(told: judging.Told, protocol: Protocol) -> dict[str, Answer]:
    """As if a sign in her own words were unsaid by its answer."""
    return judging.values_of(told, protocol) | {id: a for id, a in told.answers.items() if id in protocol.signs}


def leaving_forgets(told: judging.Told, protocol: Protocol, *, left: bool = False) -> Verdict:
    return Verdict(level="SELF_CARE") if left else judging.verdict_of(told, protocol)


def emergencies_are_asked_about(picture: Picture, id: str, protocol: Protocol, answer: Answer = "yes") -> Picture:
    return structs.replace(triage.tell(picture, id, protocol, answer), level=2)


def not_settled_by_words(picture: Picture, id: str, protocol: Protocol, answer: Answer = "yes") -> Picture:
    after = triage.tell(picture, id, protocol, answer)
    return structs.replace(after, settled=picture.settled) if id == "pain_severe" else after


def one_sees_another_picture(told: judging.Told, protocol: Protocol) -> Picture:
    return structs.replace(judging.picture_of(told, protocol), doubts=frozenset())


# Faults inside it


def turned_round(weeks: int | None, until: int | None) -> bool:
    return until is None or (weeks is not None and weeks > until)


def closed_when_unknown(weeks: int | None, until: int | None) -> bool:
    return until is None or (weeks is not None and weeks <= until)
