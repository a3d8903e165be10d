"""Choosing a wording: full or short, day or night, to her or to a helper, never a baby word where there is none.

Wordings rotate by a counter kept in the conversation, so no sentence comes twice in a row and nothing is random.
"""

from __future__ import annotations

from msgspec import Struct

from skill.coach.content import Content, Phrase


class Manner(Struct, frozen=True):
    """How to speak right now."""

    short: bool = False
    """She wants few words, or it is night."""
    night: bool = False
    partner: bool = False
    no_baby: bool = False
    by_name: bool = False
    """Where nothing is open she has to call the skill by its name."""


def wordings(phrase: Phrase, manner: Manner, said: int) -> tuple[str, ...]:
    """The wordings that fit the manner, given how often she has heard this phrase in the session."""
    called = phrase.by_name if manner.by_name else ()
    if manner.no_baby and phrase.not_here:
        return called or phrase.not_here
    if manner.partner and phrase.partner:
        return phrase.partner
    if manner.night and phrase.night:
        return phrase.night
    if phrase.short and (manner.short or said >= len(phrase.full)):
        return phrase.short
    return called or phrase.full


def choose(content: Content, id: str, manner: Manner, rotation: dict[str, int], **slots: object) -> str:
    """One wording of a phrase with its slots filled. Raises KeyError for a phrase or slot that does not exist."""
    said = rotation.get(id, 0)
    options = wordings(content.phrases[id], manner, said)
    text = options[said % len(options)]
    return text.format(**slots) if slots else text


def label(id: str, content: Content, manner: Manner, **slots: object) -> str:
    """A phrase that is read and not spoken: its first wording, with a capital letter. Raises KeyError as `choose`."""
    text = choose(content, id, manner, {}, **slots)
    return text[:1].upper() + text[1:]


UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def number(value: float) -> str:
    """A number from 0 to 999 as words; halves are spoken ("six and a half")."""
    whole = int(value)
    if value - whole >= 0.5:
        return "a half" if whole == 0 else f"{number(whole)} and a half"
    if whole < 20:
        return UNITS[whole]
    if whole < 100:
        return TENS[whole // 10] + (f"-{UNITS[whole % 10]}" if whole % 10 else "")
    rest = whole % 100
    return f"{number(whole // 100)} hundred" + (f" and {number(rest)}" if rest else "")


def count(value: int, one: str, many: str = "") -> str:
    """ "one minute", "five minutes"."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def digits(text: str) -> str:
    """Every run of digits read digit by digit: "911" -> "nine, one, one"."""
    out: list[str] = []
    run: list[str] = []
    for ch in text + " ":
        if ch.isdigit():
            run.append(UNITS[int(ch)])
            continue
        if run:
            out.append(", ".join(run))
            run = []
        out.append(ch)
    return "".join(out)[:-1]


def listing(items: list[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b, and c"."""
    if len(items) <= 2:
        return f" {last} ".join(items)
    return ", ".join(items[:-1]) + f", {last} {items[-1]}"
