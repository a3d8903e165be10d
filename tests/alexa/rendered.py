"""Tracks that nobody rendered, for tests of the door: the manifest of all that is written, and a folder with it."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from msgspec import structs

from skill.alexa.tracks import Tracks
from skill.coach.manifest import Manifest, Rendered, cues_of, name_of
from skill.coach.timeline import laid_out
from skill.content.load import load

BASE = "https://tracks.example.org/gentle/"


def manifest(locale: str = "en-US", **changes: Any) -> Manifest:
    """Every variant, as long as it is written."""
    tracks = {}
    for exercise in load(locale).exercises.values():
        for variant in exercise.variants:
            key, track = f"{exercise.id}/{variant.id}", laid_out(exercise.id, variant)
            sha256 = hashlib.sha256(key.encode()).hexdigest()
            tracks[key] = Rendered(
                file=f"{sha256[:16]}.mp3",
                sha256=sha256,
                ms=track.ms,
                chapters=track.chapters,
                cues=cues_of(exercise.id, variant, 1.0),
            )
    return structs.replace(Manifest(locale=locale, voice="en-us", tracks=tracks), **changes)


class Folder:
    """Files by name, and which were asked for."""

    def __init__(self, **files: bytes) -> None:
        self.files, self.asked = files, list[str]()

    def __call__(self, name: str) -> bytes:
        self.asked.append(name)
        if name not in self.files:
            raise FileNotFoundError(name)
        return self.files[name]


def folder(*locales: str) -> Folder:
    return Folder(**{name_of(locale): msgspec.json.encode(manifest(locale)) for locale in locales or ("en-US",)})


def tracks(*locales: str) -> Tracks:
    return Tracks(BASE, folder(*locales))


def lengths(locale: str = "en-US") -> dict[str, int]:
    """URL -> milliseconds, for a device that plays them."""
    return {BASE + track.file: track.ms for track in manifest(locale).tracks.values()}
