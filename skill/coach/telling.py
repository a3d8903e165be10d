"""Side questions: advice, explanations, why, how long, what is next, help. Each returns to where she was."""

from __future__ import annotations

import re

from msgspec import structs

from skill.coach import asking, beginning, facts, fitting, guiding, phrases, plan, questionnaire, scripts
from skill.coach.content import Advice
from skill.coach.conversation import RAISE, SURVEY
from skill.coach.judging import Verdict
from skill.coach.place import routine_of
from skill.coach.routine import SETTLE
from skill.coach.scene import Scene

FAMILY_FIRST = {"lifting": "lift_crib", "carrying": "carry", "feeding": "feed_position", "sleep": "sleep_pillows"}
"""Which entry answers for a family that has several."""
OF_BABIES = re.compile(r"bab|pediatric|infant|child|parent", re.I)
"""Names of sources that are not spoken where no word about a baby may be said."""


def _entry(scene: Scene, default: str) -> Advice:
    advice = scene.content.advice
    wanted = scene.slot("advice")
    if wanted in advice:
        return advice[wanted]
    family = scene.slot("topic")
    if family:
        first = FAMILY_FIRST.get(str(family))
        found = next((a for a in advice.values() if a.family == family), None)
        return advice[first] if first in advice else found or advice[default]
    return advice[default]


def parts_of(scene: Scene, entry: Advice) -> tuple[str, ...]:
    """What may be said of an entry: without any word about a baby where there is none to speak of."""
    return entry.not_here if scene.no_baby and entry.about_baby else entry.parts


def tell(scene: Scene, entry: Advice, part: int = 0) -> Scene:
    """Tell a part of an entry, then offer more or return to where she was."""
    if scene.asked is not None and scene.asked.id in asking.PASSING:
        scene = scene.with_talk(asked=None)
    parts = parts_of(scene, entry)
    if not parts:
        return asking.back(scene.say("not_that_one"))
    part = min(part, len(parts) - 1)
    scene = scene.tell(parts[part].format(**scripts.slots(scene)) if "{" in parts[part] else parts[part])
    scene = scene.with_talk(topic=entry.id, part=part + 1)
    if scene.asked is not None or _in_routine(scene):
        return asking.back(scene)
    if part + 1 < len(parts):
        return scene.ask("more", entry.id)
    offered = routine_of(scene.content, entry.offer) if entry.offer else None
    if offered is None or facts.no_exercise(scene) or (scene.no_baby and offered.implies):
        return scene
    return scene.ask("offer_short").ask("offer", offered.id, quietly=True)


def _in_routine(scene: Scene) -> bool:
    return scene.talk.routine is not None and scene.talk.routine.status in ("running", "paused")


def advice(scene: Scene) -> Scene:
    """Any advice entry she named; without a name the menu of topics."""
    if scene.slot("advice") is None and scene.slot("topic") is None:
        return scene.say("tips_menu").ask("which_topic", quietly=True)
    return tell(scene, _entry(scene, "posture"))


def causes(scene: Scene) -> Scene:
    """Why it hurts: the overview, or the cause she named. Never a diagnosis."""
    return tell(scene, _entry(scene, "cause_overview"))


def more(scene: Scene) -> Scene:
    """ "Tell me more"."""
    if scene.talk.topic == "exercises":
        return beginning.list_exercises(scene)
    entry = scene.content.advice.get(scene.talk.topic or "")
    if entry is None:
        return scene.say("tips_menu").ask("which_topic", quietly=True)
    scene = scene.with_talk(asked=None) if scene.asked is not None and scene.asked.id == "more" else scene
    if scene.talk.part >= len(parts_of(scene, entry)):
        return asking.back(scene.say("that_is_all"))
    return tell(scene, entry, scene.talk.part)


def refuse(scene: Scene, entry: str) -> Scene:
    """Something we don't do: say so in one breath and where to turn."""
    return tell(scene, scene.content.advice[entry])


def medication(scene: Scene) -> Scene:
    """Never a medicine, never a dose."""
    entry = scene.slot("advice")
    return refuse(scene, str(entry) if entry in ("sleepy_medicine_bed", "ibuprofen") else "refuse_medicine")


def baby_health(scene: Scene) -> Scene:
    """The coach does not check babies; it says who does at once, and the number for danger."""
    if scene.no_baby:
        return scene.say("not_that_one")
    running = scene.talk.routine
    if running is not None and running.status == "running":
        paused = structs.replace(running, status="paused", why="baby")
        scene = guiding.set_running(scene, paused).with_talk(asked=None, baby=None)
    named = scripts.slots(scene)
    id = "baby_hot" if scene.slot("advice") == "baby_fever" else "baby_unwell"
    scene = scene.say(id, baby_line=named["baby_line"], emergency=named["emergency"])
    return asking.again(scene, scene.asked) if scene.asked is not None and scene.asked.check else scene


def explain(scene: Scene) -> Scene:
    """How an exercise is meant to go: the one she named, or the one at hand."""
    exercise = scene.content.exercises.get(str(scene.slot("exercise")))
    running = scene.talk.routine
    if exercise is None and running is not None:
        exercise = scene.content.exercises.get(running.here.exercise)
    if exercise is None:
        return scene.ask("which_one", "exercises")
    scene = scene.tell(exercise.how)
    if _in_routine(scene) or scene.asked is not None or facts.no_exercise(scene):
        return asking.back(scene)
    return scene.ask("offer_short").ask("offer", exercise.id, quietly=True)


