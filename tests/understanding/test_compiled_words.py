"""The committed words are what the YAML says, small, and free of build tools."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import skill.understanding
from skill.understanding import load
from skill.understanding.compile import compiled, digest

FILE = Path(skill.understanding.__file__).with_name("en.json")
MOST_BYTES = 600_000


def test_the_compiled_words_are_those_of_the_yaml() -> None:
    assert load().digest == digest("en"), "run ./run models"


def test_compiling_gives_the_committed_file_byte_for_byte() -> None:
    assert compiled("en") == FILE.read_bytes(), "run ./run models"


def test_the_compiled_words_stay_small() -> None:
    assert FILE.stat().st_size <= MOST_BYTES


def test_hearing_imports_no_build_tool() -> None:
    code = (
        "import sys, skill.understanding as u; u.load();"
        "sys.exit(bool({'hassil', 'yaml', 'skill.content'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=FILE.parents[2], check=False).returncode == 0
