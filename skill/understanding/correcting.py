"""An answer taken back by the name of its question: "I meant yes about the chest", "the fever one was wrong".

Such a sentence names a sign without having it, so it is read as a whole: with one word that is not explained it is
heard like any other. Only a question that was asked before, or is open, can be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from skill.coach.answering import gate_signs
from skill.coach.conversation import Conversation
from skill.understanding.answers import signs_asked
from skill.understanding.intents import MOST, Choice
from skill.understanding.model import Model
from skill.understanding.normalise import split
from skill.understanding.word_sets import word_set

MOST_WORDS = 18
"""A longer sentence tells more than a correction."""
_YES = word_set("yes yeah yep")
_SILENT = word_set("a an the my your this really just actually sorry please um er oh")
_OPENERS = (
    "no", "nope", "yes", "wait", "hang on", "hold on", "stop", "oops", "okay", "well", "but", "and", "i made mistake",
    "mistake", "can i", "can we", "can you", "could i", "could we", "could you", "may i", "let me", "lets", "let us",
    "i want to", "i would like to", "i need to",
)  # fmt: skip
"""What stands before a correction."""
_CLOSERS = (" again", " instead", " not yes", " not no", " then")
_PARTS = {
    "ABOUT": "(?:about|to|on|for|with|at|of|regarding)",
    "SAID": "(?P<said>yes|yeah|yep|no|nope)",
    "FORMER": "(?:yes|yeah|yep|no|nope)",
    "NAME": "(?P<name>[a-z ]+?)(?: (?:one|question|questions|bit|part))?",
    "QUESTION": "(?P<name>[a-z ]+?) (?:one|question|questions)",
    "ANSWER": "(?:last answer|answers?|what i said|what i told you|it|that)",
    "MEANT": "i (?:meant|mean|should have said|wanted to say|was supposed to say)(?: to say)?",
    "CHANGE": "(?:change|correct|fix|redo|undo|amend|take back|go back on)",
    "WRONG": "(?:was|is) (?:wrong|not right|incorrect|mistake)",
}
_FORMS = (
    "(?:go back )?MEANT SAID ABOUT NAME",
    "(?:ABOUT )?NAME MEANT SAID",
    "(?:ABOUT )?QUESTION (?:is|was|it is|it was|should be|should have been|it should be) SAID",
    "i (?:said|answered|told you) FORMER ABOUT NAME (?:but|and) (?:MEANT|it is|it was|it should be) SAID",
    "i (?:said|answered|told you) FORMER ABOUT NAME by mistake",
    "i did not mean (?:to say )?FORMER ABOUT NAME",
    "CHANGE(?: ANSWER)? ABOUT NAME(?: to SAID)?",
    "CHANGE NAME answer",
    "(?:go|going|get) back to NAME",
    "back to QUESTION",
    "ANSWER ABOUT NAME WRONG",
    "(?:ABOUT )?QUESTION (?:that |it )?WRONG",
    "i (?:got|answered) NAME wrong",
    "i gave wrong answer ABOUT NAME",
    "i (?:was|got it) wrong ABOUT NAME",
    "ask me(?: about)? NAME",
    "SAID ABOUT QUESTION",
    "ABOUT QUESTION",
)
"""Whole sentences. Where a symptom is said in the same words ("my chest is not right") only QUESTION will do."""


class Correction(NamedTuple):
    """Which answer she takes back."""

    signs: tuple[str, ...]
    """Signs of that name, the gravest first."""
    said: str
    """`yes` or `no`, where she said what it should be; else empty."""


def plain(text: str) -> str:
    """A name, or her words, without what makes no difference here."""
    return " ".join(word for word in split(text) if word not in _SILENT)


def named_in(text: str, called: Mapping[str, Sequence[str]]) -> Correction | None:
    """The question she names in a sentence that does nothing else, or None. `called`: plain name -> ids of signs."""
    words = plain(text)
    if len(words.split()) > MOST_WORDS:
        return None
    for start in _starts(words):
        for form in _forms():
            found = form.fullmatch(start)
            if found is not None and found["name"] in called:
                said = found.groupdict().get("said") or ""
                return Correction(tuple(called[found["name"]]), "yes" if said in _YES else said and "no")
    return None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Made when first needed: a session without a safety question never pays for them."""
    part = re.compile("|".join(_PARTS))
    return tuple(re.compile(part.sub(lambda found: _PARTS[found[0]], form)) for form in _FORMS)


def _starts(words: str) -> list[str]:
    """Her words, and the same with one opener after the other taken away, and what closes them."""
    for closer in _CLOSERS:
        words = words.removesuffix(closer)
    starts = [words]
    while (left := next((o for o in _OPENERS if starts[-1].startswith(f"{o} ")), None)) is not None:
        starts.append(starts[-1][len(left) + 1 :])
    return starts


def taken_back(text: str, conversation: Conversation, model: Model) -> tuple[Choice, dict[str, str]] | None:
    """The intent and slots of a correction by name; None where it is none, or nothing of that name was asked.

    `sign` is the gravest of that name, `also` the others (ids between spaces); `meant` what the answer should be, where
    only one question can be meant. A yes about the open question is its answer.
    """
    open_ = _open(conversation)
    asked = open_ | _answered(conversation)
    named = named_in(text, model.called) if asked else None
    if named is None:
        return None
    signs = [sign for sign in named.signs if sign in asked]
    if not signs:
        return None
    if named.said == "yes" and set(signs) <= open_:
        return Choice("answer_yes", MOST), {}
    own = [sign for sign in signs if sign in _own(conversation)]
    slots = {"sign": (own or signs)[0]}
    if len(own) > 1:
        slots["also"] = " ".join(own[1:])
    elif named.said:
        slots["meant"] = named.said
    return Choice("correct_answer", MOST), slots


def _open(conversation: Conversation) -> frozenset[str]:
    asked = conversation.asked
    return signs_asked(asked) if asked is not None and asked.check else frozenset()


def _answered(conversation: Conversation) -> frozenset[str]:
    """The signs whose questions were answered: their own, one of the gate of four, or the last one."""
    gates = frozenset(sign for at in range(len(conversation.gate)) for sign in gate_signs(at))
    return _own(conversation) | gates | signs_asked(conversation.answered)


def _own(conversation: Conversation) -> frozenset[str]:
    return frozenset(question.partition("/")[0] for question in conversation.answers)
