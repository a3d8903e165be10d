"""`gentle-back serve`: the door, a store and the web application under waitress, until a signal ends it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

from skill.alexa.opening import open_door
from skill.alexa.tracks import Read
from skill.alexa.verify import RequestVerifier, default_roots, fetch_over_https
from skill.coach.errors import BadRequest
from skill.content.load import load
from skill.stores import Store, key_of
from skill.stores.sqlite import SqliteStore
from skill.web.answering import Answering
from skill.web.app import create_app
from skill.web.loopback import is_loopback
from skill.web.readiness import Readiness

PROBE = key_of("readiness")
"""A key under which nothing is ever kept."""
UNVERIFIED = """\
!!! UNVERIFIED: nobody proves here that a request comes from Alexa. Whoever can ask from this machine is answered,
!!! as any user they name. For development only. Never put a proxy or a tunnel before it; for that leave the switch off.
"""


def serve(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C; then requests that run are finished. The exit status.

    Raises:
        BadRequest: the switches don't go together, or the environment lacks a setting.
        GentleBackError: it cannot listen there.
    """
    _check(arguments)
    store = _store(arguments.kept)
    try:
        app = create_app(
            open_door(store, read=reading(arguments.tracks)),
            None if arguments.unverified else RequestVerifier(default_roots(), fetch_over_https),
            tracks=arguments.tracks,
            ready=Readiness({"store": partial(store.load, PROBE), "content": load}),
        )
        answering = Answering(app, arguments.host, arguments.port, proxy=arguments.trust_proxy)
        if arguments.unverified:
            print(UNVERIFIED, end="", file=sys.stderr)
        print(f"gentle-back: Alexa may ask at {answering.url}/alexa. Ctrl-C ends it.", file=sys.stderr, flush=True)
        with ended_by_signals(answering):
            answering.run()
    finally:
        store.close()
    return 0


@contextmanager
def ended_by_signals(answering: Answering) -> Iterator[None]:
    """SIGTERM and Ctrl-C ask it to end; a second one does not wait."""

    def end(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        answering.end()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    if hasattr(signal, "SIGPIPE"):
        # The command line lets it kill the program; here it would come from every client that hangs up.
        before[signal.SIGPIPE] = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _check(arguments: argparse.Namespace) -> None:
    if arguments.unverified and not is_loopback(arguments.host):
        raise BadRequest(f"--unverified listens on this machine only, not on {arguments.host}: leave --host away.")
    if arguments.unverified and arguments.trust_proxy:
        raise BadRequest("--unverified and --trust-proxy exclude each other: what a proxy brings must be verified.")
    if arguments.tracks is not None and not arguments.tracks.is_dir():
        raise BadRequest(f"--tracks: {arguments.tracks} is no folder.")


def _store(kept: Path | None) -> Store:
    """The file that was named; else the table of the environment; else the file of this machine's user."""
    table = os.environ.get("GENTLE_BACK_TABLE")
    if kept is None and table:
        from skill.stores.dynamodb import DynamoStore

        return DynamoStore(table)
    return SqliteStore(kept)


def reading(folder: Path | None) -> Read | None:
    """How the door reads manifests: from the folder, if there is one; a machine may not reach its own public name."""
    return None if folder is None else lambda name: (folder / name).read_bytes()
