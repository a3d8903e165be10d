"""Bytecode for the Python of the target: without it a cold start compiles everything it imports, every time.

PEP 552's unchecked hash files: they hold no time stamp, so they are the same in every build, and the import looks at
nothing but them. The sources stay beside them, for tracebacks and for a runtime of another version.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from packing.errors import PackingError

INSIDE = "/var/task"
"""Where Lambda unpacks an archive; tracebacks name files there."""

CHILD = """
import pathlib, py_compile, sys
root, inside = pathlib.Path(sys.argv[1]), sys.argv[2]
for file in sorted(root.rglob("*.py")):
    py_compile.compile(str(file), dfile=f"{inside}/{file.relative_to(root).as_posix()}", doraise=True,
                       invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
"""


def compile_all(folder: Path, python: str) -> None:
    """Compile every module in `folder` for Python `python`. Raises PackingError where there is none, or on bad code."""
    # A fixed hash seed: the order of a set that became a constant would differ from build to build.
    settings = {"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": "0"}
    command = [interpreter(python), "-S", "-W", "ignore", "-c", CHILD, str(folder), INSIDE]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=settings)
    if run.returncode:
        raise PackingError(f"compiling failed: {(run.stderr.splitlines() or ['no reason given'])[-1]}")


def interpreter(python: str) -> str:
    """The path of an interpreter of this version. Raises PackingError, with what to do, where there is none."""
    for candidate in _candidates(python):
        if _version(candidate) == python:
            return candidate
    raise PackingError(
        f"No Python {python} here to compile for it. Install one, or name it in {_variable(python)}; "
        "--no-pyc builds without: every cold start is then some tenths of a second slower."
    )


def _variable(python: str) -> str:
    return f"PYTHON_{python.replace('.', '_')}"


def _candidates(python: str) -> Iterator[str]:
    if named := os.environ.get(_variable(python)):
        yield named
    if found := shutil.which(f"python{python}"):
        yield found
    # A shim of pyenv on the PATH runs only the versions chosen; the others lie beside it.
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    yield from (str(path) for path in sorted(pyenv.glob(f"{python}.*/bin/python{python}"), reverse=True))
    yield from (found for name in ("python3", "python") if (found := shutil.which(name)))


def _version(candidate: str) -> str:
    asking = [candidate, "-S", "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
    try:
        return subprocess.run(asking, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""
