"""The function as it is shipped, built for tests."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from packing.errors import PackingError
from packing.function import build
from packing.target import Target, here
from tests.parts.finding import missing


def built(target: Target, out: Path) -> Path:
    """The archive at `out`; where its packages cannot be fetched the test is skipped, and in CI fails."""
    with fetching():
        build(target, out)
    return out


@contextmanager
def fetching() -> Iterator[None]:
    """Where packages cannot be fetched in this block the test is skipped, and in CI fails."""
    try:
        yield
    except PackingError as error:
        if "could not fetch" not in str(error):
            raise
        missing(str(error))


def like(python: Path) -> Target:
    """For this machine and the version of this interpreter."""
    asked = "import sys; print('{}.{}'.format(*sys.version_info))"
    run = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True)
    return Target(here().arch, run.stdout.strip())
