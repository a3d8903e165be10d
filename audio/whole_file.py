"""A file that appears whole or not at all: written beside its place under another name, then moved there."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path
from types import TracebackType

from skill.coach.errors import VoiceError

_BINARY = getattr(os, "O_BINARY", 0)
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "it is not allowed here",
    errno.EPERM: "it is not allowed here",
    errno.ENOENT: "the folder does not exist",
    errno.EISDIR: "it is a folder",
}
if hasattr(errno, "EDQUOT"):
    _REASONS[errno.EDQUOT] = "the disk quota is used up"


def cannot_write(path: Path, error: OSError) -> VoiceError:
    """The error to raise when `path` could not be written."""
    reason = _REASONS.get(error.errno or 0) or error.strerror or str(error)
    return VoiceError(f"could not write {path}: {reason}")


class WholeFile:
    """Write with `write`, then `keep` or `discard`. As a context manager it keeps, or discards after an error.

    A path that exists and is no regular file (`/dev/stdout`, a pipe) is written directly: it must not be replaced.
    Every method raises VoiceError, with the reason in plain words, after discarding what was written.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._direct = Path(path).exists() and not Path(path).is_file()
        self.path = Path(path) if self._direct else Path(os.path.realpath(path))
        name = f".{self.path.name[:100]}.{secrets.token_hex(4)}.part"
        self._written_to = self.path if self._direct else self.path.with_name(name)
        flags = os.O_WRONLY if self._direct else os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            self._file = os.open(self._written_to, flags | _BINARY, 0o666)
        except OSError as error:
            raise cannot_write(self.path, error) from error
        self._open = True

    def write(self, data: bytes) -> None:
        """Add to the end."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError as error:
            self.discard()
            raise cannot_write(self.path, error) from error

    def write_start(self, data: bytes) -> None:
        """Overwrite the first bytes, where the place can be written twice (a pipe cannot)."""
        try:
            os.lseek(self._file, 0, os.SEEK_SET)
        except OSError:
            return
        self.write(data)

    def keep(self) -> None:
        """The file is complete: put it in its place, over an older one."""
        try:
            self._close()
            if not self._direct:
                os.replace(self._written_to, self.path)
        except OSError as error:
            self.discard()
            raise cannot_write(self.path, error) from error

    def discard(self) -> None:
        """Leave nothing behind; an older file in its place stays as it was."""
        try:
            self._close()
            if not self._direct:
                self._written_to.unlink(missing_ok=True)
        except OSError:
            pass

    def _close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._file)

    def __enter__(self) -> WholeFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.keep()
        else:
            self.discard()
