"""Sending a folder of tracks to where devices fetch them: sounds first, manifests last, nothing twice."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

from skill.coach.errors import GentleBackError
from skill.rendering.doing import Progress
from skill.rendering.folder import manifests_in, named_in
from skill.track_files import TYPES, kept_for


class Files(Protocol):
    """Where files can be put."""

    def holds(self, name: str, sha256: str) -> bool:
        """Whether this very content is there under this name."""

    def put(self, name: str, data: bytes, sha256: str, *, kind: str, kept: str) -> None:
        """Put a file there, over an older one."""


def upload(folder: Path, files: Files) -> int:
    """Send what the manifests of a folder name, then the manifests; how many files were sent.

    Killed half-way, devices go on with the old manifest, and the next run goes on where this one was. Raises
    ContentError for a manifest that is none, GentleBackError where a file can't be read or sent.
    """
    named, manifests = named_in(folder), manifests_in(folder)
    progress = Progress(len(named) + len(manifests))
    return sum(_sent(folder / name, files, progress) for name in (*named, *(path.name for path in manifests)))


def _sent(path: Path, files: Files, progress: Progress) -> bool:
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    kind = TYPES[path.suffix[1:]]
    new = not files.holds(path.name, sha256)
    if new:
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        files.put(path.name, data, sha256, kind=kind + charset, kept=kept_for(path.name))
    progress.step(path.name)
    return new


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GentleBackError(f"cannot read {path}: {error.strerror or error}") from error
