"""The stories of tests/conversations on the Alexa twin: the model, the door, the session and Amazon's rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.alexa.on_the_twin import NOT_CARRIED, Told, not_carried, told
from tests.story import stories

MOST_NOT_CARRIED = 52
"""Lower it when more lines are carried; it may only fall."""


@cache
def _told(path: Path) -> list[Told]:
    return told(path)


@pytest.mark.parametrize("path", stories(), ids=lambda path: path.stem)
def test_the_story_goes_as_it_is_written(path: Path) -> None:
    report = [
        f"turn {number}: {turn.words!r} ({turn.by_hand or 'carried'}) -> {turn.speech!r}: {fault}"
        for number, turn in enumerate(_told(path), 1)
        for fault in turn.wrong
    ]
    assert not report, "\n".join(report)


@pytest.mark.parametrize("path", stories(), ids=lambda path: path.stem)
def test_the_lines_that_the_model_cannot_carry_are_those_that_are_listed(path: Path) -> None:
    listed = NOT_CARRIED.read_text(encoding="utf-8").splitlines()
    assert not_carried(path, _told(path)) == [line for line in listed if line.startswith(f"{path.stem} ")]


def test_their_count_only_falls() -> None:
    listed = NOT_CARRIED.read_text(encoding="utf-8").splitlines()
    assert listed == sorted(listed)
    assert {line.split()[0] for line in listed} <= {path.stem for path in stories()}
    assert len(listed) <= MOST_NOT_CARRIED
