"""What is said once, what is said again, and what every later turn repeats. In en-US, five weeks on."""

from __future__ import annotations

import pytest

from skill.coach.situation import Profile
from tests.coach.test_levels_announced import ANNOUNCED, DOWN, DRIVEN, TODAY, at
from tests.coach.test_triage_heard import said
from tests.factories import born

SAFE = "Are you safe to talk? Say yes or no."
QUIET = "If you are in danger, call nine, one, one."


# Violence: asked first, said once


def test_violence_is_asked_about_before_anything_is_said() -> None:
    there = said(at("in_arms"), "violence")
    assert (there.reply.text, there.reply.reprompt) == (SAFE, "")
    assert there.talk.asked is not None
    assert (there.talk.asked.id, there.talk.asked.about, there.talk.asked.check) == ("safe_to_talk", "violence", True)


def test_only_a_clear_yes_to_whether_she_may_talk_is_followed_by_more() -> None:
    there = said(at(), "violence").then("answer_yes")
    assert there.reply.text.startswith("Call nine, one, one if you are in danger now. You deserve to be safe.")
    assert "domestic violence hotline on one, eight" in there.reply.text
    assert there.reply.listening
    for answer in ("answer_no", "answer_unsure", "silence", "unclear", "help", "start_routine"):
        there = said(at(), "violence").then(answer)
        assert (there.reply.text, there.reply.listening) == (QUIET, False), answer
        assert there.talk.asked is None


@pytest.mark.parametrize("safe", ["answer_yes", "answer_no"])
def test_of_violence_nothing_is_said_again_and_nothing_of_exercise_instead(safe: str) -> None:
    there = said(at(), "violence").then(safe, "repeat")
    assert there.reply.text == "I'm here when you're ready."
    assert said(there, "violence").reply.text == SAFE, "told again it is asked about and answered again"
    assert said(at(), "violence").then("answer_yes", "repeat").hear("why_this").text.startswith("Because of what you")


def test_beside_violence_nothing_that_stands_is_repeated_and_no_exercise_is_refused_without_a_number() -> None:
    there = said(at(), "violence").then("answer_no", "start_routine")
    assert (there.reply.text, there.reply.listening) == ("No exercise for now.", False)


# What she asks to hear again


@pytest.mark.parametrize("id", ["fever", "distress_ambiguous", "low_mood", "pain_night", "baby_unwell"])
def test_say_that_again_says_the_level_again_in_full(id: str) -> None:
    there = said(at(), id)
    first = there.reply.text
    assert there.hear("repeat").text == first
    assert there.hear("repeat").text == first


@pytest.mark.parametrize("id", ["self_harm_thoughts", "chest_pain"])
def test_while_an_emergency_stands_it_is_the_short_form_and_once_help_is_coming_the_last_reply(id: str) -> None:
    there = said(at(), id)
    assert there.copy().hear("repeat").text == ANNOUNCED[id][1]
    coming = there.hear("help_coming").text
    assert there.hear("repeat").text == coming


# While it stands


def test_every_later_turn_repeats_the_short_form_and_ends_only_when_she_stops() -> None:
    there = said(at(), "chest_pain")
    for intent in ("help", "start_routine", "baby_status", "answer_no"):
        reply = there.copy().hear(intent)
        assert (reply.text, reply.level, reply.ended) == (DRIVEN, "EMERGENCY", False), intent
    for intent in ("stop", "thanks_goodbye"):
        assert there.copy().hear(intent).ended, intent


def test_while_it_stands_a_baby_that_came_into_her_arms_is_laid_down_first() -> None:
    there = said(at(), "chest_pain")
    assert there.hear("baby_status", baby="in_arms").text == f"{DOWN} {DRIVEN}"


def test_an_emergency_that_only_a_rule_makes_is_repeated_too() -> None:
    there = said(at(profile=Profile(born=born(35))), "chest_pain", "fever")
    assert there.hear("help").text == DRIVEN


@pytest.mark.parametrize(
    ("id", "short"), [("fever", TODAY), ("distress_ambiguous", ANNOUNCED["distress_ambiguous"][1])]
)
def test_what_may_not_be_done_now_is_refused_with_whom_to_call(id: str, short: str) -> None:
    there = said(at(), id)
    reply = there.copy().hear("start_routine")
    assert (reply.text, reply.listening, reply.asking) == (f"No exercise for now. {short}", False, None)
    assert there.then("help_coming").hear("start_routine").text == "No exercise for now."


def test_while_she_is_pregnant_or_it_is_enough_for_today_that_is_said() -> None:
    pregnant = at()
    pregnant.hear("profile", pregnant=True)
    assert pregnant.reply.text.startswith("While you're pregnant I can't guide exercise.")
    assert not pregnant.reply.listening
    enough = at(enough=True)
    assert enough.hear("start_routine").text.startswith("That's enough for today.")
    assert not enough.reply.listening
