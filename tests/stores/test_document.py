"""A Keepsake becomes bytes and comes back; older documents are upgraded, newer ones are refused whole."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.coach.errors import StoreError
from skill.coach.keepsake import DOCUMENT_VERSION, Keepsake, Left
from skill.coach.situation import Profile
from skill.stores import StoreCorrupt
from skill.stores.document import UPGRADES, VERSION, pack, unpack
from tests.strategies import keepsakes, steady


def old(**fields: Any) -> bytes:
    return json.dumps({"version": 0, **fields}).encode()


@steady
@given(keepsake=keepsakes)
def test_any_keepsake_comes_back_from_its_document(keepsake: Keepsake) -> None:
    assert unpack(pack(keepsake)) == keepsake


def test_every_document_says_its_version_even_an_empty_one() -> None:
    assert json.loads(pack(Keepsake())) == {"version": VERSION}


def test_every_version_before_ours_has_a_step_up() -> None:
    assert sorted(UPGRADES) == list(range(VERSION))
    assert VERSION == DOCUMENT_VERSION


@pytest.mark.parametrize(("word", "pace"), [("slow", 1.25), ("usual", 1.0), ("fast", 0.85)])
def test_a_pace_kept_as_a_word_becomes_a_number(word: str, pace: float) -> None:
    assert unpack(old(settings={"pace": word})).settings.pace == pace


@pytest.mark.parametrize(("word", "cleared"), [("yes", True), ("no", False), ("unknown", None)])
def test_a_clearance_kept_as_a_word_becomes_cleared(word: str, cleared: bool | None) -> None:
    assert unpack(old(profile={"clearance": word})).profile == Profile(cleared=cleared)


def test_a_caesarean_becomes_a_cesarean() -> None:
    assert unpack(old(profile={"delivery": "caesarean"})).profile == Profile(delivery="cesarean")


def test_an_old_document_keeps_everything_else() -> None:
    document = old(
        settings={"country": "AU"}, profile=None, see_care_until="2026-12-01", hurt={"cat_cow": "2026-11-20"}
    )
    kept = unpack(document)
    assert (kept.settings.country, kept.profile, str(kept.see_care_until)) == ("AU", None, "2026-12-01")
    assert list(kept.hurt) == ["cat_cow"]


def test_a_check_that_version_one_left_open_is_still_open() -> None:
    kept = unpack(b'{"version": 1, "unfinished": "fever"}')
    assert kept == Keepsake(left=Left(question="fever"))
    assert unpack(b'{"version": 1, "hurt": {}}').left is None


def test_a_place_of_version_two_is_guided_in_turns_as_it_was() -> None:
    place = '{"routine": "before_bed", "step": "a", "exercise": "b", "variant": "c", "at": "2026-11-23T07:30:00Z"}'
    kept = unpack(f'{{"version": 2, "place": {place}}}'.encode())
    assert kept.place is not None
    assert (kept.place.chain, kept.place.by_turns, kept.settings.guide) == ("", False, "turns")


def test_an_upgraded_document_is_written_in_our_version() -> None:
    assert json.loads(pack(unpack(old())))["version"] == VERSION


def test_a_newer_version_is_refused_with_its_reason() -> None:
    with pytest.raises(StoreError, match="kept by a newer version") as refusal:
        unpack(json.dumps({"version": VERSION + 1}).encode())
    assert not isinstance(refusal.value, StoreCorrupt)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"moods": []}, "moods"),
        ({"settings": {"perfume": "rose"}}, "settings.perfume"),
        (
            {"diary": [{"day": "2026-11-01", "kind": "score"}, {"day": "2026-11-02", "kind": "score", "mood": 3}]},
            "mood",
        ),
        ({"profile": {"twins": True}}, "profile.twins"),
        ({"left": {"question": "fever", "mood": 3}}, "left.mood"),
    ],
)
def test_an_unknown_key_at_any_depth_is_refused_never_dropped(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(StoreError, match=f"kept by a newer version: unknown .*{named}") as refusal:
        unpack(json.dumps({"version": VERSION, **fields}).encode())
    assert not isinstance(refusal.value, StoreCorrupt)


def test_an_unknown_key_in_an_old_document_is_refused_too() -> None:
    with pytest.raises(StoreError, match="moods"):
        unpack(old(moods=[]))


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"version": "1"}',
        b'{"version": true}',
        b'{"version": 1.5}',
        b'{"version": -1}',
        b'{"version": 1, "settings": []}',
        b'{"version": 1, "diary": [1]}',
        b'{"version": 1, "place": {}}',
        b'{"version": 1, "profile": {"delivery": "by stork"}}',
        b'{"version": 1, "unfinished": 5}',
        b'{"version": 2, "left": "fever"}',
        b'{"version": 2, "left": {"question": "fever", "answers": {"fever": "perhaps"}}}',
        b'{"version": 0, "settings": [1]}',
        b'{"version": 0, "settings": {"pace": "glacial"}}',
        b'{"version": 0, "settings": {"pace": []}}',
        b'{"version": 0, "profile": {"clearance": 3}}',
        b'{"version": 1',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_what_is_no_document_is_corrupt(junk: bytes) -> None:
    with pytest.raises(StoreCorrupt):
        unpack(junk)


@steady
@given(keepsake=keepsakes, data=st.data())
def test_a_document_with_a_flipped_byte_is_read_or_refused_but_never_crashes(keepsake: Keepsake, data: Any) -> None:
    document = bytearray(pack(keepsake))
    document[data.draw(st.integers(0, len(document) - 1))] ^= data.draw(st.integers(1, 255))
    with suppress(StoreError):
        assert isinstance(unpack(bytes(document)), Keepsake)
