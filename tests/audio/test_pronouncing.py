"""Words a voice gets wrong are respelled for it, as whole words, and for nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.piper_voice import PiperVoice
from audio.pronouncing import SPELLED, Pronouncing, engine_of, respelled
from audio.silent_voice import SilentVoice
from audio.system_voice import SystemVoice
from audio.voice import Voice
from audio.voices import voice_called
from skill.content.load import LOCALES, load
from tests.audio.dummies import LetterVoice
from tests.contracts.voice_contract import VoiceContract

LIST = {"glute": "gloot", "child's pose": "child's pohz"}


class TestPronouncingVoice(VoiceContract):
    @pytest.fixture
    def voice(self) -> Voice:
        return Pronouncing(SilentVoice(), LIST)


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("Squeeze your glute.", "Squeeze your gloot."),
        ("Glute first.", "Gloot first."),
        ("Glutes, agglute, glute-bridge.", "Glutes, agglute, glute-bridge."),
        ("Into child's pose, glute soft.", "Into child's pohz, gloot soft."),
    ],
)
def test_whole_words_are_respelled_with_their_capital(said: str, given: str) -> None:
    assert respelled(said, LIST) == given


def test_the_voice_gets_the_respelled_text() -> None:
    letters = LetterVoice()
    Pronouncing(letters, LIST).render("Glute.")
    assert letters.said == ["Gloot."]


@given(st.text())
def test_without_a_list_nothing_changes(text: str) -> None:
    assert respelled(text, {}) == text


def test_a_list_belongs_to_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert engine_of(SystemVoice("en-gb").name) == "espeak"
    assert engine_of(PiperVoice().name) == "piper"
    assert engine_of(SilentVoice().name) == ""
    monkeypatch.setattr("sys.platform", "darwin")
    assert engine_of(SystemVoice().name) == "", "its own voices need no help of ours"


@pytest.mark.parametrize("engine", SPELLED)
def test_every_word_of_a_list_is_said_somewhere(engine: str) -> None:
    said = " ".join(str(load(locale)) for locale in LOCALES).casefold()
    for word, instead in SPELLED[engine].items():
        assert word == word.casefold() != instead.casefold()
        assert word in said


def test_a_voice_is_found_by_its_name(tmp_path: Path) -> None:
    assert voice_called("", 150.0, tmp_path).name == "system"
    assert voice_called("en-gb", 150.0).name == "system:en-gb"
    assert voice_called("piper", 150.0).name == "piper:joe"
    assert voice_called("piper", 150.0).rate == 150.0
