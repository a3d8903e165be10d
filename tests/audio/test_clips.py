"""Clips made once and kept."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from audio.clips import Clips
from tests.audio.dummies import LetterVoice


def test_the_same_words_are_rendered_once() -> None:
    voice = LetterVoice()
    clips = Clips(voice)
    assert clips.render("in") == clips.render("in")
    assert voice.said == ["in"]


def test_clips_are_found_again_in_the_folder(tmp_path: Path) -> None:
    first = Clips(LetterVoice(), tmp_path / "deep" / "cache").render("in")
    voice = LetterVoice()
    assert Clips(voice, tmp_path / "deep" / "cache").render("in") == first
    assert voice.said == []


def test_another_rate_or_voice_is_another_clip(tmp_path: Path) -> None:
    Clips(LetterVoice(), tmp_path).render("in")
    faster, other = LetterVoice(), LetterVoice()
    faster.rate = 150.0
    other.name = "other"
    Clips(faster, tmp_path).render("in")
    Clips(other, tmp_path).render("in")
    assert faster.said == other.said == ["in"]


@pytest.mark.parametrize("damage", ["empty", "short", "flipped", "zeroed"])
def test_a_damaged_file_is_rendered_again_and_mended(tmp_path: Path, damage: str) -> None:
    good = Clips(LetterVoice(), tmp_path).render("in")
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    flipped = whole[:-1] + bytes([whole[-1] ^ 1])
    path.write_bytes({"empty": b"", "short": whole[:-2], "flipped": flipped, "zeroed": bytes(len(whole))}[damage])
    voice = LetterVoice()
    assert Clips(voice, tmp_path).render("in") == good
    assert voice.said == ["in"]
    assert path.read_bytes() == whole


def test_a_full_disk_is_no_error_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    clip = Clips(LetterVoice(), tmp_path).render("in")
    monkeypatch.undo()
    assert clip.samples == 200
    assert os.listdir(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Clips(LetterVoice(), tmp_path / "file").render("in").samples == 200


def test_the_oldest_clips_leave_a_full_folder(tmp_path: Path) -> None:
    clips = Clips(LetterVoice(), tmp_path, folder_bytes=1000)
    for n, text in enumerate(("aa", "bb", "cc")):
        clips.render(text)
        for path in tmp_path.iterdir():
            if not path.stat().st_mtime < 100:
                os.utime(path, (n + 1, n + 1))
    assert len(list(tmp_path.iterdir())) == 2
    voice = LetterVoice()
    again = Clips(voice, tmp_path)
    again.render("cc")
    assert voice.said == []
    again.render("aa")
    assert voice.said == ["aa"]


def test_memory_keeps_what_was_used_last() -> None:
    voice = LetterVoice()
    clips = Clips(voice, memory_bytes=1000)
    for text in ("aa", "bb", "aa", "cc", "aa"):
        clips.render(text)
    assert voice.said == ["aa", "bb", "cc"]
    clips.render("bb")
    assert voice.said[-1] == "bb"


def test_closing_closes_the_voice_behind() -> None:
    voice = LetterVoice()
    Clips(voice).close()
    assert voice.closed
