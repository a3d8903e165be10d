"""Open questions: answers, silence, not understood, going back, and returning after a side question."""

from __future__ import annotations

from msgspec import structs

from skill.coach import beginning, facts, guiding, safety
from skill.coach.conversation import FACTS, Asked
from skill.coach.place import routine_of
from skill.coach.scene import Scene


def again(scene: Scene, asked: Asked, *, short: bool = True) -> Scene:
    """Put an open question once more, in fewer words."""
    scene = scene.with_talk(asked=asked)
    if asked.id.startswith("gate_"):
        question = scene.content.gate[int(asked.id[-1]) - 1]
        text = question.ask_short if short else question.ask
    elif asked.id in scene.content.signs:
        text = safety.words_of(scene, asked.id, "ask_short" if short else "ask")
    elif asked.id == "ready" and scene.talk.routine is not None:
        return guiding.ready_again(scene)
    elif f"again.{asked.id}" in scene.content.phrases:
        routine = routine_of(scene.content, asked.about)
        return scene.say(f"again.{asked.id}", name=routine.name if routine else scene.words("the_start"))
    else:
        return scene.say("again.any")
    return scene.tell(text)


def back(scene: Scene) -> Scene:
    """After a side question: put the open question again, or offer to go on with the routine."""
    asked, running = scene.asked, scene.talk.routine
    if asked is not None:
        return again(scene, asked)
    if running is not None and running.status in ("running", "paused"):
        if scene.heard.reached is not None and running.status == "running":
            return guiding.again(scene)
        return scene.ask("go_on")
    return scene


# Silence and not understood


def silence(scene: Scene) -> Scene:
    """She said nothing. Silence is allowed, and it is never a no."""
    asked, first = scene.asked, scene.talk.silences == 0
    scene = scene.with_talk(silences=scene.talk.silences + 1)
    if asked is None:
        running = scene.talk.routine
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
    if scene.talk.state == "triage":
        return _unfinished_check(scene, asked)
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


def _unfinished_check(scene: Scene, asked: Asked) -> Scene:
    """Two silences to a safety question: not a no. The check stays open and says what to do if unsure."""
    if scene.talk.routine is not None:
        paused = structs.replace(scene.talk.routine, status="paused", why="silence")
        scene = scene.with_talk(routine=paused)
    return scene.with_talk(asked=asked).say("check_unfinished", line=safety.slots(scene, ())["urgent_line"]).quiet()


def unclear(scene: Scene) -> Scene:
    """Not understood: ask again usefully, once; then offer the way out; then be quiet."""
    misses = scene.talk.misses + 1
    asked, running = scene.asked, scene.talk.routine
    scene = scene.with_talk(misses=misses)
    if asked is not None and scene.talk.state == "triage" and misses >= 2:
        return answer(scene.with_talk(misses=0), None)
    if asked is not None and asked.id != "ready":
        return again(scene.say("missed") if misses == 1 else scene.say("missed_again"), asked)
    if running is not None and running.status == "running" and asked is None:
        return guiding.again(scene) if scene.heard.reached is not None else scene
    if misses == 1:
        scene = scene.say("missed")
        return again(scene, asked) if asked is not None else scene.say(f"hint.{scene.talk.state}")
    return scene.say("missed_help") if misses == 2 else scene.quiet()


def not_ours(scene: Scene) -> Scene:
    """Out of scope. In a routine it must not stop, answer or skip anything: a television is not her."""
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        if scene.heard.reached is not None and running.status == "running":
            return guiding.again(scene)
        return again(scene, scene.asked) if scene.asked is not None else scene
    if scene.asked is not None:
        return again(scene.say("not_mine"), scene.asked)
    return scene.say("not_mine").say("hint.open")


def not_skipped(scene: Scene) -> Scene:
    """ "Skip the questions": the short gate stays, without an argument."""
    return again(scene, scene.asked) if scene.asked is not None else scene


# Answers


def yes(scene: Scene) -> Scene:
    """A yes to the open question."""
    return answer(scene, True)


def no(scene: Scene) -> Scene:
    """A no to the open question."""
    return answer(scene, False)


def unsure(scene: Scene) -> Scene:
    """ "I don't know": never kinder than a no."""
    return answer(scene, None)


def answer(scene: Scene, value: bool | None) -> Scene:
    """An answer counts only for the question this session asked."""
    asked = scene.asked
    if asked is None:
        return _answer_to_nothing(scene, value)
    scene = scene.with_talk(asked=None, silences=0)
    if asked.id.startswith("gate_"):
        return gate_answer(scene, asked, value)
    if safety.asks_sign(asked, scene):
        return safety.sign_answer(scene, asked.id, value) or after_no_sign(scene)
    if asked.id in FACTS:
        return fact_answer(scene, asked, value)
    return again(scene, asked)


