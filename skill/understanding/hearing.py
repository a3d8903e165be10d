"""Said -> Heard: the one way her words become meaning, for every door. Nothing else in the house builds a Heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from skill.coach.conversation import Conversation
from skill.coach.heard import SURE, Heard, Said, SignHeard
from skill.understanding import facts
from skill.understanding.answers import SINCE_BIRTH, WHERE, doubtful_no, place_of, signs_asked
from skill.understanding.choosing import beside_facts, choice_of
from skill.understanding.classifier import REPORT, load_classifier
from skill.understanding.correcting import taken_back
from skill.understanding.ear import ASKED, NOTHING_ELSE, UNDERSTOOD, Suspicion, agreed, listen
from skill.understanding.greeting import INTENT as GREETING
from skill.understanding.greeting import is_greeting
from skill.understanding.intents import NOT_OURS, NOTHING, SENTENCE, Choice
from skill.understanding.lexicon import Lexicon
from skill.understanding.model import Model, load
from skill.understanding.normalise import normalise
from skill.understanding.phrases import longest, scan
from skill.understanding.reading import Read, read_words, spans_of
from skill.understanding.ready_slots import ready_slots, spoken_text, unknown_slots
from skill.understanding.resolving import ready_answer, resolve
from skill.understanding.vitals import temperature


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
    if is_greeting(said.text or ""):
        return Heard(intent=GREETING, confidence=SENTENCE, reached=said.reached, ms=said.ms)
    if (correction := taken_back(said.text or "", conversation, model)) is not None:
        # The sign in it is the name of a question, not something she has.
        choice, named = correction
        return Heard(intent=choice.intent, slots=named, confidence=choice.confidence, reached=said.reached, ms=said.ms)
    told = _facts(read, conversation, today)
    choice = choice_of(read, conversation, lexicon, model)
    signs = _signs_here(read, choice, told, conversation)
    choice = beside_facts(choice, read, told, conversation, model)
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


def signs_in(text: str) -> tuple[SignHeard, ...]:
    """The warning signs in `text` alone, as the ear hears them in every state."""
    words = normalise(text, load().rewrites)
    names = scan(words.all, {}, load().names)
    return _signs(Read(words.all, words.after, names, scan(words.all, spans_of(words.all, names), load().phrases)))


def _signs(read: Read, suspicion: Suspicion = UNDERSTOOD, *, authored: bool = False) -> tuple[SignHeard, ...]:
    likely = None if authored else likely_signs(read.words)
    return listen(read.words, read.phrases, likely, load().sticky, soon=load().soon, suspicion=suspicion)


def likely_signs(words: Sequence[str]) -> dict[str, float]:
    """How likely each sign is in these words, and whether there is any (`any`): what the trained ear makes of them."""
    return agreed(load_classifier("ear").likely(words), load_classifier("intents").share(words, REPORT))


def _facts(read: Read, conversation: Conversation, today: date) -> dict[str, Any]:
    asked = conversation.asked is not None and conversation.asked.id in ("weeks", "born", "weeks_postpartum")
    said = facts.said_facts(longest([m for m in read.phrases if m.entry[0] == "f"]), read.words, read.after)
    since = facts.since_birth(read.words[read.after :], today, asked) if read.after else {}
    return said | (since or facts.since_birth(read.words, today, asked))


def _beside_a_no(
    signs: Sequence[SignHeard], listed: Sequence[SignHeard], conversation: Conversation
) -> tuple[SignHeard, ...]:
    """A no to a sign's question is a no, although the sign's own word comes in it; a half heard one must be listed."""
    asked = signs_asked(conversation.asked)
    half = {sign.id for sign in listed if sign.id not in asked}
    return tuple(sign for sign in signs if sign.status == "present" or sign.id in half)


def _signs_here(
    read: Read, choice: Choice, told: Mapping[str, Any], conversation: Conversation
) -> tuple[SignHeard, ...]:
    """The signs in these words at this point of the conversation.

    Where she was asked what is wrong, or nothing else is understood, the trained ear asks sooner; of a few words that
    answer a question it makes none.
    """
    asked = conversation.asked
    understood = choice.confidence >= (SURE if choice.intent not in NOTHING else SURELY_OTHERS)
    suspicion = UNDERSTOOD if understood else NOTHING_ELSE
    if asked is None:
        return _signs(read, suspicion, authored=choice.exact or _is_all_facts(read))
    own_words = asked.id == "own_words"
    since = asked.id in SINCE_BIRTH and "weeks_postpartum" in told
    few = not own_words and len(read.words) <= (FEW_ABOUT_BIRTH if since else FEW)
    authored = choice.exact or few or _is_all_facts(read) or _names_a_place(read, conversation)
    tells = own_words and choice.intent != "answer_unsure"  # "I don't know how to put it" tells nothing yet
    return _signs(read, ASKED if tells else suspicion, authored=authored)


OF_A_BABY = frozenset({"fetal_movement_less", "baby_emergency", "baby_unwell", "baby_harm_thoughts"})
"""Where she says that her baby died these are not asked about on a guess, nor any sign for another day."""
SURELY_OTHERS = 0.95
"""So sure that it is somebody else's talk, it counts as understood."""
FEW_ABOUT_BIRTH = 6
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
    """Nearly all of it tells where the baby is, or of the birth: phrases of facts explain it.

    Who is speaking explains nothing: "my wife wants to die" is about her.
    """
    facts_told = (match for match in read.phrases if match.entry[0] == "f" and match.entry[1] != "partner")
    told = max((match.words for match in facts_told), default=0)
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
