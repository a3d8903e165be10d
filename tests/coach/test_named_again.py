"""A question she names is asked again, not the last one; a number said to a question about weeks is its answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.coach.moments import MOMENTS, questions, session, until
from tests.factories import Session, sign


def well_on() -> Session:
    """In the questionnaire, with the questions about breathing, chest, fainting and bleeding answered."""
    return until(questions(session()), "saddle_numb")


@pytest.mark.parametrize("named", ["chest_pain", "fainted", "heavy_bleeding"])
@pytest.mark.parametrize("by", ["slot", "ear"])
def test_i_meant_yes_about_the_chest_asks_about_the_chest(named: str, by: str) -> None:
    at = well_on()
    if by == "slot":
        at.hear("correct_answer", sign=named)
    else:
        at.hear("correct_answer", sign(named, possible=True))
    assert at.reply.asking == named
    assert at.reply.text.startswith("All right, once more.")
    assert named not in at.talk.answers
    assert at.copy().hear("answer_yes").level == "EMERGENCY"
    assert at.copy().hear("answer_no").asking == "saddle_numb", "and then on where she was"


def test_a_sign_half_said_after_its_question_was_answered_puts_that_question_again() -> None:
    at = well_on()
    assert at.hear("report_warning_sign", sign("heavy_bleeding", possible=True)).asking == "heavy_bleeding"
    despair = until(questions(session()), "fever")
    assert despair.hear("report_warning_sign", sign("distress_ambiguous", possible=True)).asking == "self_harm_thoughts"


def test_beside_an_answer_to_the_open_question_it_does_not() -> None:
    at = well_on()
    assert at.hear("answer_no", sign("heavy_bleeding", possible=True)).asking != "heavy_bleeding"


@pytest.mark.parametrize("slots", [{}, {"sign": "fever"}, {"sign": "nonsense"}])
def test_without_a_question_named_that_was_asked_it_is_the_last_one(slots: dict[str, Any]) -> None:
    assert well_on().hear("correct_answer", **slots).asking == "heavy_bleeding"


def test_a_question_of_two_parts_is_asked_from_its_first() -> None:
    at = until(questions(session()), "control_loss")
    at.hear("correct_answer", sign="bladder_retention")
    assert at.reply.asking == "bladder_retention"
    assert not {"bladder_retention", "bladder_retention/second"} & set(at.talk.answers)


def test_at_the_read_back_and_after_the_verdict_she_may_name_one_too() -> None:
    at = MOMENTS["nothing to read back"](session())
    assert at.copy().hear("correct_answer", sign="chest_pain").asking == "chest_pain"
    at.hear("answer_yes")
    assert at.hear("correct_answer", sign="chest_pain").asking == "chest_pain"
    assert at.hear("answer_yes").level == "EMERGENCY"


def test_a_certain_sign_in_the_correction_is_answered_at_once() -> None:
    assert well_on().hear("correct_answer", sign("chest_pain")).level == "EMERGENCY"


# "I meant yes about the chest"


@pytest.mark.parametrize("named", ["chest_pain", "fainted", "heavy_bleeding"])
def test_a_yes_that_comes_with_the_name_is_taken_at_once(named: str) -> None:
    at = well_on()
    at.hear("correct_answer", sign=named, meant="yes")
    assert at.reply.level == "EMERGENCY"
    assert at.talk.answers[named] == "yes"


def test_of_a_lesser_sign_too_and_the_open_question_is_put_again() -> None:
    at = until(questions(session()), "pain_severe")
    at.hear("correct_answer", sign="fever", meant="yes")
    assert at.reply.text.startswith("All right, I've changed that to a yes.")
    assert at.reply.asking == "heart_racing", "which a fever asks for"
    assert at.hear("answer_no").asking == "pain_severe"
    until(at, "readback")
    assert at.hear("answer_yes").level == "URGENT"


def test_a_yes_to_a_sign_with_clarifying_questions_asks_them() -> None:
    at = until(questions(session()), "leg_weakness")
    assert at.hear("correct_answer", sign="control_loss", meant="yes").asking == "control_loss/clarify"


def test_a_no_that_comes_with_the_name_is_only_asked_about() -> None:
    at = until(questions(session()), "pain_severe", fever="yes")
    assert at.hear("correct_answer", sign="fever", meant="no").asking == "fever"
    assert "fever" not in at.talk.answers
    assert at.talk.level is None


@pytest.mark.parametrize("meant", ["yes", "no"])
def test_a_question_that_was_not_answered_is_not_changed(meant: str) -> None:
    at = well_on()
    assert at.hear("correct_answer", sign="fever", meant=meant).level is None
    assert at.reply.asking == "heavy_bleeding"
    assert "fever" not in at.talk.answers


def test_the_open_question_by_name_is_put_again_in_full() -> None:
    at = well_on()
    asked = at.reply.text
    assert at.hear("correct_answer", sign="saddle_numb", meant="no").asking == "saddle_numb"
    assert at.reply.text == f"All right, once more. {asked}"


def test_a_name_of_two_questions_puts_both_again_the_gravest_first() -> None:
    at = until(questions(session()), "leg_weakness")
    at.hear("correct_answer", sign="bladder_retention", also="control_loss")
    assert at.reply.asking == "bladder_retention"
    assert not {"bladder_retention", "control_loss"} & set(at.talk.answers)
    assert at.hear("answer_no").asking == "bladder_retention/second"
    assert at.hear("answer_no").asking == "control_loss"
    assert at.hear("answer_no").asking == "leg_weakness"


@pytest.mark.parametrize(("named", "gate"), [("pain_worse", 1), ("leg_numb_tingle", 2), ("saddle_numb", 2)])
def test_one_of_the_gate_of_four_is_put_again_by_name(named: str, gate: int) -> None:
    at = MOMENTS["last of the gate"](session())
    assert at.copy().hear("correct_answer", sign=named).asking == f"gate_{gate}"
    again = at.copy().then("correct_answer")
    assert again.reply.asking == "gate_2", "without a name it is the last one"
    at.hear("correct_answer", sign=named, meant="yes")
    assert not at.reply.guiding
    assert at.talk.gate == (*(False,) * (gate - 1), True)
    assert at.reply.asking == ("pain_worse" if gate == 1 else "leg_numb_tingle")


def test_after_the_gate_was_passed_a_yes_to_one_of_it_stops_the_stronger_moves() -> None:
    at = MOMENTS["past the gate"](session())
    assert at.hear("correct_answer", sign="fever", meant="yes").asking == "fever"
    assert at.talk.gate[-1] is True


def test_a_lone_question_that_was_open_is_not_lost_when_another_is_taken_back() -> None:
    at = until(questions(session()), "readback").then("answer_yes")
    at.hear("unclear", sign("breast_red_painful", possible=True))
    assert at.reply.asking == "breast_red_painful"
    assert at.hear("correct_answer", sign="fever").asking == "fever"
    assert at.hear("answer_no").asking == "breast_red_painful"


# "It's five"


@pytest.mark.parametrize("moment", ["weeks asked", "weeks in the questions"])
@pytest.mark.parametrize(
    "intent", ["pain_score", "unclear", "out_of_scope", "answer_unsure", "answer_no", "answer_yes"]
)
def test_a_number_to_how_many_weeks_is_the_answer_whatever_it_sounded_like(moment: str, intent: str) -> None:
    at = MOMENTS[moment](session())
    score = {"score": 5} if intent == "pain_score" else {}
    at.hear(intent, weeks_postpartum=5, **score)
    assert at.reply.asking not in ("weeks", "weeks_postpartum")
    kept = at.kept.profile
    assert kept is not None
    assert kept.weeks(at.now.date()) == 5
    assert not at.kept.diary, "no score"


def test_ten_days_is_one_as_well() -> None:
    at = MOMENTS["weeks in the questions"](session())
    at.hear("pain_score", days_postpartum=10, score=10)
    assert at.reply.asking == "fever"
    assert at.talk.profile.day(at.now.date()) == 10


def test_to_any_other_question_a_score_is_a_score() -> None:
    at = MOMENTS["how bad"](session())
    at.hear("pain_score", score=2, weeks_postpartum=5)
    assert at.reply.asking == "hurt_choice"
    other = MOMENTS["weeks asked"](session())
    assert other.hear("pain_score", score=5).asking == "weeks", "and without weeks it is none"
