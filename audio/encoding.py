"""ffmpeg, for what nobody should write anew: filters, MP3 both ways, loudness by EBU R 128.

The system's own is used where there is one; else that of the package imageio-ffmpeg, so that pip alone is enough.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from audio.clip import Clip, to_samples
from skill.coach.errors import SoundError

RATE = 24_000
"""Samples a second of a track, mono, at `BITS`: what Alexa's SSML takes, and small (notes of the design, section 6)."""
BITS = "48k"
PATIENCE = 300
"""Seconds until ffmpeg is given up; twelve minutes of sound take it some ten."""

_PRESSED = (
    "acompressor=threshold=-30dB:ratio=4:attack=5:release=200:knee=6dB,volume={gain:.2f}dB,"
    f"aresample={RATE}:filter_size=64:cutoff=0.75:internal_sample_fmt=fltp,"
    "alimiter=limit={ceiling:.2f}dB:attack=1:release=15:level=0:latency=1"
)
"""Quiet words nearer to loud ones, because a robot's voice is all peaks; then no sample above the ceiling.

Slowly: a compressor that follows every syllable (8:1, 1 ms, 60 ms) cost understanding. `./run measure voice`, espeak at
145 words a minute: 37% of the words wrong with that one, 32% with this one, 30% of the voice before all of it.

The long filter that resamples also takes away the hiss above 9 kHz, of which an encoder of 48 kbps makes peaks of its
own (tried here: up to 1 dB more at the same loudness). ffmpeg's `lowpass` does so too, but takes five times as long as
all the rest here: in silence it reckons with denormal numbers."""
_MEASURED = "ebur128=peak=true:framelog=info"
FRAME = 0.1
"""Seconds: the measure tells the true peak of every one of these."""


class Loudness(NamedTuple):
    """What was measured."""

    lufs: float
    """Integrated and gated: silence does not count (EBU R 128)."""
    peak: float
    """True peak, in dBTP."""
    frames: tuple[float, ...] = ()
    """The true peak of every `FRAME`, in dBTP; -inf where it is silent."""


@cache
def ffmpeg() -> str:
    """Where ffmpeg is. Raises SoundError where there is none."""
    if found := shutil.which("ffmpeg"):
        return found
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise SoundError("tracks need ffmpeg: pip install imageio-ffmpeg, or the system's own package") from error


def _run(arguments: Sequence[str], data: bytes = b"") -> tuple[bytes, str]:
    """What ffmpeg writes to its two outputs. Raises SoundError where it fails or takes too long."""
    command = [ffmpeg(), "-hide_banner", "-nostats", *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SoundError(f"ffmpeg did not run to its end: {error}") from error
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        raise SoundError(f"ffmpeg failed: {said.strip()[-300:]}")
    return done.stdout, said


def _raw(clip: Clip) -> list[str]:
    return ["-f", "s16le", "-ar", str(clip.rate), "-ac", "1", "-i", "pipe:0"]


def pressed(clip: Clip, *, gain: float, ceiling: float) -> Clip:
    """A clip compressed, `gain` in dB louder, at `RATE`, with no sample above `ceiling` in dBFS. Raises SoundError."""
    told = ["-af", _PRESSED.format(gain=gain, ceiling=ceiling), "-f", "s16le", "pipe:1"]
    return Clip(_run(["-loglevel", "error", *_raw(clip), *told], clip.pcm)[0], RATE)


def encode(clip: Clip, *, level: float = 0.0, tags: str = "") -> bytes:
    """A clip as MP3, `level` in dB louder. `tags`: title and chapters as ffmpeg's own metadata text.

    The same input gives the same bytes. Raises SoundError.
    """
    with TemporaryDirectory() as folder:
        told, out = Path(folder, "tags.txt"), Path(folder, "track.mp3")
        told.write_text(tags or ";FFMETADATA1\n", encoding="utf-8")
        about = ["-f", "ffmetadata", "-i", str(told), "-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
        louder = ["-af", f"volume={level:.2f}dB", "-ar", str(RATE)]
        made = [*louder, "-c:a", "libmp3lame", "-b:a", BITS, "-id3v2_version", "3"]
        exact = ["-fflags", "+bitexact", "-flags:a", "+bitexact"]
        # Written to a file, because the header with the encoder's delay is filled in at the end.
        _run(["-loglevel", "error", *_raw(clip), *about, *made, *exact, str(out)], clip.pcm)
        return out.read_bytes()


def decode(mp3: bytes) -> Clip:
    """An MP3 as a clip, without the delay that its encoder put in front. Raises SoundError."""
    pcm, _ = _run(["-loglevel", "error", "-i", "pipe:0", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "pipe:1"], mp3)
    return Clip(pcm, RATE)


def loudness(mp3: bytes) -> Loudness:
    """How loud an MP3 is. Raises SoundError, also where nothing in it is loud enough to be measured."""
    return _measured(["-i", "pipe:0"], mp3)


def loudness_of(clip: Clip) -> Loudness:
    """How loud a clip is. Raises SoundError as `loudness`."""
    return _measured(_raw(clip), clip.pcm)


def _measured(source: Sequence[str], data: bytes) -> Loudness:
    _, said = _run([*source, "-af", _MEASURED, "-f", "null", "-"], data)
    lufs = re.findall(r"I:\s+(-?[\d.]+) LUFS", said)
    peak = re.findall(r"Peak:\s+(-?[\d.]+|-inf) dBFS", said)
    if not lufs or not peak or peak[-1] == "-inf" or float(lufs[-1]) <= NOTHING:
        raise SoundError("there is nothing in this sound that could be measured")
    frames = tuple(map(float, re.findall(r"FTPK:\s+(-?[\d.]+|-inf) dBFS", said)))
    return Loudness(float(lufs[-1]), float(peak[-1]), frames)


NOTHING = -69.0
"""LUFS; where every block is below the absolute gate of -70 (ITU-R BS.1770), ffmpeg tells that gate."""


def shortest(clip: Clip) -> Clip:
    """At least as long as one block of the measure, 0.4 s (ITU-R BS.1770)."""
    missing = to_samples(0.45, clip.rate) - clip.samples
    return clip if missing <= 0 else Clip(clip.pcm + bytes(2 * missing), clip.rate)
