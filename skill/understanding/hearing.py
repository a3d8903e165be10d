"""Said -> Heard: the one way her words become meaning, for every door. Nothing else in the house builds a Heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from skill.coach.conversation import Conversation
from skill.coach.heard import SURE, Heard, Said, SignHeard
from skill.understanding import facts
from skill.understanding.answers import WHERE, doubtful_no, place_of, question_at, signs_asked
from skill.understanding.classifier import REPORT, load_classifier
from skill.understanding.commands import command_beside, within
from skill.understanding.ear import ASKED, NOTHING_ELSE, UNDERSTOOD, Suspicion, agreed, listen
from skill.understanding.intents import NO, NOT_OURS, NOTHING, YES, Choice, choose
from skill.understanding.lexicon import Lexicon
from skill.understanding.model import STATES, Model, load
from skill.understanding.normalise import normalise
from skill.understanding.numbers import value_of
from skill.understanding.phrases import Match, longest, scan
from skill.understanding.readings import temperature
from skill.understanding.ready_slots import ready_slots, spoken_text, unknown_slots
from skill.understanding.resolving import TELLING, ready_answer, resolve
from skill.understanding.weighing import CLEAR, Around, weigh


class Read(NamedTuple):
    """An utterance with everything found in it."""

    words: tuple[str, ...]
    after: int
    names: list[Match]
    phrases: list[Match]


def hear(said: Said, conversation: Conversation, lexicon: Lexicon, today: date) -> Heard:
    """What she said, understood in this conversation. Never raises, whatever the words."""
    if said.event is not None:
        return Heard(intent=said.event, reached=said.reached, ms=said.ms)
    model = load()
    if said.intent is not None:
        return _ready(said, conversation, lexicon, today, model)
    read = read_words(said.text or "", lexicon, model)
    if not read.words:
        return Heard(intent="unclear", confidence=0.0, reached=said.reached, ms=said.ms)
    told = _facts(read, conversation, today)
    choice = _choice(read, conversation, lexicon, model)
    signs = _signs_here(read, choice, conversation)
    choice = _beside_facts(choice, read, told, conversation, model)
    if choice.intent == "profile" and not {"weeks_postpartum", "pregnant"} & told.keys():
        told = facts.since_birth_of(read.words, today) | told
    choice, told = resolve(choice, read.words, read.after, read.names, told, conversation, lexicon)
    if choice.intent == "answer_no":
        signs = _beside_a_no(signs, _signs(read, authored=True), conversation)
    if told.get("loss"):
        signs = tuple(sign for sign in signs if sign.status == "present" or sign.id not in OF_A_BABY | model.soon)
    choice = _at_a_check(choice, said.text or "", read, signs, conversation, model)
    choice, told = _with_signs(choice, told, signs, conversation, model)
    return Heard(
        intent=choice.intent,
        slots=told,
        signs=signs,
        confidence=choice.confidence,
        reached=said.reached,
        ms=said.ms,
    )


def _ready(said: Said, conversation: Conversation, lexicon: Lexicon, today: date, model: Model) -> Heard:
    """An intent the platform decided: its slots in our vocabulary, and the ear on every word in them."""
    intent = said.intent if said.intent in model.intents else "unclear"
    read = read_words(spoken_text(said.slots, lexicon.ids), lexicon, model)
    # Two words of a slot are a name or a value; more may be her own words, and the trained ear hears them too.
    signs = _signs(read, authored=len(read.words) <= 2) if read.words else ()
    told = ready_slots(said.slots, read.names)
    if strays := unknown_slots(said.slots):
        told = _facts(read_words(spoken_text(strays), lexicon, model), conversation, today) | told
    choice = Choice(intent, 0.0 if intent == "unclear" else 1.0, exact=intent != "unclear")
    choice = ready_answer(choice, conversation)
    choice, told = _with_signs(choice, told, signs, conversation, model)
    return Heard(
        intent=choice.intent,
        slots=told,
        signs=signs,
        confidence=choice.confidence,
        reached=said.reached,
        ms=said.ms,
    )


def read_words(text: str, lexicon: Lexicon, model: Model) -> Read:
    """The words of `text` with every name and phrase found in them."""
    words = normalise(text, model.rewrites)
    names = _names(words.all, lexicon, model)
    return Read(words.all, words.after, names, scan(words.all, _spans(words.all, names), model.phrases))


def signs_in(text: str) -> tuple[SignHeard, ...]:
    """The warning signs in `text` alone, as the ear hears them in every state."""
    words = normalise(text, load().rewrites)
    names = scan(words.all, {}, load().names)
    return _signs(Read(words.all, words.after, names, scan(words.all, _spans(words.all, names), load().phrases)))


def _signs(read: Read, suspicion: Suspicion = UNDERSTOOD, *, authored: bool = False) -> tuple[SignHeard, ...]:
    likely = None if authored else likely_signs(read.words)
    return listen(read.words, read.phrases, likely, load().sticky, soon=load().soon, suspicion=suspicion)


def likely_signs(words: Sequence[str]) -> dict[str, float]:
    """How likely each sign is in these words, and whether there is any (`any`): what the trained ear makes of them."""
    return agreed(load_classifier("ear").likely(words), load_classifier("intents").share(words, REPORT))


def _names(words: Sequence[str], lexicon: Lexicon, model: Model) -> list[Match]:
    found = scan(words, {}, model.names)
    for at, word in enumerate(words):
        for named, fills, known in lexicon.index.get(word, ()):
            if tuple(words[at : at + len(named)]) == named:
                entry = ["n", fills, known]
                found.append(Match(at, at + len(named), (), len(named), entry))
    return found


def _spans(words: Sequence[str], names: Sequence[Match]) -> dict[int, list[tuple[str, int]]]:
    spans: dict[int, list[tuple[str, int]]] = {}
    for match in names:
        span = ("{" + match.entry[1] + "}", match.end)
        here = spans.setdefault(match.start, [])
        if span not in here:
            here.append(span)
    for at, word in enumerate(words):
        if value_of(word) is not None:
            spans.setdefault(at, []).append(("{number}", at + 1))
    return spans


def _facts(read: Read, conversation: Conversation, today: date) -> dict[str, Any]:
    asked = conversation.asked is not None and conversation.asked.id in ("weeks", "born", "weeks_postpartum")
    said = facts.said_facts(longest([m for m in read.phrases if m.entry[0] == "f"]), read.words, read.after)
    since = facts.since_birth(read.words[read.after :], today, asked) if read.after else {}
    return said | (since or facts.since_birth(read.words, today, asked))


def _meant(words: Sequence[str], phrases: Sequence[Match], around: Around, model: Model) -> Choice:
    """Which intent some words have: by the listed phrases and the trained classifier."""
    listed = choose(words, phrases, around.state, model)
    if listed.exact:
        return listed
    return weigh(listed, load_classifier("intents").log_odds(words), words, around, model)


def _around(conversation: Conversation, names: Sequence[Match]) -> Around:
    named = any(match.entry[1] == "exercise" for match in names)
    return Around(STATES[conversation.state], conversation.asked, named)


def _choice(read: Read, conversation: Conversation, lexicon: Lexicon, model: Model) -> Choice:
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
        names = _names(last, lexicon, model)
        corrected = _meant(last, scan(last, _spans(last, names), model.phrases), around, model)
        if corrected.confidence >= SURE and corrected.intent != "out_of_scope":
            return corrected
    return whole


FEW_OF_AN_ANSWER = 6
"""More words than this are no answer that nobody listed."""


def _beside_facts(choice: Choice, read: Read, told: dict[str, Any], conversation: Conversation, model: Model) -> Choice:
    """A command beats facts told in the same breath."""
    if choice.intent not in TELLING | NOTHING and (choice.confidence >= SURE or choice.exact):
        return choice
    around = _around(conversation, read.names)

    def meant(words: Sequence[str], phrases: Sequence[Match]) -> Choice:
        return _meant(words, phrases, around, model)

    return command_beside(read.words, read.phrases, meant, frozenset(told)) or choice


def _beside_a_no(
    signs: Sequence[SignHeard], listed: Sequence[SignHeard], conversation: Conversation
) -> tuple[SignHeard, ...]:
    """A no to a sign's question is a no, although the sign's own word comes in it; a half heard one must be listed."""
    asked = signs_asked(conversation.asked)
    half = {sign.id for sign in listed if sign.id not in asked}
    return tuple(sign for sign in signs if sign.status == "present" or sign.id in half)


def _signs_here(read: Read, choice: Choice, conversation: Conversation) -> tuple[SignHeard, ...]:
    """The signs in these words at this point of the conversation.

    Where she was asked what is wrong, or nothing else is understood, the trained ear asks sooner; of a few words that
    answer a question it makes none.
    """
    asked = conversation.asked
    understood = choice.intent not in NOTHING and choice.confidence >= SURE
    suspicion = UNDERSTOOD if understood else NOTHING_ELSE
    if asked is None:
        return _signs(read, suspicion, authored=choice.exact or _is_all_facts(read))
    few = asked.id != "own_words" and len(read.words) <= FEW
    authored = choice.exact or few or _is_all_facts(read) or _names_a_place(read, conversation)
    return _signs(read, ASKED if asked.id == "own_words" else suspicion, authored=authored)


OF_A_BABY = frozenset({"fetal_movement_less", "baby_emergency", "baby_unwell", "baby_harm_thoughts"})
"""Where she says that her baby died these are not asked about on a guess, nor any sign for another day."""
FEW = 3
"""Words of an answer in which only a listed phrase makes a sign."""


def _at_a_check(
    choice: Choice, text: str, read: Read, signs: Sequence[SignHeard], conversation: Conversation, model: Model
) -> Choice:
    """An answer to a warning sign's question that must not be taken as it sounds: a doubtful no, a bare temperature."""
    asked = conversation.asked
    if asked is None or not asked.check:
        return choice
    if asked.id == "fever" and (hot := temperature(read.words)) is not None:
        return Choice("answer_yes" if hot else "answer_no", 0.9)
    if choice.intent == "answer_no" and doubtful_no(asked, text, read.words, model.sticky):
        return Choice("unclear", 0.0)
    if choice.intent == "report_warning_sign" or (signs and choice.confidence < SURE):
        own = asked.id.partition("/")[0]
        if all(sign.status == "possible" and sign.id == own for sign in signs):
            return Choice("unclear", 0.0)
    return choice


