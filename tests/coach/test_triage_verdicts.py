"""The level of what she told, and its reasons: which signs, which rules, which of them unsure, and from where."""

from __future__ import annotations

from typing import Any

import pytest

from skill.coach.judging import Told, Verdict, judge, picture_of, values_of, verdict_of
from skill.coach.levels import Answer, Level
from skill.coach.triage import WEEKS, question
from tests.factories import content

PROTOCOL = content().protocol


def judged(weeks: int | None = 20, facts: dict[str, Answer] | None = None, **signs: Answer) -> Verdict:
    return judge(signs, facts or {}, weeks, PROTOCOL)


def told(weeks: int | None = 20, signs: tuple[str, ...] = (), facts: Any = None, **answers: Answer) -> Told:
    return Told(
        weeks=weeks, signs=signs, facts=facts or {}, answers={id.replace("__", "/"): a for id, a in answers.items()}
    )


# judge


@pytest.mark.parametrize(
    ("signs", "level"),
    [
        ({}, "SELF_CARE"),
        ({"fever": "no", "chest_pain": "no"}, "SELF_CARE"),
        ({"pain_worse": "unknown"}, "SELF_CARE"),
        ({"pain_worse": "yes"}, "SOON"),
        ({"fever": "unknown"}, "SOON"),
        ({"fever": "yes"}, "URGENT"),
        ({"chest_pain": "unknown"}, "URGENT"),
        ({"chest_pain": "yes"}, "EMERGENCY"),
        ({"baby_emergency": "unknown"}, "EMERGENCY"),
        ({"pain_worse": "yes", "chest_pain": "yes", "fever": "yes"}, "EMERGENCY"),
    ],
)
def test_the_level_is_the_highest_of_the_signs(signs: dict[str, Answer], level: Level) -> None:
    assert judged(**signs).level == level


@pytest.mark.parametrize(
    ("rule", "weeks", "signs", "facts", "level"),
    [
        ("R1", 12, ("fever", "pain_worse"), ("neuraxial",), "EMERGENCY"),
        ("R1", 12, ("fever", "neuraxial_site"), ("neuraxial",), "EMERGENCY"),
        ("R1", 12, ("fever", "headache_persistent"), ("neuraxial",), "EMERGENCY"),
        ("R2", 20, ("headache_persistent", "vision_change"), (), "EMERGENCY"),
        ("R2", 20, ("swelling_face_hands", "bp_high"), (), "EMERGENCY"),
        ("R2", 20, ("vomiting_severe", "bp_high"), (), "EMERGENCY"),
        ("R3", 12, ("leg_numb_tingle", "pain_severe"), ("neuraxial",), "EMERGENCY"),
        ("R3", 12, ("leg_numb_tingle", "pain_worse"), ("neuraxial",), "EMERGENCY"),
        ("R4", 20, ("pain_sudden",), ("bone_risk",), "URGENT"),
        ("R4", 20, ("trauma_minor",), ("bone_risk",), "URGENT"),
        ("R5", 20, ("pain_night", "weight_loss"), (), "URGENT"),
        ("R5", 20, ("pain_night",), ("cancer_history",), "URGENT"),
        ("R6", 20, ("fever", "pain_severe"), ("immune_risk",), "EMERGENCY"),
        ("R7", 20, ("leg_numb_tingle",), ("cancer_history",), "EMERGENCY"),
        ("R8", 20, ("leg_clot", "dizzy_ongoing"), (), "EMERGENCY"),
        ("R8", 20, ("leg_clot", "overwhelming_tiredness"), (), "EMERGENCY"),
        ("R9", 20, (), ("cancer_history",), "SOON"),
        ("R10", 20, ("kidney_signs", "vomiting_severe"), (), "EMERGENCY"),
        ("R11", 6, ("pain_worse",), ("neuraxial",), "URGENT"),
        ("R11", 6, ("pain_sudden",), ("neuraxial",), "URGENT"),
    ],
)
def test_each_rule_of_the_source_raises_and_is_named(
    rule: str, weeks: int, signs: tuple[str, ...], facts: tuple[str, ...], level: Level
) -> None:
    verdict = judge(dict.fromkeys(signs, "yes"), dict.fromkeys(facts, "yes"), weeks, PROTOCOL)
    assert (verdict.level, verdict.rules) == (level, (rule,))
    assert set(verdict.signs) == set(signs)
    sources = next(row.sources for row in PROTOCOL.rules if row.id == rule)
    assert set(sources) <= set(verdict.sources)


