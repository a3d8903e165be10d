"""Three soft chimes, made from numbers: no sound files to keep or to license."""

from __future__ import annotations

from array import array
from functools import cache
from math import exp, pi, sin
from typing import Literal

from audio.clip import SAMPLE_RATE, Clip, from_values, to_samples
from skill.coach.timeline import CHIME_SECONDS

Name = Literal["begin", "half", "end"]

NOTES: dict[Name, tuple[tuple[float, float], ...]] = {
    "begin": ((392.00, 0.0), (587.33, 0.16)),
    "half": ((493.88, 0.0),),
    "end": ((587.33, 0.0), (392.00, 0.16)),
}
"""(hertz, seconds until it is struck): a rising fifth (G4, D5), one note (B4), the same fifth falling."""
PARTIALS = ((1.0, 1.0, 5.0), (2.0, 0.32, 8.0), (3.01, 0.10, 13.0))
"""(times the note, loudness, decay a second) of a small bowl: higher partials are softer and die sooner."""
LOUDEST = 0.22
"""Peak as a share of full scale: below speech, because someone may be asleep on her chest."""
ATTACK_SECONDS = 0.012
RELEASE_SECONDS = 0.08
"""Rounded ends, so that nothing clicks."""


def _loudness_at(seconds: float, notes: tuple[tuple[float, float], ...]) -> float:
    total = 0.0
    for hertz, struck in notes:
        since = seconds - struck
        if since >= 0:
            attack = min(1.0, since / ATTACK_SECONDS)
            total += attack * sum(
                loud * exp(-decay * since) * sin(2 * pi * hertz * times * since) for times, loud, decay in PARTIALS
            )
    return total * min(1.0, (CHIME_SECONDS - seconds) / RELEASE_SECONDS)


@cache
def chime(name: Name, rate: int = SAMPLE_RATE) -> Clip:
    """A chime, `CHIME_SECONDS` long to the sample."""
    wave = [_loudness_at(n / rate, NOTES[name]) for n in range(to_samples(CHIME_SECONDS, rate))]
    scale = LOUDEST * 32767 / max(map(abs, wave))
    return from_values(array("h", (round(value * scale) for value in wave)), rate)
