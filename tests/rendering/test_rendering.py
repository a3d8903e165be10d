"""`gentle-back tracks`: what is made, what is left alone, and what a killed or failing run leaves behind."""

from __future__ import annotations

import hashlib
import io
import os
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from skill.coach.errors import BadRequest, ContentError, GentleBackError, VoiceError
from skill.coach.manifest import name_of, tracks_of
from skill.rendering.command import tracks
from skill.rendering.doing import Progress
from skill.rendering.folder import BESIDE, Folder
from skill.rendering.plan import planned
from tests.rendering.studio import CHIN, CONTENT, SPEAKER, Studio, asked, manifest, names


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


@pytest.mark.parametrize("what", ["folder", "junk"])
def test_a_lock_that_is_none_is_told_in_one_line(tmp_path: Path, what: str) -> None:
    lock = tmp_path / ".lock"
    lock.mkdir() if what == "folder" else lock.write_bytes(b"this is no lock" * 100)
    with pytest.raises(BadRequest, match="another folder"):
        tracks(asked(tmp_path, "chin_tuck"), Studio())


def test_a_run_in_another_voice_that_was_interrupted_does_not_count_as_the_voice_that_is_there(tmp_path: Path) -> None:
    tracks(asked(tmp_path), Studio())
    with pytest.raises(KeyboardInterrupt):
        tracks(asked(tmp_path, "--pace", "1.2"), Studio(stops_after=1, by=KeyboardInterrupt()))
    with pytest.raises(BadRequest, match="another folder"):
        tracks(asked(tmp_path, "chin_tuck", "--pace", "1.2"), Studio())
    assert tracks(asked(tmp_path, "--pace", "1.2"), Studio()) == 0


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
