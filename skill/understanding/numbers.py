"""Number words to digits: "twenty five" is 25, "one sixty over ninety" 160 over 90, "thirty eight point five" 38.5.

A lone "one" stays a word, because "this one" and "one leg" are no numbers; whoever needs it reads it in context.
"""

from __future__ import annotations

from collections.abc import Sequence

from skill.understanding.word_sets import word_set

_SMALL = {
    word: value
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
            *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
} | {"fourty": 40}
_BEGINS = _SMALL.keys() | _TENS.keys() | {"a"}
_OH = frozenset({"oh", "o", "zero"})
_COUNTED = word_set(
    "minute minutes min mins week weeks wk wks day days month months hour hours o'clock out over pm am point fortnight"
)
"""After these words a lone "one" is a number."""


def digits(words: Sequence[str]) -> list[str]:
    """`words` with every spoken number as digits."""
    out: list[str] = []
    at = 0
    while at < len(words):
        value, after = _number(words, at) if words[at] in _BEGINS else (None, at)
        if value is None or (after == at + 1 and words[at] == "one" and not _counted(words, after)):
            out.append(words[at])
            at += 1
            continue
        text, at = _with_decimals(words, value, after)
        out.append(text)
    return out


def value_of(word: str) -> float | None:
    """The number a normalised word stands for, or None."""
    if word == "one":
        return 1.0
    try:
        return float(word) if len(word) < 7 and word[:1].isdigit() and word.replace(".", "", 1).isdigit() else None
    except ValueError:
        return None


def _counted(words: Sequence[str], at: int) -> bool:
    return at < len(words) and words[at] in _COUNTED


def _below_hundred(words: Sequence[str], at: int) -> tuple[int | None, int]:
    if at >= len(words):
        return None, at
    word = words[at]
    if word in _TENS:
        unit = _SMALL.get(words[at + 1], 0) if at + 1 < len(words) else 0
        return (_TENS[word] + unit, at + 2) if 0 < unit < 10 else (_TENS[word], at + 1)
    if word in _SMALL:
        return _SMALL[word], at + 1
    return None, at


def _number(words: Sequence[str], at: int) -> tuple[int | None, int]:
    word = words[at]
    if word in ("a", "one", "two") and at + 1 < len(words):
        hundreds = 2 if word == "two" else 1
        after = words[at + 1]
        if after == "hundred":
            start = at + 3 if at + 2 < len(words) and words[at + 2] == "and" else at + 2
            rest, end = _below_hundred(words, start)
            return (100 * hundreds + rest, end) if rest is not None else (100 * hundreds, at + 2)
        if word != "a" and after in _OH and at + 2 < len(words) and 0 < _SMALL.get(words[at + 2], 0) < 10:
            return 100 * hundreds + _SMALL[words[at + 2]], at + 3
        if word == "one" and (after in _TENS or _SMALL.get(after, 0) >= 10):
            rest, end = _below_hundred(words, at + 1)
            return 100 + (rest or 0), end
    return _below_hundred(words, at)


def _with_decimals(words: Sequence[str], value: int, after: int) -> tuple[str, int]:
    if after + 1 >= len(words) or words[after] != "point":
        return str(value), after
    text, at = "", after + 1
    while at < len(words) and ((words[at] in _SMALL and _SMALL[words[at]] < 10) or words[at].isdigit()):
        text += str(_SMALL.get(words[at], words[at]))
        at += 1
    return (f"{value}.{text}", at) if text else (str(value), after)
