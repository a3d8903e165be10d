"""The compiled words: `<language>.json`, written by `compile` and read once, lazily."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from skill.coach.errors import UnknownLocale
from skill.understanding.phrases import Automaton

STATES = {"open": "o", "routine": "r", "between": "b", "triage": "t", "scale": "s"}
"""How a state is written in the compiled file; an entry without letters counts in every state."""


class Model(Struct, frozen=True):
    """Everything she may say, folded for reading."""

    digest: str
    """Hash of the YAML it was compiled from: the drift test compares it."""
    rewrites: Automaton
    """What recognisers mishear, and turns of phrase that stand for a plain one."""
    names: Automaton
    """List values, exercise names and topics: what fills a `{list}`."""
    phrases: Automaton
    """Sentences, key phrases, facts, signs, idioms."""
    brief: frozenset[str]
    """Intents that are said in few words: a long sentence around one key phrase is not meant for us."""
    ours: frozenset[str]
    """Words that belong to our subject: a sentence without any of them is not ours."""
    soon: frozenset[str]
    """Signs that never beat a clear intent (block F of the protocol)."""
    sticky: frozenset[str]
    """Signs that count although they went away (the protocol's `resolved: sticky`)."""
    signs: tuple[str, ...]
    """Every sign the ear knows, the gravest first."""
    intents: frozenset[str]
    """Every intent she can say."""
    called: dict[str, tuple[str, ...]]
    """What she calls a safety question -> the signs it may be, the gravest first."""


@cache
def load(language: str = "en") -> Model:
    """The words of `language`. Raises UnknownLocale where we have none."""
    file = Path(__file__).with_name(f"{language}.json")
    if not file.is_file():
        raise UnknownLocale(f"no words for {language!r}")
    return msgspec.json.decode(file.read_bytes(), type=Model)
