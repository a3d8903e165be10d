"""Files appear whole or not at all, and system sound files are told apart by their header."""

from __future__ import annotations

import errno
import os
import stat
import struct
import sys
import wave
from pathlib import Path

import pytest

from audio.clip import Clip, silence
from audio.sound_file import read_sound
from audio.wav import WavWriter, write_wav
from audio.whole_file import WholeFile
from skill.coach.errors import VoiceError

SOUND = Clip(struct.pack("<6h", 1, -2, 300, -400, 32767, -32768))
RATE_22050 = struct.pack(">HQ", 16383 + 14, 22050 << (63 - 14))


def aiff(kind: bytes, packing: bytes, samples: bytes, *, frames: int = 6) -> bytes:
    comm = struct.pack(">hIh", 1, frames, 16) + RATE_22050 + packing
    ssnd = bytes(8) + samples
    chunks = b"".join(name + struct.pack(">I", len(body)) + body for name, body in ((b"COMM", comm), (b"SSND", ssnd)))
    return b"FORM" + struct.pack(">I", 4 + len(chunks)) + kind + chunks


def test_a_wav_file_reads_back_the_same_for_us_and_for_others(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", SOUND)
    assert read_sound((tmp_path / "a.wav").read_bytes()) == SOUND
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
        assert file.readframes(99) == SOUND.pcm


def test_a_long_file_grows_clip_by_clip(tmp_path: Path) -> None:
    with WavWriter(tmp_path / "a.wav") as writer:
        for _ in range(50):
            writer.write(SOUND)
        assert not (tmp_path / "a.wav").exists()
    assert read_sound((tmp_path / "a.wav").read_bytes()).samples == 300
    assert os.listdir(tmp_path) == ["a.wav"]


def test_a_clip_of_another_rate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="16000"), WavWriter(tmp_path / "a.wav") as writer:
        writer.write(silence(3, 16000))
    assert os.listdir(tmp_path) == []


def test_a_full_disk_says_so_and_keeps_the_older_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_wav(tmp_path / "a.wav", SOUND)
    older = (tmp_path / "a.wav").read_bytes()

    def full(file: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(VoiceError, match="disk is full"):
        write_wav(tmp_path / "a.wav", silence(99))
    monkeypatch.undo()
    assert os.listdir(tmp_path) == ["a.wav"]
    assert (tmp_path / "a.wav").read_bytes() == older


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device_says_so_and_is_not_replaced() -> None:
    with pytest.raises(VoiceError, match="/dev/full: the disk is full"):
        write_wav("/dev/full", SOUND)
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_a_disk_that_takes_little_at_a_time_gets_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda file, data: whole(file, bytes(data[:3])))
    write_wav(tmp_path / "a.wav", SOUND)
    monkeypatch.undo()
    assert read_sound((tmp_path / "a.wav").read_bytes()) == SOUND


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="folder does not exist"):
        write_wav(tmp_path / "nowhere" / "a.wav", SOUND)


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes of POSIX")
def test_a_link_stays_a_link_and_others_may_read_the_file(tmp_path: Path) -> None:
    (tmp_path / "link.wav").symlink_to(tmp_path / "real.wav")
    write_wav(tmp_path / "link.wav", SOUND)
    assert (tmp_path / "link.wav").is_symlink()
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((tmp_path / "real.wav").stat().st_mode) == 0o666 & ~umask


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with WholeFile(tmp_path / "a") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("kind", "packing", "order"),
    [(b"AIFF", b"", ">"), (b"AIFC", b"NONE\0\0", ">"), (b"AIFC", b"twos\0\0", ">"), (b"AIFC", b"sowt\0\0", "<")],
)
def test_macos_sound_is_read_in_both_byte_orders(kind: bytes, packing: bytes, order: str) -> None:
    samples = struct.pack(f"{order}6h", 1, -2, 300, -400, 32767, -32768)
    assert read_sound(aiff(kind, packing, samples)) == SOUND


def test_two_channels_become_one() -> None:
    data = struct.pack("<4h", 100, 300, -10, -30)
    head = b"RIFF" + struct.pack("<I", 44) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 2, 16000, 64000, 4, 16)
    assert read_sound(head + b"data" + struct.pack("<I", 8) + data) == Clip(struct.pack("<2h", 200, -20), 16000)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a WAV or AIFF"),
        (b"ID3\x04 mp3, not ours", "not a WAV or AIFF"),
        (b"RIFF\0\0\0\0WAVE", "part is missing"),
        (b"RIFF\0\0\0\0WAVEfmt \x02\0\0\0\1\0data\0\0\0\0", "cut short"),
        (aiff(b"AIFC", b"fl32\0\0", bytes(12)), "fl32.*not supported"),
        (aiff(b"AIFF", b"", bytes(12), frames=99), "ends too early"),
    ],
)
def test_what_cannot_be_read_is_said_plainly(data: bytes, why: str) -> None:
    with pytest.raises(VoiceError, match=why):
        read_sound(data)
