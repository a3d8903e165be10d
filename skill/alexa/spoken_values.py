"""Amazon's own slot types as a device would fill them, in a small and plain way: numbers and times of day.

A device knows far more ways to say either; the twin only needs those that measure and stories use. No fuzziness.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from skill.alexa.plain_words import ONES, TENS

_ONES = {word: value for value, word in enumerate(ONES)}
_TENS = {word: 10 * value for value, word in enumerate(TENS) if value > 1}
_CLOCK = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_MOST = 4
"""Words of the longest number or time looked at."""


def number(words: Sequence[str]) -> str | None:
    """AMAZON.NUMBER: digits, or zero to nine hundred and ninety nine in words -> digits."""
    if len(words) == 1 and words[0].isdigit():
        return words[0]
    if len(words) >= 2 and words[1] == "hundred" and 0 < _ONES.get(words[0], 0) < 10:
        rest = [word for word in words[2:] if word != "and"]
        below = _below_a_hundred(rest) if rest else 0
        return None if below is None else str(100 * _ONES[words[0]] + below)
    value = _below_a_hundred(words)
    return None if value is None else str(value)


def _below_a_hundred(words: Sequence[str]) -> int | None:
    if len(words) == 1:
        return _ONES.get(words[0], _TENS.get(words[0]))
    if len(words) == 2 and words[0] in _TENS and 0 < _ONES.get(words[1], 0) < 10:
        return _TENS[words[0]] + _ONES[words[1]]
    return None


def time(words: Sequence[str]) -> str | None:
    """AMAZON.TIME: "seven", "seven thirty", "half past seven", with or without a. m. or p. m. -> HH:MM."""
    if len(words) == 1 and words[0] in _CLOCK:
        return _CLOCK[words[0]]
    late = bool(words) and (words[-1] in ("pm", "p.m.") or tuple(words[-3:]) == ("in", "the", "evening"))
    early = bool(words) and (words[-1] in ("am", "a.m.") or tuple(words[-3:]) == ("in", "the", "morning"))
    if late or early:
        words = words[:-1] if words[-1][0] in "ap" else words[:-3]
    minute = 0
    if tuple(words[:2]) == ("half", "past"):
        words, minute = words[2:], 30
    elif len(words) > 1 and (told := number(words[1:])) is not None:
        words, minute = words[:1], int(told)
    elif len(words) == 2 and words[1] == "o'clock":
        words = words[:1]
    told = number(words)
    if told is None or not 0 <= int(told) <= 23 or minute > 59:
        return None
    hour = int(told) % 12 + 12 * late if late or early else int(told)
    return f"{hour:02d}:{minute:02d}"


READERS: dict[str, Callable[[Sequence[str]], str | None]] = {"AMAZON.NUMBER": number, "AMAZON.TIME": time}
"""Type -> what its words become, or None."""
LONGEST = {"AMAZON.NUMBER": _MOST + 1, "AMAZON.TIME": _MOST + 2}
