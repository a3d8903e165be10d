"""Answers to a warning sign's question that must not be taken as they sound."""

from __future__ import annotations

import pytest

from skill.coach.conversation import SURVEY, Asked, Conversation
from skill.coach.heard import Heard, Said
from skill.opening import names
from skill.understanding import hear
from tests.understanding.speaking import TODAY


def answered(question: str, words: str) -> Heard:
    talk = Conversation(asked=Asked(question, SURVEY, check=True))
    return hear(Said(text=words), talk, names("en-US"), TODAY)


@pytest.mark.parametrize(
    ("question", "words", "intent"),
    [
        ("trouble_breathing", "no, wait, yes", "answer_yes"),
        ("chest_pain", "no and yes", "answer_unsure"),
        ("trouble_breathing", "it comes and goes", "answer_unsure"),
        ("chest_pain", "i hope not", "answer_unsure"),
        ("bladder_retention", "i can't", "answer_yes"),
        ("bladder_retention", "it's impossible", "answer_yes"),
        ("bladder_retention", "not hard", "answer_no"),
        ("control_loss/clarify", "only when i sneeze", "answer_yes"),
        ("fever", "101", "answer_yes"),
        ("fever", "it's 38", "answer_yes"),
        ("fever", "thirty eight four", "answer_yes"),
        ("fever", "thirty seven", "answer_no"),
        ("fainted", "no never", "answer_no"),
        ("chest_pain", "no it's fine", "answer_no"),
    ],
)
def test_an_answer_is_what_it_means_beside_its_question(question: str, words: str, intent: str) -> None:
    assert answered(question, words).intent == intent


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("chest_pain", "no, just tight"),
        ("fainted", "no, just blacked out for a second"),
        ("trouble_breathing", "no more than when i climb the stairs"),
        ("saddle_numb", "no worse than before"),
        ("chest_pain", "not any more"),
        ("fainted", "not today"),
        ("self_harm_thoughts", "not right now"),
        ("bladder_retention", "i can"),
        ("heavy_bleeding", "one every hour"),
    ],
)
def test_a_no_that_may_hide_the_sign_is_asked_once_more_never_booked(question: str, words: str) -> None:
    heard = answered(question, words)
    present = any(sign.status == "present" for sign in heard.signs)
    assert heard.intent in ("unclear", "answer_yes") or present, heard


def test_weeks_are_taken_as_a_bare_number_where_they_are_asked() -> None:
    for text in ("five", "five i think", "it's five", "about five or so"):
        assert answered("weeks_postpartum", text).slots["weeks_postpartum"] == 5


def test_how_long_ago_it_was_is_no_pain_score() -> None:
    heard = answered("weeks_postpartum", "it's ten days")
    assert (heard.intent, heard.slots["days_postpartum"], heard.signs) == ("profile", 10, ())


def test_not_knowing_how_to_put_it_is_no_sign_yet() -> None:
    assert answered("own_words", "i don't know how to put it").signs == ()


@pytest.mark.parametrize("words", ["dead tired", "do the dead bug", "dead"])
def test_a_loss_is_only_what_speaks_of_one(words: str) -> None:
    heard = hear(Said(text=words), Conversation(asked=Asked("baby")), names("en-US"), TODAY)
    assert bool(heard.slots.get("loss")) is (words == "dead")
