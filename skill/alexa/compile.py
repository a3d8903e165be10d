"""Build time: `interaction_models/<language>/` -> `interaction_models/alexa/<locale>.json`, and `<language>.json` here.

Run `./run models`. Needs PyYAML and hassil, which are never imported at run time. The output depends on nothing but
the YAML and the content's names, so the committed files can be checked for drift.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from skill.alexa.builtins import BUILTINS
from skill.alexa.limits import LOCALES, MOST_SAMPLES, SENSITIVITY
from skill.alexa.plain_words import plain
from skill.alexa.rules import slots_in
from skill.alexa.source import NO_ID, Source, Swap, sentences, source, whole_slot
from skill.coach.errors import ContentError
from skill.content.load import load as content
from skill.understanding.compile import MODELS

OUT = MODELS / "alexa"
HERE = Path(__file__).parent


def languages() -> Iterator[str]:
    """Every language with Alexa words."""
    yield from sorted(path.parent.name for path in MODELS.glob("*/alexa") if path.is_dir())


def models(language: str) -> dict[str, bytes]:
    """The model file of every locale of `language`. Raises ContentError for a locale Amazon has not."""
    words = source(language)
    locales = words.settings["locales"]
    if unknown := set(locales) - LOCALES:
        raise ContentError(f"Alexa has no locale {sorted(unknown)[0]!r}", file="locales.yaml")
    return {locale: _written(_model(locale, words, language)) for locale in sorted(locales)}


def carriers(language: str) -> bytes:
    """What `skill.alexa.carriers` reads at run time."""
    words = source(language)
    lists = sorted(
        name
        for name, type in words.slots.items()
        if name not in words.around and NO_ID not in words.types.get(type, {NO_ID: []})
    )
    told = {"around": words.around, "lists": lists, "intents": sorted({*words.intents, "report_warning_sign"})}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _model(locale: str, words: Source, language: str) -> dict[str, Any]:
    swap = Swap(words.settings["locales"][locale].get("words", {}))
    samples = _samples(words, language, swap)
    intents = [_intent(name, said, words) for name, said in samples.items()]
    intents += [{"name": name, "samples": []} for name in sorted(BUILTINS)]
    used = sorted({slot["type"] for intent in intents for slot in intent.get("slots", ())} & set(words.types))
    types = [{"name": name, "values": _values(name, words.types[name], locale, swap)} for name in used]
    told: dict[str, Any] = {"invocationName": words.settings["invocation"]}
    if locale in SENSITIVITY:
        told["modelConfiguration"] = {"fallbackIntentSensitivity": {"level": words.settings["fallback"]}}
    return {"interactionModel": {"languageModel": told | {"intents": intents, "types": types}}}


def _samples(words: Source, language: str, swap: Swap) -> dict[str, list[str]]:
    """Intent -> samples, no sample twice. What an author wrote for Alexa comes before what the other files have."""
    amazons = {text for builtin in BUILTINS.values() for text in builtin.spoken}
    taken = {swap(text) for texts in words.whole.values() for text in texts}
    # The warning signs come first: between samples of equal weight the first one wins.
    out: dict[str, list[str]] = {"report_warning_sign": []}
    for intent, texts in words.intents.items():
        # What reaches a built-in by itself reaches the same intent of ours through it.
        out[intent] = [text for text in dict.fromkeys(map(swap, texts)) if text not in amazons]
        if twice := taken & set(out[intent]):
            raise ContentError(f"{sorted(twice)[0]!r} is a sample of two intents", mend=f"Take it out of {intent}.")
        taken |= set(out[intent])
        out[intent] += [f"{{{whole_slot(intent)}}}"] if intent in words.whole else []
    for intent, slots in words.carriers.items():
        out[intent] = []
        for slot in slots:
            text = " ".join(part for part in (words.around[slot][0], f"{{{slot}}}", words.around[slot][1]) if part)
            out[intent].append(text)
    room = dict.fromkeys(out, int(words.settings["from_sentences"]))
    for intent, text in sentences(language):
        said = swap(text)
        if intent in words.intents and said not in taken | amazons and room[intent] and len(out[intent]) < MOST_SAMPLES:
            out[intent].append(said)
            taken.add(said)
            room[intent] -= 1
    return out


def _intent(name: str, samples: list[str], words: Source) -> dict[str, Any]:
    names = dict.fromkeys(slot for sample in samples for slot in slots_in(sample))
    for slot in names:
        if slot not in words.slots:
            raise ContentError(f"{name} has a slot {slot!r} without a type", file="slots.yaml")
    slots = [{"name": slot, "type": words.slots[slot]} for slot in names]
    return {"name": name, **({"slots": slots} if slots else {}), "samples": samples}


def _values(type: str, values: dict[str, list[str]], locale: str, swap: Swap) -> list[dict[str, Any]]:
    named = _named(type, locale)
    taken: set[str] = set()
    out = []
    for id, listed in values.items():
        ours = [*named.get(id, ()), *listed]
        said = [text for text in _both(ours, swap) if text not in taken]
        taken |= set(said)
        # Amazon's definition wants a synonym with every value: what has one name only is not asked for by name.
        if len(said) > 1:
            name = {"value": said[0], "synonyms": said[1:]}
            out.append({"name": name} if id == NO_ID else {"id": id, "name": name})
    return out


def _both(texts: Iterable[str], swap: Swap) -> list[str]:
    """The locale's words first, then the American ones: people move."""
    texts = list(texts)
    return list(dict.fromkeys([*map(swap, texts), *texts]))


def _named(type: str, locale: str) -> dict[str, list[str]]:
    """The content's own names of exercises and advice, in the words of the locale."""
    known = content(locale)
    if type == "EXERCISE":
        return {e.id: [plain(name) for name in (e.name, *e.also_called)] for e in known.exercises.values()}
    return {a.id: [plain(a.title)] for a in known.advice.values()} if type == "ADVICE" else {}


def main() -> int:
    """Write every model and the carriers of every language."""
    OUT.mkdir(exist_ok=True)
    for language in languages():
        (HERE / f"{language}.json").write_bytes(carriers(language))
        for locale, model in models(language).items():
            (OUT / f"{locale}.json").write_bytes(model)
            sys.stdout.write(f"alexa/{locale}.json: {len(model)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
