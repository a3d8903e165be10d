"""What changes a running routine from outside: pause, stop, the baby comes or goes, steps back and forth."""

from __future__ import annotations

from msgspec import structs

from skill.coach import answering, asking, beginning, fitting, guiding, playing, questionnaire, safety
from skill.coach.conversation import FACTS, RAISE, SURVEY
from skill.coach.facts import told_of
from skill.coach.keepsake import Why
from skill.coach.routine import SETTLE
from skill.coach.scene import Scene
from skill.coach.situation import HOLDING
from skill.coach.triage import WEEKS


def pause(scene: Scene) -> Scene:
    """Pause at once and keep the place; a crying baby always comes first."""
    running = scene.talk.routine
    if running is None or running.status in ("stopped", "finished"):
        return scene.say("all_right").quiet()
    why: Why = scene.slot("why") if scene.slot("why") in ("baby", "pain") else "break"
    if why == "baby" and scene.no_baby:
        why = "break"
    scene = guiding.set_running(scene, structs.replace(running, status="paused", why=why))
    if why == "baby" and not scene.slot("baby"):
        scene = scene.with_talk(baby=None)
    if scene.asked is not None and scene.asked.check and not scene.asked.id.startswith("gate_"):
        return asking.unfinished_check(scene, scene.asked)
    if running.chain and scene.slot("why") is None and not scene.informs:
        return scene.with_talk(asked=None).ask("paused_why")
    return scene.with_talk(asked=None).say("pause_baby" if why == "baby" else "pause").quiet()


def stop(scene: Scene) -> Scene:
    """Ends at once; the place is kept, nothing is asked. An open safety question stays open: what to do if unsure."""
    running = scene.talk.routine
    runs = running is not None and running.status in ("running", "paused")
    if running is not None and runs:
        why = "untold" if running.chain and not scene.informs else running.why or "break"
        scene = guiding.set_running(scene, structs.replace(running, status="stopped", why=why))
    if scene.asked is not None and scene.asked.check and not scene.asked.id.startswith("gate_"):
        return asking.unfinished_check(scene, scene.asked).quiet(end=True)
    if not runs and _may_be_despair(scene):
        if scene.informs:
            return asking.hint(scene.with_talk(asked=None)).quiet(end=True)
        return safety.ask_sign(scene.with_talk(asked=None), DESPAIR)
    return scene.with_talk(asked=None).say("stop_kept" if runs else "stop").quiet(end=True)


DESPAIR = "self_harm_thoughts"


def _may_be_despair(scene: Scene) -> bool:
    """ "I'm done" is heard as stop. After a sign of the mind it may not be the routine that she means: asked once.

    While an emergency of the mind stands its number is said instead (`triage.md` section 4, `distress_ambiguous`).
    """
    talk = scene.talk
    of_mind = any(scene.content.signs[id].route == "mind" for id in {*talk.signs, *talk.told})
    return of_mind and talk.level != "EMERGENCY" and DESPAIR not in talk.answers and not talk.partner


def goodbye(scene: Scene) -> Scene:
    """Thank you, goodbye. At an open safety question it doesn't come here (`skill.coach.dialogue`)."""
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        scene = guiding.set_running(scene, structs.replace(running, status="stopped", why="break"))
    return scene.with_talk(asked=None).say("goodbye").quiet(end=True)


def next_(scene: Scene) -> Scene:
    """On to the next step; without a routine it is an offer."""
    running = scene.talk.routine
    if running is None or running.status in ("stopped", "finished"):
        return nothing(scene)
    if scene.slot("skip"):
        return fitting.skip_coming(scene)
    return guiding.advance(scene.with_talk(asked=None))


def skip(scene: Scene) -> Scene:
    """Next, said in the middle: the step at hand was not done."""
    running = scene.talk.routine
    if running is None or running.status in ("stopped", "finished"):
        return nothing(scene)
    begun = scene.asked is None or scene.asked.id == "ready"
    return guiding.advance(scene.with_talk(asked=None), count=False, begun=begun)


def nothing(scene: Scene) -> Scene:
    """Nothing is running: offer to go on where she was, or to start."""
    place = scene.kept.place
    if place is not None and place.status != "finished":
        return scene.say("nothing_running").ask("resume", "resume")
    return beginning.invite(scene.say("nothing_running"))


def previous(scene: Scene) -> Scene:
    """Back to the exercise before this one, or this one again if it is the first."""
    running = scene.talk.routine
    if running is None or running.status in ("stopped", "finished"):
        return nothing(scene)
    before = [n for n in range(running.at) if running.steps[n].exercise != SETTLE]
    at = before[-1] if before else running.at
    scene = scene.say("previous" if before else "is_first").with_talk(asked=None)
    return guiding.guide(guiding.set_running(scene, structs.replace(running, at=at, rep=0, ease=0)))


