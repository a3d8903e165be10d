"""The manifest of tracks, and the folder it lies in: a bad one is a clear error, and never the end of a turn."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec import structs

from skill.alexa.tracks import AGAIN_AFTER, NO_TRACKS, Tracks
from skill.coach.errors import BadRequest, ContentError
from skill.coach.manifest import Rendered, name_of, read, tracks_of
from skill.coach.timeline import Chapter
from skill.content.load import load
from tests.alexa.rendered import BASE, Folder, folder, manifest

KEY = "diaphragmatic_breathing/seated_in_arms"


def encoded(**changes: Any) -> bytes:
    return msgspec.json.encode(manifest(**changes))


def with_track(**changes: Any) -> bytes:
    """A manifest of one track that is changed."""
    whole = manifest()
    return encoded(tracks={KEY: structs.replace(whole.tracks[KEY], **changes)})


def test_a_manifest_comes_back_whole_and_gives_every_track() -> None:
    whole = read(encoded())
    assert whole == manifest()
    content = load("en-US")
    found = tracks_of(whole, content)
    assert found.keys() == {f"{e.id}/{v.id}" for e in content.exercises.values() for v in e.variants}
    assert found[KEY].chapters == whole.tracks[KEY].chapters


CHAPTERS = manifest().tracks[KEY].chapters


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "truncated"),
        (b"[]", "object"),
        (b"\xff{}", "."),
        (b'{"locale": "en-US"}', "voice"),
        (encoded(version=2), "version 2"),
        (encoded(pace=3.0), "pace"),
        (with_track(file="../secret.mp3"), "plain file name"),
        (with_track(file="https://elsewhere.example.org/x.mp3"), "plain file name"),
        (with_track(sha256="0" * 63), "sha256"),
        (with_track(chapters=()), "chapters"),
        (with_track(chapters=CHAPTERS[1:]), "chapters"),
        (with_track(chapters=(*CHAPTERS[:2], *CHAPTERS[3:])), "chapters"),
        (with_track(chapters=(CHAPTERS[0], Chapter(CHAPTERS[1].mark, 0))), "follow each other"),
        (with_track(chapters=(Chapter(CHAPTERS[0].mark, -1),)), "follow each other"),
        (with_track(ms=CHAPTERS[-1].ms), "follow each other"),
        (encoded(tracks={"bridge/lying": manifest().tracks[KEY]}), "bridge"),
        (msgspec.json.encode({**msgspec.to_builtins(manifest()), "mood": 1}), "mood"),
    ],
)
def test_a_bad_manifest_is_an_error_that_says_what_is_wrong(data: bytes, named: str) -> None:
    with pytest.raises(ContentError, match=named) as error:
        read(data, "en-US.tracks.json")
    assert str(error.value).startswith("en-US.tracks.json: ")


def test_a_track_whose_words_were_mended_since_is_not_played() -> None:
    assert KEY not in tracks_of(read(with_track(cues="0" * 16)), load("en-US"))
    assert KEY in tracks_of(read(with_track()), load("en-US"))


def test_a_track_of_an_exercise_that_is_gone_is_left_alone() -> None:
    old = Rendered(file="a.mp3", sha256="0" * 64, ms=9, chapters=(Chapter("headstand#0", 0),), cues="0123456789abcdef")
    assert tracks_of(read(encoded(tracks={"headstand/any": old})), load("en-US")) == {}


def test_content_is_filled_once_and_the_urls_are_those_of_the_folder() -> None:
    files = folder()
    tracks = Tracks(BASE.removesuffix("/"), files)
    content = tracks.filled(load("en-US"))
    assert tracks.filled(load("en-US")) is content
    assert files.asked == [name_of("en-US")]
    assert content.tracks[KEY].ms == manifest().tracks[KEY].ms
    assert tracks.url("en-US", KEY) == f"{BASE}{manifest().tracks[KEY].file}"
    assert tracks.url("en-US", "no/such") == ""


def test_a_locale_without_tracks_of_its_own_words_has_none_but_one_that_is_spoken_as_another_has_those() -> None:
    tracks = Tracks(BASE, folder("en-GB"))
    assert tracks.filled(load("en-US")).tracks == {}
    assert tracks.url("en-US", KEY) == ""
    assert KEY in tracks.filled(load("en-NZ")).tracks
    assert tracks.url("en-NZ", KEY).startswith(BASE)


def test_without_a_folder_nothing_is_looked_for() -> None:
    content = load("en-US")
    assert NO_TRACKS.filled(content) is content


@pytest.mark.parametrize("data", [None, b"{", encoded(locale="en-GB")])
def test_a_manifest_that_cannot_be_read_means_turns_and_is_looked_for_again_later(
    data: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    files = Folder() if data is None else Folder(**{name_of("en-US"): data})
    tracks = Tracks(BASE, files, lambda: now[0])
    assert tracks.filled(load("en-US")).tracks == {}
    assert tracks.filled(load("en-US")).tracks == {}
    assert len(files.asked) == 1
    assert '"tracks": "en-US"' in capsys.readouterr().err
    files.files[name_of("en-US")] = encoded()
    now[0] = AGAIN_AFTER
    assert KEY in tracks.filled(load("en-US")).tracks


@pytest.mark.parametrize(
    "url",
    [
        "http://tracks.example.org/",
        "tracks.example.org",
        "https://",
        "https://tracks.example.org:8443/",
        "https://me:secret@tracks.example.org/",
        "https://tracks.example.org/?key=1",
        "https://tracks.example.org/#x",
        "https://tracks.example.org:port/",
        "https://tracks.example.org/" + "x" * 8_000,
    ],
)
def test_devices_are_given_only_plain_https_addresses(url: str) -> None:
    with pytest.raises(BadRequest, match="URL of the tracks"):
        Tracks(url)
