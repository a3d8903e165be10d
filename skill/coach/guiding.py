"""Guiding: the running routine, step by step. Every control word mid-routine ends here."""

from __future__ import annotations

from msgspec import structs

from skill.coach import facts, phrases, playing
from skill.coach.conversation import Asked, Running
from skill.coach.diary import closing
from skill.coach.exercise import ON_THE_FLOOR, Variant
from skill.coach.place import routine_of
from skill.coach.routine import SETTLE, Fact, Fitted, LeftOut, Permit, Reason, permit, permit_harder, skipped
from skill.coach.scene import Scene
from skill.coach.situation import Situation
from skill.coach.timeline import PAUSE_AFTER_SETUP, Say, Timeline, lay_out, seconds

FEWER_AFTER = 3
"""After this many times an exercise is guided with the shorter words from the first repetition on."""

UNTOLD: dict[Fact, Reason] = {"weeks": "untold", "delivery": "untold", "cleared": "clearance", "gate": "gate"}
"""The reason for leaving a step out when the fact it needs was not told."""


def variant_of(scene: Scene, step: Fitted) -> Variant | None:
    """The variant of a fitted step; None for a settle step."""
    exercise = scene.content.exercises.get(step.exercise)
    return None if exercise is None else next((v for v in exercise.variants if v.id == step.variant), None)


def timeline_of(scene: Scene, running: Running, *, rep: int = 0, setup: bool = True) -> Timeline:
    """The cues of the step at hand."""
    step = running.here
    routine = routine_of(scene.content, running.routine)
    variant = variant_of(scene, step)
    if variant is None:
        lines = next((s.lines.get(step.variant, ()) for s in routine.steps if s.id == step.step), ()) if routine else ()
        return tuple(Say(text, PAUSE_AFTER_SETUP) for text in lines)
    known = scene.settings.knows.get(step.exercise, 0) >= FEWER_AFTER or scene.settings.words == "short"
    ease = _ease(scene, running, variant)
    extra = (variant.easier,) if ease < 0 else (variant.harder,) if ease > 0 else ()
    return lay_out(
        step.step,
        variant,
        reps=_reps(step, variant, ease),
        start=rep if rep >= 1 else 1,
        setup=setup,
        enter=not _is_in_position(scene, running),
        leave=not _stays_in_position(scene, running),
        stretch=scene.settings.pace * (1.1 if scene.night else 1.0),
        fewer_words=1 if known else 0,
        extra=extra,
        chimes=scene.settings.chimes and not scene.night,
    )


def _ease(scene: Scene, running: Running, variant: Variant) -> int:
    """The ease that holds now: easier for what hurt, harder only while its own limits allow it."""
    situation = facts.situation(scene)
    if running.here.exercise in situation.hurt:
        return -1
    return 0 if running.ease > 0 and not may_be_harder(variant, situation) else running.ease


def may_be_harder(variant: Variant | None, situation: Situation) -> bool:
    """Whether the harder form of a variant may be offered now."""
    return variant is not None and bool(variant.harder) and permit_harder(variant, situation).now


def _position(scene: Scene, running: Running, at: int) -> str | None:
    """The position in which a step leaves her; None where nothing is said of it."""
    step = running.steps[at]
    variant = variant_of(scene, step)
    if variant is not None:
        return variant.position
    routine = routine_of(scene.content, running.routine)
    return next((s.into.get(step.variant) for s in routine.steps if s.id == step.step), None) if routine else None


def _is_in_position(scene: Scene, running: Running) -> bool:
    """She came straight from a step that left her in the position of this one."""
    before = running.at - 1
    return (
        running.settled and before >= 0 and _position(scene, running, before) == _position(scene, running, running.at)
    )


def _stays_in_position(scene: Scene, running: Running) -> bool:
    """The next exercise is done in the same position."""
    coming = upcoming(running)
    here, there = variant_of(scene, running.here), variant_of(scene, coming) if coming else None
    return here is not None and there is not None and here.position == there.position


