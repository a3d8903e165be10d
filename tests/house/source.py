"""Our own source, read as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("skill", "audio", "interaction_models", "lambda", "tests", "bench", "proof", "packing")


@cache
def modules(*rooms: str) -> tuple[tuple[str, ast.Module, str], ...]:
    """(path, tree, text) of every Python file in these rooms."""
    files = [path for room in rooms or OURS for path in sorted((ROOT / room).rglob("*.py"))]
    return tuple(map(_read, files))


@cache
def _read(path: Path) -> tuple[str, ast.Module, str]:
    name, text = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    return name, ast.parse(text, name), text


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def called(node: ast.Call) -> str:
    """The last name of what is called: `scene.say(...)` -> `say`."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node
