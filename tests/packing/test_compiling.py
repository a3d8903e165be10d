"""Bytecode for the target's Python, the same in every build, and a clear word where it cannot be made."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from packing.compiling import compile_all, interpreter
from packing.errors import PackingError
from packing.target import here

UNCHECKED = b"\x01\x00\x00\x00"
"""PEP 552: bit 0 says it holds a hash instead of a time, bit 1, unset, that nobody compares it with the source."""


def compiled(folder: Path, text: str) -> bytes:
    folder.mkdir()
    (folder / "a.py").write_text(text, encoding="utf-8")
    compile_all(folder, here().python)
    return Path(importlib.util.cache_from_source(str(folder / "a.py"))).read_bytes()


def test_two_folders_give_the_same_bytes_with_no_time_in_them(tmp_path: Path) -> None:
    text = "WORDS = 'x' in {'yes', 'no', 'maybe', 'never'}\n"
    first, second = compiled(tmp_path / "first", text), compiled(tmp_path / "second", text)
    assert first == second
    assert first[:4] == importlib.util.MAGIC_NUMBER
    assert first[4:8] == UNCHECKED
    assert b"/var/task/a.py" in first
    assert str(tmp_path).encode() not in first


def test_a_module_that_does_not_compile_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(PackingError, match="compiling failed"):
        compiled(tmp_path / "in", "def broken(:\n")


def test_an_interpreter_named_in_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"PYTHON_{here().python.replace('.', '_')}", sys.executable)
    assert interpreter(here().python) == sys.executable


def test_one_of_another_version_is_never_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_3_7", sys.executable)
    monkeypatch.setenv("PYENV_ROOT", "/nowhere")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PackingError, match=r"PYTHON_3_7; --no-pyc"):
        interpreter("3.7")
