""" "That hurts": the count stops before anything else, then at most three questions, then easier, another, or stop.

What hurt is remembered: next time it is taken easier, and left out after a second time in one session. Numbness or
weakness with it leaves the ladder for the warning signs' own questions.
"""

from __future__ import annotations

from msgspec import structs

from skill.coach import asking, diary, fitting, guiding, informing, safety
from skill.coach.conversation import Asked
from skill.coach.keepsake import Entry, add_entry
from skill.coach.routine import SETTLE, LeftOut
from skill.coach.safety import CHAIN
from skill.coach.scene import Scene

BEARABLE = 3.0
"""Discomfort up to 3 of 10 that settles is acceptable (`clinical/exercises.md` section 2)."""
NUMB_SIGNS = ("saddle_numb", "leg_weakness", "leg_numb_tingle")
"""Asked one by one when something is numb, tingling or weak, the most dangerous first."""


def that_hurts(scene: Scene) -> Scene:
    """Stop first. Then the first question of the ladder: numbness, tingling or weakness with it?"""
    asked = scene.asked
    if asked is not None and (asked.id.startswith("hurt_") or safety.asks_sign(asked, scene)):
        return asking.repeat_question(scene)
    scene = _just_done(scene)
    running = scene.talk.routine
    if running is None or running.status == "stopped" or running.here.exercise == SETTLE:
        scene = safety.pause(scene).say("sorry_it_hurts")
        return scene.say("hurt_inform") if scene.informs else scene.ask("hurt_numb", "", check=True)
    exercise = running.here.exercise
    twice = exercise in scene.talk.hurt
    scene = remember(scene, exercise)
    hurting = structs.replace(running, status="paused", why="pain", ease=min(0, running.ease))
    scene = guiding.set_running(scene, hurting).with_talk(asked=None)
    if len(scene.talk.hurt) >= 2 and not twice:
        scene = _stopped(scene).with_talk(enough=True).say("hurt_enough")
        return scene.say("hurt_inform").quiet() if scene.informs else scene.ask("hurt_numb", "", check=True)
    if scene.informs:
        stopped = scene.say("hurt_stop_again") if twice else scene.say("hurt_stop")
        return choice(stopped.say("hurt_inform"), exercise, mild=not twice)
    return scene.say("hurt_stop_again" if twice else "hurt_stop").ask("hurt_numb", exercise, check=True)


def _just_done(scene: Scene) -> Scene:
    """Where the step at hand was not guided yet (a question before it, or skipped), the one guided last hurts."""
    running = scene.talk.routine
    if running is None or running.here.step in running.guided or not running.guided:
        return scene
    done = [n for n, step in enumerate(running.steps[: running.at]) if step.step in running.guided]
    return scene.with_talk(routine=structs.replace(running, at=done[-1])) if done else scene


def remember(scene: Scene, exercise: str) -> Scene:
    """Today it hurt: easier from now on, kept in personal mode; a second time: left out for this session."""
    again = exercise in scene.talk.hurt
    scene = scene.with_talk(hurt=tuple(dict.fromkeys((*scene.talk.hurt, exercise))))
    if again:
        scene = scene.with_talk(skipped=scene.talk.skipped | {exercise})
    if scene.keep != "personal":
        return scene
    today = scene.now.date()
    scene = scene.with_kept(hurt={**scene.kept.hurt, exercise: today})
    return structs.replace(scene, kept=add_entry(scene.kept, Entry(day=today, kind="hurt", exercise=exercise)))


def _stopped(scene: Scene) -> Scene:
    running = scene.talk.routine
    return (
        scene if running is None else guiding.set_running(scene, structs.replace(running, status="stopped", why="pain"))
    )


def numb(scene: Scene, value: bool | None) -> Scene:
    """Numbness, tingling or weakness? Yes or don't know goes to the warning signs' own questions."""
    asked = scene.asked or Asked("hurt_numb")
    scene = scene.with_talk(asked=None, answered=asked)
    if value is not False:
        return safety.ask_sign(scene, NUMB_SIGNS[0], CHAIN + asked.about)
    if scene.talk.early_score is not None:
        return _by_score(scene.with_talk(early_score=None), asked.about, scene.talk.early_score)
    return scene.ask("hurt_score", asked.about, check=True)


def early_score(scene: Scene) -> Scene:
    """She said the number before it was asked: kept for then, the question about numbness stays."""
    value = scene.slot("score")
    known = float(value) if isinstance(value, (int, float)) else None
    return asking.repeat_question(scene.with_talk(early_score=known))


