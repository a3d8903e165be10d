"""The route of the mind: of her to a partner, on the phone without a word of a back, and at "I'm done" one question."""

from __future__ import annotations

import re

import pytest
from msgspec import structs

from skill.coach.conversation import Asked
from skill.coach.situation import Profile
from tests.coach.moments import MOMENTS, session
from tests.coach.test_levels_announced import at
from tests.coach.test_triage_heard import NO_HISTORY, fresh, said
from tests.factories import Session, content, sign

MIND = tuple(id for id, row in content().signs.items() if row.route == "mind")
OF_HER = re.compile(r"\b(you|your|yours|yourself)\b", re.IGNORECASE)
TO_HIM = ("Thank you", "I can't call for you", "Keep the baby with you")
"""Where "you" is the partner who speaks."""


def of_her(text: str) -> bool:
    for words in TO_HIM:
        text = text.replace(words, "")
    return OF_HER.search(text) is not None


# To a partner


@pytest.mark.parametrize("id", MIND)
@pytest.mark.parametrize("place", ["in_arms", "free"])
def test_to_a_partner_nothing_that_is_hers_is_said_as_yours(id: str, place: str) -> None:
    there = said(at(place, partner=True), id)
    assert there.reply.level == content().signs[id].level
    for said_to_him in (
        there.reply.text,
        there.reply.reprompt,
        there.hear("help").text,
        there.hear("help_coming").text,
    ):
        assert not of_her(said_to_him.replace("Keep your phone close", "")), said_to_him


@pytest.mark.parametrize("id", MIND)
def test_of_a_partner_it_is_asked_and_explained_whether_she_has_such_thoughts(id: str) -> None:
    there = said(at(partner=True), possible=(id,))
    asked = there.reply.asking
    assert asked is not None
    for text in (
        there.reply.text,
        there.reply.reprompt,
        there.copy().hear("why_do_you_ask").text.replace("What you told me", ""),
    ):
        assert not of_her(text), text
    for answer in ("answer_yes", "answer_unsure"):
        there = said(at(partner=True), possible=(id,))
        reply = there.hear(answer)
        assert reply.level is None or not of_her(reply.text), reply.text


def test_someone_stays_with_her_and_in_an_emergency_with_the_baby() -> None:
    for id, baby in (
        ("self_harm_thoughts", "Keep the baby with you."),
        ("baby_harm_thoughts", "Keep the baby with you."),
        ("psychosis_signs", "Don't leave her alone with the baby."),
    ):
        for place in ("in_arms", "free", None):
            text = said(at(place, partner=True), id).reply.text
            assert text.startswith(baby), (id, place)
            assert "Stay with her." in text or "don't leave her alone" in text
            assert "she gave birth five weeks ago" in text


def test_where_no_word_of_a_baby_may_be_said_the_partner_hears_none() -> None:
    for id in MIND:
        there = Session(structs.replace(session(no_baby=True).kept, profile=NO_HISTORY))
        there.hear("partner", partner=True)
        there.hear("report_warning_sign", sign(id))
        assert "baby" not in f"{there.reply.text} {there.reply.reprompt}".lower()


def test_a_partner_who_did_not_give_birth_and_speaks_of_himself_is_told_as_before() -> None:
    there = said(at(profile=Profile(gave_birth=False), partner=True), "self_harm_thoughts")
    assert "she" not in there.reply.text.split()


def test_every_script_of_the_mind_has_words_for_a_partner_without_a_word_of_a_baby() -> None:
    scripts = {key: script for key, script in content().scripts.items() if key.split(".")[1] in ("mind", *MIND)}
    assert len(scripts) >= 6
    for key, script in scripts.items():
        assert script.partner, key
        assert not of_her(script.partner), key
        assert "baby" not in script.partner, key
        assert not of_her(script.partner_short or script.short), key


# On the phone


