"""What she says to "was that pain, or the baby?" after she stopped a track: a word is enough."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from skill.understanding.intents import MOST, Choice
from skill.understanding.word_sets import word_set

WHY = frozenset(("paused_why", "stopped_why"))
"""The questions this is about."""
_FEW = 7
"""More words than this are more than an answer."""
_PAIN = word_set("pain pains painful paining hurts hurting hurt sore ouch ow twinge both")
_BABY = word_set(
    "baby babies babys bub little son daughter boy girl twins him her he she crying cried woke nappy diaper"
)
_NEITHER = word_set("neither none nothing break breather rest phone door doorbell toilet loo water")
_DENIES = word_set("no not neither nor")


def why_stopped(words: Sequence[str]) -> Choice | None:
    """Pain, the baby, or neither, in a few words; None where she said something else.

    Doubt goes up: where both are named, it is pain.
    """
    if not 0 < len(words) <= _FEW:
        return None
    if _says(words, _PAIN):
        return Choice("that_hurts", MOST)
    if _says(words, _BABY):
        return Choice("pause", MOST)
    return Choice("answer_no", MOST) if (_NEITHER | _PAIN) & set(words) else None


def _says(words: Sequence[str], named: Collection[str]) -> bool:
    """One of these, not denied by the word before it."""
    return any(word in named and before not in _DENIES for before, word in pairwise(("", *words)))
