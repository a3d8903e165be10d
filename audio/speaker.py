"""The loudspeaker, through miniaudio: small buffers, so that a stop is heard at once."""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
from collections import deque
from collections.abc import Generator, Iterator
from typing import Any

from audio.clip import BYTES_PER_SAMPLE, SAMPLE_RATE, Clip, silence, to_samples
from audio.sink import NoDevice

PERIOD_MS = 30
"""Asked of the device; it holds three of them (miniaudio's default), so 90 ms can sound after a stop."""
AHEAD_SECONDS = 0.1
"""`write` returns this long before its clip has been handed over, so that the next one follows without a gap."""
TAIL_SECONDS = 0.15
"""Silence after the last clip: more than the device holds, so that the end is not cut off."""
GONE_SECONDS = 4.0
"""A device that asks for nothing this long has gone; its own stop event "doesn't work consistently" (miniaudio.py).

Not less: a sleeping PulseAudio sink took 1.9 s to wake (measured), and so may Bluetooth."""


@contextlib.contextmanager
def _quiet_stderr() -> Iterator[None]:
    """ALSA prints thirty lines on stderr, past Python, where there is no card."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


class SpeakerSink:
    """Plays on the default sound device, found anew at every play: headphones may have come.

    `backend` is one of miniaudio's (`ALSA`, `PULSEAUDIO`, `NULL` ...); None takes the first that works.
    """

    def __init__(self, backend: str | None = None) -> None:
        self._backend = backend
        self._device: Any = None
        self._changed = threading.Condition()
        self._queue: deque[memoryview] = deque()
        self._waiting = 0
        self._taken = 0
        self._stopped = False
        self._gone = False

    def begin(self, speed: float) -> None:  # noqa: ARG002 (the contract; only sinks without sound need it)
        """Open the device. Raises NoDevice where there is none, or no miniaudio."""
        with self._changed:
            self._queue.clear()
            self._waiting = self._taken = 0
            self._stopped = self._gone = False
        try:
            import miniaudio
        except (ImportError, OSError) as error:
            raise NoDevice(f"sound needs miniaudio (`pip install miniaudio`): {error}") from error
        try:
            with _quiet_stderr():
                self._device = miniaudio.PlaybackDevice(
                    output_format=miniaudio.SampleFormat.SIGNED16,
                    nchannels=1,
                    sample_rate=SAMPLE_RATE,
                    buffersize_msec=PERIOD_MS,
                    backends=[miniaudio.Backend[self._backend]] if self._backend else None,
                    app_name="Gentle Back",
                )
                if self._device.backend == "Null" and self._backend != "NULL":
                    # Where no sound library can be loaded, miniaudio plays into nothing and says all is well.
                    raise NoDevice("no sound device was found")
                self._device.stop_callback = self._vanished
                # A device still open when Python ends waits for ever for its own thread.
                atexit.register(self._free)
                feed = self._feed()
                next(feed)
                self._device.start(feed)
        except (miniaudio.MiniaudioError, NoDevice) as error:
            self._free()
            raise NoDevice(f"no sound device could be opened ({error})") from error

    def _feed(self) -> Generator[bytes, int, None]:
        """Runs in the device's own thread."""
        wanted = yield b""
        while True:
            wanted = yield self._take(wanted * BYTES_PER_SAMPLE)

    def _take(self, size: int) -> bytes:
        parts: list[memoryview] = []
        with self._changed:
            left = size
            while left and self._queue:
                part = self._queue.popleft()
                if len(part) > left:
                    self._queue.appendleft(part[left:])
                    part = part[:left]
                parts.append(part)
                left -= len(part)
            self._waiting -= size - left
            self._taken += size - left
            self._changed.notify_all()
        return b"".join(parts) + bytes(left)

    def _vanished(self) -> None:
        with self._changed:
            self._gone = True
            self._changed.notify_all()

    def write(self, clip: Clip) -> None:
        """Hand over a clip; returns when all but the last `AHEAD_SECONDS` have been taken. Raises NoDevice."""
        self._add(clip)
        self._wait_until_left(to_samples(AHEAD_SECONDS) * BYTES_PER_SAMPLE)

    def _add(self, clip: Clip) -> None:
        with self._changed:
            if clip.samples and not self._stopped:
                self._queue.append(memoryview(clip.pcm))
                self._waiting += len(clip.pcm)

    def _wait_until_left(self, size: int) -> None:
        with self._changed:
            while self._waiting > size and not self._stopped:
                if self._gone or not self._changed.wait(GONE_SECONDS):
                    self._gone = True
                    raise NoDevice("the sound device has gone")

    def stop(self) -> None:
        """Throw away what has not been handed over; the device is silent within its three periods."""
        with self._changed:
            self._stopped = True
            self._queue.clear()
            self._waiting = 0
            self._changed.notify_all()

    def end(self) -> None:
        """Let the rest sound, unless stopped, and free the device. Raises NoDevice."""
        try:
            if self._device is not None and not self._gone:
                self._add(silence(to_samples(TAIL_SECONDS)))
                self._wait_until_left(0)
        finally:
            self._free()

    def _free(self) -> None:
        atexit.unregister(self._free)
        with self._changed:
            device, self._device = self._device, None
        # Outside the lock: closing waits for the device's thread, which may be waiting for the lock.
        if device is not None:
            device.stop_callback = None
            device.close()

    def seconds(self) -> float:
        """Seconds of sound the device has taken since `begin`."""
        return self._taken / BYTES_PER_SAMPLE / SAMPLE_RATE

    def close(self) -> None:
        """Free the device."""
        self.stop()
        self._free()
