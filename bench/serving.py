"""Conversations with the Flask host, over sockets, against a process of its own: verifying on, kept in SQLite.

Requests are signed by a home-made authority; the server fetches its certificates from memory, once. The clients run in
this process beside the server on the same machine and never pause, so the fifty wait for each other: it is the load
of thousands of people who also do their exercises.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Thread
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate

from bench.conversation import UTTERANCES
from skill.alexa.verify import RequestVerifier
from skill.coach.errors import GentleBackError
from skill.stores.sqlite import SqliteStore
from skill.web.answering import Answering
from skill.web.app import create_app
from skill.web.serving import ended_by_signals
from tests.alexa.envelopes import NOW, door, envelope, heard
from tests.alexa.verifying.authority import Authority, pem
from tests.alexa.verifying.sent import URL, signed

TALKS = 50
ALONE_SECONDS, SECONDS = 3.0, 8.0
PATIENT = 60.0
LAUNCH = envelope("LaunchRequest")
SAID = [heard(words) for words in UTTERANCES]


@dataclass
class Load:
    """What some conversations at once came to."""

    seconds: float = 0.0
    spent: list[float] = field(default_factory=list)
    """Milliseconds of each turn, from the first byte sent to the last received."""
    errors: int = 0


def served() -> tuple[Load, Load]:
    """A conversation alone, then fifty at once."""
    authority = Authority()
    with TemporaryDirectory() as folder:
        Path(folder, "root.pem").write_bytes(pem(authority.root))
        Path(folder, "chain.pem").write_bytes(pem(authority.leaf, authority.between))
        with _server(Path(folder)) as port:
            _loaded(authority, port, 1, 0.5)
            return _loaded(authority, port, 1, ALONE_SECONDS), _loaded(authority, port, TALKS, SECONDS)


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    with (
        Path(folder, "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-m", "bench.serving", str(folder)], stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline().rpartition(":")[2])
        finally:
            process.terminate()


def _loaded(authority: Authority, port: int, talks: int, seconds: float) -> Load:
    load, together = Load(), Barrier(talks + 1)
    each = [Thread(target=_talk, args=(authority, port, f"user {n}", seconds, together, load)) for n in range(talks)]
    for thread in each:
        thread.start()
    together.wait()
    begun = time.perf_counter()
    for thread in each:
        thread.join()
    load.seconds = time.perf_counter() - begun
    return load


def _talk(authority: Authority, port: int, user: str, seconds: float, together: Barrier, load: Load) -> None:
    """One conversation after another, until the time is up."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENT)
    connection.connect()
    together.wait()
    until = time.perf_counter() + seconds
    while True:
        attributes: dict[str, Any] = {}
        for request in (LAUNCH, *SAID):
            if time.perf_counter() > until:
                connection.close()
                return
            body, headers = _letter(authority, request, user, attributes)
            begun = time.perf_counter()
            try:
                connection.request("POST", "/alexa", body, headers)
                response = connection.getresponse()
                content = response.read()
            except (OSError, HTTPException):
                load.errors += 1
                connection.close()
                continue
            load.spent.append((time.perf_counter() - begun) * 1000)
            load.errors += response.status != 200 or GentleBackError.spoken.encode() in content
            attributes = json.loads(content).get("sessionAttributes", {}) if response.status == 200 else {}


def _letter(
    authority: Authority, request: dict[str, Any], user: str, attributes: dict[str, Any]
) -> tuple[bytes, dict[str, str]]:
    """A request of this user in this session, signed."""
    session = request["session"] | {"user": {"userId": user}, "sessionId": user, "attributes": attributes}
    system = request["context"]["System"] | {"user": {"userId": user}}
    body = json.dumps(request | {"session": session, "context": {"System": system}}).encode()
    signature = signed(body, authority.leaf_key, SHA256())
    return body, {
        "Content-Type": "application/json; charset=utf-8",
        "Signature-256": signature,
        "SignatureCertChainUrl": URL,
    }


def _serve(folder: Path) -> None:
    """The server's process; ends with SIGTERM."""
    chain = Path(folder, "chain.pem").read_bytes()
    root = load_pem_x509_certificate(Path(folder, "root.pem").read_bytes())
    store = SqliteStore(Path(folder, "kept.sqlite3"))
    app = create_app(door(store), RequestVerifier([root], lambda _: chain, clock=lambda: NOW))
    answering = Answering(app, "127.0.0.1", 0)
    with ended_by_signals(answering):
        print(answering.url, flush=True)
        answering.run()
    store.close()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
