"""The questionnaire word for word: how it asks, reads back, counts, ends, is left and goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec import structs

from skill.coach.conversation import Asked, Survey
from skill.coach.keepsake import Left
from tests.coach.moments import MOMENTS, at_question, questions, session, until
from tests.coach.questions import QUESTIONS
from tests.coach.test_levels_announced import BOOK, GENTLE
from tests.coach.test_triage_heard import fresh
from tests.factories import NOON, Session, sign

BEGIN = "I'll ask some short questions, one by one. Yes, no, or I don't know."
BREATHING = "Are you having trouble breathing right now?"
FEVER = "Do you have a fever, or chills and shaking?"
UNFINISHED = "The check isn't finished, so we'll stop here. If you're unsure, call {}. I'll keep your place."
BEFORE_FEVER = (
    *("trouble_breathing", "chest_pain", "fainted", "heavy_bleeding", "saddle_numb", "bladder_retention"),
    *("bladder_retention/second", "control_loss", "leg_weakness", "both_legs", "trauma_major"),
)


def survey(at: Session) -> Survey:
    assert at.talk.survey is not None
    return at.talk.survey


# Asking


def test_the_first_question_says_what_is_to_come_and_is_open_as_a_check() -> None:
    at = questions(session())
    assert at.reply.text == f"{BEGIN} {BREATHING}"
    assert at.reply.reprompt == "Any trouble breathing right now?"
    assert (at.talk.asked, survey(at)) == (Asked("trouble_breathing", "survey", check=True), Survey())
    assert at.talk.pending == ()


def test_what_is_to_come_is_said_once_and_not_where_nothing_is_left_to_ask() -> None:
    again = questions(session()).then("answer_no", "is_this_serious")
    assert BEGIN not in again.reply.text
    done = MOMENTS["nothing to read back"](session()).then("answer_yes", "is_this_serious", "unclear")
    assert done.reply.text == "So nothing of what I asked about. Is that right?"


def test_i_dont_know_is_answered_carefully_in_turn_and_the_next_question_follows() -> None:
    at = questions(session()).then("answer_unsure")
    assert at.reply.text.startswith(
        "That's okay. Because I can't be sure, let's treat it carefully. Do you have any pain"
    )
    assert at.hear("answer_unsure").text == "That's okay. We'll treat it carefully. Have you fainted or passed out?"
    assert at.talk.answers == {"trouble_breathing": "unknown", "chest_pain": "unknown"}


def test_what_she_half_said_is_asked_first_and_then_the_others() -> None:
    at = session().then("is_this_serious")
    at.hear("report_warning_sign", sign("pain_night", possible=True), sign("fever", possible=True))
    assert at.reply.asking == "fever"
    assert survey(at).first == ("fever", "pain_night")
    assert at.hear("answer_no").asking == "pain_night"
    assert at.hear("answer_no").asking == "trouble_breathing"


def test_one_half_said_later_comes_before_those_that_wait_and_nothing_is_forgotten() -> None:
    at = MOMENTS["clinician asked about"](session()).then("answer_yes")
    at.hear("unclear", sign("pain_night", possible=True))
    assert (at.reply.asking, survey(at).lifts) == ("pain_night", True)
    at.hear("unclear", sign("fever", possible=True))
    assert (at.reply.asking, survey(at).first, survey(at).lifts) == ("fever", ("fever", "pain_night"), True)


def test_a_question_that_goes_with_another_waits_for_it() -> None:
    at = QUESTIONS["control_loss/clarify"](session())
    at.talk = structs.replace(at.talk, survey=Survey(first=("fever",)))
    assert at.hear("answer_yes").asking == "fever", "the open one first"
    assert at.talk.answers["control_loss/clarify"] == "yes"


def test_weeks_that_are_not_told_by_a_yes_or_no_stay_unknown() -> None:
    for answer in ("answer_yes", "answer_no", "answer_unsure"):
        at = QUESTIONS["weeks_postpartum"](session()).then(answer)
        assert at.reply.text.endswith(FEVER)
        assert at.reply.text.startswith("That's okay.")
        assert at.talk.answers["weeks_postpartum"] == "unknown"


def test_a_fact_that_is_answered_is_kept_as_a_fact_and_a_doubt_as_an_answer() -> None:
    for answer, value in (("answer_yes", True), ("answer_no", False), ("answer_unsure", None)):
        at = QUESTIONS["neuraxial"](session()).then(answer)
        assert at.talk.profile.neuraxial is value
        assert ("neuraxial" in at.talk.answers) is (value is None)


# Going back, and how many more


def test_going_back_says_so_and_drops_what_followed_from_the_answer() -> None:
    at = QUESTIONS["both_legs/clarify2"](session()).then("previous")
    assert at.reply.asking == "both_legs/clarify"
    at = until(questions(session()), "weight_loss", pain_night="yes").then("previous")
    assert at.reply.text.startswith("All right, once more. Is the pain mainly at night?")
    assert "pain_night" not in at.talk.answers
    assert at.talk.answered is None


def test_how_many_more_is_counted_and_the_question_put_in_full_again() -> None:
    at = questions(session()).then("time_left")
    assert at.reply.text == f"About twenty-one more. {BREATHING}"
    back = MOMENTS["read back"](session()).then("time_left")
    assert back.reply.text == "About one more. Let me check I have it right: pain mainly at night. Is that right?"
    assert back.reply.asking == "readback"


# Read back


def test_at_most_three_are_read_back_with_maybe_where_she_was_not_sure() -> None:
    at = questions(session())
    told = {
        "fever": "yes",
        "pain_severe": "unsure",
        "headache_persistent": "yes",
        "leg_numb_tingle": "unsure",
        "pain_night": "yes",
    }
    until(at, "readback", **told)
    assert at.reply.text == (
        "Let me check I have it right: a fever or chills, maybe pain so bad you can hardly move,"
        " and a bad headache that won't go. Is that right?"
    )
    assert at.reply.reprompt == "Did I get that right? Yes or no?"
    assert at.talk.asked == Asked("readback", "", check=True)


def test_not_right_asks_only_what_was_read_back_anew_her_own_words_too() -> None:
    at = MOMENTS["read back"](session())
    before = dict(at.talk.answers)
    at.hear("answer_no")
    assert at.reply.text == "Thank you. Then I'll ask that again. Is the pain mainly at night?"
    assert at.talk.answers == {id: answer for id, answer in before.items() if id != "pain_night"}
    assert survey(at) == Survey(first=("pain_night",), again=True)
    told = session().then("is_this_serious")
    told.hear("report_warning_sign", sign("pain_night"))
    until(told, "readback").hear("answer_no")
    assert (told.reply.asking, told.talk.told) == ("pain_night", ())


def test_what_is_not_of_the_body_ends_without_being_read_back() -> None:
    at = until(questions(session()), "fever", self_harm_thoughts="unsure", pain_night="yes")
    for _ in range(30):
        if at.talk.level is not None:
            break
        assert at.reply.asking != "readback"
        at.hear("answer_yes" if at.reply.asking == "fever" else "answer_no")
    assert at.reply.level == "URGENT"
    assert at.reply.text.startswith("Thank you for telling me. Call nine, eight, eight, by call or text today")


def test_what_is_of_the_mind_beside_something_graver_of_the_body_is_neither_read_back_nor_asked_anew() -> None:
    at = until(questions(session()), "fever")
    at.talk = structs.replace(at.talk, told=("low_mood",))
    until(at, "readback", fever="yes", neuraxial="yes")
    assert at.reply.text == "Let me check I have it right: a fever or chills. Is that right?"
    at.hear("answer_no")
    assert (at.reply.asking, survey(at).first, at.talk.told) == ("fever", ("fever",), ("low_mood",))


def test_a_read_back_that_was_left_goes_on_when_it_is_answered_after_all() -> None:
    at = MOMENTS["nothing to read back"](session()).then("silence", "silence")
    assert (at.reply.asking, survey(at).status) == ("readback", "left")
    at.hear("answer_no")
    assert (at.reply.asking, survey(at).status) == ("own_words", "running")


# The end


def test_nothing_found_ends_in_these_words_and_stands_for_the_gate() -> None:
    at = MOMENTS["nothing to read back"](session()).then("answer_yes")
    assert at.reply.text == (
        "Nothing you've told me is a warning sign today. I'm a coach, not a clinician, so trust your own sense too."
        " Shall I say when to get help?"
    )
    assert (at.reply.level, at.talk.level, survey(at).status) == ("SELF_CARE", None, "done")
    assert at.talk.gate == (False,) * len(at.words.gate)
    assert at.talk.verdict is not None
    assert at.talk.verdict.level == "SELF_CARE"
    assert at.kept.see_care_until is None


def test_a_gate_answered_before_is_not_answered_over_by_a_pass_that_finds_nothing() -> None:
    at = MOMENTS["gate failed"](session())
    gate = at.talk.gate
    assert True in gate
    until(at, "readback").hear("answer_yes")
    assert at.talk.gate == gate


def test_while_a_level_stands_a_pass_that_finds_nothing_says_the_level_not_self_care() -> None:
    at = MOMENTS["questions offered"](session()).then("answer_yes")
    until(at, "readback").hear("answer_yes")
    assert at.reply.level == at.talk.level == "SOON"
    assert at.reply.asking != "check_more"
    assert at.reply.text.endswith("I can still do gentle breathing with you.")


def test_an_answer_that_raises_what_stands_is_announced_and_one_that_does_not_is_thanked() -> None:
    at = MOMENTS["fact that could raise"](session())
    assert at.copy().hear("answer_yes").level == "URGENT"
    no = at.copy().hear("answer_no")
    assert no.text == "Thank you for telling me. Shall I ask some short questions, to be sure?"
    told = at.copy()
    told.hear("profile", neuraxial=True)
    assert told.reply.level == "URGENT"


# Left, kept, gone on with


@pytest.mark.parametrize("leaving", [("next",), ("silence", "silence"), ("stop",)])
def test_left_with_nothing_found_it_says_whom_to_call_and_keeps_where_it_was(leaving: tuple[str, ...]) -> None:
    at = until(questions(session()), "fever").then(*leaving)
    assert at.reply.text == UNFINISHED.format("your ob-gyn or midwife's on-call number")
    assert (at.reply.listening, at.reply.level, survey(at).status) == (False, None, "left")
    assert at.talk.asked == Asked("fever", "survey", check=True)
    assert at.kept.left == Left(question="fever", survey=True, answers=dict.fromkeys(BEFORE_FEVER, "no"), at=NOON)


def test_left_at_the_question_of_the_mind_it_names_the_line_of_the_mind_and_keeps_no_place() -> None:
    at = until(questions(session()), "self_harm_thoughts").then("next")
    assert at.reply.text == UNFINISHED.format("nine, eight, eight, by call or text")
    assert at.kept.left == Left(question="", survey=True, answers=dict.fromkeys(BEFORE_FEVER, "no"), at=NOON)


def test_left_at_a_signs_own_question_that_question_alone_is_kept() -> None:
    at = MOMENTS["sign asked"](session()).then("silence", "silence")
    assert at.kept.left == Left(question="leg_numb_tingle", at=NOON)
    assert at.talk.survey is None


def test_left_with_something_found_the_level_is_told_and_nothing_offered() -> None:
    at = at_question("pain_severe", fever="yes", neuraxial="no")(session()).then("next")
    assert at.reply.level == "URGENT"
    assert (at.reply.listening, at.reply.asking, survey(at).status) == (False, None, "left")
    assert at.kept.left is not None
    assert at.kept.left.question == "pain_severe"


def test_left_with_something_for_another_day_only_that_is_said() -> None:
    at = until(fresh().then("is_this_serious", "answer_no"), "weight_loss", pain_night="yes").then("next")
    assert at.reply.level == "SOON"
    assert at.reply.text == f"{BOOK} {GENTLE}"


def test_what_was_told_of_the_mind_is_not_kept_with_the_rest() -> None:
    at = session().then("is_this_serious")
    at.hear("report_warning_sign", sign("pain_night"))
    at.talk = structs.replace(at.talk, told=("pain_night", "low_mood"))
    at.hear("answer_no")
    assert at.kept.left is not None
    assert at.kept.left.told == ("pain_night",)


def test_gone_on_with_in_another_session_it_asks_the_open_one_with_what_was_known() -> None:
    at = MOMENTS["left check offered"](session()).then("answer_yes")
    assert at.reply.text == FEVER
    assert dict(at.talk.answers) == dict.fromkeys(BEFORE_FEVER, "no")
    assert survey(at) == Survey(first=("fever",))


def test_in_the_same_session_it_goes_on_with_what_waited_and_the_clinicians_yes() -> None:
    at = MOMENTS["clinician asked about"](session()).then("answer_yes")
    at.hear("unclear", sign("fever", possible=True))
    at.then("silence", "silence")
    assert survey(at).status == "left"
    at.hear("is_this_serious")
    assert (at.reply.asking, survey(at)) == ("fever", Survey(first=("fever",), lifts=True))


@pytest.mark.parametrize(("hours", "asks"), [(23, "fever"), (24, "fever"), (25, "trouble_breathing")])
def test_answers_count_for_a_day(hours: int, asks: str) -> None:
    at = until(questions(session()), "fever").later(hours=hours).then("launch", "answer_yes")
    assert at.reply.asking == asks
    assert at.reply.text.endswith(FEVER if asks == "fever" else BREATHING)


def test_a_signs_own_question_is_put_again_alone_and_one_the_content_no_longer_has_begins_the_questions() -> None:
    alone = MOMENTS["sign asked"](session()).later(hours=30).then("launch", "answer_yes")
    assert alone.talk.asked == Asked("leg_numb_tingle", "", check=True)
    gone = session()
    gone.kept = structs.replace(gone.kept, left=Left(question="no_such_sign", at=NOON - timedelta(hours=1)))
    gone.then("launch", "answer_yes")
    assert gone.reply.text == f"{BEGIN} {BREATHING}"
