"""Clips made once and kept: in memory, and in a folder if there is one."""

from __future__ import annotations

import struct
import threading
import zlib
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path

from audio.clip import Clip
from audio.voice import Voice
from audio.whole_file import WholeFile
from skill.coach.errors import VoiceError

MEMORY_BYTES = 32_000_000
"""About 200 sentences of 3.5 s."""
FOLDER_BYTES = 200_000_000
_HEADER = struct.Struct(">4sII")
_MAGIC = b"clip"


class Clips:
    """A voice that remembers what it said, by a hash of voice, rate and text.

    A damaged file is rendered again; a full or read-only disk means that the clip is not kept, and is no error.
    Oldest clips go first when a limit (in bytes) is reached.
    """

    def __init__(
        self,
        voice: Voice,
        folder: Path | None = None,
        *,
        memory_bytes: int = MEMORY_BYTES,
        folder_bytes: int = FOLDER_BYTES,
    ) -> None:
        self._voice = voice
        self._memory: OrderedDict[str, Clip] = OrderedDict()
        self._memory_left = memory_bytes
        self._lock = threading.Lock()
        self._folder = _Folder(folder, folder_bytes) if folder is not None else None

    @property
    def name(self) -> str:
        """The name of the voice behind."""
        return self._voice.name

    @property
    def rate(self) -> float:
        """Words a minute of the voice behind."""
        return self._voice.rate

    def render(self, text: str) -> Clip:
        """The kept clip, or a new one. Raises VoiceError where the voice behind does."""
        key = sha256(f"{self.name}\0{self.rate}\0{text}".encode("utf-8", "replace")).hexdigest()
        with self._lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]
        clip = self._folder.read(key) if self._folder else None
        if clip is None:
            clip = self._voice.render(text)
            if self._folder:
                self._folder.write(key, clip)
        self._remember(key, clip)
        return clip

    def _remember(self, key: str, clip: Clip) -> None:
        with self._lock:
            if key in self._memory:
                return
            self._memory[key] = clip
            self._memory_left -= len(clip.pcm)
            while self._memory_left < 0:
                self._memory_left += len(self._memory.popitem(last=False)[1].pcm)

    def close(self) -> None:
        """Close the voice behind; what is in the folder stays."""
        self._voice.close()


class _Folder:
    """Clips on disk: magic, sample rate and checksum, then the samples."""

    def __init__(self, path: Path, limit: int) -> None:
        self._path = path
        self._limit = limit
        self._used: int | None = None

    def read(self, key: str) -> Clip | None:
        try:
            data = self._file(key).read_bytes()
            magic, rate, checksum = _HEADER.unpack_from(data)
        except (OSError, struct.error):
            return None
        pcm = data[_HEADER.size :]
        return Clip(pcm, rate) if magic == _MAGIC and rate and zlib.crc32(pcm) == checksum else None

    def write(self, key: str, clip: Clip) -> None:
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            with WholeFile(self._file(key)) as file:
                file.write(_HEADER.pack(_MAGIC, clip.rate, zlib.crc32(clip.pcm)))
                file.write(clip.pcm)
            if self._used is not None:
                self._used += _HEADER.size + len(clip.pcm)
            if self._used is None or self._used > self._limit:
                self._make_room()
        except (OSError, VoiceError):
            return

    def _make_room(self) -> None:
        found = [(file.stat(), file) for file in self._path.glob("*.clip")]
        self._used = sum(stat.st_size for stat, _ in found)
        for stat, file in sorted(found, key=lambda item: item[0].st_mtime_ns):
            if self._used <= self._limit:
                return
            file.unlink(missing_ok=True)
            self._used -= stat.st_size

    def _file(self, key: str) -> Path:
        return self._path / f"{key}.clip"
