"""A voice by the name that was asked for, with the words it gets wrong respelled."""

from __future__ import annotations

from pathlib import Path

from audio.clips import Clips
from audio.piper_voice import NAME as PIPER
from audio.piper_voice import PiperVoice
from audio.pronouncing import Pronouncing
from audio.system_voice import SystemVoice
from audio.voice import Voice


def voice_called(name: str, rate: float, clips: Path | None = None) -> Voice:
    """`piper`, or a voice of the system (empty = its default). `clips`: a folder in which it keeps what it has said."""
    voice = PiperVoice(rate) if name == PIPER else SystemVoice(name, rate)
    return Pronouncing(Clips(voice, clips))
