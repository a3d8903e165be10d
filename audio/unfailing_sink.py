"""A sink that goes on in silence, at the right pace, when its device is missing or has gone."""

from __future__ import annotations

import contextlib
import threading

from audio.clip import Clip, silence, to_samples
from audio.sink import NoDevice, PacedSink, Sink
from audio.unfailing_voice import Tell


class UnfailingSink:
    """Plays on `sink` until that raises NoDevice; then on `spare` until the next `begin`, which tries `sink` again.

    `tell` hears of every loss. Other errors, as of a WAV file that cannot be written, pass through.
    """

    def __init__(self, sink: Sink, tell: Tell, spare: Sink | None = None) -> None:
        self._sink = sink
        self._spare = spare if spare is not None else PacedSink()
        self._tell = tell
        self._now: Sink = sink
        self._speed = 1.0
        self._written = 0.0
        self._sounded = 0.0
        self._stopped = threading.Event()

    def begin(self, speed: float) -> None:
        """Get ready, with or without a device. Raises VoiceError where a file cannot be written."""
        self._stopped.clear()
        self._speed = speed
        self._written = self._sounded = 0.0
        self._now = self._sink
        try:
            self._sink.begin(speed)
        except NoDevice as error:
            self._go_on_without(error)

    def _go_on_without(self, error: NoDevice) -> None:
        self._sounded = 0.0 if self._written == 0.0 else self._sink.seconds()
        self._spare.begin(self._speed)
        self._now = self._spare
        if self._stopped.is_set():
            self._spare.stop()
        self._tell(error)
        with contextlib.suppress(NoDevice):
            self._sink.end()

    def write(self, clip: Clip) -> None:
        """Play the clip, or wait as long as what is left of it. Raises VoiceError where a file cannot be written."""
        self._written += clip.seconds
        try:
            self._now.write(clip)
        except NoDevice as error:
            self._go_on_without(error)
            self._now.write(silence(to_samples(self._written - self._sounded)))

    def stop(self) -> None:
        """Silence now."""
        self._stopped.set()
        self._sink.stop()
        self._spare.stop()

    def end(self) -> None:
        """Let the rest sound, unless stopped."""
        try:
            self._now.end()
        except NoDevice as error:
            self._tell(error)

    def seconds(self) -> float:
        """Seconds since `begin`, with sound and without."""
        return self._sounded + self._now.seconds()

    def close(self) -> None:
        """Close the sink behind. Raises VoiceError where a file cannot be completed."""
        self._sink.close()
