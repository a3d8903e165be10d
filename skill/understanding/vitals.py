"""Signs told in numbers: a temperature, a blood pressure (`clinical/triage.md` 3.9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from skill.understanding.listed import BABIES, BABY
from skill.understanding.numbers import value_of
from skill.understanding.word_sets import word_set

FEVER_C, FEVER_F = (38.0, 43.0), (100.4, 109.0)
"""From the first of each it is a fever, up to the last a reading at all."""
SEVERE, HIGH = (160, 110), (140, 90)
"""Blood pressure, upper and lower number, from which a reading counts."""
_PRESSURE = word_set("pressure cuff bp systolic diastolic monitor machine reading readings")
_UPPER, _LOWER = word_set("top upper systolic"), word_set("bottom lower diastolic underneath")
_NUMBER = word_set("number one number's figure line reading")
_JOINS = word_set("over on slash by with bottom underneath lower diastolic")
"""One of these stands between the two numbers of a reading."""
_BETWEEN = word_set("top upper systolic and number one is was it number's line")
_APART = 6
_HEAT = word_set(
    "temperature temp fever thermometer degrees celsius fahrenheit forehead temperatures favour favor feverish"
)


NORMAL = "normal"
"""Said for a blood pressure that is not high: it takes back what words around it sound like."""


def readings(words: Sequence[str]) -> list[str]:
    """The signs in the numbers of `words`, and `NORMAL`."""
    return list(dict.fromkeys((*_pressures(words), *_temperatures(words))))


def _pressures(words: Sequence[str]) -> Iterator[str]:
    spoken = set(words)
    named = bool(spoken & _PRESSURE) or _names_an_end(words)
    for at, word in enumerate(words):
        value = value_of(word)
        if value is None:
            continue
        following = words[at + 1 : at + 3]
        lower = _lower_end(words, at)
        level: str | None = None
        if lower is not None and named and 14 <= value <= 26 and 8 <= lower <= 16:
            level = _pressure(10 * value, 10 * lower)  # in centimetres: "sixteen over eleven"
        elif lower is not None and 60 <= value <= 260 and 30 <= lower <= 160:
            level = _pressure(value, lower)
        elif following and following[0] == "over" and following[1:] == ["something"] and 90 <= value <= 260:
            level = _pressure(value, 0)
        elif named and not spoken & _HEAT and not _is_lower_end(words, at):
            level = _one_end(words, at, value)
        if level:
            yield level


def _lower_end(words: Sequence[str], at: int) -> float | None:
    """The lower number of a reading whose upper one stands at `at`: "151 on top and 112 on the bottom"."""
    for end in range(at + 2, min(len(words), at + _APART + 2)):
        between = words[at + 1 : end]
        if (lower := value_of(words[end])) is not None:
            return lower if _JOINS & set(between) and set(between) <= _JOINS | _BETWEEN else None
    return None


def _is_lower_end(words: Sequence[str], at: int) -> bool:
    return any(value_of(words[n]) is not None and _ends_at(words, n) == at for n in range(max(0, at - _APART - 1), at))


def _ends_at(words: Sequence[str], at: int) -> int | None:
    if _lower_end(words, at) is None:
        return None
    return next(end for end in range(at + 2, len(words)) if value_of(words[end]) is not None)


def _names_an_end(words: Sequence[str]) -> bool:
    """ "The top number", "the bottom one": an end of a reading."""
    return any(a in _UPPER | _LOWER and b in _NUMBER for a, b in pairwise(words))


def _one_end(words: Sequence[str], at: int, value: float) -> str | None:
    """A lone number beside words about blood pressure: the lower end where she says so, else the upper."""
    near = set(words[max(0, at - 5) : at + 4])
    if near & _LOWER and not near & _UPPER:
        return _pressure(0, value) if 60 <= value <= 160 else None
    return _pressure(value, 0) if 90 <= value <= 260 else None


def _pressure(upper: float, lower: float) -> str:
    if upper >= SEVERE[0] or lower >= SEVERE[1]:
        return "bp_severe"
    return "bp_high" if upper >= HIGH[0] or lower >= HIGH[1] else NORMAL


def _temperatures(words: Sequence[str]) -> Iterator[str]:
    heat = bool(set(words) & _HEAT)
    for at, word in enumerate(words):
        value = value_of(word)
        if value is None:
            continue
        tenth = value_of(words[at + 1]) if at + 1 < len(words) else None
        spoken_tenth = heat or value >= 38
        if tenth is not None and tenth < 10 and 36 <= value <= 42 and "." not in word and spoken_tenth:
            value, pointed = value + tenth / 10, True
        else:
            pointed = "." in word
        hot = FEVER_C[0] <= value <= FEVER_C[1] or FEVER_F[0] <= value <= FEVER_F[1]
        if hot and (heat or pointed):
            yield "baby_unwell" if _of_baby(words) else "fever"


def temperature(words: Sequence[str]) -> bool | None:
    """Whether a bare number, said to "do you have a fever?", is one; None where it is no temperature."""
    for at, word in enumerate(words):
        value = value_of(word)
        if value is None:
            continue
        tenth = value_of(words[at + 1]) if at + 1 < len(words) else None
        if tenth is not None and tenth < 10 and 35 <= value <= 42:
            value += tenth / 10
        if 35 <= value <= FEVER_C[1]:
            return value >= FEVER_C[0]
        if 94 <= value <= FEVER_F[1]:
            return value >= FEVER_F[0]
    return None


def _of_baby(words: Sequence[str]) -> bool:
    denied = any(first == "not" and second in BABY for first, second in pairwise(words))
    if denied or not BABY & set(words) or {"me", "i", "wife", "partner"} & set(words):
        return False
    return all(word != "my" or BABIES & set(words[at + 1 : at + 3]) for at, word in enumerate(words))
