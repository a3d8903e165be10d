"""Every type that is spoken, stored or sent has an example, and survives a round trip through JSON."""

from __future__ import annotations

import importlib
import pkgutil

import msgspec
import pytest

import skill.coach
from tests.examples import EXAMPLES

INSIDE_ONE_TURN = {"Scene", "Sized", "Manner"}
"""Values that live inside one turn and are never stored or sent."""


def types() -> set[type[msgspec.Struct]]:
    found = set()
    for module in pkgutil.iter_modules(skill.coach.__path__):
        for value in vars(importlib.import_module(f"skill.coach.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, msgspec.Struct) and value.__module__.startswith("skill."):
                found.add(value)
    return found


def test_every_type_of_the_core_has_an_example() -> None:
    shown = {type(example) for example in EXAMPLES}
    assert {t.__name__ for t in types() - shown} == INSIDE_ONE_TURN
    assert {t.__name__ for t in shown - types()} == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: type(e).__name__)
def test_an_example_survives_a_round_trip(example: msgspec.Struct) -> None:
    text = msgspec.json.encode(example)
    assert msgspec.json.decode(text, type=type(example)) == example


@pytest.mark.parametrize("type", sorted(types(), key=lambda t: t.__name__), ids=lambda t: t.__name__)
def test_every_type_is_frozen_and_says_what_it_is_for(type: type[msgspec.Struct]) -> None:
    assert type.__struct_config__.frozen
    assert type.__doc__
