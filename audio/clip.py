"""A clip is a stretch of sound: mono 16-bit PCM, little-endian, at one sample rate."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable
from math import floor, inf

from msgspec import Struct

SAMPLE_RATE = 22_050
"""Samples a second of everything in live speech; what a voice delivers otherwise is converted when it arrives.

espeak writes this rate (`pyttsx3/drivers/espeak.py`, 2.99) and SAPI's file stream defaults to it."""
BYTES_PER_SAMPLE = 2
QUIET = 150
"""Samples up to this size (of 32,767; -47 dB) count as silence at the edges of a sentence."""
EDGE_SECONDS = 0.015
"""Kept on both sides when silence is trimmed: the soft start of an "s" or "f" lies below `QUIET`."""


class Clip(Struct, frozen=True):
    """Mono 16-bit sound."""

    pcm: bytes
    rate: int = SAMPLE_RATE
    """Samples a second."""

    @property
    def samples(self) -> int:
        """How many samples long."""
        return len(self.pcm) // BYTES_PER_SAMPLE

    @property
    def seconds(self) -> float:
        """How long, in seconds."""
        return self.samples / self.rate


def to_samples(seconds: float, rate: int = SAMPLE_RATE) -> int:
    """The sample nearest to this moment. Halves always go up, also after float noise: 0.01 s is 220.5 samples."""
    return floor(seconds * rate + 0.5 + 1e-6)


def silence(samples: int, rate: int = SAMPLE_RATE) -> Clip:
    """Nothing, for this many samples; none for a negative number."""
    return Clip(bytes(BYTES_PER_SAMPLE * max(0, samples)), rate)


def join(clips: Iterable[Clip], rate: int = SAMPLE_RATE) -> Clip:
    """Clips one after the other, copied once. `rate` is that of an empty result; ValueError where rates differ."""
    parts = list(clips)
    rates = {clip.rate for clip in parts} or {rate}
    if len(rates) > 1:
        raise ValueError(f"clips of different sample rates cannot be joined: {sorted(rates)}")
    return Clip(b"".join(clip.pcm for clip in parts), rates.pop())


def values(clip: Clip) -> array[int]:
    """The samples as numbers, -32,768 to 32,767."""
    numbers = array("h")
    numbers.frombytes(clip.pcm)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def from_values(numbers: array[int], rate: int = SAMPLE_RATE) -> Clip:
    """A clip of these samples."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return Clip(numbers.tobytes(), rate)


def trim(clip: Clip) -> Clip:
    """Without the silence before and after the sound, so that breath timing is exact; all silence gives an empty clip.

    espeak adds 0.41 s after every sentence.
    """
    numbers = values(clip)
    last = len(numbers)
    first = next((n for n in range(last) if abs(numbers[n]) > QUIET), last)
    if first == last:
        return Clip(b"", clip.rate)
    end = next(n for n in range(last, first, -1) if abs(numbers[n - 1]) > QUIET)
    edge = to_samples(EDGE_SECONDS, clip.rate)
    start, end = max(0, first - edge), min(last, end + edge)
    return Clip(clip.pcm[start * BYTES_PER_SAMPLE : end * BYTES_PER_SAMPLE], clip.rate)


def at_gain(clip: Clip, gain: float) -> Clip:
    """The same sound louder or softer: every sample times `gain`; what would be too loud is as loud as can be.

    Raises ValueError for a gain below zero, or none at all (infinite, NaN).
    """
    if not 0 <= gain < inf:
        raise ValueError(f"gain must be zero or above, not {gain}")
    if gain == 1.0:
        return clip
    return from_values(array("h", (round(max(-32768, min(32767, value * gain))) for value in values(clip))), clip.rate)


def resample(clip: Clip, rate: int) -> Clip:
    """The same sound at another sample rate, by straight lines between samples: good enough for speech."""
    if clip.rate == rate or not clip.samples:
        return Clip(clip.pcm, rate)
    old = values(clip)
    last = len(old) - 1
    new = array("h")
    step = clip.rate / rate
    for n in range(to_samples(clip.seconds, rate)):
        at = n * step
        left = min(int(at), last)
        share = at - left
        new.append(round(old[left] * (1 - share) + old[min(left + 1, last)] * share))
    return from_values(new, rate)
