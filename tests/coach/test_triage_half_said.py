"""Half-said signs where something else is going on: despair, the pain ladder, more than one, the baby's own."""

from __future__ import annotations

import pytest

from skill.coach.safety import CHAIN
from tests.coach.moments import MOMENTS, questions, session, until
from tests.coach.questions import QUESTIONS
from tests.coach.test_triage_heard import fresh, said


def test_despair_in_the_questions_asks_about_self_harm_and_its_answer_counts() -> None:
    for at in (until(questions(session(), 5), "fainted"), fresh().then("is_this_serious")):
        said(at, possible=("distress_ambiguous",))
        assert at.reply.asking == "self_harm_thoughts"
        assert at.copy().hear("answer_yes").level == "EMERGENCY"
        assert at.copy().hear("answer_no").level == "SOON"


def test_in_the_pain_ladder_the_signs_own_question_takes_the_ladders_place() -> None:
    at = said(MOMENTS["it hurts"](session()), possible=("leg_weakness",))
    assert at.reply.asking == "leg_weakness"
    assert at.talk.asked is not None
    assert at.talk.asked.about.startswith(CHAIN)
    assert at.talk.pending == (), "the ladder's own question is not asked again after it"
    for asking in ("leg_numb_tingle", "hurt_other"):
        assert not at.hear("answer_no").guiding
        assert at.reply.asking == asking


def test_outside_it_there_is_no_ladder_to_go_on_with() -> None:
    at = said(MOMENTS["ready"](session()), possible=("leg_weakness",))
    assert at.talk.asked is not None
    assert at.talk.asked.about == ""
    assert at.hear("answer_no").asking != "hurt_other"


def test_the_second_of_two_is_a_safety_question_too() -> None:
    at = said(fresh(), possible=("seizure", "pain_night"))
    assert [(each.id, each.check) for each in at.talk.pending] == [("pain_night", True)]
    at.hear("answer_no")
    assert at.reply.asking == "pain_night"
    assert at.talk.asked is not None
    assert at.talk.asked.check


@pytest.mark.parametrize("half", [True, False])
def test_while_the_babys_signs_stand_only_a_temperature_is_the_babys(half: bool) -> None:
    at = said(fresh(), "baby_unwell")
    if half:
        said(at, possible=("fever",))
    else:
        said(at, "fever", "seizure")
        assert at.reply.level == "EMERGENCY"
        assert at.talk.signs[0] == "seizure"
    assert "fever" not in at.talk.told
    assert at.reply.asking != "fever"
    assert "baby_unwell" in at.talk.signs


def test_a_temperature_is_the_babys_also_behind_a_sign_of_her_own_and_is_answered() -> None:
    at = said(said(fresh(), "baby_unwell"), "pain_night")
    assert said(at.copy(), possible=("fever",)).reply.asking == "baby_unwell"
    said(at, "fever")
    assert at.reply.level == "URGENT"
    assert "fever" not in at.talk.told


def test_an_open_question_waits_for_the_half_said_sign_that_came_before_it() -> None:
    at = said(said(fresh(), possible=("fever",)), possible=("chest_pain",))
    assert at.reply.asking == "chest_pain"
    assert [each.id for each in at.talk.pending] == ["fever"]
    assert at.hear("answer_no").asking == "fever"


def test_a_yes_to_a_half_said_sign_in_the_questions_is_taken_in_and_they_go_on() -> None:
    at = said(until(questions(session(), 5), "fainted"), possible=("gut_feeling",)).then("answer_yes")
    assert (at.reply.level, at.reply.asking) == (None, "fainted")
    assert at.talk.answers["gut_feeling"] == "yes"


# The questions, when a sign of the mind, of violence or of the baby comes between


@pytest.mark.parametrize("between", ["low_mood", "baby_unwell"])
def test_the_questions_wait_where_they_were_and_go_on_from_there(between: str) -> None:
    at = until(questions(session(), 5), "fainted")
    said(at, between)
    assert at.talk.survey is not None
    assert at.talk.survey.status == "left"
    assert at.kept.left is not None
    assert (at.kept.left.question, at.kept.left.survey) == ("fainted", True)
    assert at.hear("is_this_serious").asking == "fainted"


@pytest.mark.parametrize("signs", [("seizure",), ("seizure", "low_mood")])
def test_an_emergency_leaves_no_questions_waiting(signs: tuple[str, ...]) -> None:
    at = said(QUESTIONS["fainted"](session()), *signs)
    assert at.reply.level == "EMERGENCY"
    assert at.kept.left is None


def test_outside_the_questions_nothing_is_kept_as_left() -> None:
    at = said(said(fresh(), possible=("fever",)), "low_mood")
    assert at.kept.left is None
    assert at.talk.survey is None
