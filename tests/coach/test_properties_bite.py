"""Each property is shown to bite: a fault put into the protocol or into the engine makes its checker report it.

The same checkers find nothing in the real engine (`test_triage_assignments`, `test_triage_tree`, `./run prove`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec import structs

from proof import assignments
from proof.assignments import Space
from proof.engine import Engine, engine, facts_that_matter, signs_of
from proof.starts import alike, answered_no, parts, start, told_first, unreachable, unsaid, unwatched
from proof.tree import Walk
from skill.coach import judging, triage
from skill.coach.levels import Answer
from skill.coach.protocol import Protocol
from skill.coach.triage import WEEKS
from tests.coach.faults import (
    a_known_epidural_calms,
    a_rule_lowers,
    asks_again,
    asks_on_after_an_emergency,
    asks_the_first_for_ever,
    closed_when_unknown,
    counts_unknown_as_no,
    drops_unknowns,
    emergencies_are_asked_about,
    forgets_what_was_found,
    her_words_are_answers,
    leaves_the_clarifying_open,
    leaving_forgets,
    lets_an_emergency_be_urgent,
    lowers_on_a_no,
    not_settled_by_words,
    not_told_is_graver,
    one_sees_another_picture,
    ranked,
    rule,
    sign,
    skips,
    stops_at_urgent,
    takes_the_last,
    takes_the_least,
    tells_only_the_last,
    term,
    the_rule_decides_alone,
    turned_round,
    weeks_are_not_settled,
    weeks_lower,
    without_rule,
)
from tests.content.test_protocol_data import EMERGENCY

TRUE = engine()
PROTOCOL = TRUE.protocol
KNOWN: dict[str, Answer] = {"immune_risk": "no", "bone_risk": "no", "cancer_history": "no"}


# What looks for them


def supports(of: Engine) -> list[Space]:
    ids = [("pain_worse",), ("pain_sudden",), ("fever", "pain_severe"), ("headache_persistent", "vision_change")]
    ids += [signs_of(row, of.protocol) for row in of.protocol.rules if len(signs_of(row, of.protocol)) < 4]
    return [Space(signs, facts_that_matter(of.protocol, signs)) for signs in ids]


def singles(of: Engine) -> list[Space]:
    return [Space((id,), ()) for id in of.protocol.signs]


def by_levels(of: Engine) -> Iterator[str]:
    yield from assignments.levels(of, [*singles(of), *supports(of)])


def by_pairs(of: Engine) -> Iterator[str]:
    pairs = (("fever", "pain_worse"), ("pain_worse", "gut_feeling"), ("chest_pain", "fever"))
    yield from assignments.levels(of, [Space(pair, ()) for pair in pairs])


def by_graves(of: Engine) -> Iterator[str]:
    yield from assignments.graves(of, EMERGENCY, ("fever", "pain_worse"))


def by_orders(of: Engine) -> Iterator[str]:
    yield from assignments.orders(of, supports(of))


def by_tree(of: Engine) -> Iterator[str]:
    begun = start(of, KNOWN, weeks=13)
    yield from unwatched(of)
    yield from Walk(of).from_start(begun.picture, begun.told)


def by_beginning(of: Engine) -> Iterator[str]:
    begun = parts(of)[0]
    yield from Walk(of, replayed=False).from_start(begun.picture, begun.told)


def by_tree_in_weeks(of: Engine) -> Iterator[str]:
    grave = [id for id in of.protocol.order[: of.protocol.order.index(WEEKS)] if of.protocol.signs[id].core]
    begun = answered_no(of, start(of, {**KNOWN, "neuraxial": "no"}), grave)
    yield from Walk(of, replayed=False).from_start(begun.picture, begun.told)


def by_tree_with_facts(of: Engine) -> Iterator[str]:
    begun = start(of, {}, ("pain_severe",), weeks=6)
    yield from Walk(of, replayed=False).from_start(begun.picture, begun.told)


def by_words(of: Engine) -> Iterator[str]:
    yield from told_first(of, Walk(of, replayed=False), [("fever", "pain_severe")])


def by_reach(of: Engine) -> Iterator[str]:
    walk = Walk(of, replayed=False)
    for begun in parts(of):
        list(walk.from_start(begun.picture, begun.told))
    yield from unreachable(of, walk)


def bites(check: Callable[[Engine], Iterator[str]], law: str, of: Engine) -> bool:
    """Whether the checker reports this law."""
    return any(violation.startswith(law) for violation in check(of))


CHECKS = (
    *(by_levels, by_pairs, by_graves, by_orders, by_tree, by_beginning, by_tree_in_weeks, by_tree_with_facts, by_words),
    by_reach,
    *(assignments.reached, alike),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_real_engine_passes_every_check(check: Callable[[Engine], Iterator[str]]) -> None:
    assert list(check(TRUE)) == []


IN_THE_PROTOCOL: list[tuple[str, str, Callable[[Engine], Iterator[str]], Protocol]] = [
    ("not knowing is graver than a yes", "P2", by_levels, sign("pain_worse", unknown="URGENT")),
    ("an emergency sign lowered", "P3", by_graves, sign("saddle_numb", level="URGENT")),
    ("an emergency sign lowered below its unknown", "P2", by_levels, sign("saddle_numb", level="SOON")),
    ("a rule raises to nothing", "P6", assignments.reached, rule("R5", raises_to="SELF_CARE")),
    ("a rule adds nothing to its signs", "P6", assignments.reached, rule("R10", raises_to="URGENT")),
    ("a rule is removed", "P6", assignments.reached, without_rule("R7")),
    ("a fact counts only when it is sure", "P8", by_levels, term("R4", "bone_risk", at_least="yes")),
    ("a fact told apart from its doubt", "tree", alike, term("R9", "cancer_history", at_least="yes")),
    ("a sign that a rule needs is not watched", "agreement", by_tree, structs.replace(
        PROTOCOL, watched=PROTOCOL.watched - {"pain_night"})),
    ("a question left out of the order", "P6", by_reach, structs.replace(
        PROTOCOL, order=tuple(id for id in PROTOCOL.order if id != "chest_pain"),
        signs={**PROTOCOL.signs, "nowhere": structs.replace(PROTOCOL.signs["fever"], id="nowhere")})),
    ("a follow-up that never comes", "P6", by_reach, structs.replace(
        PROTOCOL, follow_ups={id: row for id, row in PROTOCOL.follow_ups.items() if id != "pain_sudden"})),
    ("a sign for which there is no question and no ear", "P6", by_reach, structs.replace(
        PROTOCOL, signs={**PROTOCOL.signs, "unheard": structs.replace(PROTOCOL.signs["gut_feeling"], id="unheard")})),
    ("nobody's level is low", "P6", assignments.reached, structs.replace(PROTOCOL, signs={
        id: structs.replace(row, unknown=row.level) for id, row in PROTOCOL.signs.items() if row.level != "SOON"})),
]  # fmt: skip


@pytest.mark.parametrize(
    ("law", "check", "fault"), [row[1:] for row in IN_THE_PROTOCOL], ids=[r[0] for r in IN_THE_PROTOCOL]
)
def test_a_fault_in_the_protocol_is_reported(
    law: str, check: Callable[[Engine], Iterator[str]], fault: Protocol
) -> None:
    assert bites(check, law, engine(protocol=fault))


# Faults in the engine

Check = Callable[[Engine], Iterator[str]]
IN_THE_ENGINE: list[tuple[str, Check, dict[str, Any]]] = [
    ("P1", by_pairs, {"judge": takes_the_least}),
    ("P8", by_levels, {"judge": the_rule_decides_alone}),
    ("P1", by_pairs, {"judge": a_rule_lowers}),
    ("P3", by_graves, {"judge": takes_the_least}),
    ("P4", by_orders, {"judge": takes_the_last}),
    ("P4", by_orders, {"tell": tells_only_the_last}),
    ("P8", by_levels, {"judge": a_known_epidural_calms}),
    ("P8", by_levels, {"judge": not_told_is_graver}),
    ("P5", by_tree, {"take": drops_unknowns}),
    ("agreement", by_tree, {"take": counts_unknown_as_no}),
    ("P9", by_tree, {"take": lowers_on_a_no}),
    ("P9", by_tree, {"take": forgets_what_was_found}),
    ("P3", by_tree, {"take": lets_an_emergency_be_urgent}),
    ("P7", by_tree, {"question": stops_at_urgent}),
    ("P7", by_tree, {"question": skips("control_loss")}),
    ("P7", by_tree, {"question": skips("weight_loss")}),
    ("P7", by_tree_in_weeks, {"question": skips("vision_change")}),
    ("P7", by_tree_with_facts, {"question": skips("immune_risk")}),
    ("P7", by_tree_in_weeks, {"question": skips(WEEKS)}),
    ("P5", by_tree, {"question": asks_the_first_for_ever}),
    ("P7", by_tree, {"question": asks_on_after_an_emergency}),
    ("P7", by_tree, {"question": leaves_the_clarifying_open}),
    ("P5", by_tree, {"question": asks_again}),
    ("P9", by_beginning, {"tell_weeks": weeks_lower}),
    ("P5", by_tree_in_weeks, {"tell_weeks": weeks_are_not_settled}),
    ("P9", by_words, {"values_of": her_words_are_answers}),
    ("P7", by_tree, {"verdict_of": leaving_forgets}),
    ("P3", by_words, {"tell": emergencies_are_asked_about}),
    ("P9", by_words, {"tell": not_settled_by_words}),
    ("agreement", by_tree, {"picture_of": one_sees_another_picture}),
]


@pytest.mark.parametrize(
    ("law", "check", "fault"),
    IN_THE_ENGINE,
    ids=[f"{law}-{getattr(next(iter(fault.values())), '__name__', '')}" for law, _, fault in IN_THE_ENGINE],
)
def test_a_fault_in_the_engine_is_reported(law: str, check: Check, fault: dict[str, Any]) -> None:
    assert bites(check, law, engine(**fault))


# Faults inside it


INSIDE: list[tuple[str, Check, Any, str, Any]] = [
    ("P8", by_levels, judging, "inside", turned_round),
    ("P8", by_levels, judging, "inside", closed_when_unknown),
    ("P7", by_tree_in_weeks, triage, "inside", closed_when_unknown),
    ("P7", by_tree_in_weeks, triage, "inside", turned_round),
    ("P3", by_tree, triage, "_may_be_cleared", lambda picture, sign: bool(sign.clarify)),
    ("agreement", by_tree, triage, "_may_be_cleared", lambda picture, sign: False),
    ("agreement", by_tree, triage, "_raised", lambda picture, protocol: picture),
    ("P7", by_tree, triage, "_triggered", lambda id, picture, protocol: False),
    ("P7", by_tree, triage, "_could_hold", lambda rule, picture, protocol: False),
    ("P7", by_tree_with_facts, triage, "_raises", lambda rule, id, picture, protocol: False),
    ("P7", by_tree, triage, "_worth_asking", lambda id, picture, protocol: picture.level == 0),
    ("P4", by_orders, triage, "_holds", lambda rule, picture: False),
]


@pytest.mark.parametrize(
    ("law", "check", "module", "name", "fault"), INSIDE, ids=[f"{row[0]}-{row[3]}-{n}" for n, row in enumerate(INSIDE)]
)
def test_a_fault_inside_the_engine_is_reported(
    law: str, check: Check, module: Any, name: str, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, fault)
    assert bites(check, law, engine())


def test_unsaying_is_found_for_each_way_of_answering() -> None:
    assert not any(unsaid(TRUE, "control_loss"))
    assert any(unsaid(engine(values_of=her_words_are_answers), "control_loss"))
    assert any(unsaid(engine(verdict_of=lambda told, protocol, left=False: ranked(0)), "control_loss"))
