"""The card in the app: how an exercise goes, at its beginning; never a word of pain, birth, baby or triage."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Response

from skill.alexa.card import card
from skill.alexa.limits import MOST_CARD
from skill.content.check import BABY
from tests.coach.moments import MOMENTS, session
from tests.coach.walk import walk
from tests.factories import Session, content

PRIVATE = re.compile(
    r"\b(pain\w*|hurts?|sore|ache\w*|births?|born|postpartum|deliver\w*|c-?section\w*|caesarean\w*|weeks?|wounds?|"
    r"bleed\w*|fever\w*|numb\w*|tingl\w*|weakness|bladder|warning|signs?|emergency|urgent|serious|symptoms?|doctors?|"
    r"midwife|clinician\w*|call|danger|violen\w*|safe|mood|sad|harm|died|loss|911|988|999)\b",
    re.I,
)
"""What nobody who holds her phone may read there."""


def of(here: Session) -> dict[str, Any] | None:
    return card(here.reply, here.talk, here.words)


def walked(seeds: int) -> Iterator[Session]:
    for seed in range(seeds):
        for here, _, _ in walk(seed, turns=60):
            yield here


def test_it_says_how_the_exercise_goes_that_begins() -> None:
    here = MOMENTS["ready"](session())
    exercise = here.words.exercises[here.talk.routine.here.exercise]  # type: ignore[union-attr]
    assert of(here) == {"type": "Simple", "title": exercise.name.capitalize(), "content": exercise.how}


def test_the_sdk_takes_it_for_one_of_its_own() -> None:
    told = of(MOMENTS["ready"](session()))
    response = DefaultSerializer().deserialize(json.dumps({"card": told}), Response)
    assert type(response.card).__name__ == "SimpleCard"
    assert DefaultSerializer().serialize(response)["card"] == told


@pytest.mark.parametrize("exercise", list(content().exercises))
def test_no_exercise_has_a_word_that_may_not_stand_there(exercise: str) -> None:
    words = content().exercises[exercise]
    assert not PRIVATE.search(f"{words.name} {words.how}")
    assert not BABY.search(f"{words.name} {words.how}")
    assert len(words.name) + len(words.how) <= MOST_CARD


def test_on_no_walk_a_card_says_what_is_nobodys_business() -> None:
    cards = [told for here in walked(20) if (told := of(here)) is not None]
    assert len(cards) > 100
    assert [told for told in cards if PRIVATE.search(f"{told['title']} {told['content']}")] == []


def test_on_no_walk_there_is_a_card_beside_a_question_of_safety_or_while_a_level_stands() -> None:
    for here in walked(20):
        if of(here) is not None:
            assert here.reply.guiding
            assert (here.reply.level, here.talk.level) == (None, None)
            assert here.reply.asking in ("ready", None)


def test_only_where_an_exercise_begins_there_is_one() -> None:
    assert {name for name in MOMENTS if of(MOMENTS[name](session()))} == {
        "ready",
        "ready in arms",
        "past the gate",
        "finished",
    }


def test_data_that_is_told_or_handed_over_is_never_written_down() -> None:
    for intent in ("hear_my_data", "export", "privacy_question", "progress", "profile", "reminder", "plan"):
        here = MOMENTS["ready"](session())
        here.hear(intent)
        assert of(here) is None, intent


def test_going_on_in_the_middle_writes_no_second_card() -> None:
    here = MOMENTS["ready"](session())
    step = here.talk.routine.here.step  # type: ignore[union-attr]
    here.hear("slower", reached=f"{step}#3")
    assert here.reply.guiding
    assert here.talk.routine.rep == 3  # type: ignore[union-attr]
    assert of(here) is None
