"""AWS's own emulator of Lambda's runtime interface, with AWS's own client of it: a function as Lambda runs it.

It does not emulate memory and processor limits, freezing, or the read-only folder of the function.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from packing.target import here
from tests.parts.finding import part

TIME_OUT = 7
"""Seconds, as in lambda/stack.yaml."""
PATIENCE = 60
"""Seconds until a test gives up on a busy machine."""


class Emulator:
    """A running function. `address` takes its events; `log` is all that it and its runtime have written."""

    def __init__(self, port: int, log: Path) -> None:
        self.address, self._log = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations", log

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def invoke(self, event: object) -> Any:
        """What the function answers; an error of it is a dict with `errorType` and `errorMessage`."""
        asking = urllib.request.Request(self.address, json.dumps(event).encode())
        try:
            with urllib.request.urlopen(asking, timeout=PATIENCE) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            # A function that did not start: 502 and, as ever, what was raised.
            return json.loads(error.read())


def programs() -> tuple[Path, Path]:
    """The emulator, and the Python that has the client of it."""
    client = part("ric") / "bin" / "python"
    machine = here().arch
    (emulator,) = (part("sam") / "lib").glob(f"python*/site-packages/samcli/local/rapid/aws-lambda-rie-{machine}")
    return emulator, client


@contextmanager
def running(task: Path, settings: Mapping[str, str], log: Path) -> Iterator[Emulator]:
    """The function in the folder `task` with these environment variables."""
    emulator, client = programs()
    port, inner = _free(), _free()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(task),
        "LAMBDA_TASK_ROOT": str(task),
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(TIME_OUT),
        **settings,
    }
    command = [
        *(str(emulator), "--runtime-interface-emulator-address", f"127.0.0.1:{port}"),
        *("--runtime-api-address", f"127.0.0.1:{inner}"),
        *(str(client), "-m", "awslambdaric", "lambda_function.handler"),
    ]
    with log.open("wb") as written:
        process = subprocess.Popen(
            command, cwd=task, env=environment, stdout=written, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _until_listening(port, process)
            yield Emulator(port, log)
        finally:
            # The client is a child of the emulator: both are of this session.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _until_listening(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE * 20):
        assert process.poll() is None, "the emulator ended at once"
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the emulator does not listen")
