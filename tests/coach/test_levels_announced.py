"""What is said when a level is announced, word for word, and what of it stands afterwards. In en-US, five weeks on."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs

from skill.coach.conversation import Asked
from skill.coach.situation import Profile
from tests.coach.moments import MOMENTS, questions, session, until
from tests.coach.test_triage_heard import NO_HISTORY, fresh, said
from tests.factories import Session, born, sign

NOW = "Call nine, one, one now"
DRIVEN = f"{NOW}, or have someone drive you to the emergency department."
CANNOT = "I can't call for you: use your phone, or ask someone."
DOWN = "Sit down now. Lay your baby on their back, somewhere flat and safe."
CRIB = "Lay your baby on their back in the crib. It's okay to step into the next room."
TODAY = "Call your ob-gyn or midwife's on-call number now: this needs checking today."
WORSE = "Worse, or no answer within an hour? Go to the emergency department."
BOOK = "Book with your provider in the next two or three days."
GENTLE = "This is worth a proper look. Until then, keep to breathing, short walks and comfortable positions."
MORE = "Shall I ask some short questions, to be sure?"
EPIDURAL = Profile(born=born(35), neuraxial=True, cancer_history=False, bone_risk=False, immune_risk=False)
SADDLE = "Do you have numbness or tingling between your legs, around your genitals or bottom?"


def at(baby: Any = "free", profile: Profile = NO_HISTORY, **talk: Any) -> Session:
    there = fresh(profile)
    there.talk = structs.replace(there.talk, baby=baby, **talk)
    return there


def say(gave_birth: str, told: str) -> str:
    return f"Say: {gave_birth} five weeks ago, {told}."


# Each level, each route

ANNOUNCED = {
    "chest_pain": (
        f"{NOW}. Tell them you gave birth five weeks ago, and say: I have chest pain or pressure. {CANNOT}",
        DRIVEN,
    ),
    "overdose": (
        f"{NOW}. Tell them what was taken, how much, and when. {CANNOT}"
        " The poison line is poison control on one, eight, zero, zero, two, two, two, one, two, two, two.",
        f"{NOW}. Tell them what was taken, and when.",
    ),
    "self_harm_thoughts": (
        "Thank you for telling me. Call nine, eight, eight, by call or text now, or nine, one, one if you might act on"
        " it. Tell them you gave birth five weeks ago. Ask someone to stay with you.",
        "Call nine, one, one or nine, eight, eight, by call or text now.",
    ),
    "baby_emergency": (
        f"{NOW}, on speaker. Lay your baby on their back on a firm surface, and do what the call handler says."
        " I can't call for you.",
        f"{NOW}, and do what the call handler says.",
    ),
    "fever": (f"{TODAY} {say('I gave birth', 'I have a fever or chills')} {WORSE}", TODAY),
    "distress_ambiguous": (
        "Thank you for telling me. Call nine, eight, eight, by call or text today, and say you gave birth five weeks"
        " ago. If you are in danger, call nine, one, one.",
        "Call nine, eight, eight, by call or text today. You deserve help.",
    ),
    "low_mood": (
        "Talk to your doctor or midwife in the next two or three days. How you feel matters, and there is help."
        " If it gets too heavy, call nine, eight, eight, by call or text.",
        "Talk to your doctor or midwife in the next two or three days.",
    ),
    "pain_night": (f"{BOOK} {GENTLE} {MORE}", "Some short questions, to be sure? Yes or no?"),
}  # fmt: skip


@pytest.mark.parametrize("id", list(ANNOUNCED))
def test_a_level_is_announced_in_these_words_and_its_short_form_follows_a_silence(id: str) -> None:
    there = said(at(), id)
    assert (there.reply.text, there.reply.reprompt) == ANNOUNCED[id]
    assert there.reply.level == there.talk.level == there.words.signs[id].level
    assert there.talk.signs == (id,)
    assert there.reply.listening
    assert there.reply.asking == ("check_more" if id == "pain_night" else None)


@pytest.mark.parametrize("place", ["in_arms", "carrier", "on_chest", None])
def test_who_holds_the_baby_or_has_not_said_lays_it_down_first_and_then_calls(place: Any) -> None:
    words = ANNOUNCED["chest_pain"][0]
    assert said(at(place), "chest_pain").reply.text == f"{DOWN} {words}"
    # Of the poison line there is no room for any more.
    assert said(at(place), "overdose").reply.text == f"{DOWN} {ANNOUNCED['overdose'][0].split(' The poison')[0]}"
    there = said(at(place), "self_harm_thoughts")
    assert (there.reply.text, there.reply.reprompt) == (ANNOUNCED["self_harm_thoughts"][0], CRIB)


def test_below_an_emergency_the_baby_stays_where_it_is_but_for_the_signs_of_which_it_is_said() -> None:
    assert not said(at("in_arms"), "fever").reply.text.startswith(DOWN)
    for id in at().words.baby_down_first:
        assert said(at("in_arms"), id).reply.text.startswith("Sit down now."), id


def test_where_no_word_of_a_baby_may_be_said_none_follows_the_words_of_the_mind_even_when_there_is_no_room() -> None:
    there = at("in_arms")
    there.hear("report_warning_sign", sign("psychosis_signs"), loss=True, baby="not_here")
    assert there.reply.text.startswith("I'm so sorry for your loss.")
    assert "baby" not in f"{there.reply.text} {there.reply.reprompt}".lower()


# What the rules and what she does not know add


def test_a_rule_raises_what_is_announced_and_its_words_are_those_of_its_gravest_sign() -> None:
    there = said(at(profile=EPIDURAL), "pain_worse")
    assert there.reply.level == there.talk.level == "URGENT"
    assert there.reply.text.startswith(TODAY)
    assert "I have pain that is getting worse" in there.reply.text or "say: " in there.reply.text.lower()
    assert there.talk.verdict is not None
    assert there.talk.verdict.rules


def test_what_a_rule_raised_stays_in_its_words_when_a_lesser_sign_is_told() -> None:
    there = said(at(profile=EPIDURAL), "pain_worse")
    first = there.reply.text
    said(there, "pain_night")
    assert (there.reply.text, there.reply.level) == (first, "URGENT")
    assert there.talk.signs == ("pain_worse", "pain_night")


def test_a_level_that_was_answered_but_not_announced_yet_is_not_lost_to_a_lesser_sign_of_another_route() -> None:
    there = until(questions(session()), "headache_persistent", fever="yes")
    said(there, "low_mood")
    assert there.reply.level == there.talk.level == "URGENT"
    assert "I have a fever or chills" in there.reply.text


def test_the_fact_that_could_raise_a_level_is_asked_after_its_short_form_and_never_after_words_of_the_mind() -> None:
    there = said(at(profile=Profile(born=born(35))), "pain_worse")
    assert there.reply.text == f"{BOOK} Did you have an epidural or a spinal for the birth?"
    assert there.reply.reprompt == "Did you have an epidural or a spinal?"
    assert there.talk.asked == Asked("neuraxial", "raise", check=True)
    said(there, "low_mood")
    assert (there.reply.text, there.reply.asking) == (ANNOUNCED["low_mood"][0], None)


def test_a_rule_that_raises_no_higher_than_what_stands_leaves_a_new_signs_own_words() -> None:
    there = said(at(profile=EPIDURAL), "pain_worse")
    said(there, "fever")
    assert "I have a fever or chills" in there.reply.text
    assert there.talk.signs[0] == "fever"


def test_it_is_the_fact_of_the_rule_that_she_has_not_told_yet() -> None:
    for neuraxial, asks in ((None, "neuraxial"), (False, "immune_risk")):
        there = said(at(profile=Profile(born=born(35), neuraxial=neuraxial)), "fever", "pain_severe")
        assert there.reply.level == "URGENT"
        assert there.talk.asked == Asked(asks, "raise", check=True)
        assert there.hear("answer_unsure").level == "EMERGENCY"


def test_what_she_does_not_know_is_told_as_unsure_until_she_says_it() -> None:
    there = said(at(), possible=("saddle_numb",))
    assert (there.reply.text, there.reply.reprompt) == (SADDLE, "Numb or tingling between your legs, or your bottom?")
    there.hear("answer_unsure")
    assert (there.talk.answers, there.talk.told) == ({"saddle_numb": "unknown"}, ())
    unsure = "I'm not sure, but maybe I am numb between my legs"
    assert there.reply.text == f"{TODAY} {say('I gave birth', unsure)} {WORSE}"
    assert there.talk.unsure == {"saddle_numb"}
    said(there, "saddle_numb")
    assert there.reply.level == "EMERGENCY"
    assert there.talk.unsure == set()
    assert "say: I am numb between my legs." in there.reply.text


def test_what_she_did_not_know_in_the_questions_is_told_as_unsure_too() -> None:
    there = MOMENTS["question of the mind"](session())
    there.hear("answer_no")
    there.hear("answer_unsure")
    for _ in range(30):
        if there.talk.level is not None:
            break
        there.hear("answer_yes" if there.reply.asking == "readback" else "answer_no")
    assert there.talk.level == "SOON"
    assert there.talk.unsure == {"fever"}


def test_the_answer_to_a_question_asked_for_another_sign_counts_for_that_sign() -> None:
    for answer, level, signs in (
        ("answer_yes", "EMERGENCY", ("self_harm_thoughts",)),
        ("answer_unsure", "URGENT", ("distress_ambiguous",)),
        ("answer_no", "SOON", ("low_mood",)),
    ):
        there = said(at(), possible=("distress_ambiguous",))
        assert there.talk.asked is not None
        assert there.talk.asked.about == "for:distress_ambiguous"
        there.hear(answer)
        assert (there.talk.level, there.talk.signs) == (level, signs)


def test_a_sign_that_is_nothing_when_she_does_not_know_raises_no_level() -> None:
    ids = [id for id, row in at().words.signs.items() if row.unknown == "SELF_CARE" and row.asks is None]
    assert ids
    for id in ids:
        there = said(at(), possible=(id,)).then("answer_unsure")
        assert there.talk.level is None, id


# What runs meanwhile


def test_a_signs_question_pauses_what_runs_and_moves_once() -> None:
    there = MOMENTS["ready"](session())
    moves = there.talk.moves
    said(there, possible=("leg_weakness",))
    running = there.talk.routine
    assert running is not None
    assert (running.status, running.why, there.talk.moves) == ("paused", "break", moves + 1)


@pytest.mark.parametrize("moment", ["paused", "stopped"])
def test_what_does_not_run_stays_as_it_is(moment: str) -> None:
    there = MOMENTS[moment](session())
    if moment == "paused":
        there.hear("resume")
        there.hear("pause", why="baby")
    before = there.talk
    said(there, possible=("leg_weakness",))
    assert (there.talk.routine, there.talk.moves) == (before.routine, before.moves)


@pytest.mark.parametrize("moment", ["ready", "paused"])
def test_a_level_stops_what_runs_or_waits_and_moves_once(moment: str) -> None:
    there = MOMENTS[moment](session())
    moves = there.talk.moves
    said(there, "fever")
    running = there.talk.routine
    assert running is not None
    assert (running.status, running.why, there.talk.moves) == ("stopped", "break", moves + 1)


def test_what_had_ended_is_not_ended_again() -> None:
    for moment in ("stopped", "finished"):
        there = MOMENTS[moment](session())
        if moment == "finished":
            there.hear("answer_yes")
        assert there.talk.routine is not None
        assert there.talk.routine.status == moment
        before, moves = there.talk.routine.status, there.talk.moves
        said(there, "fever")
        assert there.talk.routine is not None
        assert (there.talk.routine.status, there.talk.moves) == (before, moves)
