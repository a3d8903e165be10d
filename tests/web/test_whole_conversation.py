"""A whole conversation with the real door: signed by a home-made authority, over a socket, kept in SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from skill.alexa.verify import RequestVerifier
from skill.stores.sqlite import SqliteStore
from skill.web.app import create_app
from skill.web.readiness import Readiness
from tests.alexa.envelopes import NOW, door, envelope, heard
from tests.alexa.verifying.authority import Authority, Key, pem
from tests.alexa.verifying.sent import URL, Bucket, signed
from tests.web.dummies import JSON, Answered, post, sent, served


class Device:
    """Signs what it sends, and brings back the session's attributes as Alexa does."""

    def __init__(self, address: tuple[str, int], key: Key) -> None:
        self.address, self.key = address, key
        self.attributes: dict[str, Any] = {}

    def send(self, request: dict[str, Any], *, forged: bool = False) -> Answered:
        request["session"]["attributes"] = self.attributes
        body = json.dumps(request).encode()
        signature = signed(body + b" " if forged else body, self.key, SHA256())
        headers = {"Content-Type": JSON, "Signature-256": signature, "SignatureCertChainUrl": URL}
        return sent(self.address, post(headers, body))

    def says(self, words: str = "") -> str:
        answered = self.send(heard(words) if words else envelope("LaunchRequest"))
        assert answered.status == 200
        answer = json.loads(answered.body)
        self.attributes = answer.get("sessionAttributes", {})
        speech: str = answer["response"]["outputSpeech"]["ssml"]
        return speech


@pytest.fixture
def bucket(authority: Authority) -> Bucket:
    return Bucket(pem(authority.leaf, authority.between))


@pytest.fixture
def device(authority: Authority, bucket: Bucket, tmp_path: Path) -> Iterator[Device]:
    store = SqliteStore(tmp_path / "kept.sqlite3")
    verify = RequestVerifier([authority.root.certificate], bucket, clock=lambda: NOW)
    app = create_app(door(store), verify, ready=Readiness({}), write=lambda _: None)
    with served(app) as address:
        yield Device(address, authority.leaf.key)
    store.close()


def test_she_is_guided_and_finds_her_place_again_and_the_certificates_are_fetched_once(
    device: Device, bucket: Bucket
) -> None:
    assert "Gentle Back" in device.says()
    assert "baby" in device.says("start my back routine")
    assert "Breathe" in device.says("he's in my arms")
    device.says("stop")
    device.attributes = {}
    assert "Welcome back" in device.says()
    assert bucket.asked == [URL]


def test_a_warning_sign_is_heard_and_answered_first(device: Device) -> None:
    device.says()
    assert "call" in device.says("i can't feel my legs and i wet myself").lower()


def test_a_forged_turn_in_the_middle_changes_nothing(device: Device) -> None:
    device.says()
    device.says("start my back routine")
    forged = device.send(heard("stop"), forged=True)
    assert (forged.status, forged.body) == (400, b"")
    assert "Breathe" in device.says("he's in my arms")
