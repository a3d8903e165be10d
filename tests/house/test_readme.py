"""The README's transcript is a real run: the same lines give the same words."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.laptop.dummies import talked

README = Path(__file__).parents[2] / "README.md"
MARK = "<!-- transcript: checked by tests/house/test_readme.py -->\n```\n"


def transcript() -> str:
    return README.read_text(encoding="utf-8").split(MARK)[1].split("```\n")[0]


def real(said: list[str]) -> str:
    return "\n".join(talked(*said)) + "\n"


def test_the_readme_shows_a_real_run() -> None:
    shown = transcript()
    said = [line[2:] for line in shown.splitlines() if line.startswith("> ")]
    assert len(said) >= 5
    assert real(said) == shown


if __name__ == "__main__":
    # `python -m tests.house.test_readme "start ..." "next" ...` writes the transcript anew.
    before, after = README.read_text(encoding="utf-8").split(MARK)
    README.write_text(before + MARK + real(sys.argv[1:]) + "```\n" + after.split("```\n", 1)[1], encoding="utf-8")
