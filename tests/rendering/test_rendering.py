"""`gentle-back tracks`: what is made, what is left alone, and what a killed or failing run leaves behind."""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import re
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from audio.track import Made
from skill.cli import _parser
from skill.coach.errors import BadRequest, ContentError, GentleBackError, VoiceError
from skill.coach.manifest import Manifest, name_of, read, tracks_of
from skill.coach.timeline import chapters, estimate, seconds
from skill.content.load import load
from skill.rendering.command import tracks
from skill.rendering.doing import Progress
from skill.rendering.folder import BESIDE, Folder
from skill.rendering.plan import Job, Speaker, planned

CONTENT = load("en-US")
SPEAKER = Speaker(rate=145.0)
CHIN = planned(CONTENT, "chin_tuck")


class Studio:
    """Makes tracks without sound, and remembers which; fails or is interrupted when it is told."""

    def __init__(self, *, stops_after: int | None = None, by: BaseException | None = None) -> None:
        self.made: list[str] = []
        self._stops_after, self._by = stops_after, by

    def __call__(self, job: Job, speaker: Speaker, clips: Path) -> Made:
        if self._by is not None and len(self.made) == self._stops_after:
            raise self._by
        self.made.append(job.key)
        return Made(
            mp3=f"{job.key} {speaker}".encode(),
            ms=round(seconds(job.timeline) * 1000),
            chapters=chapters(job.timeline, estimate),
            captions="WEBVTT\n",
            transcript="Words.\n",
            lufs=-15.0,
            peak=-1.5,
        )


def asked(out: Path, *more: str) -> argparse.Namespace:
    return _parser().parse_args(["tracks", "--out", str(out), *more])


def manifest(out: Path) -> Manifest:
    return read((out / name_of("en-US")).read_bytes())


def names(out: Path) -> set[str]:
    return {file.name for file in out.iterdir() if file.is_file() and file.name != ".lock"}


def test_every_variant_of_every_exercise_is_a_track() -> None:
    everything = [f"{e.id}/{v.id}" for e in CONTENT.exercises.values() for v in e.variants]
    assert [job.key for job in planned(CONTENT)] == everything


def test_a_routine_is_the_exercises_in_it() -> None:
    found = {job.key.partition("/")[0] for job in planned(CONTENT, "before_bed")}
    assert found == {step.exercise for step in CONTENT.routines["before_bed"].steps} & CONTENT.exercises.keys()


def test_an_unknown_name_is_told_with_what_there_is() -> None:
    with pytest.raises(BadRequest, match=r"before_bed.*chin_tuck"):
        planned(CONTENT, "yoga")


def test_what_is_made_can_be_played_by_every_door(tmp_path: Path) -> None:
    assert tracks(asked(tmp_path), Studio()) == 0
    assert tracks_of(manifest(tmp_path), CONTENT).keys() == {job.key for job in planned(CONTENT)}
    for track in manifest(tmp_path).tracks.values():
        assert hashlib.sha256((tmp_path / track.file).read_bytes()).hexdigest() == track.sha256
        assert all((tmp_path / track.file).with_suffix(kind).is_file() for kind in BESIDE)


def test_nothing_is_made_again_that_has_not_changed(tmp_path: Path) -> None:
    tracks(asked(tmp_path, "chin_tuck"), Studio())
    again = Studio()
    tracks(asked(tmp_path, "chin_tuck"), again)
    assert again.made == []


CHANGES = [("--pace", "1.2"), ("--rate", "150"), ("--breath",), ("--voice", "en-gb")]


@pytest.mark.parametrize("changed", CHANGES)
def test_another_voice_rate_pace_or_breath_is_another_sound(tmp_path: Path, changed: tuple[str, ...]) -> None:
    tracks(asked(tmp_path), Studio())
    again = Studio()
    tracks(asked(tmp_path, *changed), again)
    assert set(again.made) >= {job.key for job in planned(CONTENT)}