def why_this(scene: Scene) -> Scene:
    """ "Why this one?": what it is for, and where that comes from; why a level was announced, while one stands."""
    if scene.talk.level is not None and scene.talk.verdict is not None:
        return why_the_level(scene, scene.talk.verdict)
    running = scene.talk.routine
    exercise = scene.content.exercises.get(str(scene.slot("exercise")))
    if exercise is None and running is not None and running.here.exercise != SETTLE:
        exercise = scene.content.exercises[running.here.exercise]
    if exercise is None:
        entry = scene.content.advice.get(scene.talk.topic or "")
        return asking.back(
            scene.say("source_of", source=_source(scene, entry.sources)) if entry else scene.say("why_what")
        )
    return asking.back(scene.tell(exercise.why).say("source_of", source=_source(scene, exercise.sources)))


def why_the_level(scene: Scene, verdict: Verdict) -> Scene:
    """What she told that raised the level, and where that comes from; nothing of the mind or of violence."""
    if any(scene.content.signs[id].route != "physical" for id in verdict.signs):
        return scene.say("why_private")
    if not verdict.signs and not verdict.rules:
        return asking.back(scene.say("why_level_unsure"))
    named = [scripts.words_of(scene, id, "name") for id in verdict.signs][: questionnaire.MOST_READ_BACK]
    source = _source(scene, verdict.sources)
    scene = scene.say("why_level", names=phrases.listing(named)) if named else scene.say("why_level_history")
    if verdict.rules and len(verdict.signs) > 1:
        scene = scene.say("why_together")
    return asking.back(scene.say("source_of", source=source))


def _source(scene: Scene, keys: tuple[str, ...]) -> str:
    named = [scene.content.sources[k] for k in keys if k in scene.content.sources and k != "k"]
    if scene.no_baby:
        named = [title for title in named if not OF_BABIES.search(title)]
    return phrases.listing(named[:2]) if named else scene.words("practice")


def why_do_you_ask(scene: Scene) -> Scene:
    """Why this question is asked, then the question again."""
    asked = scene.asked
    if asked is None:
        return why_this(scene)
    if asked.id.startswith("gate_"):
        scene = scene.tell(scene.content.gate[int(asked.id[-1]) - 1].why)
    elif asked.about in (SURVEY, RAISE) or asked.id in scene.content.signs:
        scene = scene.tell(scripts.question_words(scene, asked.id, "why"))
    elif f"why.{asked.id}" in scene.content.phrases:
        scene = scene.say(f"why.{asked.id}")
    else:
        scene = scene.say("why.any")
    return asking.again(scene, asked)


def time_left(scene: Scene) -> Scene:
    """How long is left."""
    running = scene.talk.routine
    if running is None or running.status in ("stopped", "finished"):
        return asking.back(scene.say("nothing_running"))
    minutes = fitting.minutes_left(scene)
    count = sum(1 for s in running.steps[running.at + 1 :] if s.exercise != SETTLE)
    left = phrases.count(round(minutes), "minute") if minutes >= 1 else scene.words("under_a_minute")
    scene = (
        scene.say("time_left", left=left, more=phrases.count(count, "exercise"))
        if count
        else scene.say("time_left_last", left=left)
    )
    return asking.back(scene)


def whats_next(scene: Scene) -> Scene:
    """What comes next."""
    running = scene.talk.routine
    if running is None or running.status in ("stopped", "finished"):
        return asking.back(scene.say("nothing_running"))
    coming = guiding.upcoming(running)
    if coming is None:
        return asking.back(scene.say("next_is_last"))
    exercise = scene.content.exercises[coming.exercise]
    if scene.asked is not None and scene.asked.id == "ready":
        return scene.say("next_is", name=exercise.name).tell(exercise.why)
    return asking.back(scene.say("next_is", name=exercise.name))


def repeat(scene: Scene) -> Scene:
    """Once more: an open safety question, the exercise at hand, or the last thing said."""
    if scene.asked is not None and scene.asked.check:
        return asking.again(scene, scene.asked, short=False)
    running = scene.talk.routine
    if running is not None and running.status == "running" and (scene.asked is None or scene.asked.id == "ready"):
        return guiding.again(scene.with_talk(routine=structs.replace(running, rep=0)), setup=True)
    if scene.talk.last:
        scene = scene.tell(scene.talk.last)
        return structs.replace(scene, reprompt="")
    if any(scene.content.signs[id].route in scene.content.said_once for id in scene.talk.signs):
        # Said once, whoever asks (`triage.md` section 8). Telling it again is asked about and answered anew.
        return scene.say("still_here")
    return asking.hint(scene)


def help_(scene: Scene) -> Scene:
    """What she can say here."""
    if facts.no_exercise(scene) and (scene.asked is None or not scene.asked.check):
        return asking.hint(scene)
    scene = scene.say(f"help.{scene.talk.state}")
    return asking.again(scene, scene.asked) if scene.asked is not None else scene


def plan_today(scene: Scene) -> Scene:
    """What this week of the plan is about and what today offers."""
    where, scene = plan.placed(scene)
    week = plan.week_of(scene, where)
    scene = scene.say("plan_week", week=phrases.number(where.week), goal=week.goal)
    if where.repeats >= plan.REPEATS_TO_CHECK:
        return asking.back(scene.say("plan_check"))
    if facts.ceiling(scene.talk, scene.kept, scene.now.date()) < 1:
        return beginning.invite(scene.say("plan_gentle"))
    scene = scene.tell(week.today)
    if _in_routine(scene):
        return asking.back(scene)
    return scene.ask("offer_short").ask("offer", week.daily[0], quietly=True)
