"""To ask for what moves on is no answer to a safety question: put once more, then it counts as "don't know"."""

from __future__ import annotations

import pytest

from skill.coach.dialogue import MOVES, NOT_HERS
from skill.coach.levels import rank
from skill.coach.table import ROWS
from tests.coach.moments import MOMENTS, session
from tests.coach.questions import QUESTIONS
from tests.factories import Session, content, sign

CHECKS = {
    name: (moment, made.talk.asked.id)
    for name, moment in {**MOMENTS, **QUESTIONS}.items()
    if (made := moment(session())).talk.asked is not None
    and made.talk.asked.check
    and made.talk.asked.id != "safe_to_talk"  # to that anything but yes is the careful answer, at once
}
IN_THE_QUESTIONS = {name for name, (moment, _) in CHECKS.items() if moment(session()).talk.survey is not None}
ASKED_FOR = sorted(MOVES - NOT_HERS)


def kept(at: Session) -> object:
    """All that a turn decided, but for how often things were said."""
    talk = at.talk
    return (
        talk.asked, talk.answers, talk.gate, talk.level, talk.signs, talk.unsure, talk.routine, talk.survey,
        at.reply.asking, at.reply.level, at.reply.listening, at.kept.left,
    )  # fmt: skip


def refusals(name: str) -> list[str]:
    """What may be asked for there, and is no answer or way out by the table."""
    own = {"next", "previous", "time_left", "whats_next"} if name in IN_THE_QUESTIONS else set()
    if CHECKS[name][1] == "own_words":
        own = {"easier", "slower"}  # told to "what's bothering you?", that is an answer
    return [intent for intent in ASKED_FOR if CHECKS[name][1] not in ROWS[intent] and intent not in own]


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_the_first_time_the_question_is_put_again_and_nothing_is_answered(name: str) -> None:
    moment, question = CHECKS[name]
    for intent in refusals(name):
        at = moment(session())
        before = at.talk
        at.hear(intent)
        assert at.reply.asking == question, intent
        assert (at.talk.answers, at.talk.gate, at.talk.level) == (before.answers, before.gate, before.level)
        assert at.reply.text
        assert not at.reply.guiding


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_the_second_time_in_a_row_it_is_as_if_she_did_not_know(name: str) -> None:
    at = CHECKS[name][0](session())
    for intent in refusals(name):
        refused = at.copy().then(intent, intent)
        assert kept(refused) == kept(at.copy().then(intent, "answer_unsure")), intent


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_it_is_never_kinder_than_a_no(name: str) -> None:
    at = CHECKS[name][0](session())
    for intent in refusals(name):
        refused, denied = at.copy().then(intent, intent), at.copy().then("answer_no")
        assert not refused.reply.guiding
        assert rank(refused.talk.level or "SELF_CARE") >= rank(denied.talk.level or "SELF_CARE")


@pytest.mark.parametrize("question", ["hurt_numb", "hurt_score", "gate_1", "gate_3", "fever"])
def test_a_miss_and_a_move_are_two_and_so_are_two_different_moves(question: str) -> None:
    name = next(name for name, (_, asked) in CHECKS.items() if asked == question)
    at = CHECKS[name][0](session())
    unsure = kept(at.copy().then("unclear", "answer_unsure"))
    for first, second in (("unclear", "start_routine"), ("start_routine", "unclear"), ("plan", "start_routine")):
        assert kept(at.copy().then(first, second)) == unsure


@pytest.mark.parametrize("between", ["help", "why_do_you_ask", "tips"])
def test_a_side_question_between_begins_the_count_anew(between: str) -> None:
    at = MOMENTS["first of the gate"](session())
    assert at.then("next", between, "next").reply.asking == "gate_1"
    assert at.then("next").talk.gate == (None,)


@pytest.mark.parametrize("event", sorted(NOT_HERS))
def test_what_merely_happens_refuses_nothing(event: str) -> None:
    at = MOMENTS["first of the gate"](session())
    assert at.then(event, event, event).reply.asking == "gate_1"
    assert at.talk.gate == ()


def test_next_still_leaves_the_questionnaire_at_once() -> None:
    at = MOMENTS["first question"](session()).then("next")
    assert not at.reply.listening
    assert at.talk.survey is not None
    assert at.talk.survey.status == "left"


def test_at_a_lone_question_it_is_the_level_of_not_knowing() -> None:
    at = session()
    at.hear("unclear", sign("leg_weakness", possible=True))
    assert at.then("start_routine", "start_routine").reply.level == content().signs["leg_weakness"].unknown


def test_in_the_pain_ladder_it_goes_to_the_questions_about_numbness_and_a_score_not_told_is_rest() -> None:
    assert MOMENTS["it hurts"](session()).then("next", "next").reply.asking == "saddle_numb"
    at = MOMENTS["how bad"](session()).then("next", "next")
    assert at.reply.ended
    assert at.talk.routine is not None
    assert at.talk.routine.status == "stopped"
