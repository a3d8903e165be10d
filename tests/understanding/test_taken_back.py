"""An answer taken back by name: which question, what it should have been, and no sign out of the name alone."""

from __future__ import annotations

from typing import Any

import pytest

from skill.coach.conversation import Asked, Conversation
from skill.coach.heard import Heard, Said
from skill.coach.levels import Answer
from skill.opening import names
from skill.understanding import hear, load
from skill.understanding.correcting import named_in
from tests.understanding.speaking import TODAY

ANSWERED: dict[str, Answer] = {
    "trouble_breathing": "no", "chest_pain": "no", "fainted": "no", "heavy_bleeding": "no", "fever": "unknown",
    "headache_thunderclap": "no", "leg_numb_tingle": "no", "self_harm_thoughts": "no",
}  # fmt: skip


def hearing(text: str, open_question: str = "low_mood", **more: Any) -> Heard:
    """What is heard where these questions were answered and another one is open."""
    talk: dict[str, Any] = {"asked": Asked(open_question, "survey", check=True), "answers": ANSWERED} | more
    return hear(Said(text=text), Conversation(**talk), names("en-US"), TODAY)


@pytest.mark.parametrize(
    ("text", "sign", "meant"),
    [
        ("Go back, I meant yes about the chest", "chest_pain", "yes"),
        ("no wait, I meant yes to the fever one", "fever", "yes"),
        ("can I change what I said about the bleeding", "heavy_bleeding", None),
        ("I meant no about the chest pain", "chest_pain", "no"),
        ("no, I meant yes to the chest pain question, sorry", "chest_pain", "yes"),
        ("sorry, the bleeding question, I meant yes", "heavy_bleeding", "yes"),
        ("the fever one should be yes", "fever", "yes"),
        ("yes to the fever one", "fever", "yes"),
        ("about the chest one, that was wrong", "chest_pain", None),
        ("I got the fainting one wrong", "fainted", None),
        ("I said no to the chest pain but I meant yes", "chest_pain", "yes"),
        ("I said no about the breathing by mistake", "trouble_breathing", None),
        ("I didn't mean no about the fever", "fever", None),
        ("can we go back to the fever question please", "fever", None),
        ("um, actually, can you change my answer on passing out", "fainted", None),
        ("I want to change my bleeding answer", "heavy_bleeding", None),
        ("I gave the wrong answer about my breathing", "trouble_breathing", None),
        ("ask me about the fever again", "fever", None),
        ("I was wrong about the headache", "headache_thunderclap", None),
        ("I should have said yes about hurting myself", "self_harm_thoughts", "yes"),
        ("what I told you about the bleeding is not right", "heavy_bleeding", None),
    ],
)
def test_a_correction_brings_the_question_it_names_and_no_sign(text: str, sign: str, meant: str | None) -> None:
    heard = hearing(text)
    assert (heard.intent, heard.slots.get("sign"), heard.slots.get("meant")) == ("correct_answer", sign, meant)
    assert heard.confidence > 0.9
    assert heard.signs == ()


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("I meant I have chest pain", "chest_pain"),
        ("my chest is not right, it's tight and I can't breathe", "trouble_breathing"),
        ("I meant yes about the chest, it really hurts when I breathe", "chest_pain"),
        ("go back, I can't feel my legs", "both_legs"),
        ("no I meant I am soaking a pad every half hour", "heavy_bleeding"),
        ("I meant yes, I want to die", "self_harm_thoughts"),
    ],
)
def test_what_she_has_is_heard_although_it_sounds_like_one(text: str, sign: str) -> None:
    assert sign in {heard.id for heard in hearing(text).signs}


@pytest.mark.parametrize("text", ["my chest is not right", "my back to my leg", "my leg is wrong", "no to the fever"])
def test_a_symptom_in_the_words_of_a_correction_is_none(text: str) -> None:
    assert named_in(text, load().called) is None


def test_a_question_that_was_never_asked_is_not_taken_back() -> None:
    text = "I meant yes about the chest pain"
    assert hearing(text).slots.get("sign") == "chest_pain"
    never = hearing(text, answers={"fever": "no"})
    assert "meant" not in never.slots
    assert hear(Said(text=text), Conversation(), names("en-US"), TODAY) == hear(
        Said(text=text), Conversation(answers={"fever": "no"}), names("en-US"), TODAY
    )


def test_a_name_of_several_questions_brings_all_of_them_that_were_asked_and_changes_none() -> None:
    heard = hearing("I meant yes about the headache", answers=ANSWERED | {"headache_persistent": "no"})
    assert heard.slots == {"sign": "headache_thunderclap", "also": "headache_persistent"}


def test_a_yes_about_the_open_question_is_its_answer_and_a_no_is_asked_again() -> None:
    assert hearing("I meant yes about the fever", "fever", answers={}).intent == "answer_yes"
    heard = hearing("I meant no about the fever", "fever", answers={})
    assert (heard.intent, heard.slots["sign"]) == ("correct_answer", "fever")


@pytest.mark.parametrize(
    ("name", "sign"), [("fever", "fever"), ("numbness", "saddle_numb"), ("bleeding", "heavy_bleeding")]
)
def test_the_gate_of_four_is_taken_back_by_name_too(name: str, sign: str) -> None:
    talk = {"asked": Asked("ready"), "answers": {}, "gate": (False,) * 4}
    heard = hearing(f"I meant yes about the {name}", **talk)
    assert heard.intent == "correct_answer"
    assert heard.slots["sign"] == sign


def test_every_name_is_of_a_sign_there_is_the_gravest_first() -> None:
    rank = {sign: at for at, sign in enumerate(load().signs)}
    called = load().called
    assert {sign for signs in called.values() for sign in signs} <= rank.keys()
    assert all(list(signs) == sorted(signs, key=rank.__getitem__) for signs in called.values())
