"""How a session begins: the greeting, choosing a routine, coming back to a kept place, single exercises, offers."""

from __future__ import annotations

from datetime import timedelta

from msgspec import structs

from skill.coach import choosing, facts, fitting, guiding, phrases, questionnaire
from skill.coach.conversation import Running
from skill.coach.keepsake import Place
from skill.coach.place import routine_of, settle_at
from skill.coach.routine import LeftOut, Reason, Routine, choose, fit, permit_limits
from skill.coach.scene import Scene
from skill.coach.situation import Situation

LONG_AGO = timedelta(days=7)
SAY_FIRST: tuple[Reason, ...] = ("care", "clearance", "complicated", "day", "gate", "place", "hurts")
"""The reasons for leaving out, in the order in which one of them is said."""


def launch(scene: Scene) -> Scene:
    """The greeting: new, returning with a place, or simply returning. Advice to be seen comes before any offer."""
    place = scene.kept.place
    if not scene.settings.welcomed:
        return scene.say("welcome").ask("start", "start", quietly=True)
    if (care := care_first(scene.say("welcome_back"))) is not None:
        return care
    if scene.informs and scene.kept.see_care_until is not None:
        return scene.say("welcome_back").say("care_inform").ask("start", "start", quietly=True)
    if place is None or routine_of(scene.content, place.routine) is None or place.status == "finished":
        return invite(scene.say("welcome_back"))
    if scene.now - place.at > LONG_AGO and not scene.informs:
        return scene.say("welcome_back_long").ask("new_since", quietly=True, check=True)
    if place.why == "untold" and not scene.informs:
        return _why_stopped(scene.say("welcome_back"), place, "launch")
    return offer_place(scene, place)


def offer_place(scene: Scene, place: Place) -> Scene:
    """Where she stopped, and why, and whether to go on there."""
    why = "break" if place.why in ("", "untold") else place.why
    name = _name(scene, place.exercise)
    return scene.say(f"resume_offer.{why}", name=name).ask("resume", "resume", quietly=True)


def _why_stopped(scene: Scene, place: Place, about: str) -> Scene:
    """She stopped a track without a word: was that pain, or the baby? Asked once, before anything goes on there."""
    told = place if scene.talk.unheard else structs.replace(place, why="break")
    return scene.with_kept(place=told).ask("stopped_why", about)


def care_first(scene: Scene) -> Scene | None:
    """While advice to be seen stands, whether anything is new is asked once a session, before anything moves."""
    if scene.informs:
        return None
    open_check = scene.kept.left is not None or (scene.talk.survey is not None and scene.talk.survey.status == "left")
    if open_check and scene.talk.level is None and not scene.talk.care_asked:
        return scene.ask("finish_check", check=True)
    standing = scene.kept.see_care_until
    if standing is None or standing < scene.now.date() or scene.talk.care_asked or scene.talk.level is not None:
        return None
    return scene.ask("care_new", check=True)


def no_check(scene: Scene) -> Scene:
    """She does not want it now: gentle things only."""
    return invite(scene.with_talk(asked=None, care_asked=True, gate=(None,)).say("care_gentle"))


def nothing_new(scene: Scene) -> Scene:
    """Nothing new since the advice to be seen: has a clinician said yes to exercise?"""
    return scene.with_talk(care_asked=True, asked=None).ask("clinician_said", check=True)


def clinician_said_yes(scene: Scene) -> Scene:
    """The questions once more; with nothing found her plan comes back."""
    return questionnaire.begin(scene.say("before_plan"), lifts=True)


def clinician_said_no(scene: Scene) -> Scene:
    """Not yet, or not sure: gentle things only."""
    return invite(scene.with_talk(care_asked=True, asked=None).say("care_gentle"))


def invite(scene: Scene, *, quietly: bool = False) -> Scene:
    """Offer to start, unless nothing may be exercised now."""
    return scene if facts.no_exercise(scene) else scene.ask("start", "start", quietly=quietly)


def _name(scene: Scene, exercise: str) -> str:
    found = scene.content.exercises.get(exercise)
    return found.name if found else scene.words("the_start")


def start_routine(scene: Scene) -> Scene:
    """Start what she asked for, or what fits best; at most one question before the first breath."""
    wanted = scene.slot("kind")
    return begin(scene, choosing.pick(scene, wanted), named=wanted is not None)


