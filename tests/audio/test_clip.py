"""Clips: joining, trimming, converting."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.clip import (
    EDGE_SECONDS,
    SAMPLE_RATE,
    Clip,
    at_gain,
    from_values,
    join,
    resample,
    silence,
    to_samples,
    trim,
    values,
)


def tone(samples: int, loud: int = 5000) -> Clip:
    return from_values(array("h", [loud, -loud] * (samples // 2)))


def test_a_clip_knows_its_length() -> None:
    assert Clip(bytes(2 * SAMPLE_RATE)).seconds == 1.0
    assert silence(-3).samples == 0


def test_half_samples_go_up_also_after_float_noise() -> None:
    assert to_samples(0.01) == 221
    assert to_samples(1.01) - to_samples(1.0) == 221
    assert to_samples(0.1 + 0.2 + 0.01) == 6836


def test_joined_clips_follow_each_other() -> None:
    assert join([Clip(b"ab"), Clip(b""), Clip(b"cd")]) == Clip(b"abcd")
    assert join([]) == Clip(b"")


def test_clips_of_different_rates_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="sample rates"):
        join([Clip(b"ab", 22050), Clip(b"cd", 16000)])


@given(st.integers(0, 4000), st.integers(1, 400), st.integers(0, 4000))
@settings(derandomize=True, deadline=None, database=None, max_examples=50)
def test_trimming_keeps_all_the_sound_and_at_most_the_edges(before: int, sound: int, after: int) -> None:
    trimmed = trim(join([silence(before), tone(2 * sound), silence(after)]))
    edge = to_samples(EDGE_SECONDS)
    assert trimmed.samples == 2 * sound + min(before, edge) + min(after, edge)
    assert sum(map(abs, values(trimmed))) == 2 * sound * 5000


def test_trimming_silence_leaves_nothing() -> None:
    assert trim(silence(1000)).samples == 0
    assert trim(tone(1000, loud=100)).samples == 0


@pytest.mark.parametrize("rate", [16000, 22050, 44100, 48000])
def test_another_sample_rate_keeps_the_length_and_the_level(rate: int) -> None:
    clip = resample(Clip(from_values(array("h", [1000]) * rate).pcm, rate), SAMPLE_RATE)
    assert clip.rate == SAMPLE_RATE
    assert clip.samples == SAMPLE_RATE
    assert set(values(clip)) == {1000}


def test_a_gain_makes_a_clip_softer_and_leaves_it_as_it_was_at_one() -> None:
    assert at_gain(tone(4), 0.4) == tone(4, loud=2000)
    assert at_gain(tone(4), 1.0) == tone(4)
    assert at_gain(tone(4), 0.0) == silence(4)
    assert at_gain(Clip(b"", 16000), 0.4) == Clip(b"", 16000)


def test_what_would_be_too_loud_is_as_loud_as_can_be() -> None:
    assert list(values(at_gain(tone(2, loud=20000), 3.0))) == [32767, -32768]


@pytest.mark.parametrize("gain", [-0.1, float("nan"), float("inf")])
def test_a_gain_that_is_none_is_refused(gain: float) -> None:
    with pytest.raises(ValueError, match="zero or above"):
        at_gain(tone(2), gain)
