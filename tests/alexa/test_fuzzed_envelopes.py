"""Damaged envelopes and forged sessions are answered, by the rules. `./run fuzz` tries many more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from skill.coach.conversation import Conversation
from skill.coach.reply import Reply
from skill.coach.timeline import Say
from tests.alexa.fuzzing import Document, Found, answered, damaged, forged, whole
from tests.alexa.test_door import BrokenExchange, fixed
from tests.strategies import steady


@settings(steady, max_examples=300)
@given(damaged())
def test_a_damaged_envelope_raises_nothing_and_its_answer_breaks_no_rule(document: Document) -> None:
    answered(document.whole)


@settings(steady, max_examples=200)
@given(forged())
def test_a_forged_session_is_answered_by_the_rules(document: Document) -> None:
    answered(document.whole, inside=False)


def test_every_envelope_is_answered_before_it_is_damaged() -> None:
    kinds = {answered(document) for document in whole()}
    assert kinds == {"spoken", "quiet"}
    assert len(whole()) > 100


def test_what_is_raised_behind_the_door_is_found() -> None:
    launch = next(document for document in whole() if document["request"]["type"] == "LaunchRequest")
    with pytest.raises(Found, match="raised inside: KeyError"):
        answered(launch, exchange=BrokenExchange(KeyError("x")))


def test_an_answer_that_breaks_a_rule_is_found() -> None:
    launch = next(document for document in whole() if document["request"]["type"] == "LaunchRequest")
    silent = fixed(Conversation(last="x" * 200_000), Reply(speech=(Say("Hello."),)))
    with pytest.raises(Found, match="bytes, at most"):
        answered(launch, exchange=silent)
