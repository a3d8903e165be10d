"""What holds at every single question of the questionnaire, whichever answers led to it."""

from __future__ import annotations

import pytest

from skill.coach import facts, judging, scripts
from skill.coach.levels import rank
from skill.coach.phrases import number
from skill.coach.scene import Scene
from skill.coach.triage import WEEKS
from skill.content.check import words
from tests.coach.moments import session
from tests.coach.questions import QUESTIONS
from tests.factories import Session, content, heard, sign

ALL = list(QUESTIONS)
FACTS = [id for id in ALL if id in content().protocol.facts]
ASK_AGAIN = 9
"""Words of a question put once more."""


def at(question: str) -> Session:
    return QUESTIONS[question](session())


def scene_of(there: Session) -> Scene:
    return Scene(
        talk=there.talk, kept=there.kept, heard=heard("help"), now=there.now, content=there.words, keep=there.keep
    )


def said(there: Session, question: str, field: str) -> str:
    """The words of a question as the content has them."""
    return scripts.question_words(scene_of(there), question, field)


def level_so_far(there: Session) -> int:
    return rank(judging.verdict_of(facts.told_of(scene_of(there)), there.words.protocol).level)


@pytest.mark.parametrize("question", ALL)
def test_it_is_one_short_question_with_the_mic_open_and_a_shorter_reprompt(question: str) -> None:
    there = at(question)
    reply = there.reply
    assert reply.text.endswith(said(there, question, "ask"))
    assert reply.text.count("?") == 1
    assert words(said(there, question, "ask")) <= 20
    assert reply.reprompt == said(there, question, "ask_short")
    assert words(reply.reprompt) <= ASK_AGAIN
    assert (reply.listening, reply.level, reply.guiding) == (True, None, False)


@pytest.mark.parametrize("question", ALL)
def test_why_do_you_ask_is_answered_and_the_question_stays(question: str) -> None:
    there = at(question)
    answers = there.talk.answers
    reply = there.hear("why_do_you_ask")
    why = said(there, question, "why")
    assert words(why) <= 20
    assert reply.text == f"{why} {said(there, question, 'ask_short')}"
    assert (reply.asking, reply.listening, reply.level) == (question, True, None)
    assert there.talk.answers == answers


@pytest.mark.parametrize("question", ALL)
def test_repeat_says_the_whole_question_again(question: str) -> None:
    there = at(question)
    reply = there.hear("repeat")
    assert reply.text == said(there, question, "ask")
    assert (reply.asking, reply.listening) == (question, True)


@pytest.mark.parametrize("question", ALL)
@pytest.mark.parametrize("intent", ["time_left", "progress", "whats_next"])
def test_how_many_more_is_answered_and_the_question_stays(question: str, intent: str) -> None:
    there = at(question)
    answers = there.talk.answers
    reply = there.hear(intent)
    assert reply.text.startswith("About ")
    assert " more." in reply.text
    assert reply.text.endswith(said(there, question, "ask"))
    assert (reply.asking, there.talk.answers) == (question, answers)


ASIDE = ("privacy_question", "tips", "greeting", "out_of_scope", "help", "what_to_tell", "find_care")


@pytest.mark.parametrize("intent", ASIDE)
@pytest.mark.parametrize("question", ALL)
def test_a_side_question_comes_back_to_it_and_is_no_answer(question: str, intent: str) -> None:
    there = at(question)
    answers, misses = there.talk.answers, there.talk.misses
    reply = there.hear(intent)
    assert (reply.asking, reply.listening, reply.guiding) == (question, True, False)
    assert reply.text.endswith(said(there, question, "ask_short"))
    assert (there.talk.answers, there.talk.misses) == (answers, misses)


@pytest.mark.parametrize("question", ALL)
def test_silence_is_no_answer_and_two_say_whom_to_call(question: str) -> None:
    there = at(question)
    answers = there.talk.answers
    first = there.hear("silence")
    assert first.text == said(there, question, "ask_short")
    assert (first.asking, first.listening, first.level) == (question, True, None)
    second = there.hear("silence")
    assert there.talk.answers == answers
    assert not second.listening
    assert second.level != "SELF_CARE"
    assert "call" in second.text.lower() or "book" in second.text.lower()
    assert question not in there.talk.answers


