"""The tracks of a folder on this machine: what the content has of them, and their sound."""

from __future__ import annotations

import errno
import hashlib
from functools import cache
from pathlib import Path

from msgspec import Struct, structs

from audio.clip import Clip
from audio.played_track import decoded
from skill.coach.content import Content
from skill.coach.errors import BadRequest, SoundError
from skill.coach.manifest import Manifest, name_of, read, tracks_of
from skill.coach.timeline import Chapter
from skill.content.load import SPOKEN_AS, load
from skill.stores import Store, key_of


class Sounding(Struct, frozen=True):
    """A track that can be played."""

    sound: Clip
    chapters: tuple[Chapter, ...]
    captions: str


class TrackFolder:
    """One folder, one locale. Raises BadRequest without a manifest there, ContentError for one that is broken."""

    def __init__(self, path: Path, locale: str) -> None:
        self._path = path
        spoken = SPOKEN_AS.get(locale, locale)
        file = path / name_of(spoken)
        try:
            self._manifest: Manifest = read(file.read_bytes(), str(file), spoken)
        except OSError as error:
            mend = f"gentle-back tracks --locale {spoken} --out {path}"
            raise BadRequest(f"There are no tracks for {locale} in {path}: make them with `{mend}`.") from error
        self.content = cache(self._content)

    def _content(self, locale: str) -> Content:
        """The content of a locale with these tracks. Raises UnknownLocale or ContentError."""
        content = load(locale)
        return structs.replace(content, tracks=tracks_of(self._manifest, content))

    def sounding(self, track: str) -> Sounding:
        """A track by its key. Raises SoundError where its file is missing or damaged."""
        rendered = self._manifest.tracks[track]
        file = self._path / rendered.file
        try:
            captions = _of_file(file.with_suffix(".vtt")).decode()
        except (OSError, UnicodeDecodeError):
            captions = ""  # Only the words on the screen are missing.
        try:
            data = _of_file(file)
        except OSError as error:
            raise SoundError(f"the track {file} cannot be read: {error.strerror or error}") from error
        if hashlib.sha256(data).hexdigest() != rendered.sha256:
            raise SoundError(f"the track {file} is damaged")
        return Sounding(decoded(data), rendered.chapters, captions)


def _of_file(path: Path) -> bytes:
    """What a file holds. Raises OSError, also for what is none: a pipe would be waited for."""
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, "there is no such file")
    return path.read_bytes()


def prefer_tracks(store: Store, user: str) -> None:
    """Keep that she wants exercises played through, as if she had said it. Raises StoreError."""
    kept = store.load(key_of(user))
    if kept.keepsake.settings.guide != "tracks":
        settings = structs.replace(kept.keepsake.settings, guide="tracks")
        store.save(key_of(user), structs.replace(kept.keepsake, settings=settings), kept.revision)
