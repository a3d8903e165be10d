"""`gentle-back tracks` as people run it: real processes, the system's voice, Ctrl-C, and a machine that loses power."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from audio.encoding import decode, loudness
from skill.coach.manifest import Manifest, name_of, read

ROOT = Path(__file__).parents[2]
MARCHES = 4


def command(out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "skill", "tracks", "--out", str(out), *more]


def run(out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(out, *more), cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


def manifest(out: Path) -> Manifest:
    return read((out / name_of("en-US")).read_bytes())


def interrupted(out: Path, how: signal.Signals) -> subprocess.CompletedProcess[str]:
    """A run that gets a signal, as from the keyboard, when its second track is there."""
    with subprocess.Popen(
        command(out, "standing_march", "--jobs", "2"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        told = [process.stderr.readline(), process.stderr.readline()]
        assert told[1].startswith("2 of")
        os.killpg(process.pid, how)
        out_text, rest = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out_text, rest)


def test_a_whole_routine_is_rendered_drawn_and_as_loud_as_it_should_be(tmp_path: Path) -> None:
    done = run(tmp_path, "first_days_breathing", "--only", "routines", "--baby", "not_here", "--breath", "--sheet")
    assert done.returncode == 0, done.stderr
    ((key, recording),) = manifest(tmp_path).routines.items()
    assert key.startswith("first_days_breathing/not_here-")
    sound = (tmp_path / recording.file).read_bytes()
    assert hashlib.sha256(sound).hexdigest() == recording.sha256
    assert decode(sound).seconds == pytest.approx(recording.ms / 1000, abs=0.03)
    measured = loudness(sound)
    assert -16.0 <= measured.lufs <= -14.0
    assert measured.peak <= -1.0
    (page,) = (tmp_path / "sheets").glob("first_days_breathing-not_here-*.svg")
    assert "first days breathing routine" in str(ElementTree.parse(page).getroot()[0].text)
    assert b"Belly breathing 2" in sound, "a chapter's name in the file"
    again = run(tmp_path, "first_days_breathing", "--only", "routines", "--baby", "not_here", "--breath")
    assert "0 made, 1 were there" in again.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_a_run_that_was_ended_leaves_whole_files_and_the_next_goes_on(tmp_path: Path, how: signal.Signals) -> None:
    ended = interrupted(tmp_path, how)
    assert ended.returncode == (130 if how == signal.SIGINT else -signal.SIGKILL)
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / name_of("en-US")).exists()
    for file in tmp_path.glob("*.mp3"):
        assert hashlib.sha256(file.read_bytes()).hexdigest().startswith(file.stem)
    done = run(tmp_path, "standing_march")
    assert done.returncode == 0, done.stderr
    made = int(done.stdout.split()[0])
    assert made <= MARCHES - 2
    assert len(manifest(tmp_path).tracks) == MARCHES
    assert how == signal.SIGKILL or not list(tmp_path.glob(".*.part"))