@pytest.mark.parametrize("fact", ["neuraxial", "cancer_history"])
def test_a_fact_alone_never_names_a_sign(fact: str) -> None:
    verdict = judged(weeks=3, facts={fact: "yes"})
    assert verdict.signs == ()
    assert (verdict.level == "SOON") is (fact == "cancer_history")


@pytest.mark.parametrize(("weeks", "level"), [(None, "EMERGENCY"), (12, "EMERGENCY"), (13, "URGENT")])
def test_a_rule_holds_in_its_weeks_and_while_weeks_are_unknown(weeks: int | None, level: Level) -> None:
    assert judged(weeks, {"neuraxial": "yes"}, fever="yes", pain_worse="yes").level == level


@pytest.mark.parametrize(
    ("fact", "signs"),
    [
        ("neuraxial", {"fever": "yes", "pain_worse": "yes"}),
        ("immune_risk", {"fever": "yes", "pain_severe": "yes"}),
        ("cancer_history", {"pain_night": "yes"}),
        ("bone_risk", {"pain_sudden": "yes"}),
    ],
)
def test_not_knowing_a_fact_is_not_telling_it(fact: str, signs: dict[str, Answer]) -> None:
    no, unknown, yes = (judged(12, {fact: answer}, **signs).level for answer in ("no", "unknown", "yes"))
    assert unknown == yes != no
    assert judged(12, **signs).level == no, "not told counts as no while it may still be asked"
    untold = judge(signs, {}, 12, PROTOCOL, untold="unknown").level
    assert untold == (yes if fact in ("neuraxial", "immune_risk") else no), "only where the source says so"


def test_reasons_come_gravest_first_and_only_those_of_the_level() -> None:
    verdict = judged(pain_worse="yes", fever="yes", chest_pain="unknown", pain_severe="yes", pain_night="no")
    assert verdict.level == "URGENT"
    assert verdict.signs == ("chest_pain", "fever", "pain_severe")
    assert verdict.unsure == ("chest_pain",)
    assert verdict.rules == ()
    expected = [s for id in verdict.signs for s in PROTOCOL.signs[id].sources]
    assert verdict.sources == tuple(dict.fromkeys(expected))


def test_a_rules_signs_come_after_graver_ones_of_their_own() -> None:
    verdict = judged(6, {"neuraxial": "yes"}, pain_worse="yes", vision_change="yes", chest_pain="no")
    assert verdict.level == "URGENT"
    assert verdict.signs == ("vision_change", "pain_worse")
    assert verdict.rules == ("R11",)
    assert verdict.unsure == ()


def test_equally_grave_signs_come_in_the_order_of_the_protocol() -> None:
    ids = ("leg_clot", "fever", "wound_infection", "bp_high")
    ordered = tuple(id for id in PROTOCOL.signs if id in ids)
    assert judge(dict.fromkeys(ids, "yes"), {}, 20, PROTOCOL).signs == ordered
    assert judge(dict.fromkeys(reversed(ids), "yes"), {}, 20, PROTOCOL).signs == ordered


def test_a_rule_below_the_level_is_no_reason() -> None:
    verdict = judged(facts={"cancer_history": "yes"}, fever="yes")
    assert (verdict.level, verdict.rules, verdict.signs) == ("URGENT", (), ("fever",))


def test_a_rule_at_the_signs_own_level_is_a_reason_too() -> None:
    verdict = judged(facts={"cancer_history": "yes"}, pain_night="yes", fever="yes")
    assert (verdict.level, verdict.rules) == ("URGENT", ("R5",))
    assert verdict.signs == ("fever", "pain_night")


def test_a_rule_of_two_names_only_the_signs_that_are_there() -> None:
    verdict = judged(bp_high="yes", vision_change="yes", swelling_face_hands="no", vomiting_severe="unknown")
    assert set(verdict.signs) == {"vision_change", "bp_high"}


def test_nothing_found_has_no_reasons() -> None:
    verdict = judged(pain_worse="unknown", chest_pain="no")
    assert verdict == Verdict(level="SELF_CARE", version=PROTOCOL.version)


