"""A simulator nobody here wrote loads every model and resolves utterances of every intent as our own twin does."""

from __future__ import annotations

import json
import subprocess

import pytest

from skill.alexa.builtins import BUILTINS
from skill.alexa.compile import OUT
from tests.alexa.generated import LOCALES, NODE, device, node, samples, values

A_FEW = 3
"""Samples tried of each intent."""
OPENS = ("ask", "open", "launch", "tell", "talk to")
"""virtual-alexa takes any phrase with one of these in it, even inside a word, for a launch."""


def utterances(locale: str) -> dict[str, str]:
    """Utterance -> intent: a few of every intent, lists filled with their first value."""
    out: dict[str, str] = {}
    counts: dict[str, int] = {}
    for intent, sample, slots in samples(locale):
        text = sample
        for name, type in slots.items():
            filled = {"AMAZON.NUMBER": "seven", "AMAZON.TIME": "eight", "AMAZON.SearchQuery": "quince jelly"}
            text = text.replace("{" + name + "}", filled.get(type) or values(locale, type)[0][0])
        # It sends what is delivered for the first sample that fits; ours is compared where only one can fit.
        if counts.get(intent, 0) < A_FEW and not any(word in text for word in OPENS):
            counts[intent] = counts.get(intent, 0) + 1
            out[text] = intent
    return out | {builtin.spoken[0]: name for name, builtin in BUILTINS.items() if builtin.spoken}


@pytest.mark.parametrize("locale", LOCALES)
def test_it_loads_the_model_and_finds_every_intent(locale: str) -> None:
    program = node("virtual-alexa")
    told = utterances(locale)
    run = subprocess.run(
        [program, "resolve.js", str(OUT / f"{locale}.json")],
        cwd=NODE, input=json.dumps(list(told)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    found = {text: got and got["intent"] for text, got in zip(told, json.loads(run.stdout), strict=True)}
    assert {text: (found[text], intent) for text, intent in told.items() if found[text] != intent} == {}
    assert {text for text, intent in told.items() if device(locale).resolve(text).intent != intent} == set()
