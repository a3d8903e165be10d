"""Saying something in a state, and the test sentences that stand beside the templates."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from skill.coach.heard import Heard, Said
from skill.opening import names
from skill.understanding import hear
from skill.understanding.standing import standing

TODAY = date(2026, 3, 19)
"""A Thursday."""
SENTENCES = Path(__file__).parents[2] / "interaction_models" / "en" / "tests"
STATES = ("open", "routine", "between", "triage", "scale")


def say(text: str, state: str = "open") -> Heard:
    return hear(Said(text=text), standing(state), names("en-US"), TODAY)


def bring(intent: str, state: str = "open", **slots: Any) -> Heard:
    return hear(Said(intent=intent, slots=slots), standing(state), names("en-US"), TODAY)


def signs(text: str, state: str = "open") -> dict[str, str]:
    return {sign.id: sign.status for sign in say(text, state).signs}


@cache
def sentences(file: str) -> Any:
    return yaml.load((SENTENCES / f"{file}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