@pytest.mark.parametrize("question", ALL)
def test_not_understood_twice_is_i_do_not_know_and_never_kinder_than_no(question: str) -> None:
    there, no = at(question), at(question)
    there.hear("unclear")
    assert there.reply.asking == question
    assert question not in there.talk.answers
    there.hear("unclear")
    assert there.talk.answers[question] == "unknown"
    no.hear("answer_no")
    assert level_so_far(there) >= level_so_far(no)


AT_ONCE = {
    *((f"{id}/clarify", not_yes) for id in ("control_loss", "both_legs") for not_yes in ("answer_no", "answer_unsure")),
    *((f"both_legs/clarify{n}", not_yes) for n in (2, 3) for not_yes in ("answer_no", "answer_unsure")),
    ("immune_risk", "answer_unsure"),
}
"""Answers that make it an emergency: the questions are over, and a level only goes up."""
TAKEN_BACK = [(id, no) for id in ALL if id != WEEKS for no in ("answer_no", "answer_unsure")]


@pytest.mark.parametrize(("question", "wrong"), [pair for pair in TAKEN_BACK if pair not in AT_ONCE])
def test_go_back_i_meant_yes(question: str, wrong: str) -> None:
    there, told_so = at(question).then(wrong), at(question).then("answer_yes")
    reply = there.hear("correct_answer")
    assert (reply.asking, reply.listening) == (question, True)
    assert reply.text.endswith(said(there, question, "ask"))
    there.hear("answer_yes")
    assert (there.reply.asking, there.reply.level) == (told_so.reply.asking, told_so.reply.level)
    assert level_so_far(there) == level_so_far(told_so)


@pytest.mark.parametrize(("question", "answer"), sorted(AT_ONCE))
def test_an_answer_that_makes_it_an_emergency_ends_the_questions_at_once(question: str, answer: str) -> None:
    there = at(question).then(answer)
    assert (there.reply.level, there.reply.asking) == ("EMERGENCY", None)
    assert there.hear("correct_answer").level == "EMERGENCY"


@pytest.mark.parametrize("question", FACTS)
def test_a_fact_told_in_her_own_words_answers_its_question(question: str) -> None:
    there = at(question)
    reply = there.hear("profile", **{"weeks_postpartum": 6} if question == WEEKS else {question: True})
    assert reply.asking != question
    assert reply.asking is not None or reply.level == "EMERGENCY"


@pytest.mark.parametrize("intent", ["answer_yes", "answer_no"])
def test_neither_yes_nor_no_is_a_number_of_weeks(intent: str) -> None:
    there = at(WEEKS).then(intent)
    assert there.talk.answers[WEEKS] == "unknown"
    assert there.reply.asking == "fever"
    told = at(WEEKS)
    told.hear(intent, weeks_postpartum=30)
    assert WEEKS not in told.talk.answers
    assert told.talk.profile.weeks(told.now.date()) == 30


BELOW = [id for id in ALL if id in content().signs and content().signs[id].level != "EMERGENCY"]


@pytest.mark.parametrize("question", BELOW)
def test_its_sign_told_in_her_own_words_counts_as_a_yes_and_the_questions_go_on(question: str) -> None:
    there, yes = at(question), at(question).then("answer_yes")
    if (yes.reply.asking or "").endswith("/clarify"):
        yes.hear("answer_no")
    there.hear("report_warning_sign", sign(question))
    assert question in there.talk.told
    assert (there.reply.asking, there.reply.level) == (yes.reply.asking, yes.reply.level)
    assert level_so_far(there) == level_so_far(yes)


def test_how_many_more_counts_down_and_says_about_six() -> None:
    there, counts = at("trouble_breathing"), []
    while there.reply.asking != "readback":
        counts.append(there.copy().hear("time_left").text.split(" more.")[0].removeprefix("About "))
        there.hear("answer_no")
    assert counts[0] == number(len(counts))
    assert counts == [number(n) for n in range(len(counts), 0, -1)]
    assert "six" in counts
