"""What may be wrong with a folder of tracks that `talk --track` plays: she is guided all the same."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from audio.played_track import decoded
from skill.coach.errors import BadRequest, ContentError, SoundError
from skill.coach.keepsake import Keepsake, Settings
from skill.coach.manifest import name_of, read
from skill.laptop.tracks import TrackFolder, prefer_tracks
from skill.stores import key_of
from skill.stores.memory import MemoryStore
from tests.laptop.listening import BREATHING, PELVIC_FLOOR, START, listened
from tests.rendering.rendered import folder


def test_a_track_whose_file_is_lost_is_guided_in_words(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    rendered = read((tmp_path / "tracks" / name_of("en-US")).read_bytes()).tracks[BREATHING]
    (tmp_path / "tracks" / rendered.file).unlink()
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert any("cannot be read" in line and "going on in words" in line for line in shown)
    assert "  Breathe in through your nose." in shown


def test_a_track_that_is_damaged_is_guided_in_words(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    rendered = read((tmp_path / "tracks" / name_of("en-US")).read_bytes()).tracks[BREATHING]
    (tmp_path / "tracks" / rendered.file).write_bytes(b"no sound at all")
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert any("is damaged" in line for line in shown)
    assert "  Breathe in through your nose." in shown


def test_what_is_no_sound_at_all_is_told() -> None:
    with pytest.raises(SoundError, match="cannot be played"):
        decoded(b"no sound at all")


def test_without_captions_it_plays_all_the_same(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    for file in (tmp_path / "tracks").glob("*.vtt"):
        file.unlink()
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert any("That's all of it." in line for line in shown)


@pytest.mark.parametrize("what", ["cut", "another"])
def test_a_track_that_is_not_the_one_that_was_rendered_is_guided_in_words(tmp_path: Path, what: str) -> None:
    """One that decodes all the same: she would lose its last words, or hear an exercise nobody permitted."""
    shutil.copytree(folder(), tmp_path / "tracks")
    tracks = read((tmp_path / "tracks" / name_of("en-US")).read_bytes()).tracks
    file, other = ((tmp_path / "tracks" / tracks[key].file) for key in (BREATHING, PELVIC_FLOOR))
    file.write_bytes(other.read_bytes() if what == "another" else file.read_bytes()[:40_000])
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert any("is damaged; going on in words" in line for line in shown)


@pytest.mark.parametrize("time", ["9" * 5000 + ":00:00.000", "-1:00:00.000", "x", "0:0"])
def test_captions_that_are_none_are_left_out(tmp_path: Path, time: str) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    for file in (tmp_path / "tracks").glob("*.vtt"):
        file.write_text(f"WEBVTT\n\n{time} --> 00:00:02.000\nBad.\n\n00:00:01.000 --> 00:00:02.000\n\x1b[2JGood.\n")
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert "  [2JGood." in shown
    assert "  Bad." not in shown


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are POSIX")
def test_a_pipe_in_place_of_a_track_is_not_waited_for(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    file = tmp_path / "tracks" / read((tmp_path / "tracks" / name_of("en-US")).read_bytes()).tracks[BREATHING].file
    file.unlink()
    os.mkfifo(file)
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert any("cannot be read" in line for line in shown)


def test_a_manifest_of_another_locale_or_of_days_is_refused(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    manifest = tmp_path / "tracks" / name_of("en-US")
    good = manifest.read_text()
    manifest.write_text(good.replace('"locale": "en-US"', '"locale": "xx"'))
    with pytest.raises(ContentError, match="it is for xx"):
        TrackFolder(tmp_path / "tracks", "en-US")
    manifest.write_text(re.sub(r'"ms": \d+(?=,\s*"chapters")', '"ms": 1' + "0" * 400, good))
    with pytest.raises(ContentError):
        TrackFolder(tmp_path / "tracks", "en-US")


def test_without_tracks_the_mend_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="gentle-back tracks"):
        TrackFolder(tmp_path, "en-US")


def test_asking_for_tracks_keeps_everything_else_that_is_kept() -> None:
    store = MemoryStore()
    store.save(key_of("me"), Keepsake(settings=Settings(pace=1.2, welcomed=True)), 0)
    prefer_tracks(store, "me")
    assert store.load(key_of("me")).keepsake.settings == Settings(pace=1.2, welcomed=True, guide="tracks")
