"""A clock that moves when it is told to."""

from __future__ import annotations


class DummyClock:
    """Seconds, from wherever it begins."""

    def __init__(self, now: float = 1_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds
