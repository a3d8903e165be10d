"""Every question has its buttons, and pressing one is understood exactly as saying what stands on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache

import pytest
from msgspec import structs

from skill.coach.choices import QUESTIONS, Choice, choices, is_private
from skill.coach.heard import Said
from skill.coach.reply import Reply
from skill.coach.safety import CHAIN
from skill.content.check import BABY, words
from skill.opening import names
from skill.understanding import hear
from tests.coach import questions
from tests.coach.moments import MOMENTS, asked, at_gate, routine, session
from tests.coach.walk import walk
from tests.factories import Session, cleared, content, keepsake, sign
from tests.house.test_phrases import asked as asked_in_code

FREE = {
    "which_one": "the name of an exercise, where none was named before",
    "safe_to_talk": "whoever stands near could press it",
    "violence": "the same",
    "if_it_is": "nothing was asked: it says what to do, and a button would ask",
}
"""Questions without any button, and why."""


def _at_end(at: Session) -> Session:
    at.hear("baby_status", baby="free")
    at.hear("start_exercise", exercise="chin_tuck")
    return at


def _new_since(at: Session) -> Session:
    routine(at).hear("stop")
    return at.later(days=8).then("launch")


def _risen(at: Session) -> Session:
    at.hear("pain_score", score=2)
    later = at.later(days=1)
    later.hear("pain_score", score=6)
    return later


def _last_of_four(at: Session) -> Session:
    """Within twelve weeks after the birth bleeding is asked about too."""
    at.kept = keepsake(profile=cleared(75))
    routine(at).then("answer_yes")
    while at.reply.asking != "gate_4":
        at.hear("answer_no" if (at.reply.asking or "").startswith("gate_") else "next")
    return at


def _hears(intent: str, **slots: object) -> Callable[[Session], Session]:
    return lambda at: (at.hear(intent, **slots), at)[1]


def _on_a_track(at: Session) -> Session:
    """In the middle of a routine that a chain of tracks plays."""
    running, place = routine(at).talk.routine, at.kept.place
    assert running is not None
    assert place is not None
    at.talk = structs.replace(at.talk, asked=None, routine=structs.replace(running, chain="a chain"))
    at.kept = structs.replace(at.kept, place=structs.replace(place, chain="a chain"))
    return at


def _stopped_track(at: Session) -> Session:
    return _on_a_track(at).then("stop").later(hours=1).then("launch")


MORE: dict[str, Callable[[Session], Session]] = {
    "the end": _at_end,
    "track paused": lambda at: _on_a_track(at).then("pause"),
    "track stopped": _stopped_track,
    "new since": _new_since,
    "baby now": lambda at: (routine(at).hear("pause", why="baby"), at)[1].then("resume"),
    "half understood": lambda at: (at.hear("unclear", maybe="tips"), at)[1],
    "anything new": _risen,
    "which one": lambda at: at.then("explain_exercise"),
    "more exercises": lambda at: at.then("list_exercises"),
    "last exercises": lambda at: at.then("list_exercises", "more", "more"),
    "without a routine": _hears("stop"),
    "informed": lambda at: session(triage="inform").then("is_this_serious"),
    "half said, nothing asked": lambda _: _half_said("fever")(session(triage="inform")),
    "hurt and numb": lambda at: asked(at, "saddle_numb", CHAIN),
    "second of the gate": lambda at: at_gate(at, 2),
    "last of four": _last_of_four,
}


def _half_said(id: str) -> Callable[[Session], Session]:
    return lambda at: (at.hear("unclear", sign(id, possible=True)), at)[1]


PLACES = MOMENTS | MORE | questions.QUESTIONS | {f"half said: {id}": _half_said(id) for id in content().signs}
NEVER_OPEN = {"offer_short"}
"""Words of a question that is open under another id (`offer`)."""


@cache
def place(name: str) -> Session:
    return PLACES[name](session())


def at(name: str) -> Session:
    return place(name).copy()


def open_id(name: str) -> str:
    asked = place(name).talk.asked
    return asked.id if asked is not None else ""


def buttons(here: Session) -> tuple[Choice, ...]:
    return choices(here.talk, here.kept, here.words)


def say(here: Session, said: Said) -> tuple[object, object, Reply]:
    here.take(hear(said, here.talk, names("en-US"), here.now.date()))
    return here.talk, here.kept, here.reply


@cache
def every_question() -> set[str]:
    """Every id that code may ask: named in a call of `ask`, asked of a sign, of a fact, or one of the gate."""
    protocol = content().protocol
    signs = {id for id, row in protocol.signs.items() if row.asks is None}
    gate = {f"gate_{n}" for n in range(1, len(content().gate) + 1)}
    return (asked_in_code() - NEVER_OPEN) | signs | set(questions.QUESTIONS) | gate


def test_every_question_is_met_here_by_a_real_turn() -> None:
    assert every_question() - {open_id(name) for name in PLACES} == set()


def test_every_question_has_its_buttons_or_a_reason_for_none() -> None:
    assert {open_id(name) for name in PLACES if open_id(name) and not buttons(place(name))} == set(FREE)


def test_no_table_names_a_question_that_is_never_asked() -> None:
    assert set(QUESTIONS) - every_question() == set()


@pytest.mark.parametrize("seed", range(12))
def test_no_walk_comes_to_a_question_without_buttons(seed: int) -> None:
    for here, _, _ in walk(seed, turns=40):
        open_ = here.talk.asked
        if open_ is not None and not is_private(here.talk, here.words):
            assert open_.id in every_question()
            assert buttons(here), open_


@pytest.mark.parametrize("name", list(PLACES))
def test_pressing_a_button_is_understood_as_saying_its_words(name: str) -> None:
    for choice in buttons(at(name)):
        pressed = say(at(name), Said(intent=choice.intent, slots=choice.slots))
        assert pressed == say(at(name), Said(text=choice.label)), choice


@pytest.mark.parametrize("name", [n for n in PLACES if open_id(n)])
def test_an_answer_by_button_is_never_taken_for_a_warning_sign_nor_misunderstood(name: str) -> None:
    for choice in buttons(at(name)):
        heard = hear(Said(text=choice.label), place(name).talk, names("en-US"), place(name).now.date())
        assert heard.signs == (), choice
        assert heard.intent not in ("unclear", "out_of_scope"), choice


def in_mode(mode: str, name: str) -> Session:
    start = {
        "no baby": lambda: session(no_baby=True),
        "partner": lambda: session().then("partner"),
        "inform": lambda: session(triage="inform"),
        "settings": lambda: session(keep="settings"),
    }[mode]
    return MOMENTS[name](start())


def reached(mode: str) -> Iterator[tuple[str, Session]]:
    """The moments that come up in this mode."""
    for name in MOMENTS:
        with suppress(AssertionError, IndexError):
            yield name, in_mode(mode, name)


@pytest.mark.parametrize("mode", ["no baby", "partner", "inform", "settings"])
def test_in_every_mode_pressing_is_understood_as_saying(mode: str) -> None:
    for name, here in reached(mode):
        for choice in buttons(here):
            pressed = say(here.copy(), Said(intent=choice.intent, slots=choice.slots))
            assert pressed == say(here.copy(), Said(text=choice.label)), (name, choice)


def test_where_there_is_no_baby_no_button_says_a_word_about_one() -> None:
    labels = {choice.label for _, here in reached("no baby") for choice in buttons(here)}
    assert len(labels) > 30
    assert [label for label in labels if BABY.search(label)] == []


def test_to_a_partner_the_arms_are_hers() -> None:
    labels = {choice.label for choice in buttons(in_mode("partner", "baby asked"))}
    assert {"In her arms", "On her chest"} <= labels


def test_a_button_is_short_and_says_one_thing() -> None:
    every = [choice for name in PLACES for choice in buttons(place(name))]
    assert {choice.label for choice in every if words(choice.label) > 5 or len(choice.label) > 25} == set()
    assert max(len(choice.slots) for choice in every) == 1
    for name in PLACES:
        labels = [choice.label for choice in buttons(place(name))]
        assert len(labels) == len(set(labels)), name


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "en-CA", "en-AU", "en-IN"])
def test_in_every_locale_the_words_of_its_own_are_understood(locale: str) -> None:
    for question, about in (("delivery", ""), ("which_topic", "")):
        here = asked(Session(words=content(locale)), question, about)
        for choice in buttons(here):
            by_word = hear(Said(text=choice.label), here.talk, names(locale), here.now.date())
            pressed = hear(Said(intent=choice.intent, slots=choice.slots), here.talk, names(locale), here.now.date())
            assert here.copy().take(by_word) == here.copy().take(pressed), choice


SAFETY_OF_HER = "violence"


def test_nothing_can_be_pressed_while_violence_is_asked_about_or_stands() -> None:
    here = session()
    here.hear("report_warning_sign", sign(SAFETY_OF_HER))
    assert here.reply.asking == "safe_to_talk"
    for answer in ("answer_yes", "answer_no", "silence"):
        after = here.copy().then(answer)
        assert buttons(here) == buttons(after) == ()


def test_an_emergency_offers_what_is_still_heard_while_it_stands() -> None:
    here = place("emergency")
    assert [choice.intent for choice in buttons(here)] == ["what_to_tell", "help_coming", "been_seen"]
    for choice in buttons(here):
        assert at("emergency").hear(choice.intent).level is None