def begin(scene: Scene, routine: Routine, *, named: bool = True) -> Scene:
    """Begin a routine (or a single exercise): ask for the baby's place if it matters, fit, say why, guide."""
    if (care := care_first(scene)) is not None:
        return care
    situation = facts.situation(scene)
    if (never := _in_no_place(scene, routine, situation)) is not None:
        return not_now(scene, routine, (LeftOut(routine.id, routine.id, never),))
    if scene.no_baby and routine.implies:
        other = choosing.pick(scene, None)
        return scene.say("not_that_one").ask("offer", other.id, name=other.name)
    if situation.baby is None and not (named and routine.implies) and "baby" not in scene.talk.declined:
        return scene.say("before_start").ask("baby", routine.id if named else "", quietly=True)
    if situation.baby is None or (
        routine.implies and situation.baby in ("free", "mat", None) and "baby" not in scene.heard.slots
    ):
        scene = scene.with_talk(baby=routine.implies or "in_arms")
        situation = facts.situation(scene)
    return _begin(scene, routine, situation)


def _in_no_place(scene: Scene, routine: Routine, situation: Situation) -> Reason | None:
    """Why a single exercise is not for today wherever the baby is; None if in some place it may be."""
    exercise = scene.content.exercises.get(routine.id)
    if exercise is None:
        return None
    reasons = [permit_limits(variant.limits, situation).reason for variant in exercise.variants]
    return reasons[0] if all(reasons) else None


def _begin(scene: Scene, routine: Routine, situation: Situation) -> Scene:
    single = routine.id in scene.content.exercises
    fitted = fit(routine, scene.content.exercises, situation)
    early = permit_limits(routine.limits, situation).reason in ("day", "complicated", "care")
    if not single and (not fitted.exercises or early or situation.baby not in routine.places):
        other = choosing.pick(scene, None)
        if other.id != routine.id and fit(other, scene.content.exercises, situation).exercises:
            return _instead(scene, routine, other, fitted.left_out)
    if not fitted.exercises:
        return not_now(scene, routine, fitted.left_out)
    running = Running(
        routine=routine.id,
        version=routine.version,
        steps=fitted.steps,
        left_out=fitted.left_out,
        minutes=situation.minutes,
    )
    scene = guiding.set_running(scene.with_talk(asked=None, routine=running), running)
    if single:
        return guiding.guide(scene.say("start_exercise", name=routine.name))
    minutes = phrases.count(max(1, round(fitting.minutes_left(scene))), "minute")
    return guiding.guide(_reason(scene.say("start_routine", name=routine.name, minutes=minutes), fitted.left_out))


def _instead(scene: Scene, routine: Routine, other: Routine, left: tuple[LeftOut, ...]) -> Scene:
    """The routine she named does not fit as a whole: say why, offer the one that does."""
    situation = facts.situation(scene)
    reason = permit_limits(routine.limits, situation).reason
    if reason is None:
        reason = "place" if situation.baby not in routine.places or not left else left[0].reason
    scene = scene.say(f"instead.{reason}", name=routine.name, other=other.name)
    return scene.ask("offer", other.id, quietly=True)


def _reason(scene: Scene, left: tuple[LeftOut, ...]) -> Scene:
    """One sentence on what was left out and why; none for what merely did not fit her minutes."""
    for reason in SAY_FIRST:
        names = tuple(out.exercise for out in left if out.reason == reason)
        if names:
            return guiding.say_left_out(scene, reason, names)
    return scene


def not_now(scene: Scene, routine: Routine, left: tuple[LeftOut, ...]) -> Scene:
    """She asked for something that is not for today: say why in one sentence and offer what is."""
    reason: Reason = left[0].reason if left else "place"
    scene = scene.say(f"not_now.{reason}", name=routine.name, when=_when(scene, routine, reason))
    other = choosing.pick(scene, None)
    if not fit(other, scene.content.exercises, facts.situation(scene)).exercises:
        return scene.quiet()
    return scene.ask("offer", other.id, name=other.name)


def _when(scene: Scene, routine: Routine, reason: Reason) -> str:
    """ "about week twelve": when the exercise opens after her kind of birth."""
    exercise = scene.content.exercises.get(routine.id)
    if exercise is None or reason not in ("day", "complicated"):
        return scene.words("later")
    profile = scene.profile
    cesarean = profile.delivery != "vaginal" or bool(profile.complicated)
    days = min(v.limits.cesarean if cesarean else v.limits.vaginal for v in exercise.variants)
    return (
        scene.words("about_week", week=phrases.number(max(1, round(days / 7))))
        if days >= 7
        else scene.words("in_a_few_days")
    )


