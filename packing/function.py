"""The function's archive: the handler, what it reaches of ours, the packages it needs, all compiled."""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packing.archive import write
from packing.compiling import compile_all
from packing.errors import PackingError
from packing.reach import reached
from packing.target import Target
from packing.wheels import unpack

ROOT = Path(__file__).parents[1]
HANDLER = ROOT / "lambda" / "lambda_function.py"
REQUIREMENTS = ROOT / "lambda" / "requirements.txt"
IN_THE_RUNTIME = frozenset(("boto3", "botocore"))
"""What Lambda's Python has beside the standard library (AWS Lambda developer guide, "Runtime-included SDK")."""
DONE_WITHOUT = frozenset(("certifi",))
"""Imported late, and not needed: fetching takes the system's roots where it is missing."""
MOST_BYTES = 10_000_000
"""Ours: of the archive. Amazon's is 50 MB for a direct upload and 250 MB unpacked; what is small starts sooner."""


def build(target: Target, out: Path, *, pyc: bool = True) -> None:
    """Build the archive at `out`. Raises PackingError, and leaves nothing there, if any step fails."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "function"
        folder.mkdir()
        unpack(REQUIREMENTS, target, folder)
        lay_ours(folder)
        if pyc:
            compile_all(folder, target.python)
        archive = Path(made) / "function.zip"
        write(folder, archive)
        if archive.stat().st_size > MOST_BYTES:
            raise PackingError(f"{archive.stat().st_size:,} bytes; at most {MOST_BYTES:,} were meant")
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(archive, out)


def lay_ours(folder: Path) -> None:
    """Copy the handler and everything of ours that it can reach beside the packages already in `folder`."""
    found = reached(HANDLER, ROOT)
    known = (
        sys.stdlib_module_names
        | IN_THE_RUNTIME
        | DONE_WITHOUT
        | {path.name.removesuffix(".py") for path in folder.iterdir()}
    )
    if unknown := sorted(set(found.outside) - known):
        asking, needed = found.outside[unknown[0]], REQUIREMENTS.relative_to(ROOT)
        raise PackingError(f"{asking} imports {unknown[0]}, which is not in {needed}")
    for file in (*found.files, *_data(found.files), Path("LICENSE"), Path("NOTICE")):
        to = folder / file
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, to)
    shutil.copyfile(HANDLER, folder / HANDLER.name)


def _data(files: tuple[Path, ...]) -> Iterator[Path]:
    """Data files that belong to the packages reached: those pyproject.toml ships with the wheel too."""
    folders = {file.parent for file in files}
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    for pattern in told["skill"]:
        for path in sorted((ROOT / "skill").glob(pattern)):
            if path.parent.relative_to(ROOT) in folders:
                yield path.relative_to(ROOT)
