"""`gentle-back talk` in a real terminal: a pseudo-terminal that types, and reads what is shown."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
"""Seconds until output that has to come is given up."""
IN_A_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.executable, sys.argv[1:])"
)
"""Only a terminal that controls the process sends it Ctrl-C."""
CTRL_C, CTRL_D, CTRL_U, BACKSPACE, ENTER = "\x03", "\x04", "\x15", "\x7f", "\r"


def at_noon() -> str:
    """A time zone (POSIX `TZ`) where it is noon now: at night other words are said."""
    return f"NOON{datetime.now(UTC).hour - 12:+d}"


class Terminal:
    """One run of `talk` from its start to its end."""

    def __init__(self, kept: Path, *more: str, speed: float = 50) -> None:
        self._ours, self._theirs = pty.openpty()
        self.before = termios.tcgetattr(self._theirs)
        talk = ("-m", "skill", "talk", "--print-only", "--speed", str(speed), "--kept", str(kept), *more)
        self._process = subprocess.Popen(
            (sys.executable, "-c", IN_A_TERMINAL, sys.executable, *talk),
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            start_new_session=True,
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "TZ": at_noon(), "PYTHONUTF8": "1", "HOME": str(kept.parent)},
        )
        self.shown = ""
        self._at = 0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)
        os.close(self._theirs)

    @property
    def mode(self) -> list[object]:
        """The attributes of the terminal now."""
        return list(termios.tcgetattr(self._theirs))

    def press(self, keys: str | bytes) -> None:
        os.write(self._ours, keys if isinstance(keys, bytes) else keys.encode())

    def type(self, line: str) -> None:
        self.press(line + ENTER)

    def expect(self, words: str) -> None:
        """Read on until these words are shown, after those expected before."""
        deadline = time.monotonic() + PATIENCE
        while (found := self.shown.find(words, self._at)) < 0:
            assert time.monotonic() < deadline, f"{words!r} never came: {self.shown!r}"
            self._read()
        self._at = found + len(words)

    def ended(self) -> int:
        """Read to the end. Returns the exit status."""
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end: {self.shown!r}"
            self._read()
        while self._read():
            pass
        return self._process.returncode

    def _read(self) -> bool:
        if not select.select((self._ours,), (), (), 0.02)[0]:
            return False
        self.shown += os.read(self._ours, 65536).decode()
        return True
