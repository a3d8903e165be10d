"""One stand-in for Alexa's services for all of these tests, made anew for each."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from skill.alexa.http_api import HttpApi
from skill.alexa.over_https import Limits
from tests.alexa.envelopes import envelope
from tests.alexa.services.amazon import Amazon
from tests.alexa.services.household import Household
from tests.alexa.verifying.authority import Authority, pem

PATIENT = Limits(connect=20, read=20, whole=60)
"""So that a busy machine changes nothing."""


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A server's certificate, and the trust in it."""
    authority = Authority()
    holder = authority.signer(authority.root, names=("localhost",))
    path = tmp_path_factory.mktemp("amazon") / "server.pem"
    path.write_bytes(holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + pem(holder))
    return path, ssl.create_default_context(cadata=pem(authority.root).decode())


@pytest.fixture
def amazon(certificate: tuple[Path, ssl.SSLContext]) -> Iterator[Amazon]:
    with Amazon(certificate[0]) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def trust(certificate: tuple[Path, ssl.SSLContext]) -> ssl.SSLContext:
    return certificate[1]


@pytest.fixture
def api(amazon: Amazon, trust: ssl.SSLContext) -> HttpApi:
    """Asks the stand-in, and waits as long as it takes."""
    return HttpApi(endpoints=frozenset((amazon.endpoint,)), limits=PATIENT, trust=trust)


@pytest.fixture
def hasty(amazon: Amazon, trust: ssl.SSLContext) -> HttpApi:
    """Gives up soon."""
    return HttpApi(endpoints=frozenset((amazon.endpoint,)), limits=PATIENT._replace(read=0.1), trust=trust)


@pytest.fixture
def home(amazon: Amazon, api: HttpApi) -> Household:
    """She has opened the skill."""
    here = Household(amazon, api)
    here.sends(envelope("LaunchRequest"))
    return here
