"""A timeline made into audio: nothing overlaps, nothing is lost, and breath is exact."""

from __future__ import annotations

import os
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.clip import SAMPLE_RATE, Clip, to_samples, values
from audio.render import render, to_clip, to_wav
from audio.sound_file import read_sound
from skill.coach.errors import VoiceError
from skill.coach.timeline import (
    BEATS,
    CHIME_SECONDS,
    Breathe,
    Chime,
    Count,
    Cue,
    Hold,
    Listen,
    Mark,
    Rest,
    Say,
    Timeline,
    seconds,
)
from tests.audio.dummies import LOUD, LetterVoice

quick = settings(derandomize=True, deadline=None, database=None, max_examples=60)
words = st.text("abc de", max_size=30)
lengths = st.integers(0, 150).map(lambda n: n / 100) | st.floats(0, 1.5)
cues: st.SearchStrategy[Cue] = st.one_of(
    st.builds(Say, words, lengths),
    st.builds(Breathe, st.sampled_from(["in", "out"]), lengths, words),
    st.builds(Count, lengths, words),
    st.builds(Hold, lengths, words),
    st.builds(Rest, lengths, words),
    st.builds(Chime, st.sampled_from(["begin", "half", "end"])),
    st.builds(Mark, st.sampled_from(["a#0", "a#1", "b#12"])),
    st.builds(Listen),
)
timelines = st.lists(cues, max_size=12).map(tuple)


def text_of(cue: Cue) -> str:
    return getattr(cue, "text", "")


@given(timelines)
@quick
def test_every_cue_and_mark_is_there_in_order(timeline: Timeline) -> None:
    assert tuple(span.cue for span, _ in render(timeline, LetterVoice())) == timeline


@given(timelines)
@quick
def test_the_clips_are_as_long_as_the_whole_to_the_sample(timeline: Timeline) -> None:
    voice = LetterVoice()
    clips = [clip for _, clip in render(timeline, voice)]
    whole = to_clip(timeline, voice)
    assert sum(clip.samples for clip in clips) == whole.samples
    assert whole.samples == to_samples(seconds(timeline, lambda text: voice.render(text).seconds))


@given(timelines)
@quick
def test_speech_is_whole_and_never_overlaps(timeline: Timeline) -> None:
    for span, clip in render(timeline, LetterVoice()):
        if not isinstance(span.cue, Chime):
            speech = 100 * len(text_of(span.cue))
            heard = values(clip)
            assert len(heard) >= speech
            assert all(value == LOUD for value in heard[:speech])
            assert not any(heard[speech:])


@given(timelines)
@quick
def test_a_beat_is_exact_within_one_sample_when_its_words_fit(timeline: Timeline) -> None:
    for span, clip in render(timeline, LetterVoice()):
        if isinstance(span.cue, BEATS) and 100 * len(span.cue.text) <= span.cue.seconds * SAMPLE_RATE:
            assert abs(clip.samples - span.cue.seconds * SAMPLE_RATE) <= 1


@given(timelines)
@quick
def test_no_cue_drifts_from_its_place(timeline: Timeline) -> None:
    rendered = list(render(timeline, LetterVoice()))
    starts = accumulate((clip.samples for _, clip in rendered), initial=0)
    assert all(abs(at - span.start * SAMPLE_RATE) <= 1 for at, (span, _) in zip(starts, rendered, strict=False))


def test_ten_minutes_of_odd_beats_end_within_one_sample() -> None:
    timeline = (Breathe("in", 4.01), Breathe("out", 6.03)) * 60
    samples = sum(clip.samples for _, clip in render(timeline, LetterVoice()))
    assert abs(samples - 60 * 10.04 * SAMPLE_RATE) <= 1


def test_words_longer_than_their_beat_are_not_cut() -> None:
    ((span, clip),) = render((Breathe("in", 0.1, "a" * 100),), LetterVoice())
    assert clip.samples == 10_000
    assert span.end == pytest.approx(10_000 / SAMPLE_RATE)


def test_only_what_is_needed_is_spoken_before_the_first_sound() -> None:
    voice = LetterVoice()
    next(render((Say("first"), Say("second"), Say("third")), voice))
    assert voice.said == ["first"]


def test_without_chimes_their_time_is_gone_too() -> None:
    timeline = (Say("a"), Chime("begin"), Say("b"))
    with_chime, without = (to_clip(timeline, LetterVoice(), chimes=chimes) for chimes in (True, False))
    assert with_chime.samples - without.samples == to_samples(CHIME_SECONDS)


def test_nothing_becomes_nothing() -> None:
    assert to_clip((), LetterVoice()) == Clip(b"")


def test_a_wav_of_a_timeline_holds_all_of_it(tmp_path: Path) -> None:
    timeline = (Mark("a#0"), Say("one"), Breathe("in", 1.0, "in"))
    length = to_wav(timeline, LetterVoice(), tmp_path / "out.wav")
    assert read_sound((tmp_path / "out.wav").read_bytes()) == to_clip(timeline, LetterVoice())
    assert length == pytest.approx(seconds(timeline, lambda text: 100 * len(text) / SAMPLE_RATE), abs=0.001)


def test_a_voice_that_fails_leaves_no_wav(tmp_path: Path) -> None:
    with pytest.raises(VoiceError):
        to_wav((Say("one"), Say("two")), LetterVoice(fails_after=1), tmp_path / "out.wav")
    assert os.listdir(tmp_path) == []
