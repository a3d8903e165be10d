"""Two signs at once, and whoever speaks: which words win, and that we cannot call, in every locale."""

from __future__ import annotations

import pytest
from msgspec import structs

from skill.coach.situation import Profile
from tests.coach.test_levels_announced import ANNOUNCED, BOOK, CANNOT, DRIVEN, MORE, SADDLE, TODAY, at
from tests.coach.test_triage_heard import NO_HISTORY, said
from tests.factories import Session, content, keepsake

# Two signs


def test_of_two_signs_the_graver_ones_words_are_said_and_both_stand() -> None:
    together, later, lesser = (
        said(at(), "pain_night", "fever"),
        said(said(at(), "pain_night"), "fever"),
        said(at(), "fever"),
    )
    said(lesser, "pain_night")
    for there in (together, later, lesser):
        assert there.reply.text == ANNOUNCED["fever"][0]
        assert there.talk.signs == ("fever", "pain_night")
        assert there.reply.level == there.talk.level == "URGENT"


def test_a_sign_told_twice_counts_once() -> None:
    there = said(said(at(), "fever"), "pain_night", "fever")
    assert there.talk.told == ("fever", "pain_night")


def test_a_graver_sign_half_said_beside_a_level_is_asked_about_at_once() -> None:
    there = said(at(), "pain_night", possible=("saddle_numb",))
    assert (there.reply.text, there.reply.asking) == (f"{BOOK} {SADDLE}", "saddle_numb")
    assert there.reply.level == "SOON"
    two = said(at(), "pain_night", possible=("fever", "saddle_numb"))
    assert two.reply.asking == "saddle_numb", "the gravest of them"


def test_the_baby_is_laid_down_before_that_question_too_where_the_sign_asks_for_it() -> None:
    lying = [id for id in at().words.baby_down_first if at().words.signs[id].level != "EMERGENCY"]
    assert lying
    for id in lying:
        there = said(at("in_arms"), id, possible=("saddle_numb",))
        assert there.reply.text.startswith("Sit down now."), id
        assert there.reply.text.endswith(SADDLE), id


@pytest.mark.parametrize("half", ["fever", "pain_worse"])
def test_a_sign_half_said_that_is_no_graver_is_not_asked_about_with_it(half: str) -> None:
    assert said(at(), "wound_infection", possible=(half,)).reply.asking != half


def test_a_half_said_sign_that_was_answered_already_is_not_asked_about_with_a_level() -> None:
    there = said(at(), possible=("saddle_numb",)).then("answer_no")
    assert said(there, "pain_night", possible=("saddle_numb",)).reply.asking != "saddle_numb"


# Whoever speaks


def test_someone_who_did_not_give_birth_hears_nothing_of_a_birth_and_that_we_cannot_call() -> None:
    there = said(at(profile=Profile(gave_birth=False)), "chest_pain")
    assert there.reply.text == f"{DRIVEN} {CANNOT}"
    assert said(at(profile=Profile(gave_birth=False)), "fever").reply.text == f"{TODAY} {CANNOT} {MORE}"
    assert "birth" not in said(at(profile=Profile(gave_birth=False), partner=True), "self_harm_thoughts").reply.text


# The call in every locale


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "en-AU", "en-CA", "en-IN", "en-NZ", "en-IE"])
def test_in_every_locale_an_emergency_of_the_body_says_that_we_cannot_call(locale: str) -> None:
    words = content(locale)
    for id, row in words.signs.items():
        if (row.level, row.route) != ("EMERGENCY", "physical"):
            continue
        for place in ("in_arms", "free", None):
            for partner in (False, True):
                there = Session(keepsake(profile=NO_HISTORY), words=words)
                there.talk = structs.replace(there.talk, baby=place, partner=partner)
                assert "I can't call for you" in said(there, id).reply.text, (id, place, partner)
