"""Build time: the Alexa words of a language, `interaction_models/<language>/alexa/*.yaml`, read and opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from skill.alexa.limits import PHRASE
from skill.alexa.plain_words import plain
from skill.coach.errors import ContentError
from skill.understanding.compile import MODELS, Templates, read
from skill.understanding.word_sets import word_set

CARRIED, AT_THE_END = "said", "said_before"
"""How the slot of a carrier begins that stands after, and before, its words."""
SIGN = "sign"
"""How the slots of the sign family begin: each is one carrier with a name of a sign."""
MOST_SYNONYMS = 45
"""Synonyms taken of one exercise or topic, evenly spread over its templates."""
_MOST_WORDS = {"exercise": 5, "topic": 3}
_ASKING = word_set("how what why when which where who can could should does do is are will would if my")


class Source(Struct, frozen=True):
    """Everything written for Alexa in one language."""

    intents: dict[str, list[str]]
    """Intent of ours -> samples, opened, in American words."""
    around: dict[str, tuple[str, str]]
    """Slot of a carrier -> words before and after."""
    carriers: dict[str, list[str]]
    """Intent of a carrier family -> its slots."""
    whole: dict[str, list[str]]
    """Intent -> sentences that are delivered with their words."""
    slots: dict[str, str]
    types: dict[str, dict[str, list[str]]]
    """List -> id -> values."""
    settings: dict[str, Any]
    """locales.yaml."""


@cache
def source(language: str) -> Source:
    """The words of `language`. Raises ContentError for a slot or an intent that is none."""
    told = _files(language)
    intents = {intent: _opened(templates) for intent, templates in told["intents"].items()}
    carriers, around = _carriers(told["carriers"])
    carriers["report_warning_sign"], sign_slots = _sign_family(told["before"])
    around |= sign_slots
    whole = {intent: _opened(templates) for intent, templates in told["whole"].items()}
    types = {name: _type(name, block, language) for name, block in told["types"].items()}
    types |= _sign_types(language, told["short"])
    types |= {whole_slot(intent).upper(): {intent: texts} for intent, texts in whole.items()}
    slots = told["slots"] | dict.fromkeys(around, PHRASE)
    slots |= {name: "SIGN_NAME" if name != SIGN else "SIGN" for name in sign_slots}
    slots |= {whole_slot(intent): whole_slot(intent).upper() for intent in whole}
    around |= dict.fromkeys([*map(whole_slot, whole), *told["as_words"].split()], ("", ""))
    settings = {key: told[key] for key in _SETTINGS}
    return Source(intents, around, carriers, whole, slots, types, settings)


def whole_slot(intent: str) -> str:
    """The slot of an intent's whole sentences."""
    return f"whole_{intent}"


_SETTINGS = ("invocation", "fallback", "from_sentences", "not_from_sentences", "needs_article", "said_as", "locales")


def _files(language: str) -> dict[str, Any]:
    import yaml

    told: dict[str, Any] = {"intents": {}}
    for file in sorted((MODELS / language / "alexa").glob("*.yaml")):
        part = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        told["intents"] |= part.pop("intents", {})
        told |= part
    return told


def _opened(templates: Iterable[str]) -> list[str]:
    opener = Templates()
    texts = (" ".join(text.split()) for template in templates for text in opener.texts(template))
    return list(dict.fromkeys(text for text in texts if text))


def _carriers(families: Mapping[str, Mapping[str, str]]) -> tuple[dict[str, list[str]], dict[str, tuple[str, str]]]:
    slots: dict[str, list[str]] = {}
    around: dict[str, tuple[str, str]] = {}
    for intent, family in families.items():
        for kind, words in ((kind, word) for kind, text in family.items() for word in _opened(text.split(" | "))):
            name = f"{CARRIED if kind == 'starts' else AT_THE_END}_{slot_name(words)}"
            if name in around:
                raise ContentError(f"the carrier {words!r} stands twice", mend="Take one out of carriers.yaml.")
            around[name] = (words, "") if kind == "starts" else ("", words)
            slots.setdefault(intent, []).append(name)
    return slots, around


