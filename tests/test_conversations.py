"""The stories of tests/conversations run through the JSON Lines door: words, understanding, the turn, the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skill.laptop.lines import Lines
from skill.stores.memory import MemoryStore
from tests.story import LEAST_TURNS, Story, duration, faults, load, stories


def play(story: Story, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any], list[str]]]:
    """The story turn by turn: what was said, the answer, what is wrong with it."""
    monkeypatch.setenv("GENTLE_BACK_TRIAGE", story.triage)
    lines, now, run = Lines(MemoryStore()), story.now, 0
    before: dict[str, dict[str, Any]] = {}
    played = []
    for turn in story.turns:
        if turn.after:
            now, run = now + duration(turn.after), run + 1
        if turn.waits:
            now += duration(turn.waits)
        session = f"{turn.session}{run}"
        request: dict[str, Any] = {"session": session, "user": turn.user, "locale": story.locale, "keep": story.keep}
        request |= {"now": now.isoformat(), "plays": story.plays}
        given = {"text": turn.say, "intent": turn.intent, "event": turn.event, "setup": turn.setup}
        request |= {key: value for key, value in given.items() if value is not None}
        if turn.slots:
            request["slots"] = turn.slots
        answer = lines.answer(json.dumps(request))
        assert "error" not in answer, f"{request}: {answer['error']}"
        wrong = faults(turn.expect, turn.never, answer, before.get(session))
        wrong += faults(type(turn.expect)(), story.never, answer, None)
        before[session] = answer
        played.append((turn.say or turn.intent or turn.event or "", answer, wrong))
    return played


@pytest.mark.parametrize("path", stories(), ids=lambda path: path.stem)
def test_the_story_goes_as_it_is_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = []
    for number, (said, answer, wrong) in enumerate(play(load(path), monkeypatch), 1):
        heard = f"[{answer['intent']} {answer['slots']}]"
        report += [f"turn {number}: {said!r} {heard} -> {answer['speech']!r}: {fault}" for fault in wrong]
    assert not report, "\n".join(report)


@pytest.mark.parametrize("path", stories(), ids=lambda path: path.stem)
def test_a_story_has_three_turns_and_forbids_something(path: Path) -> None:
    story = load(path)
    assert len(story.turns) >= LEAST_TURNS
    assert story.must_nots >= 1


def test_there_are_at_least_sixty_stories() -> None:
    assert len(stories()) >= 60


def test_a_story_bites() -> None:
    """Expectations that do not hold are found, every kind of them."""
    answer = {
        "asking": "baby", "level": None, "listening": True, "ended": False, "speech": "Where is your baby?",
        "routine": None, "profile": {}, "slots": {}, "signs": [], "effects": [],
    }  # fmt: skip
    story = load_text(
        "{title: t, turns: [{say: x, expect: {asks: weeks, says_any: [hello], level: SOON, listening: false,"
        " ended: true, routine: {status: running}, place: same, words_at_most: 3, signs: [fever], effects: [erase],"
        " slots: {a: 1}}, never: {says: [baby], asks: [baby], routine: []}}]}"
    )
    turn = story.turns[0]
    assert len(faults(turn.expect, turn.never, answer, None)) == 13


def load_text(text: str) -> Story:
    """A story from text."""
    import msgspec
    import yaml

    return msgspec.convert(yaml.safe_load(text), Story)
