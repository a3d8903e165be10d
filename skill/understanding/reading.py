"""Her words with everything that is found in them: names, numbers, phrases, and where a correction begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from skill.understanding.lexicon import Lexicon
from skill.understanding.model import Model
from skill.understanding.normalise import normalise
from skill.understanding.numbers import value_of
from skill.understanding.phrases import Match, scan


class Read(NamedTuple):
    """An utterance with everything found in it."""

    words: tuple[str, ...]
    after: int
    names: list[Match]
    phrases: list[Match]


def read_words(text: str, lexicon: Lexicon, model: Model) -> Read:
    """The words of `text` with every name and phrase found in them."""
    words = normalise(text, model.rewrites)
    names = names_in(words.all, lexicon, model)
    return Read(words.all, words.after, names, scan(words.all, spans_of(words.all, names), model.phrases))


def names_in(words: Sequence[str], lexicon: Lexicon, model: Model) -> list[Match]:
    """Exercises, topics, kinds and list values that are named."""
    found = scan(words, {}, model.names)
    for at, word in enumerate(words):
        for named, fills, known in lexicon.index.get(word, ()):
            if tuple(words[at : at + len(named)]) == named:
                entry = ["n", fills, known]
                found.append(Match(at, at + len(named), (), len(named), entry))
    return found


def spans_of(words: Sequence[str], names: Sequence[Match]) -> dict[int, list[tuple[str, int]]]:
    """Where a `{list}` of a template may stand: word position -> (list, end)."""
    spans: dict[int, list[tuple[str, int]]] = {}
    for match in names:
        span = ("{" + match.entry[1] + "}", match.end)
        here = spans.setdefault(match.start, [])
        if span not in here:
            here.append(span)
    for at, word in enumerate(words):
        if value_of(word) is not None:
            spans.setdefault(at, []).append(("{number}", at + 1))
    return spans
