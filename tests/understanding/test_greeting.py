"""A hello is a hello, in every state, and only where it is all she says."""

from __future__ import annotations

import pytest

from tests.understanding.speaking import STATES, say

HELLOS = (
    "hiya", "Hey there!", "good morning", "hello", "Hi.", "hi there", "good evening", "Hello again", "hey coach",
    "hello, good afternoon", "hi gentle back", "good morning gentle back",
)  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("text", HELLOS)
def test_a_greeting_is_one_in_every_state(text: str, state: str) -> None:
    heard = say(text, state)
    assert (heard.intent, heard.signs, heard.slots) == ("greeting", (), {})
    assert heard.confidence > 0.9


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hi start my routine", "start_routine"),
        ("hello my chest hurts", "report_warning_sign"),
        ("good", None),
        ("my back", None),
        ("morning", None),
        ("back", None),
        ("there", None),
    ],
)
def test_what_says_more_or_less_is_none(text: str, intent: str | None) -> None:
    heard = say(text)
    assert heard.intent != "greeting"
    assert intent is None or heard.intent == intent