def _answer_to_nothing(scene: Scene, value: bool | None) -> Scene:
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        if running.status == "paused" and value:
            return beginning.resume(scene)
        return guiding.again(scene) if scene.heard.reached is not None else scene.say("hint.routine")
    return scene.say("hint.open") if not value else scene.say("yes_to_what").say("hint.open")


def not_yet(scene: Scene) -> Scene:
    """Not ready: she takes her time, the place is kept."""
    running = scene.talk.routine
    if running is not None:
        scene = scene.with_talk(routine=structs.replace(running, status="paused", why="break"))
    return scene.with_talk(asked=None).say("take_your_time").quiet()


def go_on(scene: Scene) -> Scene:
    """On with the step at hand."""
    return guiding.again(scene, setup=True) if scene.talk.routine is not None else beginning.resume(scene)


def no_place(scene: Scene) -> Scene:
    """No clear place of the baby was said: take it as in arms, the strictest, and begin."""
    scene = scene.with_talk(baby="in_arms", declined=scene.talk.declined | {"baby"}).say("as_if_in_arms")
    return after_baby(scene)


def after_baby(scene: Scene) -> Scene:
    """The baby's place is known now: do what the question was for."""
    about = scene.asked.about if scene.asked is not None else ""
    scene = scene.with_talk(asked=None)
    if about == "resume":
        return beginning.resume(scene)
    routine = routine_of(scene.content, about)
    return beginning.begin(scene, routine) if routine else beginning.start_routine(scene)


def accepted(scene: Scene) -> Scene:
    """Yes to what was offered."""
    routine = routine_of(scene.content, scene.asked.about if scene.asked is not None else "")
    scene = scene.with_talk(asked=None)
    return beginning.begin(scene, routine) if routine is not None else beginning.start_routine(scene)


def declined(scene: Scene) -> Scene:
    """No to what was offered: nothing is pressed on her."""
    return scene.with_talk(asked=None).say("all_right").say("hint.open")


def fresh_start(scene: Scene) -> Scene:
    """Not from where she stopped."""
    return scene.say("fresh_start").ask("start", "start", quietly=True)


# Facts and the gate, asked before a step


def fact_answer(scene: Scene, asked: Asked, value: bool | None) -> Scene:
    """Clearance is a yes or no; the others are said. Not told = the stricter answer, never asked again."""
    if asked.id == "cleared" and value is not None:
        scene = facts.take_in(structs.replace(scene, heard=structs.replace(scene.heard, slots={"cleared": value})))
        if not value:
            scene = scene.say("ask_at_next_check")
    elif asked.id != "cleared" and value is True:
        return again(scene, asked)
    else:
        scene = scene.with_talk(declined=scene.talk.declined | {asked.id}).say("no_matter")
    return on_from_pause(scene)


def told(scene: Scene) -> Scene:
    """The open question about a fact was answered by what she said."""
    return on_from_pause(scene.with_talk(asked=None))


def gate_answer(scene: Scene, asked: Asked, value: bool | None) -> Scene:
    """One of the gate of four. A yes or don't know: no stronger moves today, and what to do next."""
    gate = (*scene.talk.gate, value)
    scene = scene.with_talk(gate=gate, asked=None)
    if value is False:
        if len(gate) < facts.GATE_QUESTIONS and not (len(gate) == 3 and _past_bleeding_window(scene)):
            return guiding.ask_gate(scene, asked.about)
        filled = scene.with_talk(gate=gate + (False,) * (facts.GATE_QUESTIONS - len(gate)))
        return on_from_pause(filled.say("gate_passed"))
    return safety.gate_failed(scene, value)


def after_no_sign(scene: Scene) -> Scene:
    """A clear no to a warning sign's question: back to where she was, gently."""
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        return scene.say("thank_you").ask("go_on")
    return scene.say("thank_you").say("hint.open")


BLEEDING_WEEKS = 12


def _past_bleeding_window(scene: Scene) -> bool:
    """The bleeding question is asked up to twelve weeks or when the weeks are unknown (`triage.md` section 5)."""
    weeks = scene.profile.weeks(scene.now.date())
    return weeks is not None and weeks > BLEEDING_WEEKS


def on_from_pause(scene: Scene) -> Scene:
    """Go on with the step the question was for, fitted to what is known now."""
    if scene.talk.routine is None or scene.talk.routine.status == "finished":
        return scene.say("noted").say("hint.open")
    return guiding.guide(guiding.refit(scene.with_talk(asked=None)))


def go_back(scene: Scene) -> Scene:
    """ "No, I meant yes": the last answered question once more."""
    gate = scene.talk.gate
    if gate and scene.asked is not None and scene.asked.id.startswith("gate_"):
        scene = scene.with_talk(gate=gate[:-1], asked=None).say("again_then")
        return guiding.ask_gate(scene, scene.talk.routine.here.step if scene.talk.routine else "")
    if scene.asked is not None:
        return again(scene.say("again_then"), scene.asked, short=False)
    return scene.say("what_is_right")
