"""The certificate authority of the verifier's tests, here too, and a process that outlives a client's hanging up."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.alexa.verifying.conftest import authority

__all__ = ["authority"]


@pytest.fixture(autouse=True)
def outlives_hanging_up() -> Iterator[None]:
    """The command line, where a test runs it in this process, leaves SIGPIPE at killing it."""
    if not hasattr(signal, "SIGPIPE"):
        yield
        return
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGPIPE, before)