def slot_name(words: str) -> str:
    """Words as a slot's name."""
    return words.replace("'", "_").replace(" ", "_")


def _sign_family(before: Iterable[str]) -> tuple[list[str], dict[str, tuple[str, str]]]:
    around = {f"{SIGN}_{slot_name(words)}" if words else SIGN: (words, "") for words in before}
    return list(around), around


def _sign_types(language: str, short: Mapping[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    import yaml

    file = MODELS / language / "tests" / "protocol.yaml"
    protocol = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if unknown := set(short) - set(protocol):
        raise ContentError(f"no sign {sorted(unknown)[0]!r}", file="signs.yaml")
    said = {sign: [*short.get(sign, ()), *map(plain, block["says"])] for sign, block in protocol.items()}
    return {"SIGN": said, "SIGN_NAME": {sign: list(short[sign]) for sign in protocol if sign in short}}


def _type(name: str, block: Mapping[str, Any], language: str) -> dict[str, list[str]]:
    """A list of slots.yaml: written there, or taken from the other files, where `also` adds to it."""
    origin = block.get("from")
    if origin in ("exercises", "topics"):
        also, listed = block.get("also", {}), read(language)[origin]
        what = origin.removesuffix("s")
        ids = dict.fromkeys([*listed, *also])
        return {id: [*also.get(id, ()), *_short(listed.get(id, ()), what)] for id in ids}
    if origin is not None:
        # Words without an id of ours: one value, whose words are delivered.
        return {NO_ID: _opened(read(language)["lists"][origin]["values"])}
    if not block:
        raise ContentError(f"the list {name} is empty", file="slots.yaml")
    return dict(block)


NO_ID = ""
"""Stands for the id of a list that only delivers its words."""


def _short(templates: Iterable[str], what: str) -> list[str]:
    """Names among an author's templates: few words, no gap, no list, no question."""
    out: list[str] = []
    for text in _opened(template for template in templates if "{" not in template):
        words = plain(text).split()
        if len(words) <= _MOST_WORDS[what] and not (what == "topic" and words[0] in _ASKING):
            out.append(" ".join(words))
    step = -(-len(out) // MOST_SYNONYMS) or 1
    return list(dict.fromkeys(out[::step]))


class Swap:
    """Words of ours that are said another way, longest first: in a locale, or by mouth."""

    def __init__(self, words: dict[str, str]) -> None:
        self._words = sorted(words.items(), key=lambda pair: (-len(pair[0].split()), pair[0]))

    def __call__(self, text: str) -> str:
        """`text` in the other words."""
        padded = f" {text} "
        for ours, theirs in self._words:
            padded = padded.replace(f" {ours} ", f" {theirs} ").replace(f" {ours}'s ", f" {theirs}'s ")
        return padded.strip()


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """Short whole sentences of the other files, as (intent, words): what may join an intent's samples."""
    told = source(language).settings
    said_as = Swap(told["said_as"])
    left_out, articles = set(told["not_from_sentences"].split()), frozenset(told["needs_article"].split())
    for intent, block in read(language)["intents"].items():
        if intent in left_out:
            continue
        texts = [text for text in _opened(block.get("sentences", ())) if _speakable(text, articles)]
        step = -(-len(texts) // (4 * int(told["from_sentences"]))) or 1
        yield from ((intent, said_as(text)) for text in texts[::step])


_BEFORE_A_NOUN = word_set("a an the my your this that one each every which what any another more all")


def _speakable(text: str, articles: frozenset[str]) -> bool:
    words = text.split()
    if len(words) > 4 or not all(c.isalpha() or c in "' " for c in text):
        return False
    before = ["", *words]
    return all(word not in articles or before[at] in _BEFORE_A_NOUN for at, word in enumerate(words))
