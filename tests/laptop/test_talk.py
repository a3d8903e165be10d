"""`gentle-back talk`: typed and piped conversation, live guidance that goes on by itself, and what stops it."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from audio.clip import values
from audio.live import Live
from skill.coach.errors import BadRequest
from skill.laptop.lines import Lines
from skill.laptop.talk import _check
from skill.stores import key_of
from skill.stores.memory import MemoryStore
from tests.audio.dummies import LOUD, DummySink, LetterVoice
from tests.laptop.dummies import Ticking, talked

PACED = 50.0


def test_piped_lines_are_shown_and_answered_in_order() -> None:
    shown = talked("start my back routine", "in my arms", "stop")
    assert [line for line in shown if line.startswith(">")] == ["> start my back routine", "> in my arms", "> stop"]
    assert shown[0].startswith("  Hello, I'm Gentle Back")
    assert shown[-1].strip() == "Stopped. Your place is kept."


def test_a_routine_plays_from_start_to_end_when_she_says_nothing() -> None:
    """Silence after guidance means going on: every exercise of the routine is guided, then it ends."""
    shown = talked(*[None] * 9, speed=PACED, first=["start my routine my hands are free c section four weeks ago"])
    whole = " ".join(shown)
    assert "Breathe in through your nose." in whole
    assert "Walk at an easy pace, standing tall." in whole
    assert "That's all of it." in whole


def test_the_same_words_are_said_as_on_the_json_lines_door() -> None:
    said = ["start my back routine", "in my arms", "why this one", "how long is left", "stop"]
    lines = Lines(MemoryStore())
    answers = [lines.answer(json.dumps({"event": "launch", "now": "2026-11-23T10:00:01+00:00"}))]
    answers += [lines.answer(json.dumps({"text": text, "now": "2026-11-23T10:00:01+00:00"})) for text in said]
    spoken = " ".join(answer["speech"] for answer in answers)
    shown = " ".join(line.strip() for line in talked(*said) if line.startswith("  "))
    assert shown == spoken


def test_her_place_is_kept_when_the_input_ends_mid_routine() -> None:
    store = MemoryStore()
    talked("start my back routine", "in my arms", store=store)
    place = store.load(key_of("me")).keepsake.place
    assert place is not None
    assert place.exercise == "diaphragmatic_breathing"
    assert any("You stopped at" in line or "We got as far as" in line for line in talked(store=store))


def test_an_empty_line_pauses_and_another_goes_on() -> None:
    shown = talked("start my back routine", "in my arms", "", "", "stop")
    assert any("Paused." in line for line in shown)
    assert sum("Breathe in through your nose." in line for line in shown) == 2


def test_ctrl_c_keeps_the_place_of_the_repetition_she_was_in() -> None:
    store = MemoryStore()
    heard: list[str] = []

    def show(line: str) -> None:
        heard.append(line)
        if "Out, and ribs come down." in line:
            raise KeyboardInterrupt

    talked("start my back routine", "in my arms", store=store, show=show)
    place = store.load(key_of("me")).keepsake.place
    assert place is not None
    assert (place.exercise, place.rep) == ("diaphragmatic_breathing", 2)
    assert heard[-1].strip() == "Your place is kept."


@pytest.mark.parametrize(
    ("option", "value"), [("speed", 0.0), ("speed", -1.0), ("speed", 1e6), ("rate", 20), ("rate", 900)]
)
def test_an_impossible_speed_or_rate_is_refused_with_its_bounds(option: str, value: float) -> None:
    arguments = argparse.Namespace(speed=None, rate=None, keep="personal")
    setattr(arguments, option, value)
    with pytest.raises(BadRequest, match="between"):
        _check(arguments)


@pytest.mark.parametrize(("hour", "loudest"), [(12, LOUD), (2, round(LOUD * 0.4))])
def test_at_night_speech_is_softer(hour: int, loudest: int) -> None:
    sink = DummySink()
    clock = Ticking()
    clock.now = clock.now.replace(hour=hour)
    talked("help", live=Live(LetterVoice(), sink), clock=clock)
    assert {max(values(clip)) for clip in sink.clips if any(values(clip))} == {loudest}


def test_words_that_are_no_text_do_not_end_the_conversation(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "skill", "talk", "--print-only", "--kept", str(tmp_path / "kept.sqlite")],
        input=b"\xff\xfe\nstop\n",
        capture_output=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
        env={"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
    )
    assert b"> stop" in done.stdout
    assert done.stderr == b""


def command(*words: str, given: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "skill", *words],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "GENTLE_BACK_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def test_talk_writes_everything_said_to_a_wav_file(tmp_path: Path) -> None:
    out = tmp_path / "said.wav"
    done = command("talk", "--out", str(out), given="stop\n", home=tmp_path)
    assert done.returncode == 0, done.stderr
    with wave.open(str(out)) as sound:
        assert sound.getnframes() / sound.getframerate() > 5


def test_a_wav_file_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    done = command("talk", "--out", str(tmp_path / "no" / "said.wav"), given="stop\n", home=tmp_path)
    assert done.returncode == 1
    assert "said.wav" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_locale_is_a_clear_error(tmp_path: Path) -> None:
    done = command("talk", "--print-only", "--locale", "fr-FR", given="stop\n", home=tmp_path)
    assert done.returncode == 1
    assert "No words for the locale 'fr-FR'" in done.stderr


def test_without_sound_card_or_terminal_text_in_gives_text_out(tmp_path: Path) -> None:
    done = command("talk", "--print-only", given="is this pain serious\nno\nstop\n", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "> is this pain serious" in done.stdout
    assert done.stderr == ""
