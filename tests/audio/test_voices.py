"""The silent voice, the voice that never fails, and the voice that remembers keep the contract of voices."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio.clips import Clips
from audio.silent_voice import SilentVoice
from audio.unfailing_voice import UnfailingVoice
from audio.voice import Voice
from skill.coach.errors import VoiceError
from skill.coach.timeline import estimate
from tests.audio.dummies import LetterVoice
from tests.contracts.voice_contract import VoiceContract


class TestSilentVoice(VoiceContract):
    @pytest.fixture
    def voice(self) -> Voice:
        return SilentVoice()

    def test_its_length_is_the_estimate(self) -> None:
        assert SilentVoice(150).render("Breathe in.").seconds == pytest.approx(estimate("Breathe in.", 150), abs=0.001)

    def test_it_makes_no_sound(self) -> None:
        assert not any(SilentVoice().render("Breathe in.").pcm)


class TestUnfailingVoiceThatFailed(VoiceContract):
    @pytest.fixture
    def voice(self) -> Voice:
        return UnfailingVoice(LetterVoice(fails_after=0), lambda error: None)

    def test_it_tells_once(self) -> None:
        troubles: list[VoiceError] = []
        voice = UnfailingVoice(LetterVoice(fails_after=1), troubles.append)
        assert any(voice.render("one").pcm)
        assert not any(voice.render("two").pcm + voice.render("three").pcm)
        assert len(troubles) == 1


class TestRememberingVoice(VoiceContract):
    @pytest.fixture
    def voice(self, tmp_path: Path) -> Voice:
        return Clips(SilentVoice(), tmp_path)
