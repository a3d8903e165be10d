"""Our models are valid against Amazon's own definitions, read strictly."""

from __future__ import annotations

import copy
from functools import cache

import jsonschema
import pytest

from tests.alexa.amazons_schema import schema
from tests.alexa.generated import LOCALES, MODULES, node, whole


@cache
def validator() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(schema(MODULES / "ask-smapi-model" / "spec.json"))


@pytest.fixture(autouse=True)
def _amazons_definitions_are_here() -> None:
    node("ask-smapi-model")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_model_is_valid(locale: str) -> None:
    assert [error.message for error in validator().iter_errors(whole(locale))] == []


def test_unknown_keys_wrong_types_and_missing_parts_are_found() -> None:
    for breaking in (
        lambda told: told["intents"][0].update(sample=[]),
        lambda told: told["intents"][0].update(samples="wait"),
        lambda told: told.pop("invocationName"),
        lambda told: told.update(invocation="gentle back"),
        lambda told: told["modelConfiguration"]["fallbackIntentSensitivity"].update(level="SOMETIMES"),
        lambda told: told["types"][0]["values"][0]["name"].update(synonym=[]),
        lambda told: told["intents"][1]["slots"][0].update(kind="NUMBER"),
    ):
        model = copy.deepcopy(whole("en-US"))
        breaking(model["interactionModel"]["languageModel"])
        assert list(validator().iter_errors(model))
