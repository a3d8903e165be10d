"""An answer is taken back: "no, I meant yes". The question she names, else the last one, is put once more."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from skill.coach import answering, asking, diary, pain, questionnaire, safety
from skill.coach.conversation import RAISE, SURVEY, Asked, Survey
from skill.coach.scene import Scene


def go_back(scene: Scene) -> Scene:
    """ "No, I meant yes": the question she names, else the last answered one once more, else the open one in full.

    A yes that she says with the name is taken at once: it can only raise. A no is asked about.
    """
    others = str(scene.slot("also") or "").split()
    named = [str(scene.slot("sign")), *others, *(sign.id for sign in scene.heard.signs)]
    if before := answered_before(scene, named):
        is_yes = scene.slot("meant") == "yes"
        return changed_to_yes(scene, before[0]) if is_yes else taken_back(scene, *before)
    if (at := _gate_before(scene, named)) is not None:
        return _gate_taken_back(scene, at)
    asked = scene.asked
    if asked is not None and asked.check and asked.id.partition("/")[0] in named:
        return asking.again(scene.say("again_then"), asked, short=False)
    last = scene.talk.answered
    if last is None:
        return (
            asking.again(scene.say("again_then"), scene.asked, short=False)
            if scene.asked
            else scene.say("what_is_right")
        )
    if last.about in (SURVEY, RAISE):
        return taken_back(scene, last.id)
    scene = scene.with_talk(answered=None).say("again_then")
    if last.id.startswith("gate_"):
        scene = scene.with_talk(gate=scene.talk.gate[: int(last.id[-1]) - 1])
    return asking.again(safety.pause(scene), last, short=False)


def _gate_before(scene: Scene, named: list[str]) -> int | None:
    """Which question of the gate of four was answered about one of these signs."""
    return next((at for at in range(len(scene.talk.gate)) if answering.gate_signs(at) & set(named)), None)


def _gate_taken_back(scene: Scene, at: int) -> Scene:
    """One of the gate of four once more, and those after it."""
    asked = Asked(f"gate_{at + 1}", scene.asked.about if scene.asked is not None else "", check=True)
    scene = safety.pause(scene).with_talk(gate=scene.talk.gate[:at], asked=None, answered=None)
    if scene.slot("meant") == "yes":
        return answering.gate_answer(scene, asked, True)
    return asking.again(scene.say("again_then"), asked, short=False)


def corrected(scene: Scene) -> Scene:
    """ "Sorry, I meant a six": today's number is changed, a safety question stays. Else an answer is taken back."""
    value = scene.slot("score")
    if not isinstance(value, (int, float)):
        return go_back(scene)
    asked = scene.asked
    if asked is not None and asked.id == "hurt_score":
        return pain.score(scene)
    if asked is None or not asked.check or value >= diary.SEVERE or asked.about == safety.CHAIN:
        return pain.pain_score(scene)
    return asking.back(diary.write_down(scene, max(0.0, min(10.0, float(value)))))


def answered_before(scene: Scene, named: Iterable[str]) -> tuple[str, ...]:
    """The questions of these signs that were answered before, so that they can be put again."""
    signs, answered = scene.content.signs, {id.partition("/")[0] for id in scene.talk.answers}
    return tuple(dict.fromkeys(own for id in named if id in signs and (own := signs[id].asks or id) in answered))


def taken_back(scene: Scene, question: str, *others: str) -> Scene:
    """An answer is taken back: that question once more. What she said in her own words needs its own question too.

    `others`: what she named may be these as well; they are put after it.
    """
    answers, signs = dict(scene.talk.answers), {id.partition("/")[0] for id in (question, *others)}
    for id in (question, *others):
        answers = questionnaire.without(answers, id)
    told = tuple(id for id in scene.talk.told if id not in signs)
    scene = _waiting(scene, *others).with_talk(answers=answers, told=told, answered=None)
    return questionnaire.put(scene.say("again_then"), question)


def changed_to_yes(scene: Scene, question: str) -> Scene:
    """An answer given before was a yes: it can only raise the level, so it is taken without asking again."""
    scene = _waiting(scene).with_talk(asked=None, answered=None).say("changed_to_yes")
    return questionnaire.answer(scene, Asked(question, SURVEY, True), True)


def _waiting(scene: Scene, *others: str) -> Scene:
    """What is asked after the question that is taken back: the others of its name, and a sign's question left open."""
    asked = scene.asked
    alone = asked is not None and safety.asks_sign(asked, scene) and asked.about != SURVEY
    first = (*others, *([asked.id] if asked is not None and alone else []))
    if not first:
        return scene
    survey = scene.talk.survey or Survey()
    first = tuple(dict.fromkeys((*first, *survey.first)))
    return scene.with_talk(survey=structs.replace(survey, status="running", first=first))
