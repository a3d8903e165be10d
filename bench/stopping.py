"""How long it sounds on after a stop, on a virtual sound card."""

from __future__ import annotations

import threading
import time

from audio.clip import SAMPLE_RATE
from audio.live import Live
from audio.speaker import SpeakerSink
from skill.coach.timeline import Say
from tests.audio.dummies import LetterVoice
from tests.audio.virtual_card import Recording, VirtualCard

MOMENTS = 997
"""Samples by which each stop comes later than the one before, so that none falls on the same moment of a buffer."""


def stopped(times: int) -> list[float]:
    """Milliseconds from each `Live.stop()` until silence arrived in the recording.

    It hears what the sound server hands to a card; what a card itself still holds comes on top.
    """
    with VirtualCard(), Recording() as recording:
        return [_once(recording, MOMENTS * n) for n in range(times)]


def _once(recording: Recording, later: int) -> float:
    live = Live(LetterVoice(samples=SAMPLE_RATE), SpeakerSink("PULSEAUDIO"))
    player = threading.Thread(target=live.play, args=((Say("a word of twenty letters"),),))
    player.start()
    recording.wait_for_sound()
    recording.wait_for(SAMPLE_RATE // 4 + later)
    asked = time.perf_counter()
    live.stop()
    player.join()
    recording.wait_for(SAMPLE_RATE // 2)
    return (recording.silent_since() - asked) * 1000
