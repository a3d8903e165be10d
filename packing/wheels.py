"""The packages beside our own code, exactly those of lambda/requirements.txt, each checked against its hash."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from packing.errors import PackingError
from packing.target import Target

NOT_OURS_TO_KEEP = ("INSTALLER", "REQUESTED", "RECORD", "WHEEL", "direct_url.json")
"""Of each dist-info: what the installer wrote or needs. Licences and metadata stay."""


def unpack(requirements: Path, target: Target, folder: Path) -> None:
    """Put the packages into `folder`, as they run on `target`. Raises PackingError with pip's last word."""
    platforms = [argument for tag in target.wheels for argument in ("--platform", tag)]
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"),
        *("--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-compile", "--ignore-installed"),
        *(*platforms, "--implementation", "cp", "--python-version", target.python),
        *("--target", str(folder), "--requirement", str(requirements)),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        said = [line for line in run.stderr.splitlines() if line.strip() and not line.startswith("WARNING")]
        raise PackingError(f"pip could not fetch {requirements.name}: {said[-1] if said else 'no reason given'}")
    shutil.rmtree(folder / "bin", ignore_errors=True)
    for info in folder.glob("*.dist-info"):
        for name in NOT_OURS_TO_KEEP:
            (info / name).unlink(missing_ok=True)
