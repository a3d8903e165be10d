"""Which intent she means at this point of the conversation: all of her words, an answer, a correction, a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from skill.coach.conversation import Conversation
from skill.coach.heard import SURE
from skill.understanding.answers import question_at
from skill.understanding.classifier import load_classifier
from skill.understanding.commands import command_beside, within
from skill.understanding.intents import NO, NOTHING, YES, Choice, choose
from skill.understanding.lexicon import Lexicon
from skill.understanding.model import STATES, Model
from skill.understanding.phrases import Match, scan
from skill.understanding.reading import Read, names_in, spans_of
from skill.understanding.resolving import TELLING
from skill.understanding.weighing import CLEAR, Around, weigh


def _meant(words: Sequence[str], phrases: Sequence[Match], around: Around, model: Model) -> Choice:
    """Which intent some words have: by the listed phrases and the trained classifier."""
    listed = choose(words, phrases, around.state, model)
    if listed.exact:
        return listed
    return weigh(listed, load_classifier("intents").log_odds(words), words, around, model)


def _around(conversation: Conversation, names: Sequence[Match]) -> Around:
    named = any(match.entry[1] == "exercise" for match in names)
    return Around(STATES[conversation.state], conversation.asked, named)


def choice_of(read: Read, conversation: Conversation, lexicon: Lexicon, model: Model) -> Choice:
    """The intent of her words, before facts and questions have their say."""
    around = _around(conversation, read.names)
    at = question_at(read.words) if conversation.asked is not None else None
    if at:
        return _meant(read.words[at:], within(read.phrases, at, len(read.words)), around, model)
    whole = _meant(read.words, read.phrases, around, model)
    if conversation.asked is not None and whole.confidence < SURE:
        answering = around._replace(state=around.state + STATES["triage"])
        answer = _meant(read.words, read.phrases, answering, model)
        listed = choose(read.words, read.phrases, answering.state, model)
        short = len(read.words) <= FEW_OF_AN_ANSWER and answer.confidence >= CLEAR
        if answer.intent.startswith("answer_") and (short or listed.intent == answer.intent):
            whole = answer
    last = read.words[read.after :]
    if read.after and not whole.exact and (len(last) > 1 or set(last) <= YES | NO):
        names = names_in(last, lexicon, model)
        corrected = _meant(last, scan(last, spans_of(last, names), model.phrases), around, model)
        if corrected.confidence >= SURE and corrected.intent != "out_of_scope":
            return corrected
    return whole


FEW_OF_AN_ANSWER = 6
"""More words than this are no answer that nobody listed."""


def beside_facts(choice: Choice, read: Read, told: dict[str, Any], conversation: Conversation, model: Model) -> Choice:
    """A command beats facts told in the same breath."""
    if choice.intent not in TELLING | NOTHING and (choice.confidence >= SURE or choice.exact):
        return choice
    around = _around(conversation, read.names)

    def meant(words: Sequence[str], phrases: Sequence[Match]) -> Choice:
        return _meant(words, phrases, around, model)

    return command_beside(read.words, read.phrases, meant, frozenset(told)) or choice
