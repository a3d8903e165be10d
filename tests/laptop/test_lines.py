"""`gentle-back turn`: the request and the answer of the design, section 4, and what bad lines get."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from skill.laptop.lines import LONGEST_LINE, Lines, serve
from skill.stores.memory import MemoryStore

NOW = "2026-11-23T10:00:00+00:00"


def answers(*requests: dict[str, Any] | str) -> list[dict[str, Any]]:
    lines = Lines(MemoryStore())
    return [lines.answer(r if isinstance(r, str) else json.dumps({"now": NOW, **r})) for r in requests]


def test_an_answer_has_every_field_of_the_design() -> None:
    (answer,) = answers({"event": "launch"})
    assert set(answer) == {
        "intent", "slots", "confidence", "signs", "level", "verdict", "speech", "ssml", "reprompt", "listening",
        "ended", "asking", "routine", "profile", "track", "effects", "ms",
    }  # fmt: skip


def test_a_running_routine_says_where_she_is() -> None:
    (answer,) = answers({"intent": "start_routine", "slots": {"baby": "in_arms"}})
    assert set(answer["routine"]) == {"id", "exercise", "variant", "step", "rep", "status", "minutes_left"}
    assert answer["routine"]["status"] == "running"
    assert answer["routine"]["minutes_left"] > 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not json", "Bad line"),
        ("[]", "Bad line"),
        ('{"txt": "hello"}', "unknown field `txt`"),
        ('{"text": 5}', "Expected `str"),
        ('{"text": "a", "intent": "stop"}', "exactly one"),
        ("{}", "exactly one"),
        ('{"event": "party"}', "Invalid enum value"),
        ('{"text": "hi", "locale": "xx-XX"}', "No words for the locale 'xx-XX'"),
        ('{"text": "hi", "now": "yesterday"}', "Bad line"),
        ('{"text": "hi", "setup": {"state": "routine", "exercise": "handstand"}}', "unknown exercise 'handstand'"),
        ('{"text": "hi", "setup": {"state": "triage", "question": "hiccups"}}', "unknown sign or fact 'hiccups'"),
        ('{"text": "hi", "setup": {"weeks": -3}}', "setup.weeks"),
        ('{"text": "hi", "setup": {"baby": "roof"}}', "Invalid enum value"),
        ('{"text": "' + "x" * LONGEST_LINE + '"}', "at most"),
        ("[" * 60_000, "Bad line"),
        ('{"text": "\\ud800"}', "Bad line"),
    ],
)
def test_a_bad_line_gets_a_clear_error_and_the_stream_goes_on(line: str, says: str) -> None:
    bad, good = answers(line, {"event": "launch"})
    if "error" in bad:
        assert says in bad["error"]
    else:
        assert "speech" in bad
    assert "speech" in good


def test_one_line_in_gives_one_flushed_line_out() -> None:
    source = io.StringIO('{"event": "launch"}\n\nnonsense\n{"text": "stop"}\n')
    sink = io.StringIO()
    serve(source, sink, MemoryStore())
    assert [sorted(json.loads(line))[0] for line in sink.getvalue().splitlines()] == ["asking", "error", "asking"]


@pytest.mark.parametrize("state", ["open", "routine", "between", "triage", "scale"])
def test_setup_puts_her_straight_into_a_state(state: str) -> None:
    (answer,) = answers({"intent": "help", "setup": {"state": state, "baby": "free"}})
    assert answer["speech"]


def test_setup_facts_are_known_and_not_asked_again() -> None:
    setup = {"weeks": 3, "delivery": "cesarean", "epidural": True, "cleared": False, "baby": "in_arms"}
    (answer,) = answers({"intent": "start_routine", "setup": setup})
    assert answer["profile"] == {
        "weeks_postpartum": 3,
        "delivery": "cesarean",
        "complicated": None,
        "neuraxial": True,
        "cleared": False,
        "baby": "in_arms",
    }
    assert answer["asking"] == "ready"


def test_setup_never_puts_her_into_an_exercise_she_may_not_do() -> None:
    setup = {"state": "routine", "exercise": "bridge", "weeks": 2, "delivery": "cesarean", "baby": "free"}
    (answer,) = answers({"text": "next", "setup": setup})
    assert "may not be done" in answer["error"]


def test_sessions_and_users_are_kept_apart() -> None:
    lines = Lines(MemoryStore())

    def say(session: str, user: str, intent: str) -> dict[str, Any]:
        return lines.answer(json.dumps({"session": session, "user": user, "intent": intent, "now": NOW}))

    assert say("a", "anna", "start_routine")["asking"] == "baby"
    assert say("b", "anna", "help")["asking"] is None
    assert say("a", "berta", "help")["asking"] is None
    assert say("a", "anna", "answer_yes")["routine"]["status"] == "running"


def test_a_session_that_ended_begins_anew() -> None:
    first, _, after = answers(
        {"intent": "start_routine", "slots": {"baby": "free"}}, {"intent": "stop"}, {"intent": "time_left"}
    )
    assert first["routine"] is not None
    assert after["routine"] is None


def test_settings_mode_keeps_no_fact_beyond_the_session() -> None:
    lines = Lines(MemoryStore())

    def say(session: str, **request: Any) -> dict[str, Any]:
        return lines.answer(json.dumps({"session": session, "keep": "settings", "now": NOW, **request}))

    say("a", intent="profile", slots={"weeks_postpartum": 5, "delivery": "vaginal"})
    assert say("a", intent="help")["profile"]["weeks_postpartum"] == 5
    assert say("b", intent="help")["profile"]["weeks_postpartum"] is None
