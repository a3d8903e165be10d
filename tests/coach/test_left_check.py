"""A check that is left in the middle: never a no, the level so far, and on where it was, within a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.coach.moments import MOMENTS, at_question, questions, session, until
from tests.coach.questions import QUESTIONS
from tests.factories import Session, sign

MIND = ("self_harm_thoughts", "low_mood", "baby_harm_thoughts", "psychosis_signs")


def left(question: str, keep: str, **answers: str) -> Session:
    return at_question(question, **answers)(session(keep=keep)).then("silence", "silence")  # type: ignore[arg-type]


def asked_until_read_back(at: Session) -> list[str]:
    asked = []
    for _ in range(40):
        if at.reply.asking in ("readback", None):
            return asked
        asked.append(at.reply.asking or "")
        at.hear("answer_no")
    raise AssertionError(f"the questions never end: {asked}")


@pytest.mark.parametrize("question", [id for id in QUESTIONS if id not in ("self_harm_thoughts", "trouble_breathing")])
def test_in_personal_mode_the_next_session_offers_the_check_and_goes_on_where_it_was(question: str) -> None:
    at = QUESTIONS[question](session())
    before = at.talk.answers
    at = at.then("silence", "silence").later(hours=23).then("launch")
    assert at.reply.asking == "finish_check"
    at.hear("answer_yes")
    assert at.reply.asking == question
    known = {id for id in before if id.partition("/")[0] != question.partition("/")[0]} - {"self_harm_thoughts"}
    assert not known & set(asked_until_read_back(at))


@pytest.mark.parametrize("question", [id for id in QUESTIONS if id not in ("self_harm_thoughts", "trouble_breathing")])
def test_a_session_that_dies_without_a_word_loses_nothing_of_it(question: str) -> None:
    at = QUESTIONS[question](session())
    before = at.talk.answers
    at = at.later(hours=1).then("launch")
    assert at.reply.asking == "finish_check"
    assert at.hear("answer_yes").asking == question
    known = {id for id in before if id.partition("/")[0] != question.partition("/")[0]} - {"self_harm_thoughts"}
    assert not known & set(asked_until_read_back(at))


def test_at_the_read_back_too_and_at_a_signs_own_question_or_one_behind_another() -> None:
    died = MOMENTS["read back"](session()).later(hours=1).then("launch", "answer_yes")
    assert died.reply.asking == "self_harm_thoughts", "of which nothing is kept"
    assert died.hear("answer_no").asking == "readback"
    alone = MOMENTS["sign asked"](session()).later(hours=1).then("launch", "answer_yes")
    assert alone.reply.asking == "leg_numb_tingle"
    behind = until(questions(session()), "fever")
    behind.hear("unclear", sign("distress_ambiguous", possible=True))
    assert behind.reply.asking == "self_harm_thoughts"
    behind = behind.later(hours=1).then("launch", "answer_yes")
    assert behind.reply.asking == "fever"


@pytest.mark.parametrize(
    "ending", ["to the end", "an emergency answered", "an emergency said", "urgent, of another route", "answered no"]
)
def test_a_check_that_ended_is_not_kept(ending: str) -> None:
    at = until(questions(session()), "chest_pain")
    assert at.kept.left is not None
    if ending == "to the end":
        until(at, "readback").hear("answer_yes")
    elif ending == "an emergency answered":
        at.hear("answer_yes")
    elif ending == "an emergency said":
        at.hear("unclear", sign("leg_weakness"))
    elif ending == "urgent, of another route":
        at.hear("unclear", sign("violence"))
    else:
        at = MOMENTS["sign asked"](session()).then("answer_no")
    assert at.kept.left is None


def test_in_settings_mode_and_of_the_mind_alone_nothing_is_ever_kept() -> None:
    assert until(questions(session(keep="settings")), "fever").kept.left is None
    at = session()
    at.hear("unclear", sign("low_mood", possible=True))
    assert at.reply.asking == "low_mood"
    assert at.kept.left is None


def test_another_sessions_open_check_stays_kept_until_it_is_gone_on_with() -> None:
    at = until(questions(session()), "fever").later(hours=1)
    for intent in ("help", "slower", "tips"):
        at.hear(intent)
        assert at.kept.left is not None
    at.then("launch", "answer_no")
    assert at.kept.left is not None, "put off, not gone"


def test_an_exercise_does_not_begin_before_the_open_check_was_offered() -> None:
    at = left("fever", "personal").later(hours=2)
    for intent, slots in (("start_routine", {}), ("start_exercise", {"exercise": "chin_tuck"}), ("resume", {})):
        there = at.copy()
        assert not there.hear(intent, **slots).guiding
        assert there.reply.asking == "finish_check"


def test_after_a_day_the_answers_no_longer_count() -> None:
    at = left("fever", "personal").later(hours=25).then("launch")
    assert at.reply.asking == "finish_check"
    assert at.hear("answer_yes").asking == "trouble_breathing"


def test_in_settings_mode_the_check_goes_on_within_the_session_only() -> None:
    at = left("fever", "settings")
    assert at.kept.left is None
    assert at.copy().then("launch").reply.asking == "fever"
    assert at.copy().then("is_this_serious").reply.asking == "fever"
    later = at.later(hours=2).then("launch")
    assert later.reply.asking != "finish_check"
    assert later.then("is_this_serious", "answer_no").reply.asking == "trouble_breathing"


def test_a_day_later_in_the_same_session_nothing_of_it_counts_any_more() -> None:
    at = left("fever", "settings")
    at.now += timedelta(hours=25)
    at.then("is_this_serious", "answer_no")
    assert at.reply.asking == "trouble_breathing"


@pytest.mark.parametrize("answer", ["answer_no", "answer_unsure"])
def test_nothing_of_the_mind_is_ever_kept(answer: str) -> None:
    at = QUESTIONS["self_harm_thoughts"](session()).then(answer, "silence", "silence")
    assert at.kept.left is not None
    assert "self_harm_thoughts" not in at.kept.left.answers
    assert not set(MIND) & {*at.kept.left.told, at.kept.left.question}
    at = at.later(hours=1).then("launch", "answer_yes")
    assert "self_harm_thoughts" in asked_until_read_back(at), "so it is asked once more"


def test_left_at_the_question_of_the_mind_the_place_does_not_say_so() -> None:
    at = QUESTIONS["self_harm_thoughts"](session()).then("silence", "silence")
    assert at.kept.left is not None
    assert at.kept.left.question == ""


@pytest.mark.parametrize("leaving", [("next",), ("stop",), ("silence", "silence"), ("end",)])
def test_leaving_is_never_a_no(leaving: tuple[str, ...]) -> None:
    at = until(questions(session()), "chest_pain").then(*leaving)
    assert at.reply.level != "SELF_CARE"
    assert "chest_pain" not in at.talk.answers
    assert not at.reply.guiding


@pytest.mark.parametrize("leaving", [("next",), ("stop",), ("silence", "silence")])
@pytest.mark.parametrize(("answer", "level"), [("yes", "URGENT"), ("unsure", "SOON")])
def test_leaving_tells_the_level_so_far(leaving: tuple[str, ...], answer: str, level: str) -> None:
    at = at_question("pain_severe", fever=answer, neuraxial="no")(session()).then(*leaving)
    assert at.reply.level == level
    assert not at.reply.listening


def test_leaving_at_a_clarifying_question_counts_as_if_it_were_not_cleared() -> None:
    assert QUESTIONS["control_loss/clarify"](session()).then("next").reply.level == "EMERGENCY"


def test_she_may_put_the_left_check_off_and_stays_with_the_gentle_moves() -> None:
    at = MOMENTS["left check offered"](session()).then("answer_no")
    assert at.reply.level is None
    assert not at.hear("start_exercise", exercise="bridge").guiding


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_a_goodbye_at_a_safety_question_is_asked_once_and_then_she_is_let_go_with_what_to_do(question: str) -> None:
    at = QUESTIONS[question](session())
    at.hear("thanks_goodbye")
    assert at.reply.asking == question
    assert not at.reply.ended
    at.hear("thanks_goodbye")
    assert at.reply.ended
    assert at.reply.text
    assert "goodbye" not in at.reply.text.lower()