def next_in_chain(scene: Scene, asked: Asked) -> Scene:
    """A clear no within the ladder: the next sign's question, or the exercise is left for today."""
    at = NUMB_SIGNS.index(asked.id) + 1 if asked.id in NUMB_SIGNS else len(NUMB_SIGNS)
    if at < len(NUMB_SIGNS):
        return safety.ask_sign(scene, NUMB_SIGNS[at], asked.about)
    exercise = asked.about.removeprefix(CHAIN)
    if asked.id not in NUMB_SIGNS:
        return _stopped(scene).say("hurt_rest").quiet(end=True)
    return choice(_skip(scene.say("thank_you"), exercise), exercise, mild=False)


def _skip(scene: Scene, exercise: str) -> Scene:
    return scene.with_talk(skipped=scene.talk.skipped | {exercise}) if exercise else scene


def score(scene: Scene) -> Scene:
    """How bad right now, 0 to 10?"""
    asked = scene.asked or Asked("hurt_score")
    value = scene.slot("score")
    if not isinstance(value, (int, float)):
        return asking.repeat_question(scene)
    return _by_score(scene.with_talk(asked=None), asked.about, float(value))


def _by_score(scene: Scene, exercise: str, value: float) -> Scene:
    """Mild: her choice. More: this exercise is left. Severe: the end, and the protocol's own question."""
    if value >= diary.SEVERE and scene.informs:
        return informing.inform(_stopped(scene.with_talk(asked=None, enough=True)).with_kept(place=None), "pain_severe")
    if value >= diary.SEVERE:
        scene = _stopped(scene.with_talk(asked=None, enough=True)).with_kept(place=None).say("hurt_severe")
        return safety.ask_sign(scene, "pain_severe", CHAIN + exercise)
    return choice(scene, exercise, mild=value <= BEARABLE)


def choice(scene: Scene, exercise: str, *, mild: bool) -> Scene:
    """Easier (once, when it was mild), another, or stop."""
    running = scene.talk.routine
    if running is None or running.status in ("stopped", "finished") or not exercise:
        return scene.say("hurt_rest").quiet(end=True)
    return scene.ask("hurt_choice" if mild and exercise not in scene.talk.skipped else "hurt_other", exercise)


def easier(scene: Scene) -> Scene:
    """She chose the easier version."""
    running = scene.talk.routine
    if running is None or running.status == "stopped":
        return scene.say("hurt_rest").quiet(end=True)
    return fitting.eased(scene.with_talk(asked=None), -1)


def another(scene: Scene) -> Scene:
    """She chose another one: this exercise is left out for today, wherever it comes again."""
    running = scene.talk.routine
    if running is None or running.status == "stopped":
        return scene.say("hurt_rest").quiet(end=True)
    exercise = running.here.exercise
    out = tuple(LeftOut(s.step, s.exercise, "hurts") for s in running.steps[running.at :] if s.exercise == exercise)
    keep = tuple(s for n, s in enumerate(running.steps) if n <= running.at or s.exercise != exercise)
    running = structs.replace(running, steps=keep, left_out=(*running.left_out, *out), ease=0)
    scene = guiding.set_running(_skip(scene, exercise).with_talk(asked=None), running)
    return guiding.advance(scene.say("another"), count=False)


def choice_yes(scene: Scene) -> Scene:
    """ "Easier, another, or stop?" - "yes": the gentlest that goes on."""
    return easier(scene) if scene.asked is not None and scene.asked.id == "hurt_choice" else another(scene)


def choice_no(scene: Scene) -> Scene:
    """No more today."""
    return _stopped(scene.with_talk(asked=None)).say("hurt_rest").quiet(end=True)


def pain_score(scene: Scene) -> Scene:
    """A number outside the ladder: written down, said back; a bad one asks the protocol's question."""
    value = scene.slot("score")
    if not isinstance(value, (int, float)):
        return scene.ask("pain_score")
    number = max(0.0, min(10.0, float(value)))
    asked = scene.asked
    if asked is not None and asked.id == "pain_score":
        scene = scene.with_talk(asked=None)
    elif asked is not None and asked.about == CHAIN and number < diary.SEVERE:
        # The question about severe pain came from a number that is taken back now.
        scene = scene.with_talk(asked=None, enough=False)
    risen = diary.has_risen(scene, number)
    scene = diary.write_down(scene, number)
    if number >= diary.SEVERE:
        scene = safety.pause(scene).with_talk(enough=True)
        if scene.informs:
            return informing.inform(scene, "pain_severe")
        return safety.ask_sign(scene, "pain_severe", CHAIN)
    if risen and not scene.informs:
        return scene.ask("anything_new", check=True)
    return asking.back(scene)
