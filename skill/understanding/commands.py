"""A command beside facts: "next please, she's back in the cot" asks for the next one and tells where she is.

The facts are cut out, and what is left is understood by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from skill.understanding.intents import Choice
from skill.understanding.numbers import value_of
from skill.understanding.phrases import Match
from skill.understanding.word_sets import word_set

Meant = Callable[[Sequence[str], Sequence[Match]], Choice]
COMMANDS = word_set(
    "start_routine start_exercise next previous repeat resume stop easier harder slower faster time_left whats_next "
    "exercise_safety list_exercises start_over explain_exercise plan why_this reminder pain_score"
)
"""What she can want beside telling a fact."""
_FACTS = word_set("baby home delivery cleared complicated neuraxial gave_birth pregnant loss")
_BEFORE = word_set(
    "i he she baby my our they it we him her them little one bub and but because since as while whilst when with now "
    "is are am was were have has had got get been put just back down up finally over asleep sleeping lying at in on of "
    "for out still fast sound all only gave birth by via through after not yet emergency planned"
)
_AFTER = word_set(
    "ago now again today yesterday back down here there asleep sleeping weeks week days day months month fortnight "
    "postpartum old last and but so then too finally safely birth delivery him her yet before since exercise for me"
)
"""Words that belong to a fact they stand beside."""
_LEAST = 0.6


def command_beside(
    words: Sequence[str], phrases: Sequence[Match], meant: Meant, named: frozenset[str]
) -> Choice | None:
    """The command in what is left when the facts are cut out, or None. `named`: facts that were told.

    `meant` understands some words by themselves.
    """
    spans = [(m.start, m.end) for m in phrases if m.entry[0] == "f" and m.entry[1] in _FACTS & named and not m.gaps]
    spans += [(at, at + 2) for at, word in enumerate(words[:-1]) if _is_length(word, words[at + 1])]
    if not spans:
        return None
    found = [meant(words[a:b], within(phrases, a, b)) for a, b in _left(words, spans)]
    sure = [c for c in found if c.intent in COMMANDS and c.confidence >= _LEAST]
    best = max(sure, key=lambda choice: choice.confidence, default=None)
    return best._replace(exact=False) if best is not None else None


def _is_length(word: str, unit: str) -> bool:
    return value_of(word) is not None and unit in ("weeks", "days", "months", "week", "month", "day")


def _left(words: Sequence[str], spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of `words` without the spans and the words that belong to them."""
    taken = [False] * len(words)
    for start, end in spans:
        while start > 0 and words[start - 1] in _BEFORE:
            start -= 1
        while end < len(words) and words[end] in _AFTER:
            end += 1
        taken[start:end] = [True] * (end - start)
    left: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and not taken[end]:
            end += 1
        if end > at:
            left.append((at, end))
        at = end + 1
    return left


def within(matches: Sequence[Match], start: int, end: int) -> list[Match]:
    """The phrases found in words `start` to `end`, counted from there."""
    return [
        match._replace(start=match.start - start, end=match.end - start)
        for match in matches
        if start <= match.start and match.end <= end
    ]
