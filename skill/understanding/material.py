"""Lines of material: how people talk, each with the warning signs that are in its words.

Three columns with tabs: intent, signs, words. `signs` is `-` for none, `~` for none although it looks like one, ids
with commas between (the gravest first), and `?` before one that is only half said, whose question should be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from skill.coach.errors import ContentError

NONE, NEAR = "-", "~"


class Line(NamedTuple):
    """One line."""

    intent: str
    signs: dict[str, bool]
    """Sign id -> whether it is surely there; False where its question should be asked."""
    near: bool
    """It looks like a sign and is none."""
    text: str


def lines(file: Path) -> Iterator[Line]:
    """The lines of a file. Raises ContentError for one that is not three columns."""
    for at, row in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not row.strip():
            continue
        cells = row.split("\t")
        if len(cells) != 3:
            raise ContentError(f"line {at}: intent, signs and words, with tabs between", file=str(file))
        intent, told, text = cells
        ids = [] if told in (NONE, NEAR) else told.split(",")
        yield Line(intent, {id.lstrip("?"): not id.startswith("?") for id in ids}, told == NEAR, text)
