"""A voice by the name that was asked for, with the words it gets wrong respelled."""

from __future__ import annotations

from pathlib import Path

from audio.clips import Clips
from audio.piper_voice import NAME as PIPER
from audio.piper_voice import PiperVoice
from audio.pronouncing import Pronouncing
from audio.system_voice import SystemVoice
from audio.voice import Voice
from skill.coach.errors import BadRequest
from skill.coach.timeline import WORDS_PER_MINUTE

SLOWEST, FASTEST = 100, 220
"""Words a minute between which anybody is understood."""


def checked_rate(rate: float | None) -> float:
    """The rate that was asked for, or the default. Raises BadRequest for one at which nobody is understood."""
    if rate is None:
        return WORDS_PER_MINUTE
    if not SLOWEST <= rate <= FASTEST:
        raise BadRequest(f"--rate is between {SLOWEST} and {FASTEST} words a minute, not {rate:g}.")
    return rate


def voice_called(name: str, rate: float, clips: Path | None = None) -> Voice:
    """`piper`, or a voice of the system (empty = its default). `clips`: a folder in which it keeps what it has said."""
    voice = PiperVoice(rate) if name == PIPER else SystemVoice(name, rate)
    return Pronouncing(Clips(voice, clips))
