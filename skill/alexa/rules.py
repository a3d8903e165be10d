"""Amazon's written rules, read over a finished model: what a live validator or a certification would refuse.

The limits and their sources stand in `skill.alexa.limits`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from skill.alexa import limits
from skill.alexa.builtins import BUILTINS

_SLOT = re.compile(r"\{(\w+)\}")


def slots_in(sample: str) -> list[str]:
    """The names of the slots in a sample, in order."""
    return _SLOT.findall(sample)


def findings(model: Mapping[str, Any], locale: str) -> list[str]:
    """What is wrong with a model, one line each; empty where it keeps every rule."""
    told = model["interactionModel"]["languageModel"]
    return [
        *_sizes(model, told),
        *_invocation(told["invocationName"]),
        *_builtins(told, locale),
        *_names(told),
        *_samples(told),
        *_slots(told),
        *_phrases(told),
        *_lists(told),
    ]


def _sizes(model: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    if len(json.dumps(model, ensure_ascii=False).encode()) > limits.MOST_BYTES:
        yield "the model is too large"
    if len(told["intents"]) > limits.MOST_INTENTS:
        yield "too many intents"
    if len(told["intents"]) + len(told.get("types", ())) > limits.MOST_INTENTS_AND_TYPES:
        yield "too many intents and slot types"


def _invocation(name: str) -> Iterator[str]:
    words = name.split()
    if len(words) < 2:
        yield f"invocation name {name!r}: two words or more"
    if not all(limits.WORD.fullmatch(word) for word in words):
        yield f"invocation name {name!r}: lower-case letters only"
    if taken := set(words) & limits.NOT_INVOKING:
        yield f"invocation name {name!r}: not {sorted(taken)[0]!r}"


def _builtins(told: Mapping[str, Any], locale: str) -> Iterator[str]:
    names = {intent["name"] for intent in told["intents"]}
    for missing in sorted({*limits.REQUIRED, *limits.PLAYER} - names):
        yield f"{missing} is missing"
    for unknown in sorted(name for name in names if name.startswith("AMAZON.") and name not in BUILTINS):
        yield f"{unknown} is no built-in of ours"
    if "modelConfiguration" in told and locale not in limits.SENSITIVITY:
        yield f"no fallback sensitivity in {locale}"


def _names(told: Mapping[str, Any]) -> Iterator[str]:
    names = [intent["name"] for intent in told["intents"]]
    names += [type["name"] for type in told.get("types", ())]
    for name in names:
        if not name.startswith("AMAZON.") and not limits.NAME.fullmatch(name):
            yield f"the name {name!r} is not letters and underscores"
    yield from (
        f"the name {name!r} stands twice" for name, count in Counter(map(str.lower, names)).items() if count > 1
    )


def _samples(told: Mapping[str, Any]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for intent in told["intents"]:
        samples, name = intent.get("samples", []), intent["name"]
        if not name.startswith("AMAZON.") and not limits.FEWEST_SAMPLES <= len(samples) <= limits.MOST_SAMPLES:
            yield f"{name} has {len(samples)} samples"
        for sample in samples:
            if sample in owners:
                yield f"{sample!r} is a sample of {owners[sample]} and {name}"
            owners[sample] = name
            if not all(limits.WORD.fullmatch(w) or limits.SLOT.fullmatch(w) for w in sample.split()):
                yield f"{sample!r}: letters, apostrophes and slots that stand alone"
    spoken = {text: name for name, builtin in BUILTINS.items() for text in builtin.spoken}
    yield from (f"{sample!r} of {owners[sample]} is {spoken[sample]}'s" for sample in sorted(set(owners) & set(spoken)))


def _slots(told: Mapping[str, Any]) -> Iterator[str]:
    types: dict[str, str] = {}
    known = {type["name"] for type in told.get("types", ())} | limits.TYPES
    for intent in told["intents"]:
        declared = [slot["name"] for slot in intent.get("slots", ())]
        used = {name for sample in intent.get("samples", ()) for name in slots_in(sample)}
        for name in sorted(used ^ set(declared)):
            yield f"{intent['name']}: the slot {name!r} is used or declared, not both"
        for slot in intent.get("slots", ()):
            if slot["type"] not in known:
                yield f"no type {slot['type']!r}"
            if types.setdefault(slot["name"], slot["type"]) != slot["type"]:
                yield f"the slot {slot['name']!r} has two types"
        for sample in intent.get("samples", ()):
            if len(set(slots_in(sample))) < len(slots_in(sample)):
                yield f"{sample!r} has a slot twice"


def _phrases(told: Mapping[str, Any]) -> Iterator[str]:
    """A phrase slot that is left empty must not turn a command into a carrier."""
    alone = {text for intent in told["intents"] for text in intent.get("samples", ())}
    alone |= {text for builtin in BUILTINS.values() for text in builtin.spoken}
    for intent in told["intents"]:
        phrases = {slot["name"] for slot in intent.get("slots", ()) if slot["type"] == limits.PHRASE}
        for sample in intent.get("samples", ()):
            here = slots_in(sample)
            if set(here) & phrases and len(here) > 1:
                yield f"{sample!r}: a phrase slot stands alone"
            if set(here) & phrases and len(sample.split()) == len(here):
                yield f"{sample!r}: a phrase slot needs words beside it"
            if set(here) & phrases and (own := " ".join(w for w in sample.split() if w[0] != "{")) in alone:
                yield f"{sample!r}: {own!r} is a sample itself"


def _lists(told: Mapping[str, Any]) -> Iterator[str]:
    for type in told.get("types", ()):
        if not type.get("values"):
            yield f"the list {type['name']} is empty"
        owners: dict[str, str] = {}
        ids = Counter(value["id"] for value in type.get("values", ()) if "id" in value)
        yield from (f"{type['name']} has {id!r} twice" for id, count in ids.items() if count > 1)
        for value in type.get("values", ()):
            if not value["name"].get("synonyms"):
                yield f"{type['name']}: {value['name']['value']!r} needs a synonym"
            for text in (value["name"]["value"], *value["name"].get("synonyms", ())):
                if text in owners:
                    yield f"{type['name']}: {text!r} stands for {owners[text]!r} too"
                owners[text] = value.get("id", text)
                if len(text) > limits.MOST_IN_A_VALUE:
                    yield f"{type['name']}: {text[:30]!r}... is too long"
                if not all(limits.WORD.fullmatch(word) for word in text.split()):
                    yield f"{type['name']}: {text!r}: letters and apostrophes only"