def start_over(scene: Scene) -> Scene:
    """From the first step."""
    running = scene.talk.routine
    if running is None:
        return nothing(scene)
    running = structs.replace(running, at=0, rep=0, ease=0, done=(), status="running")
    scene = fitting.refit(guiding.set_running(scene.with_talk(asked=None), running))
    again = structs.replace(scene.talk.routine or running, at=0, rep=0)
    return guiding.guide(guiding.set_running(scene, again).say("start_over"))


def easier(scene: Scene) -> Scene:
    """An easier version of the exercise at hand."""
    return _eased(scene, -1)


def harder(scene: Scene) -> Scene:
    """A little more, where her limits allow."""
    return _eased(scene, 1)


def _eased(scene: Scene, ease: fitting.Ease) -> Scene:
    running = scene.talk.routine
    if running is None or running.status in ("stopped", "finished"):
        scene = scene.with_talk(asked=None).say("easier_open" if ease < 0 else "harder_open")
        return beginning.invite(scene, quietly=True)
    return fitting.eased(scene, ease)


def baby_status(scene: Scene) -> Scene:
    """The baby's place was said (`facts.take_in` has it already): swap what is left, keep the place."""
    asked = scene.asked
    if asked is not None and asked.id in ("baby", "baby_now") and scene.talk.baby is not None:
        return answering.after_baby(scene)
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        check = asked is not None and asked.check
        return asking.back(fitting.refit(scene).say("noted")) if check else _swap(scene)
    if scene.talk.baby is None and not scene.no_baby:
        asks = asked is not None and asked.id in ("baby", "baby_now")
        return asking.repeat_question(scene) if asks else scene.ask("baby", "")
    if not scene.cues:
        scene = scene.say("noted") if scene.no_baby else scene.say(f"baby_noted.{scene.talk.baby}")
    return asking.again(scene, asked) if asked is not None else beginning.invite(scene)


def _swap(scene: Scene) -> Scene:
    running = scene.talk.routine
    assert running is not None
    before = guiding.variant_of(scene, running.here)
    fresh = fitting.refit(scene)
    after_running = fresh.talk.routine
    assert after_running is not None
    after = guiding.variant_of(fresh, after_running.here)
    holding = scene.talk.baby in HOLDING
    if not fresh.cues and playing.same_steps(after_running, running):
        return asking.back(fresh.say("all_right"))
    if fitting.needs_getting_up(before, after) and holding:
        fresh = fresh.say("up_first")
    elif not fresh.cues:
        fresh = fresh.say(f"swap.{'not_here' if scene.no_baby else scene.talk.baby or 'in_arms'}")
    if after_running.status == "paused":
        return fresh.say("say_continue").quiet() if scene.slot("why") == "baby" else fresh.ask("go_on")
    same = after is not None and before is not None and after.id == before.id
    if scene.asked is not None and scene.asked.id == "ready" and running.status == "running" and same:
        return asking.again(fresh, scene.asked)
    return guiding.again(fresh, setup=not same)


def profile(scene: Scene) -> Scene:
    """Facts were said: thank her, use them, never ask them again."""
    asked = scene.asked
    if asked is not None and asked.about in (SURVEY, RAISE) and asked.id in scene.content.protocol.facts:
        known = asked.id in told_of(scene).facts or (asked.id == WEEKS and scene.profile.born is not None)
        return questionnaire.fact_told(scene, asked) if known else asking.again(scene, asked)
    if asked is not None and asked.id in FACTS:
        return answering.told(scene)
    if asked is not None and asked.id in ("baby", "baby_now") and scene.talk.baby is not None:
        return answering.after_baby(scene)
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        return asking.back(fitting.refit(scene).say("noted"))
    if asked is not None:
        return asking.again(scene.say("noted"), asked)
    return beginning.invite(scene.say("noted"))


def sleepy(scene: Scene) -> Scene:
    """Drowsy: stop here, the baby into its own bed first (`clinical/exercises.md` section 3, rule 4)."""
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        scene = guiding.set_running(scene, structs.replace(running, status="paused", why="break"))
    return scene.with_talk(asked=None).say("sleepy").quiet()


def partner(scene: Scene) -> Scene:
    """Someone does it for her: steps are read out, answers taken from the helper."""
    scene = scene.with_talk(partner=True).say("partner")
    return asking.back(scene) if scene.asked is not None or scene.talk.routine is not None else beginning.invite(scene)


def finished(scene: Scene) -> Scene:
    """A live door has played the guidance to its end and she said nothing: on to the next step."""
    if scene.asked is not None and scene.asked.id == "ready":
        return guiding.advance(scene.with_talk(asked=None))
    return asking.silence(scene)
