"""WAV files written clip by clip: a long session never has to fit in memory."""

from __future__ import annotations

import os
import struct
from types import TracebackType

from audio.clip import BYTES_PER_SAMPLE, SAMPLE_RATE, Clip
from audio.whole_file import WholeFile

_MOST = 0xFFFF_FFFF - 36
"""The format counts in 32 bits; a longer file (27 hours) keeps its sound and says this length."""


def header(data_bytes: int, rate: int) -> bytes:
    """The 44 bytes before the samples of a mono 16-bit WAV."""
    size = min(data_bytes, _MOST)
    form = struct.pack("<4sI4s", b"RIFF", size + 36, b"WAVE")
    kind = struct.pack(
        "<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate * BYTES_PER_SAMPLE, BYTES_PER_SAMPLE, 8 * BYTES_PER_SAMPLE
    )
    return form + kind + struct.pack("<4sI", b"data", size)


class WavWriter:
    """A WAV file that grows by clips and appears when it is closed; after an error nothing appears.

    Every method raises VoiceError where the disk is full or may not be written.
    """

    def __init__(self, path: str | os.PathLike[str], rate: int = SAMPLE_RATE) -> None:
        self._file = WholeFile(path)
        self._rate = rate
        self._bytes = 0
        self._file.write(header(_MOST, rate))

    @property
    def seconds(self) -> float:
        """How much has been written."""
        return self._bytes / BYTES_PER_SAMPLE / self._rate

    def write(self, clip: Clip) -> None:
        """Add a clip. Raises ValueError for another sample rate."""
        if clip.rate != self._rate:
            raise ValueError(f"a clip of {clip.rate} Hz does not belong in a file of {self._rate} Hz")
        self._file.write(clip.pcm)
        self._bytes += len(clip.pcm)

    def close(self) -> None:
        """The file is complete: put it in its place."""
        self._file.write_start(header(self._bytes, self._rate))
        self._file.keep()

    def discard(self) -> None:
        """Leave nothing behind."""
        self._file.discard()

    def __enter__(self) -> WavWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()


def write_wav(path: str | os.PathLike[str], clip: Clip) -> None:
    """Write one clip as a WAV file, whole or not at all. Raises VoiceError."""
    with WavWriter(path, clip.rate) as writer:
        writer.write(clip)
