"""The function as it is shipped, built for tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

from packing.errors import PackingError
from packing.function import build
from packing.target import Arch, Target, here
from tests.parts.finding import missing


def built(target: Target, out: Path) -> Path:
    """The archive at `out`; where its packages cannot be fetched the test is skipped, and in CI fails."""
    try:
        build(target, out)
    except PackingError as error:
        if "could not fetch" not in str(error) and "No Python" not in str(error):
            raise
        missing(str(error))
    return out


def like(python: Path, arch: Arch | None = None) -> Target:
    """For this machine and the version of this interpreter."""
    asked = "import sys; print('{}.{}'.format(*sys.version_info))"
    run = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True)
    return Target(arch or here().arch, run.stdout.strip())
