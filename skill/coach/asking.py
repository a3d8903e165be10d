"""Open questions: answers, silence, not understood, going back, and returning after a side question."""

from __future__ import annotations

from msgspec import structs

from skill.coach import facts, guiding, informing, meaning, questionnaire, scripts
from skill.coach.conversation import RAISE, SURVEY, Asked
from skill.coach.scene import Scene


def again(scene: Scene, asked: Asked, *, short: bool = True) -> Scene:
    """Put an open question once more, in fewer words."""
    scene = scene.with_talk(asked=asked)
    if asked.id.startswith("gate_"):
        question = scene.content.gate[int(asked.id[-1]) - 1]
        return scene.tell(question.ask_short if short else question.ask)
    if asked.about in (SURVEY, RAISE) or asked.id in scene.content.signs:
        return scene.tell(scripts.question_words(scene, asked.id, "ask_short" if short else "ask"))
    if asked.id == "if_it_is" and scene.content.signs[asked.about].route not in scene.content.said_once:
        return informing.inform(scene, asked.about)
    if asked.id == "ready" and scene.talk.routine is not None:
        return guiding.ready_again(scene)
    if f"again.{asked.id}" in scene.content.phrases:
        return scene.say(f"again.{asked.id}")
    return scene.say("again.any")


def repeat_question(scene: Scene) -> Scene:
    """An open safety question comes before anything that moves on."""
    return again(scene, scene.asked) if scene.asked is not None else scene


PASSING = frozenset(("offer", "more", "which_one", "which_one_more", "which_topic"))
"""Questions that a side question makes stale: they are not put again."""


def back(scene: Scene) -> Scene:
    """After a side question: put the open question again, or offer to go on with the routine."""
    if scene.asked is not None and scene.asked.id in PASSING:
        scene = scene.with_talk(asked=None)
    asked, running = scene.asked, scene.talk.routine
    if asked is not None:
        return again(scene, asked)
    if running is not None and running.status in ("running", "paused"):
        if scene.heard.reached is not None and running.status == "running":
            return guiding.again(scene)
        return scene if running.chain else scene.ask("go_on")
    return scene


# Silence and not understood


def hint(scene: Scene) -> Scene:
    """What she can say here; nothing of exercise while none may be done, and no menu for someone in despair."""
    if scene.talk.signs and scene.content.signs[scene.talk.signs[0]].route == "mind":
        return structs.replace(scene, cues=()).say("mind_here", crisis=scripts.slots(scene)["crisis"])
    return scene.say("hint.blocked" if facts.no_exercise(scene) else f"hint.{scene.talk.state}")


def silence(scene: Scene) -> Scene:
    """She said nothing. Silence is allowed, and it is never a no."""
    asked, first = scene.asked, scene.talk.silences == 0
    scene = scene.with_talk(silences=scene.talk.silences + 1)
    if asked is None:
        running = scene.talk.routine
        if running is not None and running.chain:
            return scene.quiet(end=True)  # her track goes on by itself
        if running is not None and running.status == "running":
            return wait(scene)
        return (
            (scene.say("still_here") if first else scene.say("going_quiet").quiet(end=True))
            if not _paused(scene)
            else scene.quiet()
        )
    if asked.id in ("ready", "go_on"):
        return wait(scene)
    if first:
        return again(scene, asked)
    if asked.check:
        return unfinished_check(scene, asked)
    return scene.say("going_quiet").with_talk(asked=asked).quiet(end=True)


def _paused(scene: Scene) -> bool:
    running = scene.talk.routine
    return running is not None and running.status == "paused"


def wait(scene: Scene) -> Scene:
    """Pause without a word of blame; her place is kept."""
    running = scene.talk.routine
    if running is None:
        return scene.quiet()
    paused = structs.replace(running, status="paused", why=running.why or "silence")
    return guiding.set_running(scene, paused).say("waiting").quiet()


def leave_open(scene: Scene, asked: Asked) -> Scene:
    """The session ends at a safety question: the routine waits; in personal mode the question comes first next time."""
    if scene.talk.routine is not None and scene.talk.routine.status == "running":
        paused = structs.replace(scene.talk.routine, status="paused", why="silence")
        scene = scene.with_talk(routine=paused)
    return questionnaire.keep_left(scene, asked).with_talk(asked=asked)


def unfinished_check(scene: Scene, asked: Asked) -> Scene:
    """A safety question was not answered: not a no. The level so far, or what to do if unsure; it stays open."""
    return questionnaire.leave(leave_open(scene, asked), asked)


def unclear(scene: Scene) -> Scene:
    """Not understood: ask again usefully, once; then offer the way out; then be quiet."""
    if meaning.can_ask(scene):
        return meaning.ask(scene)
    misses = scene.talk.misses + 1
    asked, running = scene.asked, scene.talk.routine
    scene = scene.with_talk(misses=misses)
    if asked is not None and asked.id != "ready":
        return again(scene.say("missed") if misses == 1 else scene.say("missed_again"), asked)
    if running is not None and running.status == "running" and asked is None and not running.chain:
        return guiding.again(scene) if scene.heard.reached is not None else scene
    if misses == 1:
        scene = scene.say("missed")
        return again(scene, asked) if asked is not None else hint(scene)
    return scene.say("missed_help") if misses == 2 else scene.quiet()


def greeted(scene: Scene) -> Scene:
    """A hello in the middle (`meaning.opened` takes the first one): what is open stays; in a routine it is nothing."""
    running = scene.talk.routine
    if scene.asked is not None:
        return again(scene, scene.asked)
    if running is not None and running.status == "running":
        return guiding.again(scene) if scene.heard.reached is not None else scene
    return scene.ask("go_on")


def not_ours(scene: Scene) -> Scene:
    """Out of scope. In a routine it must not stop, answer or skip anything: a television is not her."""
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        if scene.heard.reached is not None and running.status == "running":
            return guiding.again(scene)
        return again(scene, scene.asked) if scene.asked is not None else scene
    if scene.asked is not None:
        return again(scene.say("not_mine"), scene.asked)
    return hint(scene.say("not_mine"))
