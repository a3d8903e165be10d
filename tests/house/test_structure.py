"""The shape of the house: who imports whom, how long a module may be, who may build a Heard."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT, calls, functions, modules

MOST_LINES, MOST_LINES_A_FUNCTION, WIDTH = 300, 50, 120
NAMES = [name for name, _, _ in modules()]
VAGUE = {
    "helpers",
    "helper",
    "utils",
    "util",
    "manager",
    "managers",
    "base",
    "impl",
    "service",
    "services",
    "common",
    "misc",
}


def test_rooms_import_only_whom_they_may() -> None:
    tool = shutil.which("lint-imports", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    assert tool, "pip install -e .[dev]"
    run = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_core_imports_nothing_but_the_standard_library_and_msgspec() -> None:
    for name, tree, _ in modules("skill/coach"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                tops = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                tops = {(node.module or "").split(".")[0]}
                assert (node.module or "").split(".")[:2] == ["skill", "coach"] or "skill" not in tops, name
            else:
                continue
            assert tops <= sys.stdlib_module_names | {"msgspec", "skill"}, (name, tops)


CHANCE = {"random", "secrets", "uuid", "time"}


def test_the_core_has_no_clock_and_no_chance() -> None:
    for name, tree, _ in modules("skill/coach"):
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                named = {alias.name for alias in node.names} | {getattr(node, "module", "") or ""}
                assert not named & CHANCE, name
        assert not list(calls(tree, "now", "today", "utcnow")), name


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_at_most_three_hundred_lines(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_a_function_is_at_most_fifty_lines() -> None:
    long = {
        f"{name}:{f.lineno} {f.name}": (f.end_lineno or f.lineno) - f.lineno + 1
        for name, tree, _ in modules("skill", "audio", "tests", "bench", "proof", "packing")
        for f in functions(tree)
        if (f.end_lineno or f.lineno) - f.lineno + 1 > MOST_LINES_A_FUNCTION
    }
    assert long == {}


PRAGMA = re.compile(r"\s+# (?:type: ignore|noqa).*")


def test_a_line_is_at_most_a_hundred_and_twenty_characters() -> None:
    lines = ((f"{name}:{n}", line) for name, _, text in modules() for n, line in enumerate(text.splitlines(), 1))
    assert [where for where, line in lines if len(PRAGMA.sub("", line)) > WIDTH] == []


def test_modules_are_named_with_the_products_words() -> None:
    assert [name for name in NAMES if Path(name).stem in VAGUE] == []


def test_only_the_understanding_builds_a_heard() -> None:
    found = {name for name, tree, _ in modules("skill", "audio", "lambda") if any(calls(tree, "Heard"))}
    assert {name for name in found if not name.startswith("skill/understanding/")} == set()
    assert found


def test_no_error_is_swallowed_without_a_word_in_the_core() -> None:
    for name, tree, _ in modules("skill/coach"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{name}:{node.lineno}"
                assert ast.unparse(node.type) not in ("Exception", "BaseException"), f"{name}:{node.lineno}"


MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/")


def test_nothing_names_a_path_of_someones_machine() -> None:
    assert [name for name, _, text in modules() if MACHINE.search(text)] == []
