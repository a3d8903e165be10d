"""Every sample means to our own understanding what it means to Amazon, and no intent arrives poorer than its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from skill.alexa.carriers import Slot, said
from skill.alexa.limits import PHRASE
from skill.coach.heard import Heard
from skill.opening import names
from skill.understanding import hear
from skill.understanding.standing import standing
from tests.alexa.generated import LOCALES, device, samples, values
from tests.understanding.speaking import STATES, TODAY, say

MOST_VALUES = 12
"""Values of a list tried until one makes sense: not every exercise is practised with every verb."""
BUILT_IN = {"AMAZON.NUMBER": ["six"], "AMAZON.TIME": ["eight"]}
SAME = {
    ("ask_about", "tips"),
    ("ask_about", "causes"),
    ("ask_about", "exercise_safety"),
    ("ask_about", "is_this_serious"),
}
"""Intents of one family of answers: which one it is depends on the topic named."""
BY_ITSELF = {"why", "topic", "partner", "weeks_postpartum"}
"""Facts that the coach has without the slot: a break is the default, an entry knows its family, days their weeks."""
THE_EAR_IS_TOO_EAGER = {
    "should i breathe in",
    "pick up where i was",
    "continue where i was",
    "i want to start again",
    "i want to quit",
    "it hurt",
    "is painkiller safe",
}
"""Commands in which the trained ear hears a sign that is not there: as intents they arrive without it, and rightly."""


def filled(locale: str, sample: str, slots: dict[str, str]) -> Iterator[str]:
    """The sample with a value in each slot, in a few ways."""
    lists = [BUILT_IN.get(type) or [text for text, _ in values(locale, type)] for type in slots.values()]
    for at in range(MOST_VALUES if lists else 1):
        text = sample
        for name, told in zip(slots, lists, strict=True):
            text = text.replace("{" + name + "}", told[at * len(told) // MOST_VALUES])
        yield text


def own() -> dict[tuple[str, str], list[str]]:
    """(intent, sample) -> the ways to say it, over all locales. Carriers have a test of their own."""
    out: dict[tuple[str, str], list[str]] = {}
    for locale in LOCALES:
        for intent, sample, slots in samples(locale):
            if PHRASE not in slots.values() and not sample.startswith("{whole"):
                out.setdefault((intent, sample), list(filled(locale, sample, slots)))
    return out


OWN = own()
INTENTS = sorted({intent for intent, _ in OWN} - {"report_warning_sign"})


@pytest.mark.parametrize("intent", INTENTS)
def test_a_sample_is_heard_as_its_own_intent_in_a_state_that_fits(intent: str) -> None:
    other = {
        texts[0]: say(texts[0]).intent
        for (name, _), texts in OWN.items()
        if name == intent and not any(_is(intent, say(text, state)) for text in texts for state in STATES)
    }
    assert other == {}


def _is(intent: str, heard: Heard) -> bool:
    return heard.intent == intent or (intent, heard.intent) in SAME


@pytest.mark.parametrize("locale", LOCALES)
def test_every_name_of_a_sign_raises_that_sign_or_a_question_behind_every_carrier(locale: str) -> None:
    missed = set()
    for intent, sample, slots in samples(locale):
        if intent == "report_warning_sign" and (locale == "en-US" or sample == "{sign_i_have}"):
            (name, type), *_ = slots.items()
            for text, _ in values(locale, type):
                whole = sample.replace("{" + name + "}", text)
                if not say(whole).signs and text != "i'm done":
                    missed.add(whole)
    assert missed == set()


@pytest.mark.parametrize("intent", INTENTS)
def test_an_intent_arrives_with_every_fact_and_sign_of_its_words(intent: str) -> None:
    poorer = {}
    for (name, _), texts in OWN.items():
        text = texts[0]
        delivered = device("en-US").resolve(text)
        if name != intent or text in THE_EAR_IS_TOO_EAGER or delivered.intent != intent:
            continue
        arrives = hear(said(*delivered), standing("open"), names("en-US"), TODAY)
        typed = say(text)
        if typed.intent != intent:
            continue
        lost = {fact for fact, value in typed.slots.items() if arrives.slots.get(fact) != value} - BY_ITSELF
        lost |= {sign.id for sign in typed.signs} - {sign.id for sign in arrives.signs}
        if lost:
            poorer[text] = lost
    assert poorer == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_an_id_of_ours_announces_nothing_by_its_words(locale: str) -> None:
    for type, intent, slot in (("EXERCISE", "start_exercise", "exercise"), ("ADVICE", "tips", "advice")):
        for _, id in values(locale, type):
            heard = hear(said(intent, {slot: Slot(str(id), id)}), standing("open"), names(locale), TODAY)
            assert {sign.status for sign in heard.signs} <= {"possible"}, id
