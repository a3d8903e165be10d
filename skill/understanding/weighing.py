"""Which intent she means, from two witnesses: the phrases an author listed, and the trained classifier.

A sentence that was written down from its first word to its last decides alone. Otherwise the classifier's log-odds,
what the listed phrases make of the words, and where she is in the conversation are added up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import NamedTuple

from skill.coach.conversation import Asked
from skill.coach.table import ROWS
from skill.understanding.classifier import REPORT
from skill.understanding.intents import NO, NOTHING, UNCLEAR, YES, Choice
from skill.understanding.model import STATES, Model
from skill.understanding.word_sets import word_set

TRUST = 2.5
"""What a listed phrase of full confidence adds to the log-odds. Chosen, like the next two, on `aside/one.tsv`."""
NO_TRUST = 1.0
"""The same where the listed phrases only say that it is nothing of ours."""
AT_HOME = 2.0
"""What being in a routine adds for the intents that steer one, and what being outside takes away."""
ANSWERING = 3.0
"""The same for answers, where a question is open."""
EXPECTED = 1.5
"""What it adds that the open question has a row for this intent in the dialogue table (`skill.coach.table`)."""
NAMED = 1.5
"""What a named exercise adds to the intents that are about one."""
_OF_AN_EXERCISE = word_set("start_exercise explain_exercise exercise_safety")
ENDINGS = ("stop", "thanks_goodbye")
"""Whichever of these is meant, she is leaving: they are sure together."""
CLEAR = 0.8
"""A yes or a no to a health question that no author listed, and that does not begin with one, must be this clear."""
_ANSWERS = word_set("answer_yes answer_no answer_unsure why_do_you_ask correct_answer")
LEAST = 0.15
"""Below this nothing was understood; up to `heard.SURE` the coach asks or waits, it does not act."""
_FEW, _FEW_IN_ANSWER = 3, 6
"""Fewer words than these are not called somebody else's talk: they were not understood."""


class Around(NamedTuple):
    """Where in the conversation the words were said, and what they name."""

    state: str
    """The letters of the states she is in."""
    asked: Asked | None = None
    """The question that is open."""
    exercise: bool = False
    """Whether an exercise is named."""


def weigh(listed: Choice, log_odds: Mapping[str, float], words: Sequence[str], around: Around, model: Model) -> Choice:
    """The likeliest intent with its probability; `unclear` rather than a guess."""
    asked = around.asked
    if listed.exact:
        return listed
    sums = {
        name: value + _at_home(name, around.state, model) + _expected(name, around)
        for name, value in log_odds.items()
        if name != REPORT and (asked is not None or name not in _ANSWERS)
    }
    begun = _begins_with(words[0]) if asked is not None else None
    if begun:
        sums[begun] += ANSWERING
        sums.pop(_OPPOSITE[begun])
    if listed.intent in sums:
        sums[listed.intent] += (NO_TRUST if listed.intent in NOTHING else TRUST) * listed.confidence
    most = max(sums.values())
    shares = {intent: exp(value - most) for intent, value in sums.items()}
    best = max(shares, key=lambda intent: (shares[intent], intent))
    sure = sum(shares[intent] for intent in (ENDINGS if best in ENDINGS else (best,)))
    confidence = round(sure / sum(shares.values()), 3)
    few = _FEW_IN_ANSWER if set(around.state) & set("ts") else _FEW
    if best == "out_of_scope":
        return UNCLEAR if len(words) < few else Choice(best, max(confidence, LEAST))
    if confidence < LEAST:
        return UNCLEAR
    answers = asked is not None and asked.check and best in _OPPOSITE and best not in (listed.intent, begun)
    if answers and confidence < CLEAR:
        return UNCLEAR
    return Choice(best, confidence)


def _expected(intent: str, around: Around) -> float:
    """What the open question, and what is named, lead one to expect."""
    asked = around.asked
    row = EXPECTED if asked is not None and asked.id in ROWS.get(intent, ()) else 0.0
    return row + (NAMED if around.exercise and intent in _OF_AN_EXERCISE else 0.0)


_OPPOSITE = {"answer_yes": "answer_no", "answer_no": "answer_yes"}


def _begins_with(word: str) -> str | None:
    """Whoever begins with no has not said yes, whatever follows; and the other way round."""
    return "answer_no" if word in NO else "answer_yes" if word in YES else None


def _at_home(intent: str, state: str, model: Model) -> float:
    """How the state of the conversation speaks for or against an intent, in log-odds."""
    if intent in _ANSWERS:
        return ANSWERING if STATES["triage"] in state else -ANSWERING
    if intent == "pain_score" and STATES["scale"] in state:
        return ANSWERING
    if intent in model.brief:
        return AT_HOME if set(state) & {STATES["routine"], STATES["between"]} else -AT_HOME
    return 0.0
