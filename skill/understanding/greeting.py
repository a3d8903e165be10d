"""A greeting and nothing else: "hiya", "good morning", "hello gentle back". The whole of it, word for word."""

from __future__ import annotations

from skill.understanding.normalise import split
from skill.understanding.word_sets import word_set

INTENT = "greeting"
_HELLO = word_set("hello hi hiya hey heya howdy hullo gday")
_GOOD = word_set("morning afternoon evening day")
_AFTER = word_set("there again coach everyone love gentle back")
_MOST_WORDS = 6


def is_greeting(text: str) -> bool:
    """Whether `text` only says hello."""
    words = split(text)
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    left = [word for word in words if word not in _HELLO]
    greeted = len(left) < len(words)
    if left[:1] == ["good"] and left[1:2] and left[1] in _GOOD:
        left, greeted = left[2:], True
    return greeted and set(left) <= _AFTER
