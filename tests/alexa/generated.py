"""The generated models, and the parts of Node that check them from outside."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from skill.alexa.compile import OUT
from skill.alexa.resolving import Device
from skill.alexa.rules import slots_in

LOCALES = sorted(path.stem for path in OUT.glob("*.json"))
NODE = Path(__file__).parents[1] / "node"
MODULES = NODE / "node_modules"


@cache
def whole(locale: str) -> dict[str, Any]:
    return json.loads((OUT / f"{locale}.json").read_bytes())


def words_of(locale: str) -> dict[str, Any]:
    return whole(locale)["interactionModel"]["languageModel"]


@cache
def device(locale: str) -> Device:
    return Device(whole(locale))


def samples(locale: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(intent, sample, slot -> type) of every sample."""
    for intent in words_of(locale)["intents"]:
        types = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
        for sample in intent["samples"]:
            yield intent["name"], sample, {name: types[name] for name in slots_in(sample)}


@cache
def values(locale: str, type: str) -> tuple[tuple[str, str | None], ...]:
    """Everything a list holds, as (words, id)."""
    found = next(t for t in words_of(locale)["types"] if t["name"] == type)["values"]
    return tuple(
        (text, value.get("id"))
        for value in found
        for text in (value["name"]["value"], *value["name"].get("synonyms", ()))
    )


def node(part: str) -> str:
    """The node program, where it and `part` of node_modules are installed; else skips, and in CI fails."""
    program = shutil.which("node")
    if program is None or not (MODULES / part).is_dir():
        reason = f"needs node and {part}: npm ci in {NODE.relative_to(NODE.parents[1])}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return program
