"""The four levels of urgency and the three answers, each in rising order (`clinical/triage.md` sections 1 and 11)."""

from __future__ import annotations

from typing import Literal

Level = Literal["SELF_CARE", "SOON", "URGENT", "EMERGENCY"]
LEVELS: tuple[Level, ...] = ("SELF_CARE", "SOON", "URGENT", "EMERGENCY")
Answer = Literal["no", "unknown", "yes"]
ANSWERS: tuple[Answer, ...] = ("no", "unknown", "yes")
"""`unknown` is "I don't know": never kinder than no."""


def rank(level: Level) -> int:
    """0 for SELF_CARE to 3 for EMERGENCY."""
    return LEVELS.index(level)
