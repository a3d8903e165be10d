"""A server in a process of its own, whose door answers when it is told to (run with `python -m`)."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from skill.web.answering import Answering
from skill.web.app import create_app
from skill.web.serving import ended_by_signals
from tests.web.dummies import ANSWER, DummyDoor, accepts

BEGUN, GO_ON = "begun", "go_on"


def main(folder: Path) -> None:
    def wait(_: Mapping[str, Any]) -> dict[str, Any]:
        (folder / BEGUN).touch()
        while not (folder / GO_ON).exists():
            time.sleep(0.005)
        return ANSWER

    if hasattr(signal, "SIGPIPE"):
        # As the command line leaves it.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    answering = Answering(create_app(DummyDoor(wait), accepts, tracks=folder), "127.0.0.1", 0)
    with ended_by_signals(answering):
        print(answering.url, flush=True)
        answering.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
