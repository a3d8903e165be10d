"""The loudspeaker, on miniaudio's own null device (it keeps time and makes no sound) and on dummies of a device."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from audio.clip import Clip
from audio.live import Live
from audio.sink import NoDevice, PacedSink
from audio.speaker import SpeakerSink
from skill.coach.errors import VoiceError
from skill.coach.timeline import Cue, Rest, Say
from tests.audio.dummies import DummyTime, LetterVoice

miniaudio = pytest.importorskip("miniaudio")


class DummyDevice:
    """Takes `periods` periods as fast as it can, then says it has stopped; `backend` is what it claims to be."""

    backend = "Dummy"
    periods = 10_000
    closed = 0

    def __init__(self, **_: Any) -> None:
        self.stop_callback: Any = None
        self.heard = b""
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run)
        type(self).last = self

    last: DummyDevice

    def start(self, feed: Generator[bytes, int, None]) -> None:
        self._feed = feed
        self._thread.start()

    def _run(self) -> None:
        for _ in range(self.periods):
            if self._end.is_set():
                return
            self.heard += self._feed.send(500)
        if self.stop_callback:
            self.stop_callback()

    def close(self) -> None:
        self._end.set()
        if self._thread.ident:
            self._thread.join()
        type(self).closed += 1


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> type[DummyDevice]:
    kind = type("Device", (DummyDevice,), {})
    monkeypatch.setattr(miniaudio, "PlaybackDevice", kind)
    return kind


def test_the_null_device_plays_to_the_end() -> None:
    played = Live(LetterVoice(), SpeakerSink("NULL")).play((Say("one", 0.05), Say("two", 0.05)))
    assert played.finished
    assert played.seconds == pytest.approx(0.127 + 0.15, abs=0.01)


def test_stop_silences_the_null_device() -> None:
    sounding = threading.Event()
    live = Live(LetterVoice(), SpeakerSink("NULL"))

    def stop_when_sounding() -> None:
        sounding.wait()
        live.stop()

    thread = threading.Thread(target=stop_when_sounding)
    thread.start()
    played = live.play((Rest(100),), on_cue=lambda cue: sounding.set())
    thread.join()
    assert not played.finished
    assert played.seconds < 100


def test_the_device_hears_every_sample_in_order(device: type[DummyDevice]) -> None:
    sink = SpeakerSink()
    sink.begin(1.0)
    sounds = [bytes([n, 1]) * 700 for n in range(1, 30)]
    for sound in sounds:
        sink.write(Clip(sound))
    sink.end()
    heard = [device.last.heard[n : n + 2] for n in range(0, len(device.last.heard), 2)]
    assert b"".join(sample for sample in heard if sample != b"\0\0") == b"".join(sounds)
    assert device.closed == 1


def test_a_device_that_disappears_is_gone_on_without(device: type[DummyDevice]) -> None:
    device.periods = 20
    time = DummyTime()
    troubles: list[VoiceError] = []
    told: list[Cue] = []
    spare = PacedSink(clock=time.clock, wait=time.wait)
    live = Live(LetterVoice(), SpeakerSink(), on_trouble=troubles.append, spare=spare)
    played = live.play((Say("one"), Rest(60), Say("two")), on_cue=told.append)
    assert told == [Say("one"), Rest(60), Say("two")]
    assert played.finished
    assert played.seconds > 60
    assert [str(error) for error in troubles] == ["the sound device has gone"]
    assert device.closed == 1


def test_a_null_device_nobody_asked_for_is_no_device(device: type[DummyDevice]) -> None:
    device.backend = "Null"
    with pytest.raises(NoDevice, match="no sound device"):
        SpeakerSink().begin(1.0)
    assert device.closed == 1


def test_a_device_that_cannot_be_opened_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(**_: Any) -> None:
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", fails)
    with pytest.raises(NoDevice, match="no sound device could be opened"):
        SpeakerSink().begin(1.0)
    assert capfd.readouterr().err == ""


def test_a_device_left_open_does_not_keep_python_from_ending() -> None:
    program = "from audio.speaker import SpeakerSink; sink = SpeakerSink('NULL'); sink.begin(1.0)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, cwd=Path(__file__).parents[2])


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    with pytest.raises(NoDevice, match="pip install miniaudio"):
        SpeakerSink().begin(1.0)
