"""The course of the questionnaire: how it begins, how it ends, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec import structs

from skill.coach.conversation import Asked
from skill.content.check import words
from tests.coach.moments import INTENTS, MOMENTS, questions, session, slots_of, until
from tests.coach.questions import QUESTIONS
from tests.factories import Session, cleared, sign

MOST_WORDS = 45


def to_the_end(at: Session, answer: str = "answer_no") -> Session:
    """This answer to every question, and a yes to the read-back."""
    for _ in range(60):
        if not at.talk.asked or not at.talk.asked.check:
            return at
        at.hear("answer_yes" if at.reply.asking == "readback" else answer)
    raise AssertionError("the questions never end")


# How it begins


def test_is_this_serious_asks_for_her_own_words_first_and_what_she_said_is_not_asked_again() -> None:
    at = session().then("is_this_serious")
    assert at.reply.asking == "own_words"
    at.hear("report_warning_sign", sign("pain_night"))
    assert at.reply.asking == "trouble_breathing"
    asked = []
    for _ in range(30):
        asked.append(at.reply.asking)
        at.hear("answer_no" if at.reply.asking != "readback" else "answer_yes")
    assert at.talk.level == "SOON"
    assert "pain_night" not in asked
    assert "weight_loss" in asked, "but what follows from it is"


def test_an_emergency_in_her_own_words_needs_no_question_at_all() -> None:
    at = session().then("is_this_serious")
    assert at.hear("report_warning_sign", sign("leg_weakness")).level == "EMERGENCY"
    assert at.reply.asking is None


OF_THE_GATE = {1: "pain_worse", 2: "leg_numb_tingle", 3: "fever", 4: "heavy_bleeding"}


@pytest.mark.parametrize("gate", list(OF_THE_GATE))
@pytest.mark.parametrize("answer", ["answer_yes", "answer_unsure"])
def test_a_gate_answer_that_is_not_a_no_begins_with_its_own_sign(gate: int, answer: str) -> None:
    at = MOMENTS["ready"](session())
    at.kept = structs.replace(at.kept, profile=structs.replace(at.kept.profile, born=at.now.date() - timedelta(70)))
    at.hear("next")
    for _ in range(gate - 1):
        at.hear("answer_no")
    assert at.reply.asking == f"gate_{gate}"
    at.hear(answer)
    assert at.reply.asking == OF_THE_GATE[gate]
    assert at.talk.routine is not None
    assert at.talk.routine.status == "paused"
    assert at.hear("answer_no").asking == "trouble_breathing"


def test_a_level_below_an_emergency_offers_the_questions_and_a_yes_begins_them() -> None:
    at = MOMENTS["questions offered"](session())
    assert (at.reply.level, at.reply.asking) == ("SOON", "check_more")
    assert at.copy().hear("answer_yes").asking == "trouble_breathing"
    assert at.copy().hear("answer_no").asking is None


def test_the_one_fact_that_could_raise_a_level_is_asked_right_after_it() -> None:
    at = MOMENTS["fact that could raise"](session())
    assert (at.reply.level, at.reply.asking) == ("SOON", "neuraxial")
    assert at.copy().hear("answer_yes").level == "URGENT"
    assert at.copy().hear("answer_unsure").level == "URGENT"
    assert at.copy().hear("answer_no").level is None


# How it ends


def test_nothing_found_is_read_back_and_ends_with_self_care_the_safety_net_and_an_offer() -> None:
    at = MOMENTS["nothing to read back"](session())
    assert at.hear("answer_yes").level == "SELF_CARE"
    assert (at.reply.asking, at.kept.see_care_until) == ("safety_net", None)
    assert words(at.reply.text) <= MOST_WORDS
    parts = [at.hear("answer_yes").text for _ in at.words.safety_net]
    assert "between your legs" in parts[0]
    assert at.hear("start_exercise", exercise="chin_tuck", baby="in_arms").guiding


def test_do_not_know_everywhere_ends_carefully() -> None:
    at = to_the_end(questions(session()), "answer_unsure")
    assert at.talk.level == "URGENT"
    assert at.kept.see_care_until is not None


@pytest.mark.parametrize("no_baby", [True, False])
@pytest.mark.parametrize("answer", ["answer_no", "answer_unsure"])
def test_every_word_of_it_keeps_to_its_length(answer: str, no_baby: bool) -> None:
    at = questions(session(no_baby=no_baby), None)
    for _ in range(40):
        assert words(at.reply.text) <= MOST_WORDS, at.reply.text
        at.hear("answer_yes" if at.reply.asking == "readback" else answer)
    assert at.talk.verdict is not None


def test_what_was_read_back_wrongly_is_asked_again_and_not_read_back_twice() -> None:
    at = MOMENTS["read back"](session())
    assert "pain mainly at night" in at.reply.text
    at.hear("answer_no")
    assert at.reply.asking == "pain_night"
    assert at.hear("answer_no").level == "SELF_CARE"


NOT_NOTHING = ["answer_no", "answer_unsure"]
"""Two answers to a read-back of nothing: neither is a yes."""


@pytest.mark.parametrize("answer", NOT_NOTHING)
def test_a_read_back_of_nothing_that_is_not_right_asks_what_was_different(answer: str) -> None:
    at = MOMENTS["nothing to read back"](session()).then(answer)
    assert at.reply.text == "Thank you. What was different? Tell me in your own words."
    assert at.talk.asked == Asked("own_words", "", check=True)


def test_a_sign_she_then_names_is_taken_in_and_read_back() -> None:
    at = MOMENTS["nothing to read back"](session()).then("answer_no")
    assert at.hear("report_warning_sign", sign("fever")).level is None
    until(at, "readback")
    assert "a fever or chills" in at.reply.text
    assert at.hear("answer_yes").level == "URGENT"


@pytest.mark.parametrize("said", ["answer_no", "answer_yes", "answer_unsure", "unclear"])
def test_named_no_sign_it_is_read_back_once_more_and_a_yes_ends_it(said: str) -> None:
    at = MOMENTS["nothing to read back"](session()).then("answer_no", said)
    assert at.reply.text == "Then I heard a no to every question. Did I hear that right?"
    assert at.reply.asking == "readback"
    assert at.hear("answer_yes").level == "SELF_CARE"


@pytest.mark.parametrize("first", NOT_NOTHING)
@pytest.mark.parametrize("second", NOT_NOTHING)
def test_denied_twice_without_a_sign_it_is_never_self_care(first: str, second: str) -> None:
    """One of her answers is "don't know", nobody knows which: the gravest level a "don't know" has."""
    at = MOMENTS["nothing to read back"](session()).then(first, "unclear", second)
    assert at.reply.level == at.talk.level == "URGENT"
    assert (at.kept.left, at.reply.asking) == (None, None)
    assert at.talk.survey is not None
    assert at.talk.survey.status == "done"
    assert "I don't feel well" in at.reply.text
    assert at.kept.see_care_until is not None
    assert at.copy().hear("why_this").text == (
        "Because I couldn't make out what is wrong, and it's safer to have it checked."
    )
    assert not at.hear("start_routine").guiding


@pytest.mark.parametrize("answer", ["answer_yes", "answer_unsure"])
def test_a_read_back_that_is_right_or_not_sure_tells_the_level(answer: str) -> None:
    assert MOMENTS["read back"](session()).then(answer).reply.level == "SOON"


def test_nothing_of_the_mind_is_read_back() -> None:
    at = questions(session())
    until(at, "self_harm_thoughts").hear("answer_unsure")
    to_the_end(at)
    assert at.reply.level == "URGENT"
    assert "thoughts" not in at.reply.text


def test_no_is_not_read_back_before_an_emergency() -> None:
    at = QUESTIONS["saddle_numb"](session()).then("answer_yes")
    assert (at.reply.level, at.reply.asking) == ("EMERGENCY", None)


# What follows


def seen_to() -> Session:
    return MOMENTS["clinician asked about"](session())


def test_after_a_clinicians_yes_a_full_pass_brings_the_plan_back() -> None:
    at = seen_to().then("answer_yes")
    assert at.reply.asking == "trouble_breathing"
    to_the_end(at)
    assert at.reply.level == "SELF_CARE"
    assert at.kept.see_care_until is None
    at.hear("baby_status", baby="free")
    assert at.hear("start_exercise", exercise="bridge").guiding


def test_a_pass_that_finds_something_does_not() -> None:
    at = until(seen_to().then("answer_yes"), "pain_night").then("answer_yes")
    to_the_end(at)
    assert at.talk.level == "SOON"
    assert at.kept.see_care_until is not None


def test_without_that_yes_a_pass_that_finds_nothing_lifts_no_advice() -> None:
    at = seen_to().then("answer_no", "is_this_serious")
    until(at, "readback").hear("answer_yes")
    assert at.reply.level == "SELF_CARE"
    assert at.kept.see_care_until is not None
    at.hear("baby_status", baby="free")
    assert not at.hear("start_exercise", exercise="bridge").guiding


def test_a_wrong_read_back_does_not_lose_the_clinicians_yes() -> None:
    at = until(seen_to().then("answer_yes"), "readback").then("answer_no", "unclear")
    to_the_end(at)
    assert at.kept.see_care_until is None


@pytest.mark.parametrize("answer", ["answer_no", "answer_unsure"])
def test_without_a_clinicians_yes_it_stays_gentle(answer: str) -> None:
    at = seen_to().then(answer)
    assert at.kept.see_care_until is not None
    at.hear("baby_status", baby="free")
    assert not at.hear("start_exercise", exercise="bridge").guiding


def ended_at(level: str) -> Session:
    """A questionnaire that ended at this level."""
    found = {"SOON": {"pain_night": "yes"}, "URGENT": {"pain_severe": "yes"}, "EMERGENCY": {"leg_weakness": "yes"}}
    at = questions(session(), 20)
    for _ in range(40):
        if at.talk.level is not None:
            break
        asking = at.reply.asking or ""
        at.hear("answer_" + ("yes" if asking == "readback" else found[level].get(asking, "no")))
    assert at.talk.level == level
    return at


@pytest.mark.parametrize("level", ["URGENT", "EMERGENCY"])
def test_after_an_urgent_end_nothing_is_ever_guided_in_the_session(level: str) -> None:
    ended = ended_at(level)
    for before in ("", "help_coming", "been_seen", "stop", "is_this_serious"):
        there = ended.copy().then(*[before] * bool(before))
        for intent in INTENTS:
            for slots in slots_of(intent):
                assert not there.copy().hear(intent, **slots).guiding, (before, intent, slots)


def test_a_full_pass_stands_for_the_gate_but_not_with_a_doubt_in_it() -> None:
    sure, doubting = questions(session(), 20), questions(session(), 20)
    until(doubting, "pain_night").hear("answer_unsure")
    for at, may in ((sure, True), (doubting, False)):
        at.kept = structs.replace(at.kept, profile=cleared(140))
        until(at, "readback").hear("answer_yes")
        assert at.reply.level == "SELF_CARE"
        assert at.hear("start_exercise", exercise="bridge", baby="free").guiding is may


def test_erasing_everything_does_not_lift_what_stands_in_this_session() -> None:
    at = ended_at("SOON").then("privacy_delete", "answer_yes")
    at.hear("profile", weeks_postpartum=20, delivery="vaginal", cleared=True, baby="free")
    assert not at.hear("start_exercise", exercise="bridge").guiding
    assert at.reply.asking == "offer"


def test_after_soon_only_the_gentlest_is_guided() -> None:
    ended = ended_at("SOON")
    ended.hear("baby_status", baby="free")
    guided = set()
    for intent in INTENTS:
        for slots in slots_of(intent):
            at = ended.copy()
            at.hear(intent, **slots)
            for _ in range(12):
                running = at.talk.routine
                if at.reply.guiding and running is not None and running.here.exercise in at.words.exercises:
                    guided.add(running.here.exercise)
                at.hear("next")
    assert guided
    assert {ended.words.exercises[id].tier for id in guided} == {0}
