"""Simple implementations of voices, sinks and time, for tests of the sound room."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable

from audio.clip import Clip, from_values
from audio.sink import NoDevice
from skill.coach.errors import VoiceError

LOUD = 9000


class LetterVoice:
    """Every letter is `samples` loud samples, so that every sample of speech can be found again."""

    name = "letters"
    rate = 145.0

    def __init__(self, samples: int = 100, fails_after: int | None = None) -> None:
        self.samples = samples
        self.said: list[str] = []
        self.fails_after = fails_after
        self.closed = False

    def render(self, text: str) -> Clip:
        if self.fails_after is not None and len(self.said) >= self.fails_after:
            raise VoiceError("lost my voice")
        self.said.append(text)
        return from_values(array("h", [LOUD]) * (self.samples * len(text)))

    def close(self) -> None:
        self.closed = True


class DummyTime:
    """A clock that moves only by waiting, and can do one thing at one moment."""

    def __init__(self, *, at: float = float("inf"), do: Callable[[], None] = lambda: None) -> None:
        self.now = 100.0
        self.at = self.now + at
        self.do = do

    def clock(self) -> float:
        return self.now

    def wait(self, event: threading.Event, seconds: float) -> bool:
        if not event.is_set() and self.now <= self.at < self.now + seconds:
            self.now = self.at
            self.do()
        if event.is_set():
            return True
        self.now += seconds
        return False


class DummySink:
    """Keeps what was played; may lose its device after some clips, or never have had one."""

    def __init__(self, *, lost_after: int | None = None) -> None:
        self.lost_after = lost_after
        self.clips: list[Clip] = []
        self.log: list[str] = []
        self.stopped = False

    def begin(self, speed: float) -> None:
        self.stopped = False
        self.log.append("begin")
        if self.lost_after == 0:
            raise NoDevice("no device")

    def write(self, clip: Clip) -> None:
        if self.lost_after is not None and len(self.clips) >= self.lost_after:
            raise NoDevice("gone")
        if not self.stopped:
            self.clips.append(clip)

    def stop(self) -> None:
        self.stopped = True

    def end(self) -> None:
        self.log.append("end")

    def seconds(self) -> float:
        return sum(clip.seconds for clip in self.clips)

    def close(self) -> None:
        self.log.append("close")
