"""What she says to an open question means through Alexa what it means typed, above all where it is about her safety."""

from __future__ import annotations

import pytest

from skill.alexa.builtins import BUILTINS
from skill.alexa.carriers import said
from skill.coach.conversation import Asked, Conversation
from skill.coach.heard import Heard, Said
from skill.opening import names
from skill.understanding import hear
from tests.alexa.generated import device
from tests.alexa.test_samples_are_understood import OWN
from tests.understanding.asking import CHECKS, RUNNING
from tests.understanding.speaking import TODAY

ANSWERS = ("answer_yes", "answer_no", "answer_unsure")
SPOKEN = [text for builtin in BUILTINS.values() for text in builtin.spoken]
TEXTS = sorted({texts[0] for (intent, _), texts in OWN.items() if intent in ANSWERS} | set(SPOKEN))


def heard(said: Said, asked: str) -> Heard:
    routine = RUNNING if asked.startswith("gate_") else None
    talk = Conversation(asked=Asked(asked, check=asked in CHECKS), routine=routine)
    return hear(said, talk, names("en-US"), TODAY)


@pytest.mark.parametrize("asked", sorted(CHECKS))
def test_a_no_to_a_safety_question_is_never_clearer_than_its_words(asked: str) -> None:
    clearer = {
        text
        for text in TEXTS
        if heard(said(*device("en-US").resolve(text)), asked).intent == "answer_no"
        and heard(Said(text=text), asked).intent != "answer_no"
    }
    assert clearer == set()


@pytest.mark.parametrize("asked", sorted(CHECKS))
def test_a_yes_to_a_safety_question_is_not_lost_on_the_way(asked: str) -> None:
    lost = {
        text
        for text in TEXTS
        if heard(Said(text=text), asked).intent == "answer_yes"
        and heard(said(*device("en-US").resolve(text)), asked).intent != "answer_yes"
    }
    assert lost == set()


@pytest.mark.parametrize(
    ("asked", "fact"),
    [("weeks", "weeks_postpartum"), ("pain_score", "score"), ("reminder_time", "time")],
)
@pytest.mark.parametrize("words", ["seven", "about seven", "half past six", "a seven", "eight"])
def test_a_bare_number_answers_what_was_asked(asked: str, fact: str, words: str) -> None:
    typed = heard(Said(text=words), asked)
    arrives = heard(said(*device("en-US").resolve(words)), asked)
    assert arrives.slots.get(fact) == typed.slots.get(fact)
    assert arrives.intent == typed.intent


@pytest.mark.parametrize(
    "words",
    [
        "remind me every tuesday",
        "remind me on sundays",
        "remind me tomorrow",
        "remind me tonight",
        "remind me every week",
    ],
)
def test_the_day_of_a_reminder_arrives(words: str) -> None:
    typed, arrives = heard(Said(text=words), "offer"), heard(said(*device("en-US").resolve(words)), "offer")
    assert (arrives.intent, arrives.slots) == (typed.intent, typed.slots)
    assert arrives.slots["frequency"] in ("weekly", "once")


def test_how_often_in_words_that_are_in_no_list_is_understood() -> None:
    assert heard(Said(intent="reminder", slots={"frequency": "on tuesday evenings"}), "offer").slots["day"] == "tue"
