"""Which of our intents she means: whole sentences first, then weighted key phrases, honest about doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from skill.understanding.model import STATES, Model
from skill.understanding.phrases import Match

SENTENCE = 0.97
"""Confidence in a sentence an author wrote down for this state; one written for every state gets a little less."""
NOT_OURS = 0.6
"""Confidence that a sentence of several words, none of them ours, was not for us."""
MOST = 0.93
LEAST = 0.3
"""Below this nothing was understood."""
_DOUBT = 0.9
"""How much evidence is worth as much as none; chosen on our own test sentences."""
_ENOUGH_WORDS = 3
_ANSWERS = frozenset({"answer_yes", "answer_no", "answer_unsure"})
"""Short everyday words: inside a longer sentence they are no evidence of an answer."""
_TELLING = frozenset({"profile", "baby_status", "partner"})
_A_REQUEST = 3
NO = frozenset({"no", "nope", "nah", "naw", "never"})
YES = frozenset({"yes", "yeah", "yep", "yup", "aye"})
_SENTENCE_WEIGHT = 5
"""What a whole sentence counts that explains most of a longer one."""


class Choice(NamedTuple):
    """An intent and how sure we are."""

    intent: str
    confidence: float
    exact: bool = False


UNCLEAR = Choice("unclear", 0.0)
NOTHING = frozenset({"unclear", "out_of_scope"})


def choose(words: Sequence[str], matches: Iterable[Match], state: str, model: Model) -> Choice:
    """The best intent for `words`; `unclear` rather than a guess.

    `state` holds the letter of the state, and of `triage` too while any yes or no is awaited.
    """
    found = [m for m in matches if m.entry[0] in "akbe" and (not m.entry[2] or set(state) & set(m.entry[2]))]
    end = len(words)
    whole = [m for m in found if m.entry[0] == "a" and m.start == 0 and m.end == end]
    if whole:
        best = min(whole, key=lambda m: (bool(m.gaps), not m.entry[2], _rarity(m.entry[1], state, model), m.entry[1]))
        return Choice(best.entry[1], SENTENCE if not best.gaps else MOST, exact=True)
    scores, covered = _weigh(found, end)
    _put_requests_first(scores)
    if state == STATES["triage"]:
        _follow_the_first_word(words[0], scores, covered)
    ranked = sorted(
        (
            (score * _fit(len(covered[intent]) / end, intent in model.brief), intent)
            for intent, score in scores.items()
            if score > 0
        ),
        reverse=True,
    )
    if not ranked:
        return _not_ours(words, state, model)
    top, intent = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    fit = _fit(len(covered[intent]) / end, intent in model.brief)
    confidence = min(MOST, top / (top + 0.6 * second * fit + _DOUBT * fit) * fit)
    if confidence < LEAST:
        return _not_ours(words, state, model)
    return Choice(intent, round(confidence, 3))


def _put_requests_first(scores: dict[str, float]) -> None:
    """Facts come with any request: telling them is what she wants only if she asks for nothing."""
    if any(score >= _A_REQUEST and intent not in _TELLING for intent, score in scores.items()):
        for intent in _TELLING & set(scores):
            scores[intent] *= 0.3


def _follow_the_first_word(word: str, scores: dict[str, float], covered: dict[str, set[int]]) -> None:
    """To a safety question, whoever begins with no has not said yes, whatever follows; and the other way round."""
    for answer, other, beginnings in (("answer_no", "answer_yes", NO), ("answer_yes", "answer_no", YES)):
        if word in beginnings and scores.get("answer_unsure", 0) <= scores.get(answer, 0):
            scores.pop(other, None)
            scores[answer] = scores.get(answer, 0) + _SENTENCE_WEIGHT
            covered.setdefault(answer, set()).update(range(_ENOUGH_WORDS))


def _rarity(intent: str, state: str, model: Model) -> int:
    """Which of several intents with the same words is meant here: answers to a question, controls in a routine."""
    if intent in _ANSWERS:
        return 0 if "t" in state or "s" in state else 2
    return int((intent in model.brief) != bool(set(state) & set("rb")))


def _fit(share: float, brief: bool) -> float:
    """How well a phrase that explains this share of the words stands for all of them."""
    return min(1.0, 0.25 + 1.3 * share) if brief else min(1.0, 0.75 + 0.5 * share)


def _weigh(found: Sequence[Match], end: int) -> tuple[dict[str, float], dict[str, set[int]]]:
    """Evidence per intent; a phrase inside a longer unbroken phrase of the same intent counts once."""
    scores: dict[str, float] = {}
    covered: dict[str, set[int]] = {}
    keys = [m for m in found if m.entry[0] == "k" or _at_edge(m, end)]
    keys += [
        m._replace(entry=["k", m.entry[1], m.entry[2], _SENTENCE_WEIGHT * m.words / end])
        for m in found
        if m.entry[0] == "a" and m.words > 1 and 2 * m.words >= end and not m.gaps and m.entry[1] not in _ANSWERS
    ]
    keys.sort(key=lambda m: (m.start - m.end, m.start, m.entry[1]))
    taken: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    strongest: dict[tuple[str, bool, int, int], float] = {}
    for match in keys:
        place = (match.entry[1], match.entry[3] > 0, match.start, match.end)
        strongest[place] = max(strongest.get(place, 0), match.entry[3], key=abs)
    for match in keys:
        intent, weight = match.entry[1], match.entry[3]
        places = taken.setdefault((intent, weight > 0), [])
        if weight != strongest[intent, weight > 0, match.start, match.end] or _inside(match, places):
            continue
        places.append((match.start, match.end))
        scores[intent] = scores.get(intent, 0.0) + weight + 0.25 * (match.words - 1)
        if weight > 0:
            covered.setdefault(intent, set()).update(range(match.start, match.end))
    return scores, covered


def _at_edge(match: Match, end: int) -> bool:
    return (match.entry[0] == "b" and match.start == 0) or (match.entry[0] == "e" and match.end == end)


def _inside(match: Match, taken: Iterable[tuple[int, int]]) -> bool:
    return any(start <= match.start and match.end <= end for start, end in taken)


def _not_ours(words: Sequence[str], state: str, model: Model) -> Choice:
    """Several words and none of our subject: meant for someone else. Fewer, or in answer to a question: unclear."""
    if any(word in model.ours for word in words):
        return UNCLEAR
    if len(words) >= _ENOUGH_WORDS and (not set(state) & set("ts") or len(words) > _ENOUGH_WORDS + 2):
        return Choice("out_of_scope", NOT_OURS)
    return UNCLEAR
