"""What a voice is. Every voice passes `tests/contracts/voice_contract.py`."""

from __future__ import annotations

from typing import Protocol

from audio.clip import Clip


class Voice(Protocol):
    """Speaks text into clips. May be used from any thread, one sentence at a time."""

    @property
    def name(self) -> str:
        """Which voice, for the cache and for a list of choices."""

    @property
    def rate(self) -> float:
        """Words a minute."""

    def render(self, text: str) -> Clip:
        """The words as sound at `SAMPLE_RATE`, without silence before or after; nothing to say gives an empty clip.

        The same text gives nearly the same length (espeak's hiss is random, so trimming differs by some ms). Raises
        VoiceError where no sound could be made.
        """

    def close(self) -> None:
        """Give back what the voice holds. Doing it twice is fine."""
