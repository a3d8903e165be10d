"""A device that knows nothing but one generated model: words -> intent and slots, as Alexa would deliver them.

It reads samples, lists with their synonyms, numbers, times and phrase slots, and gives AMAZON.FallbackIntent where no
sample fits. Exact: every word must be there. Among samples that fit, one without a phrase slot wins, then the one with
the most words of its own, then the one with the fewest slots, then the first in the model. It never asks our own
understanding.

A real Alexa differs: it is trained on the samples and takes what is near them; it fills a list's slot with words that
are not in the list; it may take a short or misheard utterance for any intent; a phrase slot may lose words at its
edges; and another skill or Alexa itself may take an utterance before ours. So what is measured with this says what the
model can carry word for word, neither more nor less.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from skill.alexa.builtins import BUILTINS, FALLBACK
from skill.alexa.carriers import Slot
from skill.alexa.limits import PHRASE
from skill.alexa.plain_words import plain
from skill.alexa.spoken_values import LONGEST, READERS
from skill.coach.errors import UnknownLocale

MODELS = Path(__file__).parents[2] / "interaction_models" / "alexa"
_OVER = re.compile(r"(?<=\d)\s*/\s*(?=\d)")
"""How a blood pressure is typed; it is said with a word."""


class Delivered(NamedTuple):
    """What a device delivers to a skill."""

    intent: str
    slots: dict[str, Slot]


class _Sample(NamedTuple):
    intent: str
    parts: tuple[str, ...]
    """Words, and slots as `{name}`."""
    own: int
    """How many words are its own."""
    phrase: bool
    """Whether a phrase slot is in it."""
    order: int


def _weight(sample: _Sample) -> tuple[bool, int, int, int]:
    """What wins comes first."""
    return sample.phrase, -sample.own, len(sample.parts) - sample.own, sample.order


ANYTHING = "{"
"""Stands for a slot at the edge of a sample."""


def _edge(part: str) -> str:
    return ANYTHING if part[0] == "{" else part


class Device:
    """One locale's model."""

    def __init__(self, model: Mapping[str, Any]) -> None:
        told = model["interactionModel"]["languageModel"]
        self.name: str = told["invocationName"]
        """What the skill is called."""
        self.slots = {
            intent["name"]: {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
            for intent in told["intents"]
        }
        """Intent -> its slots, each with its type."""
        self.named = {
            type["name"]: {value.get("id"): value["name"]["value"] for value in type["values"]}
            for type in told.get("types", ())
        }
        """List -> what each id is called there."""
        self._types = {slot["name"]: slot["type"] for intent in told["intents"] for slot in intent.get("slots", ())}
        self._lists = {type["name"]: _values(type) for type in told.get("types", ())}
        self._longest = {name: max(map(len, values)) for name, values in self._lists.items()} | LONGEST
        samples = [self._sample(name, text, at) for at, (name, text) in enumerate(_texts(told["intents"]))]
        self._by_edge: dict[tuple[str, str], list[_Sample]] = {}
        for sample in sorted(samples, key=_weight):
            self._by_edge.setdefault((_edge(sample.parts[0]), _edge(sample.parts[-1])), []).append(sample)

    def _sample(self, intent: str, text: str, order: int) -> _Sample:
        parts = tuple(text.split())
        slots = [part[1:-1] for part in parts if part[0] == "{"]
        return _Sample(intent, parts, len(parts) - len(slots), any(self._types[s] == PHRASE for s in slots), order)

    def resolve(self, utterance: str) -> Delivered:
        """What is delivered of these words. Never raises."""
        words = tuple(spoken(utterance))
        if words:
            edges = product((words[0], ANYTHING), (words[-1], ANYTHING))
            for sample in sorted((s for edge in edges for s in self._by_edge.get(edge, ())), key=_weight):
                slots = next(self._fill(sample.parts, words), None)
                if slots is not None:
                    return Delivered(sample.intent, slots)
        return Delivered(FALLBACK, {})

    def _fill(self, parts: Sequence[str], words: Sequence[str]) -> Iterator[dict[str, Slot]]:
        """Every way in which the rest of a sample explains the rest of the words."""
        if not parts:
            if not words:
                yield {}
            return
        first, rest = parts[0], parts[1:]
        if first[0] != "{":
            if words and words[0] == first:
                yield from self._fill(rest, words[1:])
            return
        name = first[1:-1]
        for length, slot in self._values_here(self._types[name], words):
            for others in self._fill(rest, words[length:]):
                yield {name: slot} | others

    def _values_here(self, type: str, words: Sequence[str]) -> Iterator[tuple[int, Slot]]:
        """Values that begin here, the longest first."""
        longest = min(len(words), self._longest.get(type, len(words)))
        for length in range(longest, 0, -1):
            here = tuple(words[:length])
            if type == PHRASE:
                yield length, Slot(" ".join(here))
            elif type in READERS:
                if (value := READERS[type](here)) is not None:
                    yield length, Slot(value)
            elif here in self._lists[type]:
                yield length, Slot(" ".join(here), self._lists[type][here])


def spoken(text: str) -> list[str]:
    """Words as a recogniser writes them: lower case, numbers in words, no punctuation but apostrophes."""
    return plain(_OVER.sub(" over ", text)).split()


def _texts(intents: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every sample, and what reaches a built-in without any."""
    for intent in intents:
        builtin = BUILTINS.get(intent["name"])
        for text in (*intent.get("samples", ()), *(builtin.spoken if builtin else ())):
            yield intent["name"], text


def _values(type: Mapping[str, Any]) -> dict[tuple[str, ...], str | None]:
    return {
        tuple(spoken(text)): value.get("id")
        for value in type["values"]
        for text in (value["name"]["value"], *value["name"].get("synonyms", ()))
    }


def device(locale: str = "en-US") -> Device:
    """The device of a locale. Raises UnknownLocale where no model was generated."""
    file = MODELS / f"{locale}.json"
    if not file.is_file():
        raise UnknownLocale(f"no Alexa model for {locale!r}: ./run models writes them into interaction_models/alexa/")
    return Device(json.loads(file.read_bytes()))
