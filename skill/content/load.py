"""Reading the compiled content at run time: one JSON file a language, vocabulary filled in for the locale."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from skill.coach.content import Content
from skill.coach.errors import ContentError, UnknownLocale

LOCALES = ("en-US", "en-GB", "en-AU", "en-CA", "en-IN")
"""Locales with a vocabulary of their own. en-NZ and en-IE speak as en-GB with their own numbers."""
SPOKEN_AS = {"en-NZ": "en-GB", "en-IE": "en-GB"}

_TOKEN = re.compile(r"\{(\w+)\}")


def fill(text: str, vocabulary: dict[str, str]) -> str:
    """Replace vocabulary tokens such as `{crib}`; other braces stay for later."""
    return _TOKEN.sub(lambda found: vocabulary.get(found[1], found[0]), text)


@lru_cache(maxsize=8)
def load(locale: str = "en-US") -> Content:
    """The content for a locale. Raises UnknownLocale, or ContentError when the compiled file is missing or broken."""
    spoken = SPOKEN_AS.get(locale, locale)
    if spoken not in LOCALES:
        raise UnknownLocale(
            f"No words for the locale {locale!r}. There are words for: {', '.join((*LOCALES, *SPOKEN_AS))}."
        )
    source = Path(__file__).with_name(f"{spoken[:2]}.json")
    try:
        text = source.read_text(encoding="utf-8")
        vocabulary = msgspec.json.decode(text, type=_Vocabularies).vocabularies[spoken]
        content = msgspec.json.decode(fill(text, vocabulary), type=Content)
    except FileNotFoundError as error:
        raise ContentError("The compiled content is missing.", file=str(source), mend="Run ./run content.") from error
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError) as error:
        raise ContentError(
            f"The compiled content is broken: {error}", file=str(source), mend="Run ./run content."
        ) from error
    return msgspec.structs.replace(content, locale=locale, vocabulary=vocabulary)


class _Vocabularies(msgspec.Struct):
    vocabularies: dict[str, dict[str, str]]
