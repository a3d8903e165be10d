"""The system's voice for real, and a watched child that hangs, dies or talks nonsense."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from ctypes.util import find_library
from pathlib import Path

import pytest

from audio.child_voice import SENTENCE_PAUSE, sentences
from audio.clip import EDGE_SECONDS, values
from audio.system_voice import CHILD, SystemVoice
from audio.voice import Voice
from skill.coach.errors import VoiceError
from tests.contracts.voice_contract import SENTENCE, VoiceContract

has_voice = importlib.util.find_spec("pyttsx3") is not None and (
    not sys.platform.startswith("linux")
    or importlib.util.find_spec("espeakng_loader") is not None
    or find_library("espeak-ng") is not None
)
needs_voice = pytest.mark.skipif(not has_voice, reason="this system has no voice")
Act = Callable[..., SystemVoice]


@pytest.fixture(scope="module")
def shared() -> Iterator[SystemVoice]:
    with closing(SystemVoice()) as voice:
        yield voice


@pytest.fixture
def acting(tmp_path: Path) -> Act:
    """A voice whose children do the given acts, one child after the other."""

    def make(*acts: str, patience: float = 20) -> SystemVoice:
        script = Path(__file__).with_name("dummy_child.py")
        return SystemVoice(patience=patience, command=(sys.executable, str(script), *acts, str(tmp_path)))

    return make


@needs_voice
class TestSystemVoice(VoiceContract):
    @pytest.fixture
    def voice(self, request: pytest.FixtureRequest) -> Iterator[Voice]:
        # Starting a child is the slow part: only the test that closes the voice gets its own.
        if "closing" in request.node.name:
            with closing(SystemVoice()) as own:
                yield own
        else:
            yield request.getfixturevalue("shared")

    def test_it_makes_sound_from_the_first_sample_to_the_last(self, voice: Voice) -> None:
        numbers = values(voice.render(SENTENCE))
        edge = round(2 * EDGE_SECONDS * 22050)
        assert max(map(abs, numbers)) > 3000
        assert max(map(abs, numbers[:edge])) > 150
        assert max(map(abs, numbers[-edge:])) > 150

    def test_sentences_are_set_apart_by_our_own_pause(self, voice: Voice) -> None:
        one, two = voice.render("Breathe in."), voice.render("Breathe in. Breathe in.")
        assert two.seconds == pytest.approx(2 * one.seconds + SENTENCE_PAUSE, abs=0.1)

    def test_a_slower_rate_takes_longer(self, voice: Voice) -> None:
        with closing(SystemVoice(rate=100)) as slow:
            assert slow.render(SENTENCE).seconds > 1.2 * voice.render(SENTENCE).seconds

    def test_its_voices_can_be_listed(self, shared: SystemVoice) -> None:
        assert shared.voices()

    def test_an_unknown_voice_is_said_plainly(self) -> None:
        with (
            closing(SystemVoice("nobody-by-this-name")) as voice,
            pytest.raises(VoiceError, match="nobody-by-this-name"),
        ):
            voice.render("In.")

    def test_a_child_killed_between_sentences_is_replaced(self) -> None:
        with closing(SystemVoice()) as voice:
            voice.render("In.")
            assert voice.process_id is not None
            os.kill(voice.process_id, signal.SIGTERM)
            assert voice.render("Out.").samples > 0

    @pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
    def test_ctrl_c_does_not_end_the_child(self) -> None:
        with closing(SystemVoice()) as voice:
            voice.render("In.")
            child = voice.process_id
            assert child is not None
            os.kill(child, signal.SIGINT)
            assert voice.render("Out.").samples > 0
            assert voice.process_id == child
            assert os.getsid(child) == child

    def test_only_answers_come_from_the_child(self, tmp_path: Path) -> None:
        request = {"text": "In.", "path": str(tmp_path / "a.wav"), "voice": "", "rate": 145}
        with subprocess.Popen(CHILD, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(json.dumps(request).encode() + b"\n" + json.dumps(request).encode() + b"\n")
            child.stdin.flush()
            lines = [json.loads(child.stdout.readline()) for _ in range(3)]
            child.stdin.close()
            assert child.stdout.read() == b""
        assert list(lines[0]) == ["ready"]
        assert lines[1] == lines[2] == {"saved": str(tmp_path / "a.wav")}
        assert child.returncode == 0


@pytest.mark.parametrize("act", ["die", "nonsense"])
def test_a_child_lost_in_the_middle_of_a_sentence_is_replaced(acting: Act, act: str) -> None:
    with closing(acting(act, "say")) as voice:
        assert voice.render("Breathe in.").seconds == pytest.approx(1 + 2 * EDGE_SECONDS, abs=0.001)


def test_a_child_that_hangs_is_killed_and_replaced(acting: Act) -> None:
    with closing(acting("hang", "say", patience=1)) as voice:
        assert voice.render("Breathe in.").samples > 0


def test_a_second_loss_is_an_error_and_the_next_sentence_tries_again(acting: Act) -> None:
    with closing(acting("die", "die", "say")) as voice:
        with pytest.raises(VoiceError, match="ended unexpectedly, twice"):
            voice.render("Breathe in.")
        assert voice.render("Breathe in.").samples > 0


def test_the_error_for_her_ears_is_not_technical(acting: Act) -> None:
    with closing(acting("die")) as voice, pytest.raises(VoiceError) as caught:
        voice.render("Breathe in.")
    assert "process" not in caught.value.spoken


def test_a_program_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with (
        closing(SystemVoice(command=(str(tmp_path / "nothing"),))) as voice,
        pytest.raises(VoiceError, match="could not start"),
    ):
        voice.render("Breathe in.")


def test_a_closed_voice_says_so(acting: Act) -> None:
    voice = acting("say")
    voice.warm_up()
    voice.close()
    with pytest.raises(VoiceError, match="closed"):
        voice.render("Breathe in.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sit tall. Breathe in!", ["Sit tall.", "Breathe in!"]),
        ("Hold for 3.5 seconds", ["Hold for 3.5 seconds"]),
        ('Say "stop." Then rest…  Good', ['Say "stop.', "Then rest…", "Good"]),
        ("... . !", []),
        ("", []),
    ],
)
def test_text_is_spoken_sentence_by_sentence(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
