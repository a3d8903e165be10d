"""Half-said signs where something else is going on: despair, the pain ladder, more than one, the baby's own."""

from __future__ import annotations

import pytest

from skill.coach.safety import CHAIN
from tests.coach.moments import MOMENTS, questions, session, until
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