@pytest.mark.parametrize("changed", CHANGES)
def test_a_few_tracks_in_another_voice_do_not_end_all_that_are_there(tmp_path: Path, changed: tuple[str, ...]) -> None:
    tracks(asked(tmp_path, "chin_tuck"), Studio())
    before = names(tmp_path)
    for more in (("bridge",), ("chin_tuck",), ("all", "--only", "routines")):
        with pytest.raises(BadRequest, match="another folder, or render all"):
            tracks(asked(tmp_path, *more, *changed), Studio())
    assert names(tmp_path) == before


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    with closing(Folder(tmp_path, "en-GB")), pytest.raises(BadRequest, match="Another run writes to"):
        tracks(asked(tmp_path, "chin_tuck"), Studio())
    assert tracks(asked(tmp_path, "chin_tuck"), Studio()) == 0, "and after it the next may"


@pytest.mark.parametrize("what", ["junk", "folder", "sound"])
def test_what_else_lies_in_the_folder_does_no_harm(tmp_path: Path, what: str) -> None:
    if what == "junk":
        (tmp_path / "xx.tracks.json").write_bytes(b"{")
    else:
        (tmp_path / ("yy.tracks.json" if what == "folder" else "0" * 32 + ".mp3")).mkdir()
    if what == "junk":
        with pytest.raises(ContentError, match=r"xx\.tracks\.json"):
            tracks(asked(tmp_path, "chin_tuck"), Studio())
    else:
        assert tracks(asked(tmp_path, "chin_tuck"), Studio()) == 0
    assert manifest(tmp_path).tracks.keys() == {job.key for job in CHIN}


def test_a_locale_that_is_spoken_as_another_is_rendered_as_that_one(tmp_path: Path) -> None:
    tracks(asked(tmp_path, "chin_tuck", "--locale", "en-NZ"), Studio())
    assert name_of("en-GB") in names(tmp_path)


def test_a_damaged_or_missing_file_is_made_again(tmp_path: Path) -> None:
    tracks(asked(tmp_path, "chin_tuck"), Studio())
    first, second, *_ = (manifest(tmp_path).tracks[job.key] for job in CHIN)
    (tmp_path / first.file).write_bytes(b"cut sh")
    (tmp_path / second.file).with_suffix(".vtt").unlink()
    again = Studio()
    tracks(asked(tmp_path, "chin_tuck"), again)
    assert again.made == [job.key for job in CHIN[:2]]


@pytest.mark.parametrize("by", [KeyboardInterrupt(), VoiceError("lost my voice")])
def test_an_interrupted_run_keeps_what_is_finished_and_goes_on_from_there(tmp_path: Path, by: BaseException) -> None:
    with pytest.raises(type(by)):
        tracks(asked(tmp_path, "chin_tuck", "--jobs", "1"), Studio(stops_after=2, by=by))
    assert not [name for name in names(tmp_path) if name.endswith(".part")]
    again = Studio()
    tracks(asked(tmp_path, "chin_tuck"), again)
    assert again.made == [job.key for job in CHIN[2:]]


