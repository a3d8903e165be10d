"""The listed half of the ear: phrases an author wrote down, with what takes them back.

A phrase said of herself (or of her by a partner) is `present` when it is specific, `possible` when it is vague. It is
taken back only by a negation in the same clause or by a near miss that explains all its words; doubt goes up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from skill.understanding.phrases import Match
from skill.understanding.stripped import playing_down, stripped
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
WHOLE = 0.75
"""A near miss of the protocol counts where it is this share of what she says."""
IDIOM = ""
"""The sign of a turn of phrase that only sounds grave: it takes back whatever it sounds like."""
EXPLAINED = 0.6
"""A near miss that explains this share of the words takes its sign back."""
_REACH = 5
"""How many words a negation reaches over."""
_PAST = (
    "when i was pregnant", "before i was pregnant", "used to", "years ago", "last year", "as teenager", "as a child",
    "when i was child", "in pregnancy", "during pregnancy", "that was before birth", "right after birth but",
    "right after birth fine", "epidural wore off", "when epidural wore", "fine once i", "gone once i",
)  # fmt: skip
"""Said before or after a sign in the same clause, it was long ago."""
_GONE = ("all gone now", "gone now", "fine since", "fine now", "went away", "but not since", "not since")
"""Said after a sign, that one sign is over; not another one of the same breath."""
_OTHERS = (
    "my sister", "my mother had", "my mum had", "my mom had", "my friend", "my neighbour", "my neighbor", "my aunt",
    "my cousin", "my cat", "my dog", "in film", "in movie", "on telly", "on tv", "on news", "my gran", "my nan",
    "my grandma",
    "my mum fainted", "my mom fainted", "my mum has", "my mom has", "my mother has", "my dad", "my brother",
)  # fmt: skip
_CURIOUS = ("what are signs", "what are symptoms", "how would i know if", "what if i", "how do you know if")
"""She asks about a sign, and says nothing of having it."""
BABIES = word_set("baby bub bubba newborn son daughter little boy girl toddler twins infant")
BABY = word_set("baby she he his her him bub bubba newborn son daughter toddler")


class Listed(NamedTuple):
    """What the listed phrases say."""

    heard: dict[str, str]
    """Sign -> `present` or `possible`, in the order they were said."""
    denied: frozenset[str]
    """Signs whose phrase was there and was denied; `IDIOM` where all of it is only a turn of phrase."""
    explained: frozenset[str]
    """Signs whose phrase was somebody else's, past, or part of a near miss: a sure trained ear overrules it."""
    curious: frozenset[str] = frozenset()
    """Signs that were only asked about: whether any of that is happening now is asked back (`triage.md` 3.7)."""


def listed(words: Sequence[str], matches: Iterable[Match], sticky: frozenset[str] = frozenset()) -> Listed:
    """The signs in `words`, given the phrases found there.

    A `sticky` sign counts although it went away; the others do not (`clinical/triage.md` 3.6).
    """
    found = list(matches)
    begun = playing_down(words)
    near = [match for match in found if match.entry[0] == "i" and match.start >= begun]
    heard: dict[str, str] = {}
    whole = _near_miss(stripped(words), found)
    if whole is not None:
        # The protocol has these very words as a near miss, and says what may be asked.
        return Listed(dict.fromkeys(whole.entry[2], "possible"), frozenset({IDIOM}), frozenset())
    denied: set[str] = set()
    asked: set[str] = set()
    most = {match.entry[1] for match in near if match.words >= EXPLAINED * len(words)}
    back = set(most)
    signs = sorted((m for m in found if m.entry[0] == "s"), key=lambda m: (m.start, m.end))
    for match in signs:
        sign, status = match.entry[1], match.entry[2]
        if sign == "fever" and _said_of_baby(words[max(0, match.start - _NEAR) : match.start]):
            sign = "baby_unwell"
        if _denied(words, match):
            denied.add(sign)
            continue
        if _asked_about(words, match):
            asked.add(sign)
            back.add(sign)
            continue
        over = sign not in sticky and _is_over(words, match, signs)
        if over or _of_someone_else(words, match) or _long_ago(words, match):
            back.add(sign)
            continue
        if any(_explains(n, match) for n in near):
            back.add(sign)
            continue
        if heard.get(sign) != "present":
            heard[sign] = status
    if IDIOM in back:
        denied.add(IDIOM)
    if most:
        # What is nearly all of a near miss is no half-said sign.
        heard = {sign: s for sign, s in heard.items() if s == "present" or not most & {sign, IDIOM}}
    unheard = (frozenset(signs - heard.keys()) for signs in (denied, back, asked))
    return Listed(heard, *unheard)


def _near_miss(words: Sequence[str], found: Sequence[Match]) -> Match | None:
    """The near miss of the protocol that is nearly all she says."""
    whole = [match for match in found if match.entry[0] == "q" and match.words >= WHOLE * len(words)]
    return max(whole, key=lambda match: match.words, default=None)


def of_another(words: Sequence[str]) -> bool:
    """Whether all of it is about another person, a film, or asked in general: she never comes to herself."""
    others = (*_OTHERS, *_CURIOUS)
    return any(start <= 1 and not {"i", "my", "me"} & set(words[end:]) for start, end in _where(words, others))


def _where(words: Sequence[str], markers: Iterable[str]) -> list[tuple[int, int]]:
    """Where these phrases stand, as (first word, word after the last)."""
    spans = []
    text = f" {' '.join(words)} "
    for marker in markers:
        if f" {marker} " not in text:
            continue
        said = marker.split()
        spans += [
            (n, n + len(said)) for n in range(len(words) - len(said) + 1) if list(words[n : n + len(said)]) == said
        ]
    return spans


def _same_clause(words: Sequence[str], start: int, end: int) -> bool:
    return not _ENDS_CLAUSE & set(words[start:end])


def _asked_about(words: Sequence[str], match: Match) -> bool:
    return any(end <= match.start for _, end in _where(words, _CURIOUS))


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
    said = {at for at in range(match.start, match.end) if not any(first <= at < last for first, last in match.gaps)}
    if any(at in said for gap in near.gaps for at in range(*gap)):
        return False  # the near miss skips over words that the phrase itself is made of
    return match.end <= near.end or any(first <= near.end <= last for first, last in match.gaps)


_NEAR = 4


def _said_of_baby(before: Sequence[str]) -> bool:
    """Whether the baby is who is hot: "my little girl is burning up"."""
    return bool((BABY | BABIES) & set(before)) and not {"i", "me", "am", "wife", "partner", "not"} & set(before)
