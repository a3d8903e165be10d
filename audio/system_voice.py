"""The voice of the system (espeak, macOS, Windows), through pyttsx3."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from audio.child_voice import ChildVoice
from skill.coach.timeline import WORDS_PER_MINUTE

CHILD = (sys.executable, "-P", str(Path(__file__).with_name("speaking_child.py")))
"""By its path, so that it starts in any working folder, and `-P`, so that nothing there is imported by mistake."""
SENTENCE_SECONDS = 8.0
"""Patience: a sentence takes 12 ms on espeak; after this the child hangs and is killed."""


class SystemVoice(ChildVoice):
    """`voice`: an id, a name or a language of the system ("" = its default; `voices()` lists them)."""

    def __init__(
        self,
        voice: str = "",
        rate: float = WORDS_PER_MINUTE,
        *,
        patience: float = SENTENCE_SECONDS,
        command: Sequence[str] = CHILD,
    ) -> None:
        name = f"system:{voice}" if voice else "system"
        super().__init__(name, rate, asked={"voice": voice}, patience=patience, command=command)
