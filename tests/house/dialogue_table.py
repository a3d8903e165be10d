"""The dialogue table as a page: `python -m tests.house.dialogue_table > docs/dialogue.md`."""

from __future__ import annotations

import sys

from skill.coach.dialogue import EVEN_UNSURE, FIRST_WORDS, PASSES_BLOCK
from skill.coach.table import ROWS, Row

HEAD = """# Who answers what

Printed from `skill/coach/table.py` by `python -m tests.house.dialogue_table`; a test keeps it up to date.

Before this table a warning sign in her words is answered, and while an emergency stands its short form is repeated.
Then the row of the intent answers: the override for the open question, else the one for the state, else the default.
States: open, routine, between (exercises), triage, scale (zero to ten).

| intent | default | when this is asked, or in this state |
|---|---|---|
"""


def name(row: Row) -> str:
    """`asking.yes`, or `safety.is_it_now(True)` for a row that was given an answer."""
    room = getattr(row, "__module__", "").rpartition(".")[2]
    plain = getattr(row, "__name__", "")
    if plain != "<lambda>":
        return f"{room}.{plain.lstrip('_')}" if room != "table" else plain.lstrip("_")
    held = [cell.cell_contents for cell in row.__closure__ or ()]
    made_by = row.__qualname__.split(".")[0].lstrip("_")
    return f"{made_by}({', '.join(getattr(h, '__name__', str(h)) for h in held)})"


def table() -> str:
    """The whole page."""
    lines = []
    for intent, overrides in ROWS.items():
        others = [f"{where}: {name(row)}" for where, row in overrides.items() if where != "default"]
        lines.append(f"| {intent} | {name(overrides['default'])} | {'; '.join(others)} |\n")
    tail = (
        f"\nHeard even while an emergency stands: {', '.join(sorted(PASSES_BLOCK))}.\n\n"
        f"Acted on even when half sure: {', '.join(sorted(EVEN_UNSURE))}.\n\n"
        f"Answered without the sentence of the first use: {', '.join(sorted(FIRST_WORDS))}.\n"
    )
    return HEAD + "".join(lines) + tail


if __name__ == "__main__":
    sys.stdout.write(table())
