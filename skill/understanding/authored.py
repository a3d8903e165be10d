"""Build time: what our own templates and test sentences say, as lines of material: nearly all of it is no sign.

A sentence in which the listed ear hears a sign is left out: only `material/` and the sign sentences teach signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skill.understanding.compile import MODELS, Templates, read

AT_MOST = 8
"""Sentences taken of one template, evenly spread."""
STANDS_FOR = {
    "number": "7", "exercise": "bird dog", "topic": "car seat", "baby": "my baby", "helper": "my husband",
    "bed": "crib", "back": "my back", "thing": "routine", "doctor": "my doctor", "medicine": "ibuprofen",
    "move": "running", "any": "", "ask": "can you", "go": "start", "baby_noun": "my baby",
}  # fmt: skip
"""What is said where a template has a list."""


def sentences(templates: list[str], at_most: int = AT_MOST) -> Iterator[str]:
    """Some of the sentences that templates stand for, with a value for each list."""
    opened = Templates()
    for template in templates:
        texts = list(opened.texts(template))
        for text in texts[:: max(1, len(texts) // at_most)]:
            for name, word in STANDS_FOR.items():
                text = text.replace("{" + name + "}", word)
            if words := " ".join(text.split()):
                yield words


def ordinary(language: str) -> Iterator[str]:
    """Sentences of every intent and fact, and every test sentence that is about neither pain nor a sign."""
    source = read(language)
    for block in source["intents"].values():
        for part in (block, *block.get("when", {}).values()):
            yield from sentences(part.get("sentences", []))
    for slot, values in source.get("facts", {}).items():
        for templates in values.values():
            yield from sentences(templates, 2 if slot == "pregnant" else AT_MOST)
    yield from _tests(language, "intents.yaml", "answers.yaml", "families.yaml", "slots.yaml")


def of_intents(language: str) -> Iterator[tuple[str, str]]:
    """Sentences of every intent's templates, as (intent, words)."""
    for intent, block in read(language)["intents"].items():
        for part in (block, *block.get("when", {}).values()):
            yield from ((intent, text) for text in sentences(part.get("sentences", [])))


def tested_intents(language: str) -> Iterator[tuple[str, str]]:
    """Every test sentence with the one intent it must be heard as."""
    for intent, by_state in _yaml(MODELS / language / "tests" / "intents.yaml")["tests"].items():
        yield from ((intent, text) for texts in by_state.values() for text in texts if isinstance(text, str))
    for file in ("families", "slots"):
        for case in _yaml(MODELS / language / "tests" / f"{file}.yaml")[file]:
            intents = case.get("intent", [])
            if intents:
                yield intents if isinstance(intents, str) else intents[0], case["say"]


def asked_of_advice(language: str) -> Iterator[tuple[str, str]]:
    """How people ask for each entry of the advice, as (intent, words)."""
    for entry, block in _yaml(ADVICE.format(language)).items():
        if entry.startswith("refuse_") and entry != "refuse_diagnosis":
            continue  # a question about medicines, the baby's health or being cleared has an intent of its own
        intent = "causes" if entry.startswith("cause_") else "tips"
        yield from ((intent, text) for text in block.get("asked_as", []))


ADVICE = str(MODELS.parent / "skill" / "content" / "{}" / "advice.yaml")
"""Read as a file: understanding never imports content."""
_OF_HER = {
    "i'm": "she's", "i've": "she's", "i'd": "she'd", "i'll": "she'll", "i": "she", "my": "her", "me": "her",
    "myself": "herself", "am": "is", "mine": "hers", "don't": "doesn't", "have": "has", "haven't": "hasn't",
    "keep": "keeps", "get": "gets", "need": "needs", "feel": "feels", "want": "wants", "think": "thinks",
}  # fmt: skip


def of_her(text: str) -> str:
    """The same said of her by her partner."""
    return "my wife " + " ".join(_OF_HER.get(word, word) for word in re.findall(r"[a-z0-9'.]+", text.lower()))


def protocol(language: str) -> Iterator[tuple[dict[str, bool], str]]:
    """The protocol's own phrases: what people say of a sign, and near misses that raise nothing or only a question."""
    for sign, block in _yaml(MODELS / language / "tests" / "protocol.yaml").items():
        yield from (({sign: True}, text) for text in block["says"])
        for near in block["near"]:
            if near["max_level"] == "SELF_CARE":
                yield dict.fromkeys(near["may_ask"], False), near["say"]


def signs(language: str) -> Iterator[tuple[str, str]]:
    """Test sentences of every sign, as (sign, words); an empty sign where nothing may be heard."""
    told: dict[str, Any] = _yaml(MODELS / language / "tests" / "signs.yaml")
    for sign, texts in told["present"].items():
        yield from ((sign, text) for text in texts)
    yield from (("", text) for text in told["absent"])


def _tests(language: str, *names: str) -> Iterator[str]:
    for name in names:
        yield from _strings(_yaml(MODELS / language / "tests" / name))


def _strings(node: Any) -> Iterator[str]:
    """Every sentence in a file of tests; a case that expects a sign is left out."""
    if isinstance(node, str):
        if " " in node:
            yield node
    elif isinstance(node, list):
        for inner in node:
            yield from _strings(inner)
    elif isinstance(node, dict) and "say" in node:
        expected = str(node.get("intent", "")) + str(node.get("slots", ""))
        if "sign" not in expected:
            yield node["say"]
    elif isinstance(node, dict):
        for key, inner in node.items():
            if key not in ("language", "report_warning_sign", "that_hurts"):
                yield from _strings(inner)


def _yaml(file: Path | str) -> Any:
    import yaml

    return yaml.load(Path(file).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
