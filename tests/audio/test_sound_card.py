"""The loudspeaker on a real sound server: what was played is recorded from a virtual card and counted in samples."""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Iterator
from itertools import groupby

import pytest

from audio.clip import SAMPLE_RATE, Clip, from_values, to_samples
from audio.live import Live
from audio.sink import PacedSink
from audio.speaker import SpeakerSink
from skill.coach.errors import VoiceError
from skill.coach.timeline import Breathe, Cue, Mark, Rest, Say
from tests.audio.dummies import DummyTime
from tests.audio.virtual_card import Recording, VirtualCard, missing

WORD_SECONDS = 0.3
TAIL = SAMPLE_RATE // 2
"""Samples that may still be on their way when a stop is asked for; a word that goes on has many times as many."""


class LevelVoice:
    """Each word has its own loudness, so that it is known again in a recording: one step for each letter."""

    name = "levels"
    rate = 145.0

    def __init__(self, seconds: float = WORD_SECONDS) -> None:
        self._samples = to_samples(seconds)

    def render(self, text: str) -> Clip:
        return from_values(array("h", [level(text)]) * self._samples)

    def close(self) -> None:
        pass


def level(word: str) -> int:
    return 1000 * len(word)


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    if reason := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with VirtualCard() as opened:
        yield opened


@pytest.fixture
def recording(card: VirtualCard) -> Iterator[Recording]:
    with Recording() as running:
        yield running


def stretches(heard: array[int]) -> list[tuple[int, int]]:
    """(loudness, samples) one after the other, from the first sound to the last."""
    runs = [(loud, len(list(run))) for loud, run in groupby(heard)]
    sounding = [n for n, (loud, _) in enumerate(runs) if loud]
    return runs[sounding[0] : sounding[-1] + 1] if sounding else []


def sounds(heard: array[int]) -> int:
    """How many samples are not silent."""
    return len(heard) - heard.count(0)


def test_every_word_of_a_timeline_is_heard_and_every_rest_is_silent(recording: Recording) -> None:
    timeline = (
        Say("a", 0.2),
        Mark("tilt#1"),
        Breathe("in", 0.8, "bb"),
        Rest(0.4),
        Breathe("out", 0.6, "ccc"),
        Say("d"),
    )
    played = Live(LevelVoice(), SpeakerSink()).play(timeline)
    recording.wait_for(TAIL)
    heard = stretches(recording.heard)
    words = [(loud, samples) for loud, samples in heard if loud]
    rests = [samples for loud, samples in heard if not loud]
    assert words == [(level(word), to_samples(WORD_SECONDS)) for word in ("a", "bb", "ccc", "d")]
    assert rests == pytest.approx([to_samples(0.2), to_samples(0.5 + 0.4), to_samples(0.3)], abs=1)
    assert (played.mark, played.finished) == ("tilt#1", True)


def test_stop_silences_the_card(recording: Recording) -> None:
    live = Live(LevelVoice(seconds=60), SpeakerSink())
    at_stop: list[int] = []

    def stop_when_heard() -> None:
        recording.wait_for_sound()
        at_stop.append(sounds(recording.heard))
        live.stop()

    thread = threading.Thread(target=stop_when_heard)
    thread.start()
    played = live.play((Mark("tilt#1"), Say("a"), Say("bb")))
    thread.join()
    recording.wait_for(SAMPLE_RATE)
    heard = recording.heard
    assert (played.mark, played.finished) == ("tilt#1", False)
    assert at_stop[0] > 0
    assert sounds(heard) - at_stop[0] <= TAIL
    assert sounds(heard) <= to_samples(played.seconds)
    assert not any(heard[-TAIL:])


def test_after_a_stop_the_next_words_are_heard_whole(recording: Recording) -> None:
    live = Live(LevelVoice(), SpeakerSink())
    live.play((Say("a"), Say("bb")), on_cue=lambda cue: live.stop())
    assert live.play((Say("ccc", 0),)).finished
    recording.wait_for(TAIL)
    assert stretches(recording.heard) == [(level("ccc"), to_samples(WORD_SECONDS))]


def test_night_is_heard_softer(recording: Recording) -> None:
    Live(LevelVoice(), SpeakerSink()).play((Say("ccccc", 0),), gain=0.4)
    recording.wait_for(TAIL)
    assert stretches(recording.heard) == [(level("cc"), to_samples(WORD_SECONDS))]


def test_a_card_that_vanishes_while_it_plays_is_gone_on_without(card: VirtualCard, recording: Recording) -> None:
    time = DummyTime()
    troubles: list[VoiceError] = []
    told: list[Cue] = []
    spare = PacedSink(clock=time.clock, wait=time.wait)
    live = Live(LevelVoice(seconds=2), SpeakerSink(), on_trouble=troubles.append, spare=spare)

    def vanish_when_heard() -> None:
        recording.wait_for_sound()
        card.take_away()

    thread = threading.Thread(target=vanish_when_heard)
    thread.start()
    timeline = (Mark("tilt#1"), Say("a", 0), Mark("tilt#2"), Say("bb", 0), Rest(60), Say("ccc", 0))
    played = live.play(timeline, on_cue=told.append)
    thread.join()
    assert told == list(timeline)
    assert (played.mark, played.finished) == ("tilt#2", True)
    assert played.seconds == pytest.approx(66, abs=0.01)
    assert [str(error) for error in troubles] == ["the sound device has gone"]


def test_where_no_card_is_left_she_is_told_and_it_goes_on(card: VirtualCard) -> None:
    time = DummyTime()
    troubles: list[VoiceError] = []
    card.take_away()
    live = Live(
        LevelVoice(), SpeakerSink(), on_trouble=troubles.append, spare=PacedSink(clock=time.clock, wait=time.wait)
    )
    assert live.play((Say("a"), Rest(60))).finished
    assert len(troubles) == 1
