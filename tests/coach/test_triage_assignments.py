"""P1 to P4, P6 and P8 over every sign, the pairs that rules name, and every rule's support.

`./run prove` does the same with all pairs, and with the facts of every rule that touches another.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from proof import assignments
from proof.assignments import Space
from proof.engine import Engine, engine, facts_of, facts_that_matter, signs_of, windows
from skill.coach.protocol import Rule

ENGINE = engine()
PROTOCOL = ENGINE.protocol


def singles() -> list[Space]:
    facts = facts_of(PROTOCOL)
    return [Space((), facts), *(Space((id,), facts_that_matter(PROTOCOL, (id,))) for id in PROTOCOL.signs)]


def support(rule: Rule, of: Engine = ENGINE) -> Space:
    """A rule's own signs and facts."""
    named = {term.id for group in rule.groups for term in group}
    return Space(signs_of(rule, of.protocol), tuple(sorted(named & set(facts_of(of.protocol)))))


def test_no_single_answer_and_no_fact_ever_lowers_a_level() -> None:
    assert list(assignments.levels(ENGINE, singles())) == []


@pytest.mark.parametrize("rule", PROTOCOL.rules, ids=lambda rule: rule.id)
def test_nothing_in_the_support_of_a_rule_lowers_a_level(rule: Rule) -> None:
    assert list(assignments.levels(ENGINE, [support(rule)])) == []


def test_no_two_signs_of_the_same_day_lower_each_other() -> None:
    ids = [id for id, sign in PROTOCOL.signs.items() if sign.level != "EMERGENCY"]
    assert list(assignments.levels(ENGINE, (Space(pair, ()) for pair in combinations(ids, 2)))) == []


def test_an_emergency_sign_is_an_emergency_beside_any_other_answer() -> None:
    grave = [id for id, sign in PROTOCOL.signs.items() if sign.level == "EMERGENCY"]
    assert len(grave) == 25
    for id in grave:
        assert not any(assignments.levels(ENGINE, (Space((id, other), ()) for other in PROTOCOL.signs if other != id)))


def test_the_order_in_which_things_are_told_does_not_matter() -> None:
    spaces = [*singles(), *map(support, PROTOCOL.rules)]
    assert list(assignments.orders(ENGINE, spaces)) == []


def test_every_level_is_reached_and_every_rule_raises_what_nothing_else_does() -> None:
    assert list(assignments.reached(ENGINE)) == []


def test_the_window_classes_are_those_of_the_protocol() -> None:
    assert windows(PROTOCOL) == (6, 8, 12, 13, None)


def test_weeks_of_one_class_are_alike() -> None:
    classes = ((0, 6), (7, 8), (9, 12), (13, 52))
    for rule in PROTOCOL.rules:
        space = support(rule)
        for first, last in classes:
            for untold in assignments.UNTOLD:
                assert assignments.table(ENGINE, space, first, untold) == assignments.table(ENGINE, space, last, untold)


@pytest.mark.parametrize(
    ("signs", "facts"),
    [
        ((), {"cancer_history"}),
        (("chest_pain",), {"cancer_history"}),
        (("pain_worse",), {"cancer_history", "neuraxial"}),
        (("pain_sudden",), {"bone_risk", "cancer_history", "neuraxial"}),
        (("fever", "pain_severe"), {"cancer_history", "immune_risk", "neuraxial"}),
    ],
)
def test_the_facts_that_vary_with_a_sign_are_those_of_the_rules_it_may_fulfil(
    signs: tuple[str, ...], facts: set[str]
) -> None:
    assert set(facts_that_matter(PROTOCOL, signs)) == facts
