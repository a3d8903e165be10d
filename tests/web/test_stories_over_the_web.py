"""The stories of tests/conversations from the Alexa twin through a socket: signed, verified, answered by Flask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from skill.alexa.twin import Device
from skill.alexa.verify import RequestVerifier
from skill.web.app import create_app
from tests.alexa.on_the_twin import Telling
from tests.alexa.verifying.authority import DAY, NOW, Authority, Holder, pem
from tests.alexa.verifying.sent import URL, Bucket, signed
from tests.story import Turn, load, stories
from tests.web.dummies import JSON, PATIENT, served


class LastingAuthority(Authority):
    """Its certificates are good whenever a story happens."""

    def _made(self, *given: Any, **bent: Any) -> Holder:
        return super()._made(*given, **{"starts": NOW - 4_000 * DAY, "ends": NOW + 4_000 * DAY} | bent)


class OverTheWeb(Telling):
    """Its devices ask over a connection."""

    connection: HTTPConnection
    authority: Authority

    def _device(self, turn: Turn) -> Device:
        standing = super()._device(turn).standing
        return Device(self._ask, self.clock, standing)

    def _ask(self, envelope: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps(envelope).encode()
        signature = signed(body, self.authority.leaf_key, SHA256())
        headers = {"Content-Type": JSON, "Signature-256": signature, "SignatureCertChainUrl": URL}
        self.connection.request("POST", "/alexa", body, headers)
        response = self.connection.getresponse()
        answered: dict[str, Any] = json.loads(response.read())
        assert response.status == 200
        return answered


@pytest.fixture(scope="module")
def lasting() -> Authority:
    return LastingAuthority()


@pytest.fixture
def telling(request: pytest.FixtureRequest, lasting: Authority) -> Iterator[OverTheWeb]:
    telling = OverTheWeb(load(request.param))
    bucket = Bucket(pem(lasting.leaf, lasting.between))
    verify = RequestVerifier([lasting.root.certificate], bucket, clock=telling.clock)
    with served(create_app(telling.door, verify, write=lambda _: None)) as (host, port):
        telling.authority, telling.connection = lasting, HTTPConnection(host, port, timeout=PATIENT)
        yield telling
        telling.connection.close()


@pytest.mark.parametrize("telling", stories(), ids=lambda path: Path(path).stem, indirect=True)
def test_the_story_goes_over_the_web_as_it_is_written(telling: OverTheWeb) -> None:
    wrong = [f"{turn.words!r} -> {turn.speech!r}: {fault}" for turn in telling.tell() for fault in turn.wrong]
    assert not wrong, "\n".join(wrong)
