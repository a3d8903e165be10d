"""A child process that answers one JSON line with another, within a time, and can be killed at any moment."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from typing import Any

from skill.coach.errors import VoiceError

START_SECONDS = 15.0
"""Patience with a child that starts: it loads the speech library, on a busy machine."""


class ChildLost(Exception):
    """The child ended or hangs; another one may do better."""


class WatchedChild:
    """One running child: a request in, an answer out, within a time."""

    def __init__(self, command: Sequence[str]) -> None:
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Not in our group: Ctrl-C in the terminal is for us, and the child prints no traceback.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
                | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise VoiceError(f"the speech process could not start: {error}") from error
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="speaking child", daemon=True)
        self._reader.start()
        self.ready = False

    @property
    def process_id(self) -> int:
        """Of the child."""
        return self._process.pid

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put(b"")

    def answer(self, patience: float) -> dict[str, Any]:
        """The next answer. Raises ChildLost, or VoiceError with the child's own reason."""
        try:
            line = self._answers.get(timeout=patience)
        except Empty:
            raise ChildLost(f"did not answer within {patience:g} s") from None
        try:
            told = json.loads(line)
        except ValueError:
            raise ChildLost("ended unexpectedly" if not line else "answered nonsense") from None
        if "error" in told:
            raise VoiceError(f"the voice: {told['error']}")
        return dict(told)

    def begin(self) -> None:
        """Wait until it is ready; at once where it is. Raises as `answer`."""
        if not self.ready:
            self.answer(START_SECONDS)
            self.ready = True

    def ask(self, request: dict[str, Any], patience: float) -> dict[str, Any]:
        """Send a request and wait for its answer. Raises as `answer`."""
        self.begin()
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise ChildLost("ended unexpectedly") from None
        return self.answer(patience)

    def kill(self) -> None:
        """End it at once, whatever it is doing. From any thread."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # Words it never read are lost with it.
                    pipe.close()
