"""The safety ear: her words -> warning signs, in every state, on every text.

A phrase said of herself (or of her by a partner) is `present` when it is specific, `possible` when it is vague. It is
taken back only by a negation in the same clause or by a near miss that explains all its words; doubt goes up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from skill.coach.heard import SignHeard
from skill.understanding.numbers import value_of
from skill.understanding.phrases import Match
from skill.understanding.word_sets import word_set

_NEGATORS = word_set("no not never without neither nor nope nah none denies isn aren")
_ENDS_CLAUSE = word_set("but and because although though except if when while so now since")
"""A negation does not reach across these words."""
_SUBJECTS = word_set("i my it he she we they you that this there")
"""After these, a leading "no" was an answer of its own: "no my legs are numb"."""
_NEW_SUBJECT = word_set("i my he she we they")
"""Between a negation and a sign, these begin something else: "don't laugh, my chest is tight"."""
_STILL = word_set("only just longer stop stopping stops better")
"""`not only`, `no longer`, `won't stop`: a negator that denies nothing."""
_REACH = 5
"""How many words a negation reaches over."""
_PAST = (
    "when i was pregnant", "before i was pregnant", "used to", "years ago", "last year", "as teenager", "as a child",
    "when i was child", "in pregnancy", "during pregnancy", "that was before birth", "right after birth but",
)  # fmt: skip
"""Said before or after a sign in the same clause, it was long ago."""
_GONE = ("all gone now", "gone now", "fine since", "fine now", "went away", "but not since", "not since")
"""Said after a sign, that one sign is over; not another one of the same breath."""
_OTHERS = (
    "my sister", "my mother had", "my mum had", "my mom had", "my friend", "my neighbour", "my neighbor", "my aunt",
    "my cousin", "my cat", "my dog", "in film", "in movie", "on telly", "on tv", "on news", "my gran", "my nan",
    "what are signs", "what are symptoms", "how would i know if", "what if i", "how do you know if", "my grandma",
)  # fmt: skip
_FEVER_C, _FEVER_F = 38.0, 100.4
_SEVERE, _HIGH = (160, 110), (140, 90)
"""Blood pressure, upper and lower number, from which a reading counts (triage protocol 3.9)."""
_PRESSURE = word_set("pressure cuff bp systolic diastolic monitor machine")
_HEAT = word_set("temperature temp fever thermometer degrees celsius fahrenheit forehead")
_BABIES = word_set("baby bub bubba newborn son daughter little boy girl toddler twins infant")
_BABY = word_set("baby she he his her him bub bubba newborn son daughter toddler")


def listen(words: Sequence[str], matches: Iterable[Match]) -> tuple[SignHeard, ...]:
    """The signs in `words`, given the phrases found there, in the order they were said."""
    found = list(matches)
    near = [match for match in found if match.entry[0] == "i"]
    heard: dict[str, str] = {}
    signs = sorted((m for m in found if m.entry[0] == "s"), key=lambda m: (m.start, m.end))
    for match in signs:
        sign, status = match.entry[1], match.entry[2]
        if sign == "fever" and _said_of_baby(words[max(0, match.start - _NEAR) : match.start]):
            sign = "baby_unwell"
        if _denied(words, match) or any(_explains(n, match) for n in near):
            continue
        if _of_someone_else(words, match) or _long_ago(words, match) or _is_over(words, match, signs):
            continue
        if heard.get(sign) != "present":
            heard[sign] = status
    for sign in _readings(words):
        heard[sign] = "present"
    return tuple(SignHeard(sign, "present" if status == "present" else "possible") for sign, status in heard.items())


def _where(words: Sequence[str], markers: Iterable[str]) -> list[tuple[int, int]]:
    """Where these phrases stand, as (first word, word after the last)."""
    spans = []
    for marker in markers:
        said = marker.split()
        spans += [
            (n, n + len(said)) for n in range(len(words) - len(said) + 1) if list(words[n : n + len(said)]) == said
        ]
    return spans


def _same_clause(words: Sequence[str], start: int, end: int) -> bool:
    return not _ENDS_CLAUSE & set(words[start:end])


def _of_someone_else(words: Sequence[str], match: Match) -> bool:
    """Said of another person, a film or as a question; not where she goes on to speak of herself."""
    for start, end in _where(words, _OTHERS):
        if start >= match.end and _same_clause(words, match.end, start):
            return True
        between = words[end : match.end]
        if end <= match.start and _same_clause(words, end, match.start) and not {"i", "my", "me"} & set(between):
            return True
        if start < match.end and match.start < end:
            return True
        if words[start] in ("what", "how") and end <= match.start:
            return True
    return False


def _long_ago(words: Sequence[str], match: Match) -> bool:
    for start, end in _where(words, _PAST):
        before, after = sorted(((match.start, match.end), (start, end)))
        if _same_clause(words, before[1], after[0]):
            return True
    return False


def _is_over(words: Sequence[str], match: Match, signs: Sequence[Match]) -> bool:
    """Whether "it went away" is said of this sign: the nearest one before it."""
    for start, _ in _where(words, _GONE):
        nearest = max((m.end for m in signs if m.end <= start), default=None)
        if nearest is not None and match.end == nearest:
            return True
    return False


def _denied(words: Sequence[str], match: Match) -> bool:
    """Whether a negation before the phrase, in the same clause, or in one of its gaps takes it back."""
    if any(words[at] in _NEGATORS and words[at + 1] not in _STILL for gap in match.gaps for at in range(*gap)):
        return True
    for at in range(match.start - 1, max(-1, match.start - 1 - _REACH), -1):
        word = words[at]
        if word in _ENDS_CLAUSE:
            return False
        if word in _NEGATORS:
            after = words[at + 1] if at + 1 < len(words) else ""
            if after in _STILL or (word in ("no", "nope", "nah") and at == 0 and after in _SUBJECTS):
                return False
            if _NEW_SUBJECT & set(words[at + 1 : match.start]):
                return False
            return not (at > 0 and words[at - 1] == "can")
    return False


def _explains(near: Match, match: Match) -> bool:
    """Whether a near miss covers all of the phrase, or the phrase only goes on across a gap after it."""
    if near.entry[1] not in ("", match.entry[1]) or near.start > match.start:
        return False
    return match.end <= near.end or any(first <= near.end <= last for first, last in match.gaps)


def _readings(words: Sequence[str]) -> list[str]:
    """Signs told in numbers: a temperature, a blood pressure."""
    signs: list[str] = []
    spoken = set(words)
    for at, word in enumerate(words):
        value = value_of(word)
        if value is None:
            continue
        lower = value_of(words[at + 2]) if at + 2 < len(words) and words[at + 1] in ("over", "on") else None
        if lower is not None and 60 <= value <= 260 and 30 <= lower <= 160:
            level = _pressure(value, lower)
        elif spoken & _PRESSURE and 90 <= value <= 260 and words[max(0, at - 1)] not in ("over", "on"):
            level = _pressure(value, 0) if not spoken & _HEAT else None
        elif _is_fever(value) and (spoken & _HEAT or "." in word):
            level = "baby_unwell" if _of_baby(words) else "fever"
        else:
            level = None
        if level:
            signs.append(level)
    return signs


def _pressure(upper: float, lower: float) -> str | None:
    if upper >= _SEVERE[0] or lower >= _SEVERE[1]:
        return "bp_severe"
    return "bp_high" if upper >= _HIGH[0] or lower >= _HIGH[1] else None


def _is_fever(value: float) -> bool:
    return _FEVER_C <= value <= 43 or _FEVER_F <= value <= 109


_NEAR = 4


def _said_of_baby(before: Sequence[str]) -> bool:
    """Whether the baby is who is hot: "my little girl is burning up"."""
    return bool((_BABY | _BABIES) & set(before)) and not {"i", "me", "am", "wife", "partner", "not"} & set(before)


def _of_baby(words: Sequence[str]) -> bool:
    denied = any(first == "not" and second in _BABY for first, second in pairwise(words))
    if denied or not _BABY & set(words) or {"me", "i", "wife", "partner"} & set(words):
        return False
    return all(word != "my" or _BABIES & set(words[at + 1 : at + 3]) for at, word in enumerate(words))
