"""A voice that hums: as long as the words, with the ups and downs of syllables, and the same in every run."""

from __future__ import annotations

import math
from array import array
from functools import cache

from audio.clip import SAMPLE_RATE, Clip, from_values

SECONDS_A_LETTER = 0.07
SYLLABLES = 4.5
"""A second."""


class HumVoice:
    """Three harmonics that rise and fall. `level`: of its loudest sample."""

    name, rate = "hum", 145.0

    def __init__(self, level: int = 9_000) -> None:
        self.level = level

    def render(self, text: str) -> Clip:
        return _hummed(len(text), self.level) if text.strip() else Clip(b"")

    def close(self) -> None:
        """Nothing to give back."""


@cache
def _hummed(letters: int, level: int) -> Clip:
    numbers = array("h")
    for n in range(round(letters * SECONDS_A_LETTER * SAMPLE_RATE)):
        t = n / SAMPLE_RATE
        # Begins at its loudest, so that the onset can be found.
        swell = 0.55 + 0.45 * math.cos(2 * math.pi * SYLLABLES * t)
        wave = sum(math.sin(2 * math.pi * 180 * k * t) / k for k in (1, 2, 3)) / 1.9
        numbers.append(round(level * swell * wave))
    return from_values(numbers)
