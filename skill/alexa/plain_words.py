"""What people write, as the platform spells what they say: numbers as words, letters and apostrophes only."""

from __future__ import annotations

import re

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")  # fmt: skip
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def number(digits: str) -> str:
    """A number as it is said: `38.4` thirty eight point four, `165` one sixty five; a long one digit by digit."""
    whole, _, part = digits.partition(".")
    words = _below_a_thousand(int(whole)) if len(whole) <= 3 else " ".join(ONES[int(digit)] for digit in whole)
    return f"{words} point {' '.join(ONES[int(digit)] for digit in part)}" if part else words


def _below_a_thousand(value: int) -> str:
    if value < 20:
        return ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return f"{TENS[tens]} {ONES[ones]}" if ones else TENS[tens]
    hundreds, rest = divmod(value, 100)
    # Blood pressure and heart rate are said by halves: one sixty five.
    between = {True: " ", False: " oh "}[rest >= 10]
    return f"{ONES[hundreds]}{between}{_below_a_thousand(rest)}" if rest else f"{ONES[hundreds]} hundred"


def plain(text: str) -> str:
    """Lower case, numbers as words, no punctuation but apostrophes."""
    text = _NUMBER.sub(lambda match: f" {number(match[0])} ", text.lower().replace("\u2019", "'"))
    text = "".join(c if c.isalpha() or c in "' {}_" else " " for c in text)
    return " ".join(text.split())
