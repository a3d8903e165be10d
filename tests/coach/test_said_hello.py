"""Said hello to: greeted as when the session opens, if nothing is open; else what is open stays as it is."""

from __future__ import annotations

import pytest
from msgspec import structs

from tests.coach.moments import MOMENTS, session
from tests.factories import Session, keepsake

FREE = ("fresh", "stopped", "emergency", "urgent")
OPEN = {
    name: moment
    for name, moment in MOMENTS.items()
    if (asked := moment(session()).talk.asked) is not None and asked.id != "safe_to_talk"
}
"""To "is it safe to talk?" anything but yes is the careful answer."""


@pytest.mark.parametrize("name", FREE)
def test_while_nothing_is_open_it_is_a_launch(name: str) -> None:
    at = MOMENTS[name](session())
    launched, greeted = at.copy().then("launch"), at.copy().then("greeting")
    assert (greeted.reply, greeted.talk, greeted.kept) == (launched.reply, launched.talk, launched.kept)


def test_on_first_use_she_is_welcomed_as_anyone() -> None:
    at = Session(keepsake(welcomed=False))
    assert at.copy().then("greeting").reply == at.copy().then("launch").reply
    assert at.then("greeting").kept.settings.welcomed


@pytest.mark.parametrize("name", sorted(OPEN))
def test_an_open_question_stays_and_nothing_moves(name: str) -> None:
    at = OPEN[name](session())
    before = at.talk
    at.hear("greeting")
    assert (at.talk.asked, at.talk.routine) == (before.asked, before.routine)
    assert (at.talk.answers, at.talk.gate, at.talk.level) == (before.answers, before.gate, before.level)
    assert at.reply.text
    assert at.reply.listening


def test_while_she_is_guided_it_is_nothing() -> None:
    at = MOMENTS["ready"](session())
    at.talk = structs.replace(at.talk, asked=None)
    before = at.talk.routine
    assert before is not None
    assert not at.copy().then("greeting").reply.text
    at.hear("greeting", reached="x#1")
    assert at.reply.guiding
    after = at.talk.routine
    assert after is not None
    assert (after.at, after.rep, after.status) == (before.at, before.rep, "running")


def test_after_a_break_going_on_is_offered() -> None:
    assert MOMENTS["paused"](session()).then("greeting").reply.asking == "go_on"
