"""Her words are understood as what she means, in the state she says them in."""

from __future__ import annotations

import pytest

from skill.coach.heard import SURE
from skill.understanding import load
from tests.understanding.speaking import say, sentences

STILL_MISSED = {"what about my wrists they ache from lifting him"}
"""Test sentences not understood yet. A sentence that is understood must leave this list."""

LINES = [
    (intent, state, text)
    for intent, by_state in sentences("intents")["tests"].items()
    for state, texts in by_state.items()
    for text in texts
]


@pytest.mark.parametrize("intent", sorted({line[0] for line in LINES}))
def test_every_test_sentence_is_surely_its_intent(intent: str) -> None:
    missed = {
        text: say(text, state)
        for goal, state, text in LINES
        if goal == intent
        for heard in [say(text, state)]
        if heard.intent != intent or heard.confidence < SURE
    }
    assert set(missed) == {text for goal, _, text in LINES if goal == intent and text in STILL_MISSED}, missed


def test_every_intent_has_test_sentences() -> None:
    assert load().intents - {"report_warning_sign"} == {intent for intent, _, _ in LINES}


@pytest.mark.parametrize(
    ("text", "state", "intent"),
    [
        ("no", "triage", "answer_no"),
        ("yeah", "triage", "answer_yes"),
        ("yeah", "between", "next"),
        ("ready", "between", "next"),
        ("yes", "between", "next"),
        ("skip", "routine", "next"),
        ("skip", "triage", "answer_unsure"),
        ("more", "open", "more"),
        ("more please", "routine", "harder"),
        ("four", "scale", "pain_score"),
        ("no no sorry yes", "triage", "answer_yes"),
    ],
)
def test_the_state_decides_what_few_words_mean(text: str, state: str, intent: str) -> None:
    assert say(text, state).intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "and the referee blows the whistle to stop the game in the ninetieth minute",
        "he pressed next to nothing on the remote and went to sleep in front of the film",
        "previously in the series she had to choose between two brothers",
        "we pause now for a word from our sponsors and the weather for the coast",
        "don't you dare skip your homework young man",
        "say bye bye to grandma wave to grandma good boy",
    ],
)
def test_a_tv_in_the_room_neither_skips_nor_stops(text: str) -> None:
    heard = say(text, "routine")
    assert heard.intent in ("out_of_scope", "unclear") or heard.confidence < SURE, heard


@pytest.mark.parametrize("text", ["", "   ", "...", "fnord", "blargh wibble", "\x00", "é", "👶"])
def test_nothing_understood_is_unclear_and_not_a_guess(text: str) -> None:
    heard = say(text)
    assert (heard.intent, heard.confidence) == ("unclear", 0.0)


def test_an_event_is_an_intent_of_its_own_name() -> None:
    from skill.coach.heard import Said
    from skill.opening import names
    from skill.understanding import hear
    from skill.understanding.standing import standing
    from tests.understanding.speaking import TODAY

    heard = hear(Said(event="stopped", ms=1200), standing("routine"), names("en-US"), TODAY)
    assert (heard.intent, heard.ms, heard.confidence) == ("stopped", 1200, 1.0)


@pytest.mark.parametrize("said", ["can you do it slower", "could we do this one more slowly", "do that a bit slower"])
def test_a_word_of_pace_mid_routine_begins_nothing_anew(said: str) -> None:
    assert {say(said, state).intent for state in ("routine", "between")} == {"slower"}
