"""Where live sound goes, and the two places that make none: time alone, and a file."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Protocol

from audio.clip import SAMPLE_RATE, Clip
from audio.wav import WavWriter
from skill.coach.errors import VoiceError


class NoDevice(VoiceError):
    """There is no sound device, no library for it, or it has just gone. Going on in silence is possible."""


class Sink(Protocol):
    """Takes clips of `SAMPLE_RATE` in real time or faster. One thread writes; any thread may stop it."""

    def begin(self, speed: float) -> None:
        """Get ready to play. `speed` is for sinks without sound only. Raises NoDevice, or VoiceError."""

    def write(self, clip: Clip) -> None:
        """Play a clip after the last one; returns when it has (nearly) sounded, or at once after `stop`.

        Raises NoDevice where the device has gone, or VoiceError.
        """

    def stop(self) -> None:
        """Silence now, until the next `begin`. Wakes a waiting `write`."""

    def end(self) -> None:
        """Let the rest sound, unless stopped, and free the device."""

    def seconds(self) -> float:
        """Seconds of sound since `begin`."""

    def close(self) -> None:
        """Nothing more will be played."""


LATE_SECONDS = 0.25
"""A writer this late was away on purpose (listening): pacing starts anew instead of catching up."""

Wait = Callable[[threading.Event, float], bool]
"""Wait for the event at most so many seconds; True if it came."""


class PacedSink:
    """No sound: waits as long as it would take, divided by `speed`. Drift-free, and `stop` ends the wait."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, wait: Wait = threading.Event.wait) -> None:
        self._clock = clock
        self._wait = wait
        self._stopped = threading.Event()
        self._speed = 1.0
        self._due = 0.0
        self._seconds = 0.0

    def begin(self, speed: float) -> None:
        """Start the clock. Raises ValueError unless `speed` is above zero."""
        if not speed > 0:
            raise ValueError(f"speed must be above zero, not {speed}")
        self._stopped.clear()
        self._speed = speed
        self._due = self._clock()
        self._seconds = 0.0

    def write(self, clip: Clip) -> None:
        """Wait."""
        if self._clock() - self._due > LATE_SECONDS:
            self._due = self._clock()
        self._due += clip.seconds / self._speed
        self._wait(self._stopped, max(0.0, self._due - self._clock()))
        missing = max(0.0, self._due - self._clock()) * self._speed if self._stopped.is_set() else 0.0
        self._seconds += max(0.0, clip.seconds - missing)

    def stop(self) -> None:
        """Stop waiting."""
        self._stopped.set()

    def end(self) -> None:
        """Nothing is left to sound."""

    def seconds(self) -> float:
        """Seconds of sound this stands for."""
        return self._seconds

    def close(self) -> None:
        """Nothing to free."""


class WavSink:
    """Writes everything that is played, of all plays, into one WAV file; it appears at `close`. Never waits."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = path
        self._writer: WavWriter | None = None
        self._began = 0.0
        self._stopped = threading.Event()

    def begin(self, speed: float) -> None:  # noqa: ARG002 (the contract; a file has no time)
        """Open the file at the first play. Raises VoiceError where it cannot be written."""
        self._stopped.clear()
        if self._writer is None:
            self._writer = WavWriter(self._path, SAMPLE_RATE)
        self._began = self._writer.seconds

    def write(self, clip: Clip) -> None:
        """Add to the file. Raises VoiceError where the disk is full; then no file appears."""
        if self._writer is not None and not self._stopped.is_set():
            try:
                self._writer.write(clip)
            except VoiceError:
                self._writer = None
                raise

    def stop(self) -> None:
        """Write nothing more of this play."""
        self._stopped.set()

    def end(self) -> None:
        """The file stays open for the next play."""

    def seconds(self) -> float:
        """Seconds written since `begin`."""
        return self._writer.seconds - self._began if self._writer is not None else 0.0

    def close(self) -> None:
        """Put the file in its place. Raises VoiceError."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
