"""Tracks that were really rendered: the web host serves them, a speaker plays them to the end of the routine."""

from __future__ import annotations

import hashlib
from functools import cache

import pytest
from flask.testing import FlaskClient

from audio.encoding import decode
from audio.played_track import decoded, parts
from skill.alexa.door import Door
from skill.alexa.tracks import Tracks
from skill.alexa.twin import Clock, Device, Standing
from skill.alexa.twin_envelopes import SKILL_ID
from skill.coach.keepsake import Keepsake, Settings
from skill.coach.manifest import name_of, read
from skill.coach.timeline import Mark, Say
from skill.content.load import load
from skill.opening import open_exchange
from skill.stores import key_of
from skill.stores.memory import MemoryStore
from tests.alexa.rendered import BASE
from tests.factories import NOON
from tests.rendering.rendered import FIRST_DAYS_IN_ARMS, folder
from tests.web.dummies import over

SECRET = "the secret of a deployment"


@cache
def client() -> FlaskClient:
    return over(tracks=folder()).app.test_client()


def fetched(url: str) -> bytes:
    answered = client().get("/tracks/" + url.removeprefix(BASE))
    assert (answered.status_code, answered.headers["Content-Type"]) == (200, "audio/mpeg")
    return answered.data


@cache
def heard_ms(url: str) -> int:
    """How long a device would hear it."""
    return round(decode(fetched(url)).seconds * 1000)


def test_what_the_web_host_serves_is_what_the_manifest_says() -> None:
    manifest = read(client().get(f"/tracks/{name_of('en-US')}").data)
    assert set(manifest.tracks) == set(FIRST_DAYS_IN_ARMS)
    for track in manifest.tracks.values():
        assert hashlib.sha256(fetched(track.file)).hexdigest() == track.sha256
        assert heard_ms(track.file) == pytest.approx(track.ms, abs=30)
        served = client().get(f"/tracks/{track.file}", headers={"Range": "bytes=100-199"})
        assert (served.status_code, len(served.data)) == (206, 100)


def test_a_speaker_plays_them_from_the_first_to_the_end_of_the_routine() -> None:
    store, clock = MemoryStore(), Clock(NOON)
    key = key_of("amzn1.ask.account.she", secret=SECRET)
    store.save(key, Keepsake(settings=Settings(welcomed=True, guide="tracks")), 0)
    tracks = Tracks(BASE, lambda name: (folder() / name).read_bytes())
    exchange = open_exchange(store, keep="settings", secret=SECRET, content=lambda locale: tracks.filled(load(locale)))
    door = Door(exchange, app_ids=frozenset((SKILL_ID,)), secret=SECRET, tracks=tracks, clock=clock)
    device = Device(door.answer, clock, Standing(user="she", device="kitchen"), length=heard_ms)
    device.say("open gentle back")
    device.say("start the first days routine")
    if device.session is not None:
        device.say("in my arms")
    for _ in range(60):
        device.wait(10)
    kinds = [done.request["request"]["type"].rpartition(".")[2] for done in device.history]
    assert kinds.count("PlaybackStarted") == kinds.count("PlaybackFinished") == 3
    assert store.load(key).keepsake.settings.knows["diaphragmatic_breathing"] == 2


@pytest.mark.parametrize("start", [0.0, 12.3, 45.0])
def test_a_track_in_parts_is_the_whole_track_from_there_on(start: float) -> None:
    track = read((folder() / name_of("en-US")).read_bytes()).tracks[FIRST_DAYS_IN_ARMS[0]]
    sound = decoded((folder() / track.file).read_bytes())
    captions = (folder() / track.file).with_suffix(".vtt").read_text(encoding="utf-8")
    told = list(parts(sound, track.chapters, captions, start=start))
    assert b"".join(clip.pcm for _, clip in told) == sound.pcm[2 * round(start * sound.rate) :]
    marks = [span.cue.id for span, _ in told if isinstance(span.cue, Mark)]
    heard = [chapter.mark for chapter in track.chapters if chapter.ms > start * 1000]
    assert marks[-len(heard) :] == heard, "all that come"
    assert len(marks) <= len(heard) + 1, "and the one in which it starts"
    assert all(span.start >= start for span, _ in told)
    assert any(isinstance(span.cue, Say) for span, _ in told)
