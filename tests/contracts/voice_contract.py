"""What every voice promises. A test class inherits these and gives a `voice` fixture."""

from __future__ import annotations

import threading

import pytest

from audio.clip import SAMPLE_RATE, Clip
from audio.voice import Voice

SENTENCE = "Breathe in and let your shoulders soften."


class VoiceContract:
    """Inherited by the tests of each voice."""

    def test_a_voice_has_a_name_and_a_rate(self, voice: Voice) -> None:
        assert voice.name
        assert 80 <= voice.rate <= 400

    def test_a_sentence_becomes_a_clip_at_our_sample_rate(self, voice: Voice) -> None:
        clip = voice.render(SENTENCE)
        assert clip.rate == SAMPLE_RATE
        assert len(clip.pcm) == 2 * clip.samples
        assert 1.0 < clip.seconds < 6.0

    def test_more_words_take_longer(self, voice: Voice) -> None:
        assert (
            voice.render("In.").samples
            < voice.render(SENTENCE).samples
            < voice.render(f"{SENTENCE} {SENTENCE}").samples
        )

    def test_the_same_words_take_the_same_time(self, voice: Voice) -> None:
        assert voice.render(SENTENCE).seconds == pytest.approx(voice.render(SENTENCE).seconds, abs=0.1)

    @pytest.mark.parametrize("text", ["", "   ", "\n"])
    def test_nothing_to_say_is_an_empty_clip(self, voice: Voice, text: str) -> None:
        assert voice.render(text).samples == 0

    @pytest.mark.parametrize(
        "text", ["...", "<b>one & two</b>", 'A "quoted"\nline 3.5', "café ¿niño? 👶", "half \ud800 a letter"]
    )
    def test_odd_text_does_no_harm(self, voice: Voice, text: str) -> None:
        voice.render(text)
        assert voice.render("In.").samples > 0

    def test_a_voice_speaks_from_any_thread(self, voice: Voice) -> None:
        clips: list[Clip] = []
        thread = threading.Thread(target=lambda: clips.append(voice.render(SENTENCE)))
        thread.start()
        thread.join()
        assert clips
        assert clips[0].samples > 0

    def test_closing_twice_is_fine(self, voice: Voice) -> None:
        voice.close()
        voice.close()
