""" "That hurts": the count stops before anything else, then at most three questions, then easier, another, or stop.

What hurt is remembered: next time it is taken easier, and left out after a second time in one session.
"""

from __future__ import annotations

from msgspec import structs

from skill.coach import guiding, safety
from skill.coach.conversation import FACTS, Asked
from skill.coach.keepsake import Entry, add_entry
from skill.coach.routine import SETTLE, LeftOut
from skill.coach.scene import Scene

BEARABLE = 3.0
"""Discomfort up to 3 of 10 that settles is acceptable (`clinical/exercises.md` section 2)."""
SEVERE = 7.0
"""From here on the protocol's own question about severe pain is asked."""


def that_hurts(scene: Scene) -> Scene:
    """Stop first. Then the first question of the ladder: numbness, tingling or weakness with it?"""
    scene = _just_done(scene)
    running = scene.talk.routine
    if running is None or running.status not in ("running", "paused") or running.here.exercise == SETTLE:
        return scene.say("sorry_it_hurts").ask("hurt_numb", "")
    exercise = running.here.exercise
    twice = exercise in scene.talk.hurt
    scene = remember(scene, exercise)
    scene = guiding.set_running(scene, structs.replace(running, status="paused", why="pain")).with_talk(asked=None)
    if len(scene.talk.hurt) >= 2 and not twice:
        return _enough(scene)
    scene = scene.say("hurt_stop_again" if twice else "hurt_stop")
    return scene.ask("hurt_numb", exercise)


def _just_done(scene: Scene) -> Scene:
    """While a question before the next step is open, what hurts is the exercise she has just done."""
    running, asked = scene.talk.routine, scene.asked
    if running is None or asked is None or not (asked.id in FACTS or asked.id.startswith("gate_")):
        return scene
    done = [n for n, step in enumerate(running.steps[: running.at]) if step.exercise != SETTLE]
    return scene.with_talk(routine=structs.replace(running, at=done[-1])) if done else scene


def remember(scene: Scene, exercise: str) -> Scene:
    """Today it hurt: easier from now on, kept in personal mode."""
    hurt = tuple(dict.fromkeys((*scene.talk.hurt, exercise)))
    scene = scene.with_talk(hurt=hurt)
    if scene.keep != "personal":
        return scene
    today = scene.now.date()
    scene = scene.with_kept(hurt={**scene.kept.hurt, exercise: today})
    return structs.replace(scene, kept=add_entry(scene.kept, Entry(day=today, kind="hurt", exercise=exercise)))


def _enough(scene: Scene) -> Scene:
    """Two different exercises hurt: that is enough for today."""
    return _stopped(scene).say("hurt_enough").ask("hurt_numb", "")


def _stopped(scene: Scene) -> Scene:
    running = scene.talk.routine
    return (
        scene if running is None else guiding.set_running(scene, structs.replace(running, status="stopped", why="pain"))
    )


def numb(scene: Scene, value: bool | None) -> Scene:
    """Numbness, tingling or weakness? Yes or don't know goes to that sign's own question."""
    asked = scene.asked or Asked("hurt_numb")
    if value is not False:
        return safety.ask_sign(scene, "leg_numb_tingle")
    return scene.with_talk(asked=None).ask("hurt_score", asked.about)


def score(scene: Scene) -> Scene:
    """How bad right now, 0 to 10?"""
    asked = scene.asked or Asked("hurt_score")
    value = scene.slot("score")
    if not isinstance(value, (int, float)):
        return scene.ask("hurt_score", asked.about)
    if value >= SEVERE:
        return safety.ask_sign(scene.say("hurt_severe"), "pain_severe")
    return choice(scene.with_talk(asked=None), asked.about, mild=value <= BEARABLE)


def choice(scene: Scene, exercise: str, *, mild: bool) -> Scene:
    """Easier (once, when it was mild), another, or stop."""
    running = scene.talk.routine
    if running is None or running.status in ("stopped", "finished") or not exercise:
        return scene.say("hurt_rest").quiet(end=True)
    if mild and running.ease >= 0:
        return scene.ask("hurt_choice", exercise)
    return scene.ask("hurt_other", exercise)


def easier(scene: Scene) -> Scene:
    """She chose the easier version."""
    running = scene.talk.routine
    if running is None:
        return scene.say("hurt_rest").quiet(end=True)
    return guiding.eased(scene.with_talk(asked=None), -1)


def another(scene: Scene) -> Scene:
    """She chose another one: this exercise is left out for today, wherever it comes again."""
    running = scene.talk.routine
    if running is None or running.status == "stopped":
        return scene.say("hurt_rest").quiet(end=True)
    exercise = running.here.exercise
    out = tuple(LeftOut(s.step, s.exercise, "hurts") for s in running.steps[running.at :] if s.exercise == exercise)
    keep = tuple(s for n, s in enumerate(running.steps) if n <= running.at or s.exercise != exercise)
    running = structs.replace(running, steps=keep, left_out=(*running.left_out, *out), ease=0)
    return guiding.advance(guiding.set_running(scene.with_talk(asked=None), running).say("another"), count=False)


def choice_yes(scene: Scene) -> Scene:
    """ "Easier, another, or stop?" - "yes": the gentlest that goes on."""
    return easier(scene) if scene.asked is not None and scene.asked.id == "hurt_choice" else another(scene)


def choice_no(scene: Scene) -> Scene:
    """No more today."""
    return _stopped(scene.with_talk(asked=None)).say("hurt_rest").quiet(end=True)
