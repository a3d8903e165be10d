"""One deadline for everything a request does: whoever is about to wait asks first whether the time is still there.

A platform waits for a while only (Alexa: 8 s) and then says something of its own, without a word of safety. So nothing
is begun that could pass the deadline. The deadline of the request at hand is found through a context variable, so
that stores and other parts far below the door need not hand it on; where none runs, there is always time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SECONDS = 6.0
"""For one utterance (design section 3): 2 s below what Alexa waits, for its network and ours."""


class Deadline:
    """`seconds` from now on. `clock` gives seconds that never go back."""

    def __init__(self, seconds: float = SECONDS, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Seconds until the deadline, 0 when it has passed."""
        return max(0.0, self._end - self._clock())

    @contextmanager
    def running(self) -> Iterator[None]:
        """Within this block it is the deadline that `time_for` asks."""
        outer = _RUNNING.set(self)
        try:
            yield
        finally:
            _RUNNING.reset(outer)


_RUNNING: ContextVar[Deadline | None] = ContextVar("the deadline of the request at hand", default=None)


def time_for(seconds: float) -> bool:
    """Whether something that may take this long can still be begun."""
    deadline = _RUNNING.get()
    return deadline is None or deadline.left() >= seconds
