"""What every reply keeps to, at every moment, whatever is said and however she wants it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import pytest

from skill.coach.keepsake import Keep
from skill.coach.phrases import Manner, choose, wordings
from skill.coach.reply import Reply
from skill.coach.timeline import Say
from skill.content.check import BABY, words
from tests.coach.moments import INTENTS, MOMENTS, PLAYER, session, slots_of
from tests.factories import NIGHT, NOON, Session, content

MOST_WORDS = 45


class Mode(NamedTuple):
    """How she wants it, and when."""

    now: datetime = NOON
    keep: Keep = "personal"
    settings: tuple[tuple[str, Any], ...] = ()
    partner: bool = False
    no_baby: bool = False


MODES = {
    "by day": Mode(),
    "first use": Mode(settings=(("welcomed", False),)),
    "at night": Mode(now=NIGHT),
    "few words": Mode(settings=(("words", "short"),)),
    "to a partner": Mode(partner=True),
    "settings only": Mode(keep="settings"),
    "no baby": Mode(no_baby=True),
    "no baby, at night": Mode(now=NIGHT, no_baby=True),
    "no baby, to a partner": Mode(partner=True, no_baby=True),
}
WITH_BABY = [name for name, mode in MODES.items() if not mode.no_baby]
WITHOUT = [name for name, mode in MODES.items() if mode.no_baby]


@cache
def own_words() -> frozenset[str]:
    """Every cue of exercises and of set-up moments: the words of guidance itself."""
    out = {"Last one."}
    for exercise in content().exercises.values():
        for v in exercise.variants:
            out |= {*v.enter, *v.setup, *v.leave, v.easier, v.harder}
    for routine in content().routines.values():
        out |= {text for step in routine.steps for lines in step.lines.values() for text in lines}
    return frozenset(out)


def outside(reply: Reply) -> str:
    """What the coach says besides the exercise's own cues."""
    return " ".join(cue.text for cue in reply.speech if isinstance(cue, Say) and cue.text not in own_words())


@cache
def replies(name: str) -> tuple[tuple[str, str, str, Reply], ...]:
    """Every intent with all its slots at every moment in this mode: (moment, intent, slots, reply)."""
    return tuple(_replies(MODES[name]))


def _replies(mode: Mode) -> Iterator[tuple[str, str, str, Reply]]:
    for moment, make in MOMENTS.items():
        at: Session = make(session(mode.now, mode.keep, no_baby=mode.no_baby)).with_settings(**dict(mode.settings))
        if mode.partner:
            at.hear("partner")
        for intent in INTENTS:
            for slots in slots_of(intent):
                yield moment, intent, str(slots or ""), at.copy().hear(intent, **slots)


def first(found: Iterator[str]) -> list[str]:
    """A few examples, one an intent, so that a failure can be read."""
    seen: dict[str, str] = {}
    for text in found:
        seen.setdefault(text.split(" @ ")[0], text)
    return list(seen.values())[:12]


@pytest.mark.parametrize("mode", list(MODES))
def test_outside_guidance_no_reply_is_longer_than_forty_five_words(mode: str) -> None:
    assert not first(
        f"{intent} {slots} @ {moment}: {count} words: {outside(reply)}"
        for moment, intent, slots, reply in replies(mode)
        if (count := words(outside(reply))) > MOST_WORDS
    )


SILENT = PLAYER | {"out_of_scope", "unclear"}
"""Where silence is the rule: the player's events, and what is not hers in the middle of an exercise."""


@pytest.mark.parametrize("mode", list(MODES))
def test_a_reply_that_listens_says_something(mode: str) -> None:
    assert not first(
        f"{intent} {slots} @ {moment}"
        for moment, intent, slots, reply in replies(mode)
        if reply.listening and not reply.text and intent not in SILENT
    )


@pytest.mark.parametrize("mode", list(MODES))
def test_a_reply_that_does_not_listen_has_no_reprompt(mode: str) -> None:
    assert not first(
        f"{i} @ {moment}" for moment, i, _, reply in replies(mode) if not reply.listening and reply.reprompt
    )


@pytest.mark.parametrize("mode", list(MODES))
def test_nothing_is_left_unfilled_and_no_machine_name_is_spoken(mode: str) -> None:
    machine = re.compile(r"[{}_<>\\]|\bNone\b|\bTrue\b|\bFalse\b|\w\.\w")
    assert not first(
        f"{intent} {slots} @ {moment}: {reply.text}"
        for moment, intent, slots, reply in replies(mode)
        if machine.search(reply.text) or machine.search(reply.reprompt)
    )


ENGINEERS = re.compile(
    r"\b(variants?|intents?|slots?|reprompts?|utterances?|keepsakes?|timelines?|cues?|tiers?|gates?|payload|json|"
    r"error|exception|null|undefined|emergency level|self care level)\b",
    re.I,
)


@pytest.mark.parametrize("mode", list(MODES))
def test_engineers_names_are_never_spoken(mode: str) -> None:
    assert not first(
        f"{match.group(0)} in {intent} {slots} @ {moment}: {reply.text}"
        for moment, intent, slots, reply in replies(mode)
        if (match := ENGINEERS.search(reply.text))
    )


@pytest.mark.parametrize("mode", WITHOUT)
def test_without_a_baby_no_reply_says_a_word_about_one(mode: str) -> None:
    assert not first(
        f"{match.group(0)} in {intent} {slots} @ {moment}: {reply.text} / {reply.reprompt}"
        for moment, intent, slots, reply in replies(mode)
        if (match := BABY.search(f"{reply.text} {reply.reprompt}"))
    )


def echoes(reply: Reply) -> list[str]:
    said = [cue.text for cue in reply.speech if isinstance(cue, Say)]
    return [text for text, after in itertools.pairwise(said) if text == after]


@pytest.mark.parametrize("mode", list(MODES))
def test_a_reply_never_says_the_same_sentence_twice_in_a_row(mode: str) -> None:
    assert not first(
        f"{intent} {slots} @ {moment}: {twice}"
        for moment, intent, slots, reply in replies(mode)
        if (twice := echoes(reply))
    )


MANNERS = {"by day": Manner(), "few words": Manner(short=True), "at night": Manner(short=True, night=True)}


@pytest.mark.parametrize("manner", list(MANNERS))
def test_a_phrase_with_several_wordings_never_says_the_same_one_twice_in_a_row(manner: str) -> None:
    for id, phrase in content().phrases.items():
        slots = dict.fromkeys(re.findall(r"\{(\w+)\}", str(phrase)), "x")
        last, was = "", 1
        for said in range(8):
            options = wordings(phrase, MANNERS[manner], said)
            text = choose(content(), id, MANNERS[manner], {id: said}, **slots)
            assert text != last or len(options) == 1 or was == 1, (id, text)
            last, was = text, len(options)
