"""Which question comes next: the most dangerous first, what an answer brings, and when there is none left."""

from __future__ import annotations

import pytest

from skill.coach.levels import ANSWERS, Answer
from skill.coach.triage import EMERGENCY, WEEKS, Picture, inside, question, remaining, take, tell, tell_weeks
from tests.factories import content

PROTOCOL = content().protocol


def asked(picture: Picture, **answers: Answer) -> list[str]:
    """Every question until the end, with these answers; all others no, weeks as they are."""
    course: list[str] = []
    while (id := question(picture, PROTOCOL)) is not None:
        course.append(id)
        if id == WEEKS:
            picture = tell_weeks(picture, picture.weeks, PROTOCOL)
        else:
            picture = take(picture, id, answers.get(id.replace("/", "_"), "no"), PROTOCOL)
    return course


def at(weeks: int | None) -> Picture:
    return Picture(weeks=weeks, settled=frozenset({WEEKS}))


def with_answers(picture: Picture, **answers: Answer) -> Picture:
    for id, answer in answers.items():
        picture = tell(picture, id, PROTOCOL, answer)
    return picture


# The course of the questions

CORE = (
    *("trouble_breathing", "chest_pain", "fainted", "heavy_bleeding", "saddle_numb", "bladder_retention"),
    *("bladder_retention/second", "control_loss", "leg_weakness", "both_legs", "trauma_major", "self_harm_thoughts"),
    *(WEEKS, "fever", "pain_severe", "headache_persistent", "leg_numb_tingle", "leg_clot", "pain_sudden"),
    *("pain_night", "pain_worse"),
)


def test_a_well_person_is_asked_the_core_questions_most_dangerous_first_and_of_cancer() -> None:
    assert asked(Picture()) == [*CORE, "cancer_history"]


@pytest.mark.parametrize(
    ("weeks", "left_out"),
    [
        (0, set()),
        (8, set()),
        (9, {"headache_persistent"}),
        (12, {"headache_persistent"}),
        (13, {"headache_persistent", "heavy_bleeding", "leg_clot"}),
        (52, {"headache_persistent", "heavy_bleeding", "leg_clot"}),
    ],
)
def test_questions_of_the_first_weeks_are_left_out_later(weeks: int, left_out: set[str]) -> None:
    assert asked(at(weeks)) == [id for id in (*CORE, "cancer_history") if id not in {WEEKS, *left_out}]


def test_weeks_that_she_does_not_know_are_inside_every_window() -> None:
    assert asked(at(None)) == [id for id in (*CORE, "cancer_history") if id != WEEKS]
    assert inside(None, 6)
    assert inside(6, 6)
    assert not inside(7, 6)
    assert inside(500, None)


@pytest.mark.parametrize("weeks", [None, 8, 13])
def test_how_many_are_left_is_how_many_are_asked_if_every_answer_is_a_no(weeks: int | None) -> None:
    picture = Picture(weeks=weeks)
    assert remaining(picture, PROTOCOL) == len(asked(picture))
    assert remaining(take(picture, "trouble_breathing", "no", PROTOCOL), PROTOCOL) == len(asked(picture)) - 1


def test_nothing_is_left_after_an_emergency() -> None:
    for id in ("chest_pain", "seizure", "violence", "baby_emergency"):
        picture = tell(Picture(), id, PROTOCOL)
        assert picture.level == EMERGENCY
        assert question(picture, PROTOCOL) is None
        assert remaining(picture, PROTOCOL) == 0


# What an answer brings


@pytest.mark.parametrize(
    ("answers", "brought"),
    [
        ({"headache_persistent": "yes"}, {"vision_change"}),
        ({"headache_persistent": "unknown"}, {"vision_change"}),
        ({"pain_sudden": "yes"}, {"tearing_pain"}),
        ({"pain_sudden": "unknown"}, {"tearing_pain"}),
        ({"fever": "yes"}, {"heart_racing"}),
        ({"fever": "unknown"}, {"heart_racing", "kidney_signs"}),
        ({"pain_night": "yes"}, {"weight_loss"}),
        ({"pain_night": "unknown"}, set()),
    ],
)
def test_an_answer_brings_its_follow_ups(answers: dict[str, Answer], brought: set[str]) -> None:
    known = with_answers(at(13), neuraxial="no", immune_risk="no", bone_risk="no")
    known = known if "headache_persistent" not in answers else with_answers(at(8), neuraxial="no", immune_risk="no")
    plain, course = set(asked(known)), asked(known, **answers)
    assert set(course) - plain - {"bone_risk"} == brought


def test_a_question_that_a_late_answer_brings_comes_at_once() -> None:
    course = asked(at(None), pain_sudden="yes")
    assert course[course.index("pain_sudden") + 1] == "tearing_pain"