def start_exercise(scene: Scene) -> Scene:
    """One exercise by name."""
    exercise = scene.slot("exercise")
    routine = routine_of(scene.content, str(exercise)) if exercise else None
    if routine is None:
        return list_exercises(scene)
    return begin(scene, routine)


def resume(scene: Scene) -> Scene:
    """Go on where she was: in this session, or at the kept place of another day or device."""
    if (care := care_first(scene)) is not None:
        return care
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        if scene.talk.baby is None and not scene.no_baby and "baby" not in scene.talk.declined:
            return scene.ask("baby_now", "resume")
        if scene.asked is not None and scene.asked.id == "ready" and running.status == "running":
            return guiding.advance(scene)
        return guiding.again(fitting.refit_and_say(scene.say("going_on")), setup=True)
    place = scene.kept.place
    routine = routine_of(scene.content, place.routine) if place else None
    if place is None or routine is None:
        return invite(scene.say("nothing_kept"))
    if scene.now - place.at > LONG_AGO and not scene.talk.care_asked and not scene.informs:
        return scene.say("welcome_back_long").ask("new_since", "resume", quietly=True, check=True)
    if place.why == "untold" and not scene.informs:
        return _why_stopped(scene, place, "resume")
    if facts.situation(scene).baby is None:
        recent = scene.now - place.at <= facts.BABY_TRUSTED
        if recent and place.baby is not None:
            scene = scene.with_talk(baby=place.baby)
        elif "baby" not in scene.talk.declined:
            return scene.ask("baby_now", "resume")
        else:
            scene = scene.with_talk(baby="in_arms")
    return _resume(scene, routine, place)


def _resume(scene: Scene, routine: Routine, place: Place) -> Scene:
    minutes = scene.talk.minutes if scene.talk.minutes is not None else place.minutes
    situation = structs.replace(facts.situation(scene), minutes=minutes)
    fitted = fit(routine, scene.content.exercises, situation)
    if not fitted.exercises:
        return not_now(scene, routine, fitted.left_out)
    running = Running(
        routine=routine.id,
        version=routine.version,
        steps=fitted.steps,
        left_out=fitted.left_out,
        minutes=minutes,
        ease=min(0, place.ease),
        by_turns=place.by_turns,
    )
    running = settle_at(running, routine, place.step, place.exercise, place.rep)
    scene = guiding.set_running(scene.with_talk(asked=None), running)
    scene = scene.say("resumed", name=_name(scene, running.here.exercise))
    return guiding.guide(scene, rep=running.rep, setup=True)


def list_exercises(scene: Scene) -> Scene:
    """The exercises she may do now, a few at a time."""
    situation = facts.situation(scene)
    allowed = [
        e
        for e in scene.content.exercises.values()
        if choose(e, situation)[1].reason is None and choose(e, situation)[0]
    ]
    ordered = sorted(allowed, key=lambda e: not e.seed)
    shown = scene.talk.part if scene.talk.topic == "exercises" else 0
    page = ordered[shown : shown + 6] or ordered[:6]
    more = shown + 6 < len(ordered)
    scene = scene.say("list_exercises", names=phrases.listing([e.name for e in page], "or"))
    listed = tuple(e.id for e in page)
    scene = scene.with_talk(topic="exercises", part=shown + 6 if more else 0, listed=listed)
    return scene.ask("which_one_more" if more else "which_one", "exercises")


def exercise_safety(scene: Scene) -> Scene:
    """ "Can I do bridges yet?": the same permit that guards every routine, said in one sentence."""
    exercise = scene.content.exercises.get(str(scene.slot("exercise")))
    if exercise is None:
        return scene
    variant, answer = choose(exercise, facts.situation(scene))
    routine = routine_of(scene.content, exercise.id)
    assert routine is not None
    if variant is not None and answer.now:
        scene = scene.say("you_may", name=exercise.name).tell(exercise.stop_if)
        return scene.ask("offer_short").ask("offer", exercise.id, quietly=True)
    if variant is not None:
        scene = scene.say("may_depend", name=exercise.name).tell(exercise.stop_if)
        return scene.ask("offer_short").ask("offer", exercise.id, quietly=True)
    return not_now(scene, routine, (LeftOut(exercise.id, exercise.id, answer.reason or "place"),))
