"""What she types: whole lines, and the space bar or Enter that stops the sound at once.

On a terminal single keys are read (POSIX `termios`; on Windows `msvcrt`), so the space bar works without Enter. From a
pipe there are only lines. Reading happens in its own thread; `get` waits for the next line. The only codes that are
written are backspaces: a screen reader and a log of the terminal stay readable.
"""

from __future__ import annotations

import atexit
import codecs
import contextlib
import io
import os
import queue
import re
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import TextIO

END = None
"""What `get` gives when nothing more will come."""
BACKSPACE = ("\x7f", "\b")
CLEAR_LINE = "\x15"
END_OF_INPUT = "\x04"
RUB = "\b \b"
LONGEST = 4096
"""Characters of one line that are kept."""
ESCAPED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?")
"""An arrow or function key (ECMA-48 control sequences, VT220 SS3), or Alt with a key: nothing she says."""

Keys = Callable[[], str]
"""Waits for the next keys; empty when no more will come."""


class Typed:
    """Lines from a terminal or a pipe, beside what is shown."""

    def __init__(self, source: TextIO, echo: TextIO) -> None:
        self._source, self._echo = source, echo
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.terminal = source.isatty()
        self._over = False
        self._line = ""
        self._on_key: Callable[[], None] = lambda: None
        self._put_back: Callable[[], None] = lambda: None
        # Held while a line is handed over and the sound is stopped for it: whoever has got the line knows that the
        # stop is behind it, and cannot hit the answer.
        self._typing = threading.RLock()

    def start(self, on_key: Callable[[], None]) -> None:
        """Begin to read, in a thread that never keeps the program from ending.

        On a terminal `on_key` is called at once when the sound should stop: a line is there, or the end.
        """
        self._on_key = on_key
        read: Callable[[], None] = self._read_lines
        if self.terminal:
            keys, self._put_back = _single_keys(self._source)
            atexit.register(self.close)
            read = partial(self._read_keys, keys)
        threading.Thread(target=read, name="typed", daemon=True).start()

    def close(self) -> None:
        """Put the terminal back as it was. Doing it twice is fine."""
        atexit.unregister(self.close)
        put_back, self._put_back = self._put_back, lambda: None
        put_back()

    def get(self, seconds: float | None = None) -> str | None:
        """The next line; END after the last one. Raises queue.Empty when none came in so many seconds."""
        if self._over:
            return END
        line = self._lines.get(timeout=seconds)
        with self._typing:
            self._over = line is END
        return line

    @property
    def waiting(self) -> bool:
        """A line, or the end, is there already."""
        return self._over or not self._lines.empty()

    def show(self, text: str) -> None:
        """Show a line; what she has typed so far moves below it, so that neither is torn apart."""
        with self._typing:
            self._write(f"{RUB * len(self._line)}{text}\n{self._line}")

    def _read_lines(self) -> None:
        if isinstance(self._source, io.TextIOWrapper):
            self._source.reconfigure(errors="replace")
        try:
            for line in self._source:
                self._lines.put(line.rstrip("\r\n")[:LONGEST])
        finally:
            self._lines.put(END)

    def _read_keys(self, keys: Keys) -> None:
        while chunk := keys():
            for key in ESCAPED.sub("", chunk):
                with self._typing:
                    if key == END_OF_INPUT and not self._line:
                        self._hand_over(END)
                        return
                    self._press(key)
        with self._typing:
            self._hand_over(END)

    def _press(self, key: str) -> None:
        if key in "\r\n" or (key == " " and not self._line):
            line, self._line = self._line, ""
            self._write("\n" if line else "")
            self._hand_over(line)
        elif key in BACKSPACE or key == CLEAR_LINE:
            rub = len(self._line) if key == CLEAR_LINE else min(1, len(self._line))
            self._line = self._line[: len(self._line) - rub]
            self._write(RUB * rub)
        elif key.isprintable() and len(self._line) < LONGEST:
            self._line += key
            self._write(key)

    def _hand_over(self, line: str | None) -> None:
        self._lines.put(line)
        self._on_key()

    def _write(self, text: str) -> None:
        self._echo.write(text)
        self._echo.flush()


def _single_keys(source: TextIO) -> tuple[Keys, Callable[[], None]]:
    """Keys as they are pressed, unseen, and how to put the terminal back. Ctrl-C still interrupts."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.getwch, lambda: None
    import termios

    file = source.fileno()
    before = termios.tcgetattr(file)
    mode = termios.tcgetattr(file)
    mode[3] &= ~(termios.ICANON | termios.ECHO)
    decoder = codecs.getincrementaldecoder(source.encoding or "utf-8")(errors="replace")

    def keys() -> str:
        # Not through `source`: Python cannot end while a thread waits inside a buffered file.
        text = ""
        while not text:
            try:
                data = os.read(file, 1024)
            except OSError:  # The terminal was closed.
                return ""
            if not data:
                return ""
            text = decoder.decode(data)
        return text

    def put_back() -> None:
        with contextlib.suppress(termios.error):  # The terminal was closed.
            termios.tcsetattr(file, termios.TCSADRAIN, before)

    termios.tcsetattr(file, termios.TCSADRAIN, mode)
    return keys, put_back