def test_an_interrupted_run_leaves_the_old_manifest_whole(tmp_path: Path) -> None:
    tracks(asked(tmp_path), Studio())
    before = manifest(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        tracks(asked(tmp_path, "--pace", "1.2"), Studio(stops_after=1, by=KeyboardInterrupt()))
    assert manifest(tmp_path) == before
    assert all((tmp_path / track.file).is_file() for track in before.tracks.values())


def test_sounds_that_no_manifest_names_go_and_nothing_else(tmp_path: Path) -> None:
    tracks(asked(tmp_path), Studio())
    old = {track.file for track in manifest(tmp_path).tracks.values()}
    (tmp_path / "lullaby.mp3").write_bytes(b"hers")
    tracks(asked(tmp_path, "--only", "exercises", "--pace", "1.2"), Studio())
    assert not old & names(tmp_path)
    assert "lullaby.mp3" in names(tmp_path)
    assert len([name for name in names(tmp_path) if name.endswith(".vtt")]) == len(planned(CONTENT))


def test_what_a_killed_run_left_half_written_goes_after_a_while(tmp_path: Path) -> None:
    for name, age in ((".old.mp3.0badcafe.part", 7200), (".young.mp3.0badcafe.part", 5)):
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    tracks(asked(tmp_path, "chin_tuck"), Studio())
    assert {name for name in names(tmp_path) if name.endswith(".part")} == {".young.mp3.0badcafe.part"}


def test_old_sounds_stay_where_that_is_wanted(tmp_path: Path) -> None:
    tracks(asked(tmp_path), Studio())
    old = {track.file for track in manifest(tmp_path).tracks.values()}
    tracks(asked(tmp_path, "--pace", "1.2", "--keep-old"), Studio())
    assert old <= names(tmp_path)


def test_one_exercise_more_leaves_the_others_in_the_manifest(tmp_path: Path) -> None:
    tracks(asked(tmp_path, "chin_tuck"), Studio())
    tracks(asked(tmp_path, "bridge"), Studio())
    assert {key.partition("/")[0] for key in manifest(tmp_path).tracks} == {"chin_tuck", "bridge"}


def test_two_locales_share_a_folder(tmp_path: Path) -> None:
    tracks(asked(tmp_path, "chin_tuck"), Studio())
    tracks(asked(tmp_path, "chin_tuck", "--locale", "en-GB", "--pace", "1.1"), Studio())
    assert {name_of("en-US"), name_of("en-GB")} <= names(tmp_path)
    assert all((tmp_path / track.file).is_file() for track in manifest(tmp_path).tracks.values())


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


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"a": 1}', b"\xff\xfe"])
def test_notes_that_cannot_be_read_only_cost_the_work_again(tmp_path: Path, junk: bytes) -> None:
    tracks(asked(tmp_path, "chin_tuck"), Studio())
    (tmp_path / ".en-US.made.json").write_bytes(junk)
    again = Studio()
    tracks(asked(tmp_path, "chin_tuck"), again)
    assert len(again.made) == len(CHIN)


def test_a_list_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tracks(asked(tmp_path / "none", "chin_tuck", "--list"), Studio()) == 0
    assert capsys.readouterr().out.split() == [job.key for job in CHIN]
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--rate", "20"), "--rate"),
        (("--rate", "0"), "--rate"),
        (("--pace", "9"), "--pace"),
        (("--locale", "de-DE"), "de-DE"),
        (("--weeks", "-1"), "--weeks"),
        (("--minutes", "0"), "--minutes"),
    ],
)
def test_a_bad_argument_is_one_clear_line(tmp_path: Path, given: tuple[str, ...], said: str) -> None:
    with pytest.raises(GentleBackError, match=said):
        tracks(asked(tmp_path, *given), Studio())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(GentleBackError, match="cannot make the folder"):
        tracks(asked(tmp_path / "file" / "tracks", "chin_tuck"), Studio())


def test_a_disk_that_is_full_leaves_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Studio()(CHIN[0], SPEAKER, tmp_path)
    full: Any = OSError(28, "No space left on device")

    def write(*_: object) -> int:
        raise full

    monkeypatch.setattr("os.write", write)
    with closing(Folder(tmp_path, "en-US")) as folder:
        with pytest.raises(VoiceError, match="the disk is full"):
            folder.keep(CHIN[0], SPEAKER, made)
        monkeypatch.undo()
    assert names(tmp_path) == set()
    with closing(Folder(tmp_path, "en-US")) as folder:
        assert not folder.has(CHIN[0], SPEAKER)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_written_over_on_a_terminal_and_a_line_a_track_elsewhere() -> None:
    screen, log = Terminal(), io.StringIO()
    for stream in (screen, log):
        progress = Progress(2, stream)
        progress.step("chin_tuck/seated")
        progress.step("chin_tuck/wall")
    assert screen.getvalue().count("\n") == 1
    assert "[" + "#" * 15 + "." * 15 + "] 1 of 2  chin_tuck/seated" in screen.getvalue()
    assert log.getvalue().splitlines() == ["1 of 2: chin_tuck/seated", "2 of 2: chin_tuck/wall"]
