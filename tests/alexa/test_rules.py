"""Our models keep Amazon's written rules, and each rule bites on a model that breaks it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from skill.alexa.rules import findings
from tests.alexa.generated import LOCALES, whole

Break = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_model_keeps_every_rule(locale: str) -> None:
    assert findings(whole(locale), locale) == []


def _intent(told: dict[str, Any], name: str) -> dict[str, Any]:
    return next(intent for intent in told["intents"] if intent["name"] == name)


def _sample(text: str, intent: str = "pause") -> Break:
    return lambda told: _intent(told, intent)["samples"].append(text)


def _value(told: dict[str, Any], text: str) -> None:
    told["types"][0]["values"][0]["name"]["synonyms"].append(text)


def _drop(name: str) -> Break:
    return lambda told: told["intents"].remove(_intent(told, name))


def _two_types(told: dict[str, Any]) -> None:
    _intent(told, "pause").update(slots=[{"name": "minutes", "type": "KIND"}])
    _intent(told, "pause")["samples"].append("wait {minutes}")


BROKEN: dict[str, tuple[Break, str]] = {
    "too large": (lambda told: _value(told, "x" * 1_500_000), "too large"),
    "too many intents": (
        lambda told: told["intents"].extend({"name": "AMAZON.HelpIntent", "samples": []} for _ in range(250)),
        "too many intents",
    ),
    "too many types": (
        lambda told: told["types"].extend({"name": f"t{'x' * n}", "values": []} for n in range(350)),
        "too many intents and slot types",
    ),
    "one word to invoke": (lambda told: told.update(invocationName="back"), "two words or more"),
    "a digit to invoke": (lambda told: told.update(invocationName="gentle back 2"), "lower-case letters only"),
    "a launch word to invoke": (lambda told: told.update(invocationName="open back"), "not 'open'"),
    "an article to invoke": (lambda told: told.update(invocationName="the back"), "not 'the'"),
    "no stop": (_drop("AMAZON.StopIntent"), "AMAZON.StopIntent is missing"),
    "a player without shuffle": (_drop("AMAZON.ShuffleOnIntent"), "AMAZON.ShuffleOnIntent is missing"),
    "an unknown built-in": (
        lambda told: told["intents"].append({"name": "AMAZON.MoreIntent", "samples": []}),
        "AMAZON.MoreIntent is no built-in of ours",
    ),
    "a name with a digit": (lambda told: _intent(told, "pause").update(name="pause2"), "not letters"),
    "a name twice": (lambda told: told["intents"].append(copy.deepcopy(_intent(told, "pause"))), "stands twice"),
    "too few samples": (lambda told: _intent(told, "pause").update(samples=["wait"]), "pause has 1 samples"),
    "too many samples": (
        lambda told: _intent(told, "pause")["samples"].extend("x" * n for n in range(3, 99)),
        "pause has",
    ),
    "a sample of two intents": (_sample("slow down"), "is a sample of"),
    "a built-in's own words": (_sample("never mind"), "is AMAZON.CancelIntent's"),
    "a digit": (_sample("wait 5 minutes"), "letters, apostrophes"),
    "punctuation": (_sample("wait, please"), "letters, apostrophes"),
    "a possessive after the brace": (_sample("{exercise}'s turn", "start_exercise"), "letters, apostrophes"),
    "a slot nobody declared": (_sample("wait {minutes}"), "used or declared, not both"),
    "a slot nobody uses": (
        lambda told: _intent(told, "pause").update(slots=[{"name": "minutes", "type": "AMAZON.NUMBER"}]),
        "used or declared, not both",
    ),
    "a type that is none": (
        lambda told: _intent(told, "start_routine")["slots"][0].update(type="MOOD"),
        "no type 'MOOD'",
    ),
    "one name, two types": (_two_types, "has two types"),
    "a slot twice": (_sample("{exercise} and {exercise}", "start_exercise"), "has a slot twice"),
    "a phrase beside a slot": (_sample("i {said_i} then {said_i_m}", "said_i"), "a phrase slot stands alone"),
    "a phrase without a carrier": (_sample("{said_i}", "said_i"), "needs words beside it"),
    "a carrier that is a command": (_sample("stop {said_i}", "said_i"), "'stop' is a sample itself"),
    "a value without a synonym": (
        lambda told: told["types"][0]["values"][0]["name"].update(synonyms=[]),
        "needs a synonym",
    ),
    "an empty list": (lambda told: told["types"][0].update(values=[]), "is empty"),
    "an id twice": (lambda told: told["types"][0]["values"][1].update(id=told["types"][0]["values"][0]["id"]), "twice"),
    "a value of two ids": (lambda told: _value(told, told["types"][0]["values"][1]["name"]["value"]), "stands for"),
    "a long value": (lambda told: _value(told, "very " * 28 + "long"), "is too long"),
    "a digit in a value": (lambda told: _value(told, "figure 4"), "letters and apostrophes only"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_model_is_found(name: str) -> None:
    breaking, found = BROKEN[name]
    model = copy.deepcopy(whole("en-US"))
    breaking(model["interactionModel"]["languageModel"])
    assert any(found in finding for finding in findings(model, "en-US"))


def test_fallback_sensitivity_is_only_for_locales_that_have_it() -> None:
    assert findings(whole("en-US"), "fr-FR") == ["no fallback sensitivity in fr-FR"]
