"""The simplest things that talk needs: someone who types, and a player that needs no time."""

from __future__ import annotations

import queue
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from audio.live import Live
from audio.silent_voice import SilentVoice
from audio.sink import PacedSink
from skill.laptop.talking import Talk
from skill.opening import open_exchange
from skill.stores import Store
from skill.stores.memory import MemoryStore

INSTANT = 1e9


class DummyTyped:
    """Types the given lines one after the other; None in the list is a silence, the end is the end."""

    def __init__(self, lines: list[str | None], *, terminal: bool = False) -> None:
        self._lines, self.terminal = list(lines), terminal

    def get(self, seconds: float | None = None) -> str | None:
        if not self._lines:
            return None
        line = self._lines.pop(0)
        if line is None:
            raise queue.Empty
        return line


class Ticking:
    """A clock that moves a second at every look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def paced_without_waiting() -> PacedSink:
    return PacedSink(wait=lambda event, seconds: event.is_set())


def talked(
    *lines: str | None,
    store: Store | None = None,
    speed: float = INSTANT,
    first: list[str] | None = None,
    show: Callable[[str], None] | None = None,
    live: Live | None = None,
    clock: Ticking | None = None,
) -> list[str]:
    """What a conversation shows, line by line."""
    shown: list[str] = []
    live = live or Live(SilentVoice(), paced_without_waiting())
    typed = DummyTyped(list(lines))
    exchange = open_exchange(store or MemoryStore())
    talk = Talk(exchange, live, typed, locale="en-US", speed=speed, show=show or shown.append, clock=clock or Ticking())  # type: ignore[arg-type]
    with live:
        talk.run(first or [])
    return shown
