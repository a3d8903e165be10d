"""A voice without sound and with known durations: for tests, and where the words are only shown."""

from __future__ import annotations

from audio.clip import Clip, silence, to_samples
from skill.coach.timeline import WORDS_PER_MINUTE, estimate


class SilentVoice:
    """Silence as long as the words would take by `skill.coach.timeline.estimate`."""

    name = "silent"

    def __init__(self, rate: float = WORDS_PER_MINUTE) -> None:
        self.rate = rate

    def render(self, text: str) -> Clip:
        """Silence of the estimated length."""
        return silence(to_samples(estimate(text.strip(), self.rate)))

    def close(self) -> None:
        """Nothing to give back."""
