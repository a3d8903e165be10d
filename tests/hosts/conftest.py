"""The skill on every host that takes its envelopes by POST."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from skill.alexa.door import Door
from skill.opening import open_exchange
from skill.stores.memory import MemoryStore
from skill.stores.sqlite import SqliteStore
from skill.web.app import create_app
from tests.alexa.envelopes import APP, SECRET, door
from tests.packing.built import like
from tests.packing.conftest import ArchiveOf, archive_of, unpacked
from tests.packing.emulator import programs, running
from tests.web.dummies import served

__all__ = ["archive_of"]

NOON = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""By the typical clock of en-US: noon, and three in the morning, when the words are fewer."""


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = json.dumps(self.server.door.answer(json.loads(body))).encode()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Nothing to say."""


@contextmanager
def _bare(now: datetime) -> Iterator[str]:
    exchange = open_exchange(MemoryStore(), keep="settings", secret=SECRET)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.door = Door(exchange, app_ids=frozenset((APP,)), secret=SECRET, clock=lambda: now)  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def bare_at_noon() -> Iterator[str]:
    with _bare(NOON) as address:
        yield address


@pytest.fixture(scope="session")
def bare_at_night() -> Iterator[str]:
    with _bare(NIGHT) as address:
        yield address


@pytest.fixture(scope="session")
def flask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Under waitress, as `serve --unverified` runs it: the simulator signs nothing."""
    store = SqliteStore(tmp_path_factory.mktemp("kept") / "kept.sqlite3")
    with served(create_app(door(store), None, write=lambda _: None)) as (host, port):
        yield f"http://{host}:{port}/alexa"
    store.close()


@pytest.fixture(scope="session")
def lambda_(archive_of: ArchiveOf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The archive as it is shipped, under AWS's own emulator of the runtime. Its clock is the machine's."""
    _, client = programs()
    folder: Path = unpacked(archive_of(like(client)), tmp_path_factory.mktemp("shipped"))
    settings = {"GENTLE_BACK_SKILL_ID": APP, "GENTLE_BACK_SECRET": SECRET}
    with running(folder, settings, tmp_path_factory.mktemp("log") / "log") as emulator:
        yield emulator.address
