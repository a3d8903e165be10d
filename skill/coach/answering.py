"""Answers to open questions: offers, facts before a step, the gate of four, and warning signs."""

from __future__ import annotations

from msgspec import structs

from skill.coach import asking, beginning, facts, fitting, guiding, pain, questionnaire, safety
from skill.coach.conversation import FACTS, RAISE, SURVEY, Asked
from skill.coach.place import routine_of
from skill.coach.scene import Scene


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
    if asked.about in (SURVEY, RAISE):
        return questionnaire.answer(scene, asked, value)
    if safety.asks_sign(asked, scene):
        return sign_answer(scene, asked, value)
    if asked.id in FACTS:
        return fact_answer(scene, asked, value)
    return asking.again(scene, asked)


def _answer_to_nothing(scene: Scene, value: bool | None) -> Scene:
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        if running.status == "paused" and value:
            return beginning.resume(scene)
        return guiding.again(scene) if scene.heard.reached is not None else scene.say("hint.routine")
    return asking.hint(scene if not value else scene.say("yes_to_what"))


GATE_SIGNS = ("pain_worse", "leg_numb_tingle", "fever", "heavy_bleeding")
"""The sign whose own question comes first after a yes or don't know in the gate of four."""


def gate_signs(at: int) -> frozenset[str]:
    """The signs that the question `at` (from 0) of the gate of four is about."""
    return frozenset(pain.NUMB_SIGNS if at == 1 else GATE_SIGNS[at : at + 1])


# Offers


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
    if scene.slot("baby") is None or scene.talk.baby is None:
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


def start_or_resume(scene: Scene) -> Scene:
    """ "Go on then", to "shall we start?": a place that is kept, else a beginning."""
    return beginning.resume(scene) if scene.kept.place is not None else beginning.start_routine(scene)


def declined(scene: Scene) -> Scene:
    """No to what was offered: nothing is pressed on her."""
    return asking.hint(scene.with_talk(asked=None).say("all_right"))


def fresh_start(scene: Scene) -> Scene:
    """Not from where she stopped."""
    return beginning.invite(scene.with_talk(asked=None).say("fresh_start"), quietly=True)


# Facts and the gate, asked before a step


def fact_answer(scene: Scene, asked: Asked, value: bool | None) -> Scene:
    """Clearance is a yes or no; the others are said. Not told = the stricter answer, never asked again."""
    if asked.id == "cleared" and value is not None:
        scene = facts.take_in(structs.replace(scene, heard=structs.replace(scene.heard, slots={"cleared": value})))
        if not value:
            scene = scene.say("ask_at_next_check")
    elif asked.id != "cleared" and value is True:
        return asking.again(scene, asked)
    else:
        scene = _kept_gentle(scene.with_talk(declined=scene.talk.declined | {asked.id}).say("no_matter"))
    return on_from_pause(scene)


def _kept_gentle(scene: Scene) -> Scene:
    """ "I'll keep it gentle" has said already why something is left out."""
    running = scene.talk.routine
    return (
        scene if running is None else scene.with_talk(routine=structs.replace(running, said=(*running.said, "untold")))
    )


def told(scene: Scene) -> Scene:
    """The open question about a fact was answered by what she said."""
    asked = scene.asked
    if asked is not None and asked.id == "cleared" and scene.profile.cleared is not None:
        return fact_answer(scene.with_talk(asked=None), asked, scene.profile.cleared)
    return on_from_pause(scene.with_talk(asked=None))


def on_from_pause(scene: Scene) -> Scene:
    """Go on with the step the question was for, fitted to what is known now."""
    if scene.talk.routine is None or scene.talk.routine.status == "finished":
        return asking.hint(scene.say("noted"))
    return guiding.guide(fitting.refit_and_say(scene.with_talk(asked=None)))


def gate_answer(scene: Scene, asked: Asked, value: bool | None) -> Scene:
    """One of the gate of four. A yes or don't know: no stronger moves today, and the questionnaire."""
    gate = (*scene.talk.gate, value)
    scene = scene.with_talk(gate=gate)
    if value is not False:
        scene = scene.say("gate_careful") if value is None else scene.say("gate_stop")
        return questionnaire.begin(scene, GATE_SIGNS[len(gate) - 1])
    if len(gate) < facts.gate_questions(scene.profile, scene.now.date()):
        return guiding.ask_gate(scene, asked.about)
    return on_from_pause(scene.say("gate_passed"))


# Warning signs


def sign_answer(scene: Scene, asked: Asked, value: bool | None) -> Scene:
    """The answer to a sign's own question: a level, or back to where she was."""
    if scene.kept.left is not None:
        scene = scene.with_kept(left=None)
    if value is not None:
        scene = scene.with_talk(answers={**scene.talk.answers, asked.id: "yes" if value else "no"})
    found = safety.sign_answer(scene, asked, value)
    if found is not None:
        return found
    if asked.about.startswith(safety.CHAIN):
        return pain.next_in_chain(scene, asked)
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        return scene.say("thank_you").ask("go_on")
    return asking.hint(scene.say("thank_you"))
