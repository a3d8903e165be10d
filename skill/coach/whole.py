"""A whole routine as one recording, fitted to a situation, for who has no speaker that listens.

Nobody can be asked while it plays, so it holds only what may be done in the situation as it was told, and says at its
start when to leave it alone, as everywhere where nothing may be asked (`GENTLE_BACK_TRIAGE=inform`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct, structs

from skill.coach import guiding, phrases
from skill.coach.content import Content
from skill.coach.conversation import Conversation, Running
from skill.coach.heard import Heard
from skill.coach.keepsake import Keepsake, Settings
from skill.coach.routine import SETTLE, Fitted, LeftOut, Permit, Routine, fit, permit_limits
from skill.coach.scene import Scene
from skill.coach.situation import Profile, Situation
from skill.coach.timeline import Rest, Say, Timeline, seconds

BEFORE_THE_FIRST = 2.0
TO_GET_READY = 3.0
"""Seconds after the name of the next exercise."""


class Whole(Struct, frozen=True):
    """A routine laid out from the first word to the last."""

    timeline: Timeline
    names: Mapping[str, str]
    """The exercise's name for every step that has marks."""
    left_out: tuple[LeftOut, ...]


def whole(
    content: Content, routine: Routine, situation: Situation, heard: Heard, now: datetime, *, pace: float = 1.0
) -> Whole | Permit:
    """The routine for this situation; the refusal where it is none for it. The birth was so many days before `now`.

    `heard`: that of a launch, because nobody speaks.

    What would have to be asked before a step is not asked: that step is left out, except that the gate of four is said.
    """
    told = structs.replace(situation, gate_passed=True)
    refusal = permit_limits(routine.limits, told)
    if told.baby not in routine.places:
        refusal = Permit(reason="place")
    fitted = fit(routine, content.exercises, told)
    steps = tuple(step for step in fitted.steps if not step.ask)
    if refusal.now and not any(step.exercise != SETTLE for step in steps):
        refusal = Permit(ask=next((step.ask for step in fitted.steps if step.ask), ("weeks",)))
    if not refusal.now:
        return refusal
    untold = tuple(LeftOut(s.step, s.exercise, guiding.UNTOLD[s.ask[0]]) for s in fitted.steps if s.ask)
    scene = _scene(content, told, heard, now, pace)
    guided = _guided(scene, routine, steps)
    names = {s.step: content.exercises[s.exercise].name for s in steps if s.exercise != SETTLE}
    minutes = phrases.count(max(1, round(seconds(guided) / 60)), "minute")
    opening = scene.say("start_routine", name=routine.name, minutes=minutes).say("disclaimer")
    opening = opening.say("whole_gate").say("whole_stop")
    closing = scene.say("finished").tell(content.safety_net_short)
    timeline = (*opening.cues, Rest(BEFORE_THE_FIRST), *guided, *closing.cues)
    return Whole(timeline, names, (*fitted.left_out, *untold))


def _scene(content: Content, situation: Situation, heard: Heard, now: datetime, pace: float) -> Scene:
    born = None if situation.day is None else (now - timedelta(days=situation.day)).date()
    profile = Profile(
        born=born, delivery=situation.delivery, complicated=situation.complicated, cleared=situation.cleared
    )
    settings = Settings(pace=pace, night="off", no_baby_words=situation.baby == "not_here")
    return Scene(
        talk=Conversation(baby=situation.baby, profile=profile),
        kept=Keepsake(settings=settings),
        heard=heard,
        now=now,
        content=content,
        keep="settings",
        triage="inform",
    )


def _guided(scene: Scene, routine: Routine, steps: tuple[Fitted, ...]) -> Timeline:
    """The steps one after the other, each announced by its name but the first."""
    cues: Timeline = ()
    named = False
    for at, step in enumerate(steps):
        running = Running(routine=routine.id, version=routine.version, steps=steps, at=at, settled=at > 0)
        if step.exercise != SETTLE and named:
            name = scene.content.exercises[step.exercise].name
            cues += (Say(scene.words("whole_next", name=name), TO_GET_READY),)
        named = named or step.exercise != SETTLE
        cues += guiding.timeline_of(scene, running)
    return cues
