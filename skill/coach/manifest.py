"""The manifest of rendered tracks: one JSON file a locale, beside the sound files.

Written where they are rendered, read by every door that plays them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from itertools import pairwise

import msgspec
from msgspec import Struct

from skill.coach.content import Content
from skill.coach.errors import ContentError
from skill.coach.exercise import Variant
from skill.coach.situation import BabyPlace
from skill.coach.timeline import Chapter, Timeline, Track, as_track, mark

VERSION = 1
FILE = re.compile(r"[0-9a-z][0-9a-z._-]{0,127}")
"""A plain file name in the same folder, never a path."""
LONGEST_MS = 24 * 3600 * 1000
"""Of a track; no exercise takes a day."""
SHA256 = re.compile(r"[0-9a-f]{64}")


class Rendered(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sound file."""

    file: str
    """Its name: a hash of its content, so that a new rendering never meets an old copy on the way."""
    sha256: str
    """Of the file, in hexadecimal digits."""
    ms: int
    chapters: tuple[Chapter, ...]
    cues: str
    """`cues_of` the words it was rendered from."""


class Recording(Rendered, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A routine as a whole, for download. No door plays it: nobody could ask anything while it plays."""

    title: str
    baby: BabyPlace
    """Where the baby is in it. What else it was fitted to is hers."""


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All tracks of one locale, voice and pace."""

    version: int = VERSION
    locale: str
    voice: str
    """The voice that speaks, as the one that rendered them calls it."""
    pace: float = 1.0
    tracks: Mapping[str, Rendered]
    """By `<exercise>/<variant>`."""
    routines: Mapping[str, Recording] = {}
    """By `<routine>/<the baby's place>-<hash>`."""


def name_of(locale: str) -> str:
    """The file name of a locale's manifest."""
    return f"{locale}.tracks.json"


def cues_of(exercise: str, variant: Variant, pace: float) -> str:
    """`hash_of` the track of a variant."""
    return hash_of(as_track(exercise, variant, pace=pace))


def hash_of(timeline: Timeline) -> str:
    """A hash of everything that is said and done in a track: words that were mended make it another one."""
    return hashlib.sha256(msgspec.json.encode(timeline)).hexdigest()[:16]


def read(data: bytes, file: str = "", locale: str = "") -> Manifest:
    """The manifest in these bytes, and of this locale where one is named.

    Raises ContentError, which names what is wrong, for any that is not whole.
    """
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
        if manifest.version != VERSION:
            raise ValueError(f"version {manifest.version}, this program reads {VERSION}")
        if locale and manifest.locale != locale:
            raise ValueError(f"it is for {manifest.locale}")
        if not 0.5 <= manifest.pace <= 2.0:
            raise ValueError(f"pace {manifest.pace}")
        for key, track in manifest.tracks.items():
            _check(key, track)
            exercise = key.partition("/")[0]
            if [chapter.mark for chapter in track.chapters] != [mark(exercise, n) for n in range(len(track.chapters))]:
                raise ValueError(f"{key}: its chapters are not {mark(exercise, 0)}, {mark(exercise, 1)} and so on")
        for key, recording in manifest.routines.items():
            _check(key, recording)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ContentError(f"No manifest of tracks: {error}.", file=file, mend="Render the tracks again.") from error
    return manifest


def _check(key: str, track: Rendered) -> None:
    if not FILE.fullmatch(track.file) or not SHA256.fullmatch(track.sha256):
        raise ValueError(f"{key}: no plain file name with its sha256")
    times = [*(chapter.ms for chapter in track.chapters), track.ms]
    if len(times) < 2 or times[0] < 0 or track.ms > LONGEST_MS or not all(a < b for a, b in pairwise(times)):
        raise ValueError(f"{key}: its chapters do not follow each other within its {track.ms} ms")


def tracks_of(manifest: Manifest, content: Content) -> dict[str, Track]:
    """The tracks that still say what the content says; of others there is none, so those steps are guided in turns."""
    found = {}
    for exercise in content.exercises.values():
        for variant in exercise.variants:
            key = f"{exercise.id}/{variant.id}"
            track = manifest.tracks.get(key)
            if track is not None and track.cues == cues_of(exercise.id, variant, manifest.pace):
                found[key] = Track(ms=track.ms, chapters=track.chapters, pace=manifest.pace)
    return found
