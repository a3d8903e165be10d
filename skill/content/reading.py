"""How hard a text is to follow: the Flesch-Kincaid grade (Kincaid et al. 1975), syllables counted by rule."""

from __future__ import annotations

import re

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeioutd]ed|[^laeiouy]e)$")


def syllables(word: str) -> int:
    """Syllables of an English word, at least one; right for nine words in ten, which is enough for a mean."""
    word = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(word))
    if count > 1 and _SILENT.search(word):
        count -= 1
    return max(1, count)


def grade(text: str) -> float:
    """The school grade a text asks for. Sentences end with a full stop, a question mark or an exclamation mark."""
    sentences = max(1, len(re.findall(r"[.?!]+(?:\s|$)", text)))
    parts = re.findall(r"[A-Za-z']+", re.sub(r"\{\w+\}", "word", text))
    if not parts:
        return 0.0
    return 0.39 * len(parts) / sentences + 11.8 * sum(map(syllables, parts)) / len(parts) - 15.59
