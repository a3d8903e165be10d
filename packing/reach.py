"""Which of our modules a function can reach: everything its entry imports, at once or late, and nothing else.

Read from the syntax trees, so a new module needs no list to be put on. What is imported for types only is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from packing.errors import PackingError


class Reached(Struct, frozen=True):
    """What an entry reaches."""

    files: tuple[Path, ...]
    """Files of ours, relative to the root, sorted."""
    outside: dict[str, str]
    """Top-level name of every other module imported -> the file that imports it."""


def reached(entry: Path, root: Path, ours: str = "skill") -> Reached:
    """What the script `entry` reaches of the package `ours` in `root`. Raises PackingError on a relative import."""
    files: set[Path] = set()
    outside: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        file = waiting.pop()
        for name in _imported(file):
            if name.partition(".")[0] != ours:
                outside.setdefault(name.partition(".")[0], str(file.relative_to(root)))
                continue
            found = {path for path in _files(name, root) if path not in files}
            files |= found
            waiting += found
    return Reached(tuple(sorted(file.relative_to(root) for file in files)), outside)


def _imported(file: Path) -> Iterator[str]:
    """The dotted name of everything the file imports; of `from a import b` both a.b and a: b may be a module."""
    waiting: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"), str(file))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                raise PackingError(f"{file}: a relative import. Name the module in full.")
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
        else:
            waiting += ast.iter_child_nodes(node)


def _files(name: str, root: Path) -> Iterator[Path]:
    """The files behind a dotted name: every package on the way, then the module. A name inside a module adds none."""
    place = root
    for part in name.split("."):
        place = place / part
        if (place / "__init__.py").is_file():
            yield place / "__init__.py"
        elif place.with_suffix(".py").is_file():
            yield place.with_suffix(".py")
            return
        elif not place.is_dir():
            return
