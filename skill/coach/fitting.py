"""Keeping the running routine fitted: to a changed situation, to where speech was interrupted, to the time left."""

from __future__ import annotations

from typing import Literal

from msgspec import structs

from skill.coach import facts, guiding
from skill.coach.exercise import ON_THE_FLOOR, Variant
from skill.coach.place import routine_of, settle_at
from skill.coach.routine import Reason, fit
from skill.coach.scene import Scene
from skill.coach.timeline import parse_mark


def refit(scene: Scene) -> Scene:
    """Fit the running routine again to the situation of this moment, without losing her place.

    Another variant begins as written: a harder form does not outlive its position.
    """
    running = scene.talk.routine
    routine = routine_of(scene.content, running.routine) if running else None
    if running is None or routine is None:
        return scene
    situation = structs.replace(facts.situation(scene), minutes=running.minutes)
    fitted = fit(routine, scene.content.exercises, situation)
    if not fitted.steps:
        return scene
    fresh = structs.replace(running, steps=fitted.steps, left_out=fitted.left_out)
    fresh = settle_at(fresh, routine, running.here.step, running.here.exercise, running.rep)
    if fresh.here.variant != running.here.variant:
        fresh = structs.replace(fresh, ease=min(0, fresh.ease), settled=False)
    return scene.with_talk(routine=fresh)


def refit_and_say(scene: Scene) -> Scene:
    """Fit again and say, once, why something that was still to come is now left out."""
    before = scene.talk.routine
    fresh = refit(scene)
    after = fresh.talk.routine
    if before is None or after is None:
        return fresh
    known = {out.step for out in before.left_out}
    for reason in SAID:
        names = tuple(out.exercise for out in after.left_out if out.step not in known and out.reason == reason)
        if names:
            return guiding.say_left_out(fresh, reason, names)
    return fresh


SAID: tuple[Reason, ...] = ("care", "clearance", "complicated", "day", "gate", "hurts")
"""Reasons said when they come up on the way; a changed place of the baby has its own words."""


def needs_getting_up(before: Variant | None, after: Variant | None) -> bool:
    """Whether the swap means coming up from the floor or the bed."""
    return (
        before is not None and before.position in ON_THE_FLOOR and (after is None or after.position not in ON_THE_FLOOR)
    )


def reached(scene: Scene) -> Scene:
    """Live speech was interrupted at a mark: she is in that step and repetition, and was not asked anything yet."""
    running = scene.talk.routine
    if scene.heard.reached is None or running is None:
        return scene
    try:
        step, rep = parse_mark(scene.heard.reached)
    except ValueError:
        return scene
    at = next((n for n, s in enumerate(running.steps) if s.step == step), None)
    if at is None:
        return scene
    running = structs.replace(running, at=at, rep=rep)
    asked = None if scene.asked is not None and scene.asked.id == "ready" else scene.asked
    return scene.with_talk(routine=running, asked=asked)


def minutes_left(scene: Scene) -> float:
    """Minutes of guidance left, from the timelines of the remaining steps."""
    running = scene.talk.routine
    if running is None or running.status in ("finished", "stopped"):
        return 0.0
    return guiding.minutes_of(scene, running, tuple(step.step for step in running.steps[running.at :]))


def skip_coming(scene: Scene) -> Scene:
    """ "Skip this one", said to "ready for it?": on to the question for the one after."""
    scene = guiding.count_done(scene)
    running = scene.talk.routine
    coming = guiding.upcoming(running) if running is not None else None
    if running is None or coming is None:
        return guiding.advance(scene)
    passed = structs.replace(running, at=running.steps.index(coming), rep=0, ease=0, settled=False)
    scene = guiding.set_running(scene, passed).with_talk(asked=None)
    return guiding.finish(scene) if guiding.upcoming(passed) is None else guiding.ready_again(scene)


Ease = Literal[-1, 0, 1]


def eased(scene: Scene, ease: Ease) -> Scene:
    """The step at hand with another ease; harder only where its own limits allow."""
    running = scene.talk.routine
    assert running is not None
    if ease > 0 and running.ease < 0:
        return guiding.again(scene.say("harder").with_talk(routine=structs.replace(running, ease=0)))
    if ease > 0 and not guiding.may_be_harder(guiding.variant_of(scene, running.here), facts.situation(scene)):
        scene = scene.say("no_harder")
        if running.chain:
            return scene
        return guiding.again(scene) if scene.heard.reached is not None else guiding.ready_again(scene)
    return guiding.again(
        scene.say("easier" if ease < 0 else "harder").with_talk(routine=structs.replace(running, ease=ease))
    )