@pytest.mark.parametrize("id", MIND)
def test_what_to_tell_after_a_sign_of_the_mind_says_what_is_needed_and_no_back(id: str) -> None:
    text = said(at(), id).hear("what_to_tell").text
    assert text == "Say this: I gave birth five weeks ago, and I need help with how I feel. That's enough to begin."
    to_him = said(at(partner=True), id).hear("what_to_tell").text
    assert to_him == "Say this: she gave birth five weeks ago, and she needs help with how she feels. Stay with her."
    his_own = said(at(profile=Profile(gave_birth=False)), id).hear("what_to_tell").text
    assert his_own == "Say this: I need help with how I feel. That's enough to begin."


def test_what_to_tell_goes_by_the_gravest_of_what_stands() -> None:
    lesser_body = said(said(at(), "pain_night"), "self_harm_thoughts")
    assert "pain" not in lesser_body.hear("what_to_tell").text
    lesser_mind = said(said(at(), "low_mood"), "chest_pain")
    assert (
        lesser_mind.hear("what_to_tell").text == "Say this: I gave birth five weeks ago. I have chest pain or pressure."
    )
    both = said(said(at(), "leg_weakness"), "self_harm_thoughts").hear("what_to_tell").text
    leg = "Say this: I gave birth five weeks ago. I have new leg weakness."
    assert both == f"{leg} Say too that you need help with how you feel."
    doubted = said(said(at(), possible=("saddle_numb",)).then("answer_unsure"), "self_harm_thoughts")
    assert "numb" not in doubted.hear("what_to_tell").text


def test_of_violence_and_of_the_baby_no_back_is_named_either() -> None:
    violence = said(at(), "violence").then("answer_no", "what_to_tell")
    assert violence.reply.text == "Say where you are, and what you need."
    assert said(at(), "baby_emergency").hear("what_to_tell").text == "Say how old your baby is, and what you see."
    assert "back pain" in fresh().hear("what_to_tell").text


# "I'm done"


@pytest.mark.parametrize("id", ["low_mood", "distress_ambiguous"])
def test_after_a_sign_of_the_mind_stop_asks_about_self_harm_once_and_then_ends(id: str) -> None:
    there = said(at(), id).then("stop")
    assert (there.talk.asked, there.reply.ended) == (Asked("self_harm_thoughts", "", check=True), False)
    assert there.copy().hear("answer_yes").level == "EMERGENCY"
    assert there.copy().hear("answer_no").listening
    assert there.copy().then("answer_no", "stop").reply.ended
    ended = there.copy().hear("stop")
    assert ended.ended
    assert "nine, eight, eight" in ended.text


def test_low_mood_told_in_the_questions_counts_as_well() -> None:
    there = MOMENTS["first question"](session())
    there.talk = structs.replace(there.talk, told=("low_mood",), asked=None, survey=None)
    assert there.hear("stop").asking == "self_harm_thoughts"


def test_else_stop_ends_at_once() -> None:
    asked_before = at(answers={"self_harm_thoughts": "no"})
    for there in (
        at(),
        said(at(), "pain_night"),
        said(asked_before, "low_mood"),
        said(at(), "violence").then("answer_no"),
        said(at(partner=True), "low_mood"),
        said(at(), "self_harm_thoughts").then("help_coming"),
    ):
        assert there.hear("stop").ended
        assert there.reply.asking is None


def test_in_the_middle_of_a_gentle_routine_stop_means_the_routine() -> None:
    there = said(at("in_arms"), "low_mood").then("start_routine")
    assert there.reply.guiding
    assert there.hear("stop").ended


def test_while_an_emergency_of_the_mind_stands_stop_says_its_number_and_ends() -> None:
    there = said(at(), "self_harm_thoughts")
    assert "nine, eight, eight" in there.hear("stop").text
    assert there.reply.ended


def test_where_nothing_may_be_asked_the_line_is_named_instead() -> None:
    there = at()
    there.triage = "inform"
    said(there, "low_mood").hear("stop")
    assert "nine, eight, eight" in there.reply.text
    assert (there.reply.asking, there.reply.ended) == (None, True)
