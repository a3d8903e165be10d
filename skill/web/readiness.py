"""Whether everything works that a request needs, asked at most once in a while: strangers may ask too."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Lock

SECONDS = 5.0
"""How long an answer holds. A store in the cloud costs money each time."""


class Readiness:
    """Call it: the name of each part, and whether it works.

    `parts`: each is tried by calling it, and works unless it raises. `clock`: seconds that never go back.
    """

    def __init__(self, parts: Mapping[str, Callable[[], object]], clock: Callable[[], float] = time.monotonic) -> None:
        self._parts = parts
        self._clock = clock
        self._lock = Lock()
        self._known = dict.fromkeys(parts, False)
        self._until = float("-inf")

    def __call__(self) -> dict[str, bool]:
        """What works. Why something does not is nobody's business outside."""
        # Who comes while another tries is told what was known: a part that hangs must not take every thread with it.
        if self._lock.acquire(blocking=False):
            try:
                if self._clock() >= self._until:
                    self._known = {name: _works(part) for name, part in self._parts.items()}
                    self._until = self._clock() + SECONDS
            finally:
                self._lock.release()
        return self._known


def _works(part: Callable[[], object]) -> bool:
    try:
        part()
    except Exception:
        return False
    return True
