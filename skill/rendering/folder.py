"""The folder of tracks: every file appears whole or not at all, and what was made once is known the next time.

The manifest, which devices are played from, comes last: a killed run leaves the old one, and whole new files beside it.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from audio.track import Made
from audio.whole_file import WholeFile, cannot_write
from skill.coach.errors import BadRequest, ContentError
from skill.coach.manifest import Manifest, Recording, Rendered, name_of, read
from skill.coach.situation import Situation
from skill.rendering.plan import Job, Speaker

HASH = 32
"""Hexadecimal digits of a file's hash in its name."""
ABANDONED = 3600.0
"""Seconds after which nobody is writing a file any more."""
BESIDE = (".vtt", ".txt")
"""Captions and transcript, under the name of their sound."""


class Entry(Struct, frozen=True):
    """A track that was made: for which fingerprint, and what came out."""

    fingerprint: str
    rendered: Rendered
    title: str = ""
    situation: Situation | None = None
    """Of a routine as a whole: for whom it was fitted. This file is never served nor sent."""


class Notes(Struct, frozen=True):
    """What earlier runs made, and who spoke what they published."""

    speaker: Speaker
    made: dict[str, Entry]


class Folder:
    """One folder, one locale, one run at a time. Every method may raise VoiceError: a file could not be written, with
    the reason.
    """

    def __init__(self, path: Path, locale: str) -> None:
        """Raises BadRequest while another run writes to the folder."""
        self.path, self.locale = path, locale
        self._lock = _locked(path)
        self._notes = path / f".{locale}.made.json"
        notes = self._read()
        self.made: dict[str, Entry] = notes.made if notes is not None else {}
        self.speaker: Speaker | None = notes.speaker if notes is not None else None
        """Who spoke what the manifest names."""

    def _read(self) -> Notes | None:
        """None where there are none, or they can't be read: then everything is made again."""
        try:
            return msgspec.json.decode(self._notes.read_bytes(), type=Notes)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def close(self) -> None:
        """Let another run write here."""
        self._lock.close()

    def has(self, job: Job, speaker: Speaker) -> bool:
        """Whether the track is there already, whole, from the same words and voice."""
        entry = self.made.get(job.key)
        if entry is None or entry.fingerprint != job.fingerprint(speaker):
            return False
        file = self.path / entry.rendered.file
        try:
            whole = hashlib.sha256(file.read_bytes()).hexdigest() == entry.rendered.sha256
            return whole and all(file.with_suffix(kind).is_file() for kind in BESIDE)
        except OSError:
            return False

    def keep(self, job: Job, speaker: Speaker, made: Made) -> None:
        """Write a track, its captions and its transcript, and note it."""
        sha256 = hashlib.sha256(made.mp3).hexdigest()
        # A routine is for people, who want to know which file is which.
        file = f"{job.key.partition('/')[0]}-{sha256[:HASH]}.mp3" if job.situation else f"{sha256[:HASH]}.mp3"
        for kind, data in ((".txt", made.transcript.encode()), (".vtt", made.captions.encode()), (".mp3", made.mp3)):
            _write((self.path / file).with_suffix(kind), data)
        rendered = Rendered(file=file, sha256=sha256, ms=made.ms, chapters=made.chapters, cues=job.cues)
        self.made[job.key] = Entry(job.fingerprint(speaker), rendered, job.title, job.situation)
        self._note(self.speaker or speaker)

    def _note(self, speaker: Speaker) -> None:
        _write(self._notes, msgspec.json.encode(Notes(speaker, self.made)))

    def publish(self, jobs: Mapping[str, Job], speaker: Speaker) -> Manifest:
        """Write the manifest of every track that is there for this speaker."""
        current = {
            key: entry
            for key, entry in self.made.items()
            if key in jobs and entry.fingerprint == jobs[key].fingerprint(speaker)
        }
        manifest = Manifest(
            locale=self.locale,
            voice=speaker.voice or "system",
            pace=speaker.pace,
            tracks={key: entry.rendered for key, entry in current.items() if entry.situation is None},
            routines={
                key: Recording(title=entry.title, baby=entry.situation.baby, **structs.asdict(entry.rendered))
                for key, entry in current.items()
                if entry.situation is not None and entry.situation.baby is not None
            },
        )
        data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        _write(self.path / name_of(self.locale), data + b"\n")
        self.speaker = speaker
        self._note(speaker)
        return manifest

    def sweep(self) -> int:
        """Delete sounds that no manifest in the folder names, and what lies beside them; how many there were.

        Raises ContentError where a manifest can't be read: then nobody knows what is named, and nothing is deleted.
        """
        named = named_in(self.path)
        old = [f for f in self.path.glob("*.mp3") if f.name not in named and _is_ours(f.name) and f.is_file()]
        try:
            for file in old:
                for path in (file, *(file.with_suffix(kind) for kind in BESIDE)):
                    path.unlink(missing_ok=True)
            for part in self.path.glob(".*.part"):
                # Of a run that was killed; a younger one may be somebody's who writes at this moment.
                if time.time() - part.stat().st_mtime > ABANDONED:
                    part.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(self.path, error) from error
        return len(old)


def manifests_in(folder: Path) -> list[Path]:
    """The manifests of all locales."""
    return sorted(path for path in folder.glob("*.tracks.json") if path.is_file())


def named_in(folder: Path) -> dict[str, None]:
    """The sounds that the manifests of a folder name, with what lies beside them, each once, in their order.

    Raises ContentError for a manifest that is none.
    """
    named: dict[str, None] = {}
    for path in manifests_in(folder):
        try:
            manifest = read(path.read_bytes(), str(path))
        except OSError as error:
            raise ContentError(f"It cannot be read: {error.strerror or error}.", file=str(path)) from error
        for track in (*manifest.tracks.values(), *manifest.routines.values()):
            for name in (track.file, *(Path(track.file).with_suffix(kind).name for kind in BESIDE)):
                named[name] = None
    return named


def _locked(folder: Path) -> sqlite3.Connection:
    """The folder for this run alone. SQLite's own lock of a file works on every system and ends with the process."""
    lock = None
    try:
        lock = sqlite3.connect(folder / ".lock", timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if lock is not None:
            lock.close()
        mend = "Wait for it, or give --out another folder."
        raise BadRequest(f"Another run writes to {folder}, or nobody may ({error}). {mend}") from error
    return lock


def _is_ours(name: str) -> bool:
    """A name that this program gives, so that nothing else in the folder is ever touched."""
    return re.fullmatch(rf"([a-z_]+-)?[0-9a-f]{{{HASH}}}\.mp3", name) is not None


def _write(path: Path, data: bytes) -> None:
    with WholeFile(path) as file:
        file.write(data)