def _names_a_place(read: Read, conversation: Conversation) -> bool:
    """A few words to "where is your baby?" that say where."""
    asked = conversation.asked
    return asked is not None and asked.id in WHERE and len(read.words) <= 7 and place_of(read.words) is not None


def _is_all_facts(read: Read) -> bool:
    """Nearly all of it tells where the baby is, or of the birth: phrases of facts explain it."""
    told = max((match.words for match in read.phrases if match.entry[0] == "f"), default=0)
    return told >= NEARLY * len(read.words)


NEARLY = 0.6
"""The share of the words that a phrase of facts must explain."""


_BESIDE_A_SIGN = frozenset({"find_care", "help_coming", "been_seen", "correct_answer"})
"""Intents that keep their name although a sign came with them; the coach looks at the signs first in any case."""


_TALK_OF_PAIN = frozenset({"that_hurts", "is_this_serious", "causes", "progress", "ask_about", "pain_score"})
"""Outside an exercise these only say that something is wrong: the sign says what."""


def _with_signs(
    choice: Choice, told: dict[str, Any], signs: Sequence[SignHeard], conversation: Conversation, model: Model
) -> tuple[Choice, dict[str, Any]]:
    """A sign beats the intent it came with, unless it is one for another day and she clearly meant something else."""
    asked = conversation.asked.id if conversation.asked is not None else ""
    if not signs or (choice.intent == "answer_yes" and {sign.id for sign in signs} == {asked}):
        return choice, told
    if choice.intent == "profile" and told.get("pregnant") and all(sign.status == "possible" for sign in signs):
        return choice, told
    rank = {sign: at for at, sign in enumerate(model.signs)}
    gravest = min(signs, key=lambda s: (s.status != "present", rank.get(s.id, 99)))
    told = told | {"sign": gravest.id}
    vague = choice.intent in ("unclear", "out_of_scope", "baby_status", "profile", "partner") and not choice.exact
    grave = gravest.status == "present" and gravest.id not in model.soon
    vague = vague or (choice.intent in _TALK_OF_PAIN and conversation.state == "open" and gravest.status == "present")
    beside = choice.intent in _BESIDE_A_SIGN and choice.confidence >= SURE
    if beside or (choice.exact and not grave):
        return choice, told
    if grave or vague or (choice.confidence < SURE and choice.intent != "that_hurts"):
        if choice.intent == "answer_yes":
            told = told | {"answer": "yes"}  # a yes to the open question is not lost to the sign beside it
        return Choice("report_warning_sign", 0.9 if gravest.status == "present" else NOT_OURS), told
    return choice, told
