"""`gentle-back tracks`: whole routines, fitted to what is told, and what stands of it in files that are given out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from skill.coach.errors import BadRequest
from skill.coach.manifest import name_of
from skill.rendering.command import tracks
from tests.rendering.studio import Studio, asked, manifest, names

FITTED = ("--weeks", "8", "--delivery", "vaginal", "--complicated", "no")


def test_a_routine_is_rendered_as_a_whole_too_for_the_place_it_is_made_for(tmp_path: Path) -> None:
    tracks(asked(tmp_path, "while_feeding", *FITTED), Studio())
    (key,) = manifest(tmp_path).routines
    recording = manifest(tmp_path).routines[key]
    assert key.startswith("while_feeding/in_arms-")
    assert (recording.title, recording.baby) == ("The feeding routine", "in_arms")
    assert recording.file.startswith("while_feeding-")
    assert (tmp_path / recording.file).is_file()
    assert manifest(tmp_path).tracks, "and its exercises"


def test_what_was_told_of_her_stands_in_no_file_that_is_given_out(tmp_path: Path) -> None:
    told = ("--weeks", "9", "--delivery", "cesarean", "--complicated", "yes")
    tracks(asked(tmp_path, "while_feeding", "--only", "routines", *told), Studio())
    given_out = " ".join(name for name in names(tmp_path) if not name.startswith("."))
    given_out += (tmp_path / name_of("en-US")).read_text()
    assert not re.search(r"cesarean|complicated|\b63\b|day", given_out)


def test_another_situation_stands_beside_the_first(tmp_path: Path) -> None:
    for place in ("in_arms", "on_chest"):
        tracks(asked(tmp_path, "while_feeding", "--only", "routines", "--baby", place, *FITTED), Studio())
    found = manifest(tmp_path)
    assert {key.partition("/")[2].partition("-")[0] for key in found.routines} == {"in_arms", "on_chest"}
    assert not found.tracks
    assert all((tmp_path / recording.file).is_file() for recording in found.routines.values())


def test_routines_are_made_once_too(tmp_path: Path) -> None:
    tracks(asked(tmp_path, "before_bed", "--only", "routines", "--baby", "free", *FITTED), Studio())
    again = Studio()
    tracks(asked(tmp_path, "before_bed", "--only", "routines", "--baby", "free", *FITTED), again)
    assert again.made == []


def test_a_routine_for_which_too_little_is_told_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BadRequest, match=r"build_strength \(needs --weeks --delivery --cleared\)"):
        tracks(asked(tmp_path, "build_strength", "--only", "routines"), Studio())
    with pytest.raises(BadRequest, match=r"build_strength \(not in this situation: day\)"):
        tracks(asked(tmp_path, "build_strength", "--only", "routines", "--cleared", *FITTED, "--weeks", "2"), Studio())
    told = ("--cleared", "--weeks", "9", "--delivery", "vaginal")
    with pytest.raises(BadRequest, match=r"build_strength \(needs --complicated no\)"):
        tracks(asked(tmp_path, "build_strength", "--only", "routines", *told), Studio())
    tracks(asked(tmp_path, "build_strength"), Studio())
    assert "build_strength (needs --weeks --delivery --cleared)" in capsys.readouterr().out
    with pytest.raises(BadRequest, match="chin_tuck is an exercise"):
        tracks(asked(tmp_path, "chin_tuck", "--only", "routines"), Studio())


def test_a_manifest_of_mended_routines_names_no_recording_of_the_old_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracks(asked(tmp_path, "while_feeding", "--only", "routines", *FITTED), Studio())
    monkeypatch.setattr("skill.rendering.plan.RENDERER", 99)
    tracks(asked(tmp_path, "chin_tuck"), Studio())
    assert not manifest(tmp_path).routines