def test_a_verdict_says_which_protocol_it_is_of() -> None:
    from msgspec import structs

    other = structs.replace(PROTOCOL, version=7)
    assert judge({"fever": "yes"}, {}, None, other).version == 7
    assert judge({}, {}, None, other).version == 7


# All that was told


def test_what_she_said_and_what_she_answered_count_together() -> None:
    both = told(12, ("fever",), {"neuraxial": "yes"}, pain_worse="yes")
    assert values_of(both, PROTOCOL) == {"fever": "yes", "pain_worse": "yes"}
    assert verdict_of(both, PROTOCOL).level == "EMERGENCY"
    assert picture_of(both, PROTOCOL).level == 3


def test_an_answer_never_unsays_her_own_words() -> None:
    said = told(signs=("fever", "control_loss"), fever="no", control_loss="yes", control_loss__clarify="yes")
    assert values_of(said, PROTOCOL) == {"fever": "yes", "control_loss": "yes"}
    assert verdict_of(said, PROTOCOL).level == "EMERGENCY"
    no = told(signs=("both_legs",), both_legs="no")
    assert values_of(no, PROTOCOL) == {"both_legs": "yes"}


def test_a_fact_answered_in_the_questions_counts_as_one_told() -> None:
    answered = told(6, pain_worse="yes", neuraxial="unknown")
    assert values_of(answered, PROTOCOL) == {"pain_worse": "yes"}
    assert verdict_of(answered, PROTOCOL).rules == ("R11",)
    assert "neuraxial" in picture_of(answered, PROTOCOL).doubts


def test_an_answer_about_a_fact_stands_before_what_was_kept() -> None:
    assert verdict_of(told(6, (), {"neuraxial": "no"}, pain_worse="yes", neuraxial="yes"), PROTOCOL).level == "URGENT"


def test_weeks_she_does_not_know_are_settled_and_inside() -> None:
    unknown = told(None, weeks_postpartum="unknown", fever="yes", pain_worse="yes", neuraxial="yes")
    assert WEEKS in picture_of(unknown, PROTOCOL).settled
    assert verdict_of(unknown, PROTOCOL).level == "EMERGENCY"
    assert WEEKS not in picture_of(told(None), PROTOCOL).settled
    assert picture_of(told(20), PROTOCOL).settled == {WEEKS}
    assert picture_of(told(20, weeks_postpartum="unknown"), PROTOCOL).weeks == 20


def test_questions_that_are_not_for_her_are_settled() -> None:
    other = Told(weeks=99, settled=frozenset({"heavy_bleeding", "neuraxial"}))
    assert picture_of(other, PROTOCOL).settled == {"heavy_bleeding", "neuraxial", WEEKS}
    assert question(picture_of(other, PROTOCOL), PROTOCOL) == "trouble_breathing"


def test_clarified_and_second_answers_are_values_once_they_are_settled() -> None:
    assert values_of(told(bladder_retention="no"), PROTOCOL) == {}
    assert values_of(told(bladder_retention="no", bladder_retention__second="yes"), PROTOCOL) == {
        "bladder_retention": "yes"
    }
    assert values_of(told(control_loss="yes", control_loss__clarify="yes"), PROTOCOL) == {"control_loss": "no"}
    assert values_of(told(control_loss="yes"), PROTOCOL) == {}


# Leaving early


def test_leaving_while_a_yes_is_being_clarified_keeps_the_yes() -> None:
    open_ = told(control_loss="yes")
    assert verdict_of(open_, PROTOCOL).level == "SELF_CARE"
    left = verdict_of(open_, PROTOCOL, left=True)
    assert (left.level, left.signs) == ("EMERGENCY", ("control_loss",))


def test_leaving_before_the_second_question_is_not_a_yes() -> None:
    assert verdict_of(told(bladder_retention="no"), PROTOCOL, left=True).level == "SELF_CARE"


def test_leaving_early_counts_what_was_not_told_strictly() -> None:
    known = told(12, ("fever", "pain_worse"))
    assert verdict_of(known, PROTOCOL).level == "URGENT"
    assert verdict_of(known, PROTOCOL, left=True).level == "EMERGENCY"
    assert verdict_of(told(12, ("fever", "pain_worse"), {"neuraxial": "no"}), PROTOCOL, left=True).level == "URGENT"
