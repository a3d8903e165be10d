"""Every question the questionnaire can come to, reached by real turns: question id -> the session at it."""

from __future__ import annotations

from collections.abc import Callable

from tests.coach.moments import at_question
from tests.factories import Session, content

WINDOW: dict[str, int | None] = {"weeks_postpartum": None}
"""Weeks since birth at which it is asked; 5 where nothing stands here."""
AFTER: dict[str, dict[str, str]] = {
    "heart_racing": {"fever": "yes"},
    "kidney_signs": {"fever": "unsure"},
    "vision_change": {"headache_persistent": "yes"},
    "tearing_pain": {"pain_sudden": "unsure"},
    "weight_loss": {"pain_night": "yes"},
    "control_loss/clarify": {"control_loss": "yes"},
    "both_legs/clarify": {"both_legs": "yes"},
    "both_legs/clarify2": {"both_legs": "yes", "both_legs_clarify": "yes"},
    "both_legs/clarify3": {"both_legs": "yes", "both_legs_clarify": "yes", "both_legs_clarify2": "yes"},
    "leg_numb_tingle/clarify": {"leg_numb_tingle": "yes"},
    "leg_numb_tingle/clarify2": {"leg_numb_tingle": "yes", "leg_numb_tingle_clarify": "yes"},
    "neuraxial": {"pain_worse": "yes"},
    "immune_risk": {"fever": "yes", "pain_severe": "yes", "neuraxial": "no"},
    "bone_risk": {"pain_sudden": "yes", "neuraxial": "no"},
}
"""What she answers before it, where that is not a no."""


def _all() -> tuple[str, ...]:
    """Every id a question may have, by the protocol."""
    protocol = content().protocol
    ids: list[str] = []
    for id in protocol.order:
        sign = protocol.signs.get(id)
        ids.append(id)
        if sign is not None:
            ids += [f"{id}/second"] * bool(sign.ask_second)
            ids += [f"{id}/clarify{n if n > 1 else ''}" for n in range(1, len(sign.clarify) + 1)]
    return tuple(ids)


QUESTIONS: dict[str, Callable[[Session], Session]] = {
    id: at_question(id, WINDOW.get(id, 5), **AFTER.get(id, {})) for id in _all()
}
