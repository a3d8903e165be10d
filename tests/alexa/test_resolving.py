"""The twin knows the model and nothing else: exact, deterministic, the most literal sample first, else Fallback."""

from __future__ import annotations

from typing import Any

import pytest

from skill.alexa.builtins import FALLBACK
from skill.alexa.carriers import Slot
from skill.alexa.resolving import Device, device, spoken
from skill.alexa.spoken_values import number, time
from skill.coach.errors import UnknownLocale

PLACES = {"name": "PLACE", "values": [{"id": "free", "name": {"value": "in bed", "synonyms": ["in his bed"]}}]}


def told(*intents: tuple[str, dict[str, str], list[str]]) -> Device:
    made: list[dict[str, Any]] = [
        {"name": name, "slots": [{"name": slot, "type": type} for slot, type in slots.items()], "samples": samples}
        for name, slots, samples in intents
    ]
    model = {"invocationName": "gentle back", "intents": [*made, {"name": "AMAZON.StopIntent"}], "types": [PLACES]}
    return Device({"interactionModel": {"languageModel": model}})


DEVICE = told(
    ("pause", {}, ["wait", "he is in bed"]),
    ("baby", {"baby": "PLACE"}, ["he is {baby}", "{baby}"]),
    ("score", {"score": "AMAZON.NUMBER"}, ["{score}", "it is {score} out of ten"]),
    ("reminder", {"time": "AMAZON.TIME"}, ["remind me at {time}"]),
    (
        "said",
        {"i": "AMAZON.SearchQuery", "i_feel": "AMAZON.SearchQuery", "end": "AMAZON.SearchQuery"},
        ["i {i}", "i feel {i_feel}", "{end} chest", "he is {i}"],
    ),
)


def test_a_sample_word_for_word() -> None:
    assert DEVICE.resolve("Wait!") == ("pause", {})


def test_a_synonym_resolves_to_the_id_of_its_value() -> None:
    assert DEVICE.resolve("he is in his bed") == ("baby", {"baby": Slot("in his bed", "free")})


def test_what_reaches_a_built_in_needs_no_sample() -> None:
    assert DEVICE.resolve("stop") == ("AMAZON.StopIntent", {})


def test_a_built_in_that_is_not_in_the_model_is_not_reached() -> None:
    assert DEVICE.resolve("pause") == (FALLBACK, {})


def test_the_most_literal_sample_wins() -> None:
    assert DEVICE.resolve("he is in bed").intent == "pause"
    assert DEVICE.resolve("i feel sick").slots == {"i_feel": Slot("sick")}


def test_a_list_wins_over_a_phrase() -> None:
    assert DEVICE.resolve("he is in his bed").intent == "baby"
    assert DEVICE.resolve("he is in his pram") == ("said", {"i": Slot("in his pram")})


def test_a_phrase_may_stand_before_its_carrier() -> None:
    assert DEVICE.resolve("something heavy on my chest") == ("said", {"end": Slot("something heavy on my")})


def test_a_phrase_is_never_empty() -> None:
    assert DEVICE.resolve("chest").intent == FALLBACK


def test_nothing_is_guessed() -> None:
    assert DEVICE.resolve("weight").intent == FALLBACK
    assert DEVICE.resolve("").intent == FALLBACK


def test_digits_are_said_as_words() -> None:
    said = "it's one sixty five over one twelve thirty eight point five"
    assert " ".join(spoken("It's 165/112, 38.5°!")) == said
    assert DEVICE.resolve("it is 7 out of 10").slots == {"score": Slot("7")}


@pytest.mark.parametrize(
    ("words", "value"),
    [("seven", "7"), ("twenty two", "22"), ("one hundred and five", "105"), ("9", "9"), ("ninety", "90"),
     ("two too", None), ("", None), ("hundred", None)],
)  # fmt: skip
def test_numbers(words: str, value: str | None) -> None:
    assert number(words.split()) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("seven", "07:00"), ("seven pm", "19:00"), ("half past six", "06:30"), ("seven thirty in the evening", "19:30"),
     ("twelve am", "00:00"), ("noon", "12:00"), ("eight o'clock", "08:00"), ("half past", None), ("thirty", None),
     ("in the morning", None), ("", None)],
)  # fmt: skip
def test_times(words: str, value: str | None) -> None:
    assert time(words.split()) == value


def test_a_locale_without_a_model_is_refused_with_the_mend() -> None:
    with pytest.raises(UnknownLocale, match=r"run models"):
        device("fr-FR")
