"""What the platform delivers -> `Said`. A phrase slot arrives without the words around it: they are put back here.

The carriers stand in `<language>.json`, written by `skill.alexa.compile` from the same source as the models. Where a
carrier's slot has words, they become her sentence again and our whole understanding decides: the intent Amazon chose
is then only a hint, and not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from skill.alexa.builtins import BUILTINS
from skill.coach.errors import UnknownLocale
from skill.coach.heard import Said


class Slot(NamedTuple):
    """A slot as delivered: the words in it, and the id the platform resolved them to, if it did."""

    words: str
    id: str | None = None


class Carriers(Struct, frozen=True):
    """What the door must know of the models of one language."""

    around: dict[str, tuple[str, str]]
    """Slot -> the words of its sample before and after it."""
    lists: frozenset[str]
    """Slots that are filled from a list of ours: only a resolved one is a value."""
    intents: frozenset[str]
    """Intents of ours, by the same name in the models."""


@cache
def load(language: str = "en") -> Carriers:
    """The carriers of `language`. Raises UnknownLocale where there are no models for it."""
    file = Path(__file__).with_name(f"{language}.json")
    if not file.is_file():
        raise UnknownLocale(f"no Alexa models for {language!r}")
    return msgspec.json.decode(file.read_bytes(), type=Carriers)


def said(intent: str, slots: Mapping[str, Slot], language: str = "en") -> Said:
    """What she said, as our understanding takes it. Never raises on any intent or slot."""
    known = load(language)
    sentence = rebuilt(slots, known)
    if sentence:
        return Said(text=sentence)
    if intent in BUILTINS:
        return Said(intent=BUILTINS[intent].ours)
    if intent not in known.intents:
        return Said(intent="unclear")
    filled = {name: slot for name, slot in slots.items() if slot.words or slot.id}
    told: dict[str, str | None] = {
        name: slot.id if name in known.lists else slot.words
        for name, slot in filled.items()
        if slot.id is not None or name not in known.lists
    }
    # What no list of ours holds is no value; its words are heard all the same.
    if strays := " ".join(slot.words for name, slot in filled.items() if name not in told):
        told["words"] = strays
    return Said(intent=intent, slots=told)


def rebuilt(slots: Mapping[str, Slot], known: Carriers) -> str:
    """Her sentence, carrier and words together; empty where no carrier's slot has words."""
    parts = [(known.around[name], slot.words) for name, slot in slots.items() if name in known.around and slot.words]
    return " ".join(word for (before, after), words in parts for word in (before, words, after) if word)
