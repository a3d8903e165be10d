"""A mutant is tried: in a fork of this process, or in a copy of the tree."""

from __future__ import annotations

import ast
import contextlib
import importlib
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FunctionType, TracebackType
from typing import Any

import pytest

from proof.mutating import Mutant

ROOT = Path(__file__).parents[1]
COPIED = ("skill", "tests", "proof", "interaction_models", "audio", "pyproject.toml")
OPTIONS = ("-x", "-q", "--no-header", "--tb=no", "-p", "no:randomly", "-p", "no:cacheprovider")
PATIENCE = 4
"""A mutant may take this many times as long as the module unchanged, and a few seconds; then it was noticed too."""
FEW = 10.0


class Forks:
    """Tests that are imported and run once; then once more in a fork for each mutant, one after the other."""

    def __init__(self, tests: list[str]) -> None:
        self.tests = [str(ROOT / test) for test in tests]
        self._silently()
        begun = time.monotonic()
        if self._silently():
            raise SystemExit("The tests fail without any change: mend them first.")
        self.seconds = time.monotonic() - begun

    def _silently(self) -> int:
        """0, or how the first file that fails ended. What comes after that one is not even collected."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            ended = (int(pytest.main([*OPTIONS, f"--rootdir={ROOT}", test])) for test in self.tests)
            return next(filter(None, ended), 0)

    def outcome(self, module: str, mutant: Mutant) -> str | None:
        """`survived`, `killed` or `timed out`; None where the fault isn't inside a function."""
        path = enclosing(mutant.original, mutant.line)
        if path is None or same(path, mutant):
            return None
        child = os.fork()
        if child == 0:
            self._try(module, path, mutant)
        return _waited(child, PATIENCE * self.seconds + FEW)

    def _try(self, module: str, path: tuple[str, ...], mutant: Mutant) -> None:
        status = 1
        try:
            put_in(importlib.import_module(module), path, mutant.text)
            status = self._silently()
        finally:
            os._exit(min(status, 1))


def _waited(child: int, limit: float) -> str:
    end = time.monotonic() + limit
    try:
        while time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return "survived" if os.waitstatus_to_exitcode(status) == 0 else "killed"
            time.sleep(0.01)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timed out"


def enclosing(source: str, line: int) -> tuple[str, ...] | None:
    """The names that lead to the outermost function around a line: `("Protocol", "asks")`."""
    for node in ast.parse(source).body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        for each in inner:
            if isinstance(each, ast.FunctionDef) and each.lineno <= line <= (each.end_lineno or line):
                return (node.name, each.name) if isinstance(node, ast.ClassDef) else (each.name,)
    return None


def same(path: tuple[str, ...], mutant: Mutant) -> bool:
    """Whether this function is not what was changed."""
    return _text(path, mutant.original) == _text(path, mutant.text)


def _text(path: tuple[str, ...], source: str) -> str:
    body: list[ast.stmt] = ast.parse(source).body
    for name in path:
        node = next(n for n in body if isinstance(n, (ast.ClassDef, ast.FunctionDef)) and n.name == name)
        body = node.body
    return ast.unparse(node)


def put_in(module: Any, path: tuple[str, ...], text: str) -> None:
    """Give the function in the module, wherever it was imported to, the code of the changed one."""
    space: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(text, module.__file__, "exec"), space)
    there, changed = _function(vars(module), path), _function(space, path)
    there.__code__, there.__defaults__ = changed.__code__, changed.__defaults__
    there.__kwdefaults__ = changed.__kwdefaults__


def _function(space: Any, path: tuple[str, ...]) -> FunctionType:
    found: Any = space[path[0]]
    if len(path) > 1:
        found = vars(found)[path[1]]
    found = getattr(found, "fget", found)
    assert isinstance(found, FunctionType)
    return found


class Copy:
    """A copy of the tree in a temporary folder, made when first needed; one module is changed at a time."""

    def __init__(self, tests: list[str]) -> None:
        self.tests, self._folder, self._limit = tests, "", 0.0

    def __enter__(self) -> Copy:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def outcome(self, module: str, mutant: Mutant) -> str:
        """`survived`, `killed` or `timed out`."""
        if not self._folder:
            self._make(module, mutant)
        return self._run(module, mutant.text)

    def _make(self, module: str, mutant: Mutant) -> None:
        self._folder = tempfile.mkdtemp(prefix="mutants-")
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, Path(self._folder, name), ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(ROOT / name, self._folder)
        self._limit = 600.0
        if self._run(module, "raise ValueError\n") != "killed":
            raise SystemExit("The tests do not read the copied tree.")
        begun = time.monotonic()
        if self._run(module, mutant.original) != "survived":
            raise SystemExit("The tests fail in the copied tree.")
        self._limit = PATIENCE * (time.monotonic() - begun) + FEW

    def _run(self, module: str, text: str) -> str:
        file = Path(self._folder, *module.split(".")).with_suffix(".py")
        file.write_text(text, encoding="utf-8")
        command = [sys.executable, "-B", "-m", "pytest", *OPTIONS, *self.tests]
        environment = {**os.environ, "PYTHONPATH": self._folder}
        try:
            run = subprocess.run(
                command, cwd=self._folder, env=environment, capture_output=True, timeout=self._limit, check=False
            )
        except subprocess.TimeoutExpired:
            return "timed out"
        return "survived" if run.returncode == 0 else "killed"
