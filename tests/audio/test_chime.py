"""The chimes."""

from __future__ import annotations

import pytest

from audio.chime import LOUDEST, NOTES, Name, chime
from audio.clip import to_samples, values
from skill.coach.timeline import CHIME_SECONDS


@pytest.mark.parametrize("name", NOTES)
@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100])
def test_a_chime_never_clips_and_never_clicks(name: Name, rate: int) -> None:
    wave = values(chime(name, rate))
    assert len(wave) == to_samples(CHIME_SECONDS, rate)
    assert 0.9 * LOUDEST < max(map(abs, wave)) / 32767 < LOUDEST + 0.01
    assert abs(wave[0]) < 50
    assert abs(wave[-1]) < 50


def test_the_chimes_differ() -> None:
    assert len({chime(name).pcm for name in NOTES}) == 3
