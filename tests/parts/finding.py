"""Parts that only some tests need, where `tests/parts/install` has put them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def part(name: str) -> Path:
    """The virtual environment of this part; where it is missing the test is skipped, and in CI fails."""
    folder = Path(os.environ.get("GENTLE_BACK_PARTS") or HERE.parents[1] / ".parts") / name
    if not (folder / "ready").is_file():
        missing(f"needs the part {name}: tests/parts/install {name}")
    return folder


def missing(reason: str) -> None:
    """Skip this test for the reason; in CI, where nothing may be skipped, fail."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
