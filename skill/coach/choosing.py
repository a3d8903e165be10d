"""Which routine fits what she asked, her situation and her minutes: deterministic; `fit` guards what comes of it."""

from __future__ import annotations

from msgspec import structs

from skill.coach import facts, plan
from skill.coach.place import routine_of
from skill.coach.routine import Routine, fit, permit_limits
from skill.coach.scene import Scene
from skill.coach.situation import HOLDING, Situation

QUICK_MINUTES = 3
STEPS_OF_A_FULL_ROUTINE = 8
ONLY_BY_NAME = frozenset({"while_feeding", "changing_table", "build_strength"})
"""Never picked for her: two are for a moment only she can know of, strength is for when tier 2 has become easy."""
ASKED_FIRST = 0.7
"""What a step counts that needs an answer first, when routines are compared."""


def pick(scene: Scene, kind: str | None) -> Routine:
    """The routine for what she asked, her situation and her minutes. Deterministic."""
    routines = scene.content.routines
    situation = facts.situation(scene)
    if kind == "quick":
        situation = structs.replace(situation, minutes=min(situation.minutes or QUICK_MINUTES, QUICK_MINUTES))
    elif kind == "morning" and (todays := routine_of(scene.content, plan.todays(scene))) is not None:
        return todays
    elif kind is not None:
        named = next((r for r in routines.values() if kind in (r.kind, r.id)), None)
        if named is not None:
            return named
    best, best_score = routines["first_days_breathing"], -1.0
    for routine in routines.values():
        score = _score(routine, situation, scene)
        if score > best_score:
            best, best_score = routine, score
    return best


def _score(routine: Routine, s: Situation, scene: Scene) -> float:
    """How well a routine fits: -1 not at all; else the share of its steps she can do now, with small preferences."""
    place = s.baby or "in_arms"
    limits = permit_limits(routine.limits, s)
    if place not in routine.places or limits.reason is not None or routine.id in ONLY_BY_NAME:
        return -1.0
    if routine.kind == "floor" and "weeks" in limits.ask:
        return -1.0  # getting down to the floor is not for someone who may be two days after a cesarean
    if routine.until_day is not None and (s.delivery != "cesarean" or s.day is None or s.day > routine.until_day):
        return -1.0
    fitted = fit(routine, scene.content.exercises, structs.replace(s, minutes=None))
    doable = sum(ASKED_FIRST if step.ask else 1.0 for step in fitted.steps)
    if not fitted.exercises:
        return -1.0
    score = min(1.0, doable / STEPS_OF_A_FULL_ROUTINE)
    if s.minutes is not None:
        over = routine.minutes - s.minutes
        score -= 0.15 * over if over > 0 else -0.05 * over
    if routine.until_day is not None:
        score += 0.3
    if limits.ask:
        score -= 0.15
    if routine.kind == "bedtime":
        score += 0.2 if scene.night else -0.1
    if place in HOLDING and routine.id == "baby_in_arms":
        score += 0.1
    if place not in HOLDING and routine.kind == "floor":
        score += 0.1
    return score
