"""The protocol's two files, read once, and the counting of words as they will be spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

import skill.content
from skill.content.protocol_schema import LINE_WORDS, ProtocolRules, ProtocolWords, ScriptWords
from skill.content.read import Document

ROOT = Path(skill.content.__file__).parent
RULES = Document(ROOT / "protocol.yaml", ROOT).convert(ProtocolRules)
WORDS = Document(ROOT / "en/protocol.yaml", ROOT).convert(ProtocolWords)
SCRIPTS: dict[str, ScriptWords] = {**WORDS.scripts, **WORDS.sign_scripts}
BABY = re.compile(
    r"\b(bab(y|ies)|newborn|infant|child|parents?|mothers?|feeding)\b|\{(crib|baby_line|pediatrician|mom)\}", re.I
)


def spoken_of(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every string in a content value, with its path."""
    if isinstance(value, str):
        if value:
            yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from spoken_of(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from spoken_of(inner, f"{where}[{index}]")


def longest(text: str, budget: dict[str, int] | None = None) -> int:
    """Words of `text` with every placeholder as long as it may become; a vocabulary token counts as two words."""
    budget = LINE_WORDS if budget is None else budget
    return len(re.sub(r"\{(\w+)\}", lambda token: " ".join(["w"] * budget.get(token[1], 2)), text).split())


SPOKEN = dict(spoken_of(msgspec.to_builtins(WORDS), "words"))