def test_a_sign_heard_in_passing_brings_its_follow_ups_too() -> None:
    assert "vision_change" in asked(tell(at(13), "swelling_face_hands", PROTOCOL))
    assert "vision_change" not in asked(tell(at(13), "swelling_face_hands", PROTOCOL, "unknown"))
    assert "kidney_signs" in asked(tell(at(13), "urine_infection", PROTOCOL, "unknown"))
    assert "kidney_signs" not in asked(at(13))


def test_what_was_told_is_not_asked() -> None:
    for id in ("fever", "bladder_retention", "neuraxial", "cancer_history"):
        for answer in ANSWERS:
            course = asked(tell(Picture(), id, PROTOCOL, answer))
            assert not {q for q in course if q.partition("/")[0] == id}


# When a question is left out


def test_questions_that_can_raise_nothing_any_more_are_left_out() -> None:
    known = with_answers(at(13), cancer_history="no", immune_risk="no", bone_risk="no", neuraxial="no")
    urgent = tell(known, "pain_severe", PROTOCOL)
    assert not {"leg_numb_tingle", "pain_night", "pain_worse"} & set(asked(urgent))
    assert "fever" in asked(urgent), "with a fever a racing heart is asked, which is an emergency"
    assert {"trouble_breathing", "saddle_numb", "self_harm_thoughts", "tearing_pain"} & set(asked(urgent)) == {
        *("trouble_breathing", "saddle_numb", "self_harm_thoughts")
    }
    assert "pain_sudden" in asked(urgent), "a sudden one may be tearing, which is an emergency"


def test_a_question_stays_while_a_rule_may_still_make_it_an_emergency() -> None:
    urgent = with_answers(at(12), pain_severe="yes")
    assert {"fever", "leg_numb_tingle", "neuraxial", "immune_risk"} & set(asked(urgent, fever="yes")) == {
        *("fever", "leg_numb_tingle", "neuraxial", "immune_risk")
    }
    without = with_answers(at(12), pain_severe="yes", neuraxial="no", immune_risk="no", cancer_history="no")
    assert not {"leg_numb_tingle", "pain_worse"} & set(asked(without))


@pytest.mark.parametrize(("weeks", "is_asked"), [(6, True), (7, False), (12, False), (None, True)])
def test_the_epidural_is_asked_where_it_could_raise_the_level(weeks: int | None, is_asked: bool) -> None:
    assert ("neuraxial" in asked(at(weeks), pain_worse="yes")) is is_asked
    assert "neuraxial" not in asked(at(weeks))


@pytest.mark.parametrize(("weeks", "is_asked"), [(12, True), (13, False), (None, True)])
def test_the_epidural_is_asked_with_fever_and_pain_for_twelve_weeks(weeks: int | None, is_asked: bool) -> None:
    assert ("neuraxial" in asked(at(weeks), fever="yes", pain_worse="yes")) is is_asked


def test_weak_bones_are_asked_where_pain_came_suddenly() -> None:
    assert "bone_risk" in asked(at(13), pain_sudden="yes")
    assert "bone_risk" not in asked(at(13), pain_sudden="unknown")
    assert "bone_risk" not in asked(at(13), pain_sudden="yes", pain_severe="yes"), "urgent already"


def test_a_fact_is_not_asked_for_a_rule_that_no_answer_could_fulfil_any_more() -> None:
    assert "cancer_history" not in asked(at(13), pain_worse="yes"), "no pain at night, so weight loss is not asked"
    assert "neuraxial" not in asked(at(10), fever="yes"), "past eight weeks a headache is not asked"
    assert "neuraxial" in asked(at(8), fever="yes", headache_persistent="yes")


def test_a_question_stays_while_its_own_follow_up_may_make_it_an_emergency() -> None:
    urgent = with_answers(at(8), gut_feeling="yes", neuraxial="no", immune_risk="no")
    assert "headache_persistent" in asked(urgent), "with spots before the eyes it is an emergency"


def test_everything_that_an_answer_brings_has_its_place_in_the_order() -> None:
    assert {id for row in PROTOCOL.follow_ups.values() for id in row.ask} <= set(PROTOCOL.order)
    assert set(PROTOCOL.facts) <= set(PROTOCOL.order)


# Their names


@pytest.mark.parametrize(
    ("id", "known"),
    [
        ("fever", True),
        ("neuraxial", True),
        (WEEKS, True),
        ("headache", False),
        ("bladder_retention/second", True),
        ("fever/second", False),
        ("control_loss/clarify", True),
        ("control_loss/clarify2", False),
        ("both_legs/clarify2", True),
        ("both_legs/clarify3", True),
        ("both_legs/clarify4", False),
        ("both_legs/clarify0", False),
        ("both_legs/clarifyx", False),
        ("both_legs/2", False),
        ("both_legs/other", False),
        ("fever/clarify", False),
        ("neuraxial/second", False),
        ("neuraxial/clarify", False),
        ("headache/clarify", False),
    ],
)
def test_the_protocol_knows_its_questions(id: str, known: bool) -> None:
    assert PROTOCOL.asks(id) is known