def _reps(step: Fitted, variant: Variant, ease: int) -> int:
    if ease < 0:
        return max(1, step.reps * 2 // 3)
    return min(variant.most, step.reps + 2) if ease > 0 else step.reps


def set_running(scene: Scene, running: Running | None) -> Scene:
    """The scene with the routine changed; counts as a move."""
    return scene.with_talk(routine=running, moves=scene.talk.moves + 1)


def guide(scene: Scene, *, rep: int = 0, setup: bool = True) -> Scene:
    """Guide the step at hand (with the set-up moments before it): as a track where that may be, else in turns, and then
    the microphone opens after it.
    """
    running = scene.talk.routine
    assert running is not None
    if scene.talk.baby is None and not scene.no_baby and "baby" not in scene.talk.declined:
        return scene.ask("baby_now", "resume")
    while running.here.exercise == SETTLE and running.at < len(running.steps) - 1:
        scene = structs.replace(scene, cues=(*scene.cues, *timeline_of(scene, running)))
        running = structs.replace(running, at=running.at + 1, done=_add(running.done, running.here.step), settled=True)
    if running.here.exercise != SETTLE:
        allowed, scene = _allow(scene, running)
        if not allowed:
            return scene
    running = scene.talk.routine or running
    if running.here.exercise == SETTLE:
        return finish(scene.with_talk(routine=running))
    guided = _add(running.guided, running.here.step)
    running = structs.replace(running, status="running", why="", rep=max(rep, 0), guided=guided, chain="")
    if (track := playing.track_of(scene, running)) is not None:
        return playing.play(scene, running, track, setup=setup)
    scene = set_running(scene, running).play(timeline_of(scene, running, rep=rep, setup=setup))
    return _after(scene, running)


def upcoming(running: Running) -> Fitted | None:
    """The next exercise after the step at hand; None if this is the last."""
    return next((s for s in running.steps[running.at + 1 :] if s.exercise != SETTLE), None)


def ready_again(scene: Scene) -> Scene:
    """Put the question before the next exercise once more; it may be another one since the routine was fitted anew."""
    running = scene.talk.routine
    coming = upcoming(running) if running is not None else None
    if coming is None:
        return scene.say("again.ready_end").with_talk(asked=Asked("ready"))
    name = scene.content.exercises[coming.exercise].name
    return scene.say("again.ready", name=name).with_talk(asked=Asked("ready", coming.step))


def _after(scene: Scene, running: Running) -> Scene:
    """What follows a guided step: the next one by name, or whether that was all."""
    coming = upcoming(running)
    if coming is not None:
        return scene.ask("ready", about=coming.step, name=scene.content.exercises[coming.exercise].name)
    scene = scene.say("ask.ready_end").ask("ready", quietly=True)
    return structs.replace(scene, reprompt=scene.words("again.ready_end"))


def _allow(scene: Scene, running: Running) -> tuple[bool, Scene]:
    """Check the step at hand once more against what is known now; ask, or leave it out and go on."""
    scene = scene.with_talk(routine=running)
    step = running.here
    answer = recheck(scene, step)
    if answer.now:
        return True, scene
    fact = None if scene.informs else facts.missing(answer.ask, scene)
    if scene.informs and answer.reason is None and answer.ask == ("gate",):
        return _allow(tell_gate(scene), running)
    if answer.reason is None and fact is not None:
        return False, ask_fact(scene, fact, step.step)
    reason = answer.reason or UNTOLD[answer.ask[0]]
    left = structs.replace(running, left_out=(*running.left_out, LeftOut(step.step, step.exercise, reason)))
    scene = say_left_out(scene.with_talk(routine=left), reason, (step.exercise,))
    return False, advance(scene, count=False, begun=False)


def recheck(scene: Scene, step: Fitted) -> Permit:
    """The permit of a fitted step in the situation of this moment."""
    variant, running, situation = variant_of(scene, step), scene.talk.routine, facts.situation(scene)
    if step.exercise in situation.skipped:
        return skipped(step.exercise, situation)
    if variant is None:
        return Permit(reason="place")
    return permit(variant, situation, routine=running.routine if running else None)


def say_left_out(scene: Scene, reason: Reason, exercises: tuple[str, ...]) -> Scene:
    """Say once why something is left out."""
    running = scene.talk.routine
    if running is None or reason in running.said:
        return scene
    names = phrases.listing([scene.content.exercises[e].name for e in dict.fromkeys(exercises)][:2])
    scene = scene.say(f"left_out.{reason}", names=names)
    return scene.with_talk(routine=structs.replace(running, said=(*running.said, reason)))


def ask_fact(scene: Scene, fact: str, step: str) -> Scene:
    """Ask what this step needs, at this natural pause. The gate is asked question by question."""
    if fact == "gate":
        return ask_gate(scene, step)
    return scene.ask(fact, step)


def tell_gate(scene: Scene) -> Scene:
    """Where nothing may be asked: once a session, when to leave the stronger moves out today. Then it is her choice."""
    count = facts.gate_questions(scene.profile, scene.now.date())
    return scene.with_talk(gate=(False,) * count).say("gate_inform")


def ask_gate(scene: Scene, step: str) -> Scene:
    """The next question of the gate of four."""
    n = len(scene.talk.gate)
    question = scene.content.gate[n]
    first = scene.say("gate.first") if n == 0 else scene
    scene = first.tell(question.ask).ask(f"gate_{n + 1}", step, quietly=True, check=True)
    return structs.replace(scene, reprompt=question.ask_short)


def _add(done: tuple[str, ...], step: str) -> tuple[str, ...]:
    return done if step in done else (*done, step)


def advance(scene: Scene, *, count: bool = True, begun: bool = True) -> Scene:
    """On to the next step. `count`: the step at hand was done; else, if it was `begun`, its way out is still said."""
    running = scene.talk.routine
    assert running is not None
    if count:
        scene = count_done(scene)
        running = scene.talk.routine or running
    elif begun and running.status == "running":
        scene = _come_up(scene, running)
    if running.at >= len(running.steps) - 1:
        return finish(scene.with_talk(routine=running))
    running = structs.replace(running, at=running.at + 1, rep=0, ease=0, settled=count)
    return guide(set_running(scene, running).with_talk(asked=None))


def _come_up(scene: Scene, running: Running) -> Scene:
    """She left an exercise on the floor before its end: the way out of the position is still said."""
    variant = variant_of(scene, running.here)
    if variant is None or variant.position not in ON_THE_FLOOR or _stays_in_position(scene, running):
        return scene
    return structs.replace(scene, cues=(*scene.cues, *(Say(text) for text in variant.leave)))


def count_done(scene: Scene) -> Scene:
    """The exercise at hand was done: one more on the list of what she knows."""
    running = scene.talk.routine
    assert running is not None
    here = running.here
    if here.exercise == SETTLE or here.step not in running.guided:
        return scene
    known = min(99, scene.settings.knows.get(here.exercise, 0) + 1)
    scene = scene.with_settings(knows={**scene.settings.knows, here.exercise: known})
    return scene.with_talk(routine=structs.replace(running, done=_add(running.done, here.step)))


def finish(scene: Scene) -> Scene:
    """The closing set-up moments, then the end: a kind word, the safety net in short form, at most one question."""
    running = scene.talk.routine
    assert running is not None
    for at in range(running.at, len(running.steps)):
        if running.steps[at].exercise == SETTLE:
            lines = timeline_of(scene, structs.replace(running, at=at))
            scene = structs.replace(scene, cues=(*scene.cues, *lines))
    exercises = {step.step for step in running.steps if step.exercise != SETTLE}
    done = tuple(step for step in running.done if step in exercises)
    ended = structs.replace(running, status="finished")
    return closing(
        scene.with_talk(routine=ended, asked=None), max(1, round(minutes_of(scene, ended, done))) if done else 0
    )


def minutes_of(scene: Scene, running: Running, steps: tuple[str, ...]) -> float:
    """Minutes of guidance of these steps of a routine, from their timelines."""
    total = 0.0
    for at, step in enumerate(running.steps):
        if step.step not in steps:
            continue
        if (track := playing.track_of(scene, here := structs.replace(running, at=at))) is not None:
            total += (track.ms - playing.ms_at(track, here.rep if at == running.at else 0)) / 1000
        elif at == running.at and running.status != "finished":
            total += seconds(timeline_of(scene, running, rep=running.rep))
        else:
            total += seconds(timeline_of(scene, structs.replace(running, at=at, ease=0, settled=True)))
    return total / 60


def again(scene: Scene, *, setup: bool = False) -> Scene:
    """Go on with the step at hand at its repetition, without the set-up unless wanted."""
    running = scene.talk.routine
    assert running is not None
    setup = setup or running.rep <= 0
    # After a pause she may be anywhere: getting into the position is said again, with all its care for the baby.
    scene = scene.with_talk(asked=None, routine=structs.replace(running, settled=running.settled and not setup))
    return guide(scene, rep=running.rep, setup=setup)
