"""No sample is stolen: each resolves against its whole model to its own intent, least of all a command or a sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import pytest

from skill.alexa.builtins import BUILTINS, FALLBACK
from skill.alexa.carriers import load, said
from skill.alexa.limits import PHRASE
from skill.alexa.resolving import spoken
from tests.alexa.generated import LOCALES, device, samples, values
from tests.understanding.test_protocol_phrases import ENDS_A_ROUTINE, PHRASES, raises

ANY_WORDS = "quince jelly"
"""What stands for a phrase: words of nobody's sample."""
BUILT_IN = {"AMAZON.NUMBER": ("seven", "twenty two"), "AMAZON.TIME": ("eight", "half past six")}
COMMANDS = {
    "stop": ["stop", "stop it", "stop now", "please stop", "stop stop stop", "that's enough", "cancel", "end session"],
    "pause": ["pause", "hang on", "hold on", "wait", "wait a minute", "one second", "give me a minute"],
    "resume": ["resume", "continue", "carry on", "keep going", "i'm back"],
    "next": ["next", "next one", "skip", "move on", "next exercise"],
    "previous": ["previous", "go back", "go back one"],
    "repeat": ["repeat", "again", "say that again", "repeat that", "what did you say"],
    "start_over": ["start over", "restart", "start again", "from the beginning"],
    "slower": ["slower", "slow down", "too fast"],
    "faster": ["faster", "speed up"],
    "easier": ["easier", "too hard for me", "this is too hard"],
    "harder": ["harder", "make it harder"],
    "that_hurts": ["ow", "ouch", "that hurts", "it hurts", "this hurts"],
    "answer_yes": ["yes", "yeah", "yep", "yes please"],
    "answer_no": ["no", "nope", "no thanks", "not really"],
    "answer_unsure": ["maybe", "i don't know", "not sure"],
    "help": ["help", "help me", "what can i say"],
    "start_routine": ["start", "start my back routine", "begin"],
    "is_this_serious": ["is this serious", "is this pain serious"],
    "find_care": ["call an ambulance"],
    "help_coming": ["the ambulance is coming"],
}
"""What must arrive as itself, whatever else a model holds."""
NOT_EVERYWHERE = {"too hard for me"}
"""Delivered as words, which mean the same to us."""


def readings(locale: str, sample: str, slots: dict[str, str]) -> Iterator[str]:
    """A sample with its slots filled: by every value where it is a list alone, else by the first and the last."""
    alone = sample.startswith("{") and len(slots) == 1
    told = [_told(locale, type, alone) for type in slots.values()]
    for row in zip_longest(*told) if told else [()]:
        text = sample
        for at, (name, value) in enumerate(zip(slots, row, strict=True)):
            text = text.replace("{" + name + "}", value or told[at][0])
        yield text


def _told(locale: str, type: str, alone: bool) -> Sequence[str]:
    """What fills a slot."""
    if type == PHRASE:
        return [ANY_WORDS]
    if type in BUILT_IN:
        return BUILT_IN[type]
    each = [text for text, _ in values(locale, type)]
    return each if alone else [each[0], each[-1]]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sample_comes_back_as_its_own_intent(locale: str) -> None:
    stolen = {
        (text, intent, found)
        for intent, sample, slots in samples(locale)
        for text in readings(locale, sample, slots)
        if (found := device(locale).resolve(text).intent) != intent
    }
    assert stolen == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_command_is_stolen_by_nothing(locale: str) -> None:
    for intent, texts in COMMANDS.items():
        for text in set(texts) - NOT_EVERYWHERE:
            delivered = device(locale).resolve(text)
            assert said(*delivered).intent == intent or said(*delivered).text == text, (text, delivered)
            assert not delivered.intent.startswith("said"), (text, delivered)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_reaches_a_built_in_reaches_nothing_else(locale: str) -> None:
    for name, builtin in BUILTINS.items():
        assert {device(locale).resolve(text).intent for text in builtin.spoken} <= {name}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_carrier_whose_words_are_lost_stands_for_no_other_utterance(locale: str) -> None:
    """Where a device drops the words of a phrase, "stop ..." would be left of "stop": no carrier may be a command.

    Of "pain ..." pain is left, which stops what runs and asks: that is right whatever the words were.
    """
    for slot, (before, after) in load().around.items():
        if slot.startswith("said"):
            own = before or after
            intent = device(locale).resolve(own).intent
            assert intent in (FALLBACK, "that_hurts") or intent.startswith("said"), own


@pytest.mark.parametrize("locale", LOCALES)
def test_every_carrier_gives_her_sentence_back(locale: str) -> None:
    for intent, sample, slots in samples(locale):
        if PHRASE in slots.values():
            text = sample.replace("{" + next(iter(slots)) + "}", ANY_WORDS)
            assert said(*device(locale).resolve(text)).text == text, intent


@pytest.mark.parametrize("sign", PHRASES)
def test_what_people_say_of_a_sign_arrives_whole_and_raises_it(sign: str) -> None:
    for locale in ("en-US", "en-GB"):
        for text in PHRASES[sign]["says"]:
            heard = said(*device(locale).resolve(text)).text
            assert heard == " ".join(spoken(text)), (locale, text)
            assert text == ENDS_A_ROUTINE or raises(sign, heard), (locale, heard)


def test_a_husband_who_has_her_and_a_pain_are_no_signs() -> None:
    for text in ("my husband's got her", "it hurts", "my mum has him", "i've put her down"):
        delivered = device("en-GB").resolve(text)
        assert delivered.intent != "report_warning_sign"
        assert delivered.intent != FALLBACK
