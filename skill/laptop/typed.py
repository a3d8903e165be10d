"""What she types: whole lines, and the space bar or Enter that stops the sound at once.

On a terminal single keys are read (POSIX `termios`; on Windows `msvcrt`), so the space bar works without Enter. From a
pipe there are only lines. Reading happens in its own thread; `get` waits for the next line.
"""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TextIO

END = None
"""What `get` gives when nothing more will come."""
BACKSPACE = ("\x7f", "\b")
CLEAR_LINE = "\x15"
END_OF_INPUT = "\x04"
LONGEST = 4096
"""Characters of one line that are kept."""


class Typed:
    """Lines from a terminal or a pipe. `on_key` is called at once when the sound should stop."""

    def __init__(self, source: TextIO, echo: TextIO, on_key: Callable[[], None]) -> None:
        self._source, self._echo, self._on_key = source, echo, on_key
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.terminal = source.isatty()
        self._over = False

    def start(self) -> None:
        """Begin to read, in a thread that never keeps the program from ending."""
        read = self._read_keys if self.terminal else self._read_lines
        threading.Thread(target=read, name="typed", daemon=True).start()

    def get(self, seconds: float | None = None) -> str | None:
        """The next line; END after the last one. Raises queue.Empty when none came in so many seconds."""
        if self._over:
            return END
        line = self._lines.get(timeout=seconds)
        self._over = line is END
        return line

    @property
    def waiting(self) -> bool:
        """A line, or the end, is there already."""
        return self._over or not self._lines.empty()

    def _read_lines(self) -> None:
        for line in self._source:
            self._lines.put(line.rstrip("\r\n")[:LONGEST])
        self._lines.put(END)

    def _read_keys(self) -> None:
        with _single_keys(self._source) as key:
            line = ""
            while True:
                char = key()
                if not char or (char == END_OF_INPUT and not line):
                    self._lines.put(END)
                    self._on_key()
                    return
                if char in "\r\n" or (char == " " and not line):
                    self._show("\n" if line else "")
                    self._lines.put(line)
                    self._on_key()
                    line = ""
                elif char in BACKSPACE or char == CLEAR_LINE:
                    rub = len(line) if char == CLEAR_LINE else min(1, len(line))
                    line = line[: len(line) - rub]
                    self._show("\b \b" * rub)
                elif char.isprintable() and len(line) < LONGEST:
                    line += char
                    self._show(char)

    def _show(self, text: str) -> None:
        self._echo.write(text)
        self._echo.flush()


@contextlib.contextmanager
def _single_keys(source: TextIO) -> Iterator[Callable[[], str]]:
    """One key at a time; the terminal is put back as it was, whatever happens. Ctrl-C still interrupts."""
    if sys.platform == "win32":
        import msvcrt

        yield msvcrt.getwch
        return
    import atexit
    import termios

    before = termios.tcgetattr(source)

    def restore() -> None:
        termios.tcsetattr(source, termios.TCSADRAIN, before)

    atexit.register(restore)
    mode = termios.tcgetattr(source)
    mode[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(source, termios.TCSADRAIN, mode)
    try:
        yield lambda: source.read(1)
    finally:
        restore()
        atexit.unregister(restore)
