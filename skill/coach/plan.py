"""The six-week plan: which week she is in, what today offers, and when she moves up.

One step up a week only if a week has passed, she did at least `days_to_move_up` days and her pain is not worse;
otherwise the week is repeated, which is nobody's fault (`clinical/exercises.md` section 7).
"""

from __future__ import annotations

from datetime import timedelta

from skill.coach.content import PlanWeek
from skill.coach.keepsake import PlanPlace
from skill.coach.scene import Scene

WEEK = timedelta(days=7)
CESAREAN_HOLD_WEEKS = 6
"""After a cesarean weeks one and two of the plan last until week six."""


def placed(scene: Scene) -> tuple[PlanPlace, Scene]:
    """Where she is in the plan today, moved up at most one week; begun today if it was not begun."""
    today = scene.now.date()
    plan = scene.kept.plan
    if plan is None:
        plan = PlanPlace(since=today)
    elif today - plan.since >= WEEK:
        plan = _next(scene, plan)
    return plan, scene.with_kept(plan=plan) if scene.keep == "personal" else scene


def _next(scene: Scene, plan: PlanPlace) -> PlanPlace:
    today = scene.now.date()
    days = {e.day for e in scene.kept.diary if e.kind == "session" and e.day >= plan.since}
    scores = [e.score for e in scene.kept.diary if e.kind == "score" and e.score is not None and e.day >= plan.since]
    worse = len(scores) >= 2 and scores[-1] > scores[0]
    up = len(days) >= scene.content.plan.days_to_move_up and not worse and plan.week < _ceiling(scene)
    if up:
        return PlanPlace(week=plan.week + 1, since=today)
    return PlanPlace(week=plan.week, since=today, repeats=plan.repeats + 1 if days else plan.repeats)


def _ceiling(scene: Scene) -> int:
    weeks = scene.profile.weeks(scene.now.date())
    if scene.profile.cleared is not True:
        return 1
    if scene.profile.delivery != "vaginal" and (weeks is None or weeks < CESAREAN_HOLD_WEEKS):
        return 2
    return len(scene.content.plan.weeks)


REPEATS_TO_CHECK = 2
"""After so many repeats of one week it is worth asking a physiotherapist (`clinical/exercises.md` section 7)."""


def week_of(scene: Scene, where: PlanPlace) -> PlanWeek:
    """The words and pieces of the week she is in."""
    weeks = scene.content.plan.weeks
    return weeks[min(where.week, len(weeks)) - 1]


def todays(scene: Scene) -> str:
    """The routine or exercise the plan offers today."""
    return week_of(scene, placed(scene)[0]).daily[0]
