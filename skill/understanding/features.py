"""What the classifier looks at: words in their order, words under a negation, and pieces of words, as numbers.

Two blocks, each weighted to the same length: rows of words say what is meant, pieces of words bridge what a
recogniser misheard and forms nobody wrote down. Hashed, so that nothing has to be looked up or loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from skill.understanding.stripped import stripped
from skill.understanding.word_sets import word_set

BUCKETS = 1 << 16
PIECES = (3, 4, 5)
"""Letters of a piece; a word's beginning and end count as letters."""
NEGATORS = word_set("no not never without neither nor none")
ENDS_CLAUSE = word_set("but and because though except if when while so now since")
REACH = 5
"""How many words a negation reaches over."""
LONGEST = 120
"""Words looked at; nobody says more in one breath, and hostile length must not cost more."""


def features(words: Sequence[str]) -> tuple[frozenset[int], frozenset[int]]:
    """The buckets of an utterance's words and of its pieces of words."""
    return _remembered(tuple(words))


@lru_cache(maxsize=8)
def _remembered(words: tuple[str, ...]) -> tuple[frozenset[int], frozenset[int]]:
    """Both classifiers look at the same features of an utterance."""
    kept = stripped(words)[:LONGEST]
    return frozenset(map(_bucket, _rows(kept))), frozenset().union(*map(_pieces, kept))


def _bucket(feature: str) -> int:
    return crc32(feature.encode("utf-8", "replace")) & (BUCKETS - 1)


def _rows(words: Sequence[str]) -> Iterator[str]:
    reach = 0
    for at, word in enumerate(words):
        yield f"1{word}"
        following = words[at + 1 : at + 4]
        if following:
            yield f"2{word} {following[0]}"
        if len(following) > 1:
            yield f"3{word} {following[0]} {following[1]}"
            yield f"s{word} {following[1]}"
        if len(following) > 2:
            yield f"s{word} {following[2]}"
        if word in ENDS_CLAUSE:
            reach = 0
        elif reach:
            yield f"n{word}"
            reach -= 1
        if word in NEGATORS:
            reach = REACH


@lru_cache(maxsize=4096)
def _pieces(word: str) -> frozenset[int]:
    """Buckets of the pieces of a word; most words are said again and again."""
    word = f"<{word[:24]}>"
    return frozenset(_bucket(f"c{word[at : at + size]}") for size in PIECES for at in range(len(word) - size + 1))
