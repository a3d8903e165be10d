"""Reading an envelope: what we use of it, and nothing breaks on the rest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.carriers import Slot
from skill.alexa.envelope import LONGEST, Player, Request, Screen, read
from tests.alexa.envelopes import APP, USER, envelope, intent

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PATHS = (
    "request", "session", "context", "context/System", "context/System/device", "context/AudioPlayer",
    "context/Viewport", "request/type", "request/locale", "request/intent", "request/intent/slots",
    "request/intent/slots/sign", "request/intent/slots/sign/resolutions", "request/offsetInMilliseconds",
    "request/arguments", "request/payload", "session/attributes", "session/new", "session/application",
    "context/System/device/supportedInterfaces", "context/System/user/permissions", "context/System/application",
)  # fmt: skip


def put(whole: Any, path: str, value: Any) -> Any:
    *above, last = path.split("/")
    here = whole
    for key in above:
        here = here.setdefault(key, {})
    here[last] = value
    return whole


@given(raw=junk)
def test_anything_at_all_is_read(raw: Any) -> None:
    assert isinstance(read(raw), Request)


@given(path=st.sampled_from(PATHS), value=junk)
def test_any_value_in_any_place_is_read(path: str, value: Any) -> None:
    assert isinstance(read(put(intent("pause", {"sign": "fever"}), path, value)), Request)


def test_what_is_missing_is_empty() -> None:
    assert read({}) == Request(kind="", new=True)


def test_every_application_that_is_named_counts() -> None:
    whole = put(envelope("LaunchRequest"), "session/application/applicationId", "another")
    assert read(whole).apps == {APP, "another"}


def test_the_person_is_read_beside_the_user() -> None:
    whole = put(envelope("LaunchRequest"), "context/System/person/personId", "amzn1.ask.person.A")
    assert (read(whole).user, read(whole).person) == (USER, "amzn1.ask.person.A")


def test_only_granted_permissions_count() -> None:
    scopes = {"a": {"status": "GRANTED"}, "b": {"status": "DENIED"}, "c": {}, "d": {"status": "SOMETHING_NEW"}}
    assert read(put(envelope("LaunchRequest"), "context/System/user/permissions/scopes", scopes)).scopes == {"a"}


@pytest.mark.parametrize(
    ("code", "id"), [("ER_SUCCESS_MATCH", "fever"), ("ER_SUCCESS_NO_MATCH", None), ("ER_SOMETHING_NEW", None)]
)
def test_a_slot_has_an_id_only_where_a_list_knows_the_value(code: str, id: str | None) -> None:
    value = {"name": "a fever", "id": "fever"}
    slot = {"value": " feverish ", "resolutions": {"resolutionsPerAuthority": [{"status": {"code": code}}]}}
    slot["resolutions"]["resolutionsPerAuthority"][0]["values"] = [{"value": value}]  # type: ignore[index]
    assert read(put(intent("x"), "request/intent/slots", {"sign": slot})).slots == {"sign": Slot("feverish", id)}


def test_no_text_is_longer_than_anyone_speaks() -> None:
    assert len(read(intent("x", {"words": "a" * 100_000})).slots["words"].words) == LONGEST


def test_the_player_is_what_the_context_says() -> None:
    player = {"token": "t", "offsetInMilliseconds": 1_500, "playerActivity": "SOMETHING_NEW"}
    assert read(put(envelope("LaunchRequest"), "context/AudioPlayer", player)).player == Player(
        "t", 1_500, "SOMETHING_NEW"
    )


@pytest.mark.parametrize("number", [-1, 1.5, "12", True, None, 2**70, float("nan")])
def test_an_offset_that_is_none_counts_as_the_beginning(number: object) -> None:
    assert read(envelope("AudioPlayer.PlaybackStopped", offsetInMilliseconds=number)).ms == 0


def test_a_screen_is_told_in_dp() -> None:
    whole = put(envelope("LaunchRequest"), "context/Viewport", {
        "shape": "ROUND", "dpi": 320, "currentPixelWidth": 960, "currentPixelHeight": 480,
    })  # fmt: skip
    assert read(whole).screen is None
    apl = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
    assert read(put(whole, "context/System/device/supportedInterfaces", apl)).screen == Screen(
        "2024.3", round=True, width=480, height=240
    )
