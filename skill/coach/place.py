"""Where she is, kept in ids: written after every turn, found again days later, on any device, after content edits."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import structs

from skill.coach.content import Content
from skill.coach.conversation import Conversation, Running
from skill.coach.exercise import TIER_FLOOR
from skill.coach.keepsake import Keepsake, Place
from skill.coach.routine import Routine, Step
from skill.coach.situation import BABY_PLACES


def keep_place(talk: Conversation, kept: Keepsake, now: datetime) -> Keepsake:
    """The keepsake with its place brought up to date, if a routine runs or has just ended in this session."""
    running = talk.routine
    if running is None or not running.steps:
        return kept
    if running.status == "finished" or talk.enough:
        return structs.replace(kept, place=None) if kept.place is not None else kept
    here = running.here
    place = Place(
        routine=running.routine,
        version=running.version,
        step=here.step,
        exercise=here.exercise,
        variant=here.variant,
        rep=running.rep,
        status=running.status,
        why=running.why,
        minutes=running.minutes,
        baby=None if kept.settings.no_baby_words else talk.baby,
        at=now,
        ease=running.ease,
        moves=talk.moves,
        chain=running.chain,
        by_turns=running.by_turns,
    )
    old = kept.place
    if old is not None and structs.replace(old, at=now) == place and now - old.at < SAME_MOMENT:
        return kept
    return structs.replace(kept, place=place)


SAME_MOMENT = timedelta(minutes=1)
"""A place that did not change is not written again within this time."""


def routine_of(content: Content, id: str) -> Routine | None:
    """The routine with this id; a single exercise counts as a routine of one step; None if content has neither."""
    if id in content.routines:
        return content.routines[id]
    exercise = content.exercises.get(id)
    return None if exercise is None else _alone(id, exercise.name)


def _alone(id: str, name: str) -> Routine:
    return Routine(
        id=id,
        name=name,
        kind="",
        version=1,
        minutes=2,
        who="",
        places=BABY_PLACES,
        limits=TIER_FLOOR[0],
        steps=(Step(id=id, exercise=id, keep=9),),
    )


def find(routine: Routine, step: str, exercise: str) -> int:
    """The index of a kept step in the routine as it is now: by id, else by its exercise, else the beginning."""
    for n, candidate in enumerate(routine.steps):
        if candidate.id == step:
            return n
    for n, candidate in enumerate(routine.steps):
        if candidate.exercise == exercise:
            return n
    return 0


def settle_at(running: Running, routine: Routine, step: str, exercise: str, rep: int) -> Running:
    """`running` moved to a kept place. A step that is left out today moves on to the next one that is not.

    The repetition is kept only where the same exercise still has that many.
    """
    order = {s.id: n for n, s in enumerate(routine.steps)}
    wanted = find(routine, step, exercise)
    for at, fitted in enumerate(running.steps):
        if order[fitted.step] >= wanted:
            same = fitted.exercise == exercise
            return structs.replace(running, at=at, rep=rep if same and rep <= max(fitted.reps, 1) else 0)
    return structs.replace(running, at=max(0, len(running.steps) - 1), rep=0)
