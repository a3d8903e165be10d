"""The questionnaire: one thing per question, the most dangerous first, what she said already never asked again.

`skill.coach.triage` decides which question comes next; here are the words around it: beginning, answers, going back,
how many more, the read-back, leaving early. Silence is never a no.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec import structs

from skill.coach import facts, judging, phrases, safety, scripts, triage, unanswered
from skill.coach.conversation import RAISE, SURVEY, Asked, Survey
from skill.coach.keepsake import LEFT_HOURS, Left
from skill.coach.levels import Answer, rank
from skill.coach.scene import Scene
from skill.coach.triage import EMERGENCY, WEEKS, Picture

MOST_READ_BACK = 3
"""Signs named in the read-back: more are not held in the ear."""


def _picture(scene: Scene) -> Picture:
    return judging.picture_of(facts.told_of(scene), scene.content.protocol)


def opening(scene: Scene) -> Scene:
    """Say what is to come, where the questions only begin now."""
    running = scene.talk.survey is not None and scene.talk.survey.status != "done"
    none_left = triage.question(_picture(scene), scene.content.protocol) is None
    return scene if running or none_left else scene.say("survey_begin")


def begin(scene: Scene, *first: str, lifts: bool = False) -> Scene:
    """Start the questions, or go on with them. `first` are asked before the others."""
    before = scene.talk.survey
    survey = Survey(first=first, lifts=lifts)
    if before is not None and before.status != "done":
        first = tuple(dict.fromkeys((*first, *before.first)))
        survey = structs.replace(before, status="running", first=first, lifts=lifts or before.lifts)
    return ask_next(safety.pause(scene).with_talk(asked=None, survey=survey))


def ask_next(scene: Scene) -> Scene:
    """The next question; the read-back when there is none left; an emergency ends them at once."""
    picture, survey = _picture(scene), scene.talk.survey or Survey()
    if picture.level == EMERGENCY:
        return conclude(scene)
    protocol = scene.content.protocol
    open_ = (id for id in survey.first if id.partition("/")[0] not in picture.settled and protocol.asks(id))
    wanted = () if picture.open else open_
    id = next(iter(wanted), None) or triage.question(picture, protocol)
    return read_back(scene) if id is None else put(scene, id)


def put(scene: Scene, id: str, about: str = SURVEY) -> Scene:
    """Ask one question."""
    scene = scene.with_talk(asked=None).tell(scripts.question_words(scene, id, "ask"))
    scene = scene.ask(id, about, quietly=True, check=True)
    return structs.replace(scene, reprompt=scripts.question_words(scene, id, "ask_short"))


def is_running(scene: Scene) -> bool:
    """Whether a question of the questionnaire is open, its read-back included."""
    return scene.asked is not None and (scene.asked.about == SURVEY or scene.asked.id == "readback")


# Answers


def answer(scene: Scene, asked: Asked, value: bool | None) -> Scene:
    """An answer to the open question, then the next one. "I don't know" is treated carefully, never as a no."""
    if asked.id == WEEKS:
        if scene.profile.born is not None:
            return _on(scene, asked)
        value = None  # neither yes nor no is a number
    said: Answer = "unknown" if value is None else "yes" if value else "no"
    if asked.id in scene.content.protocol.facts and value is not None:
        scene = facts.take_in(structs.replace(scene, heard=structs.replace(scene.heard, slots={asked.id: value})))
    else:
        scene = scene.with_talk(answers=without(scene.talk.answers, asked.id) | {asked.id: said})
    if value is None:
        scene = scene.say("survey_unsure")
    return _on(scene, asked)


def fact_told(scene: Scene, asked: Asked) -> Scene:
    """The fact that was asked for was told in her own words."""
    return _on(scene.with_talk(asked=None), asked)


def _on(scene: Scene, asked: Asked) -> Scene:
    if asked.about != RAISE:
        return ask_next(scene)
    raised = judging.verdict_of(facts.told_of(scene), scene.content.protocol)
    if scene.talk.level is not None and safety.higher(raised.level, scene.talk.level) != scene.talk.level:
        return safety.announce(scene, raised)
    return safety.offer_questions(scene.say("thank_you"))


def without(answers: dict[str, Answer], question: str) -> dict[str, Answer]:
    """The answers without this question and what was asked because of it."""
    drop = question if "/" in question else f"{question}/"
    return {id: a for id, a in answers.items() if id != question and not id.startswith(drop)}


def how_many_more(scene: Scene) -> Scene:
    """About how many questions are left, then the open one again."""
    asked = scene.asked
    left = triage.remaining(_picture(scene), scene.content.protocol)
    scene = scene.say("survey_left", more=phrases.number(max(1, left)))
    return put(scene, asked.id) if asked is not None and asked.id != "readback" else read_back(scene)


# The end


def read_back(scene: Scene) -> Scene:
    """What she told, read back before a level below EMERGENCY; never what is of the mind, of violence or the baby."""
    survey = scene.talk.survey or Survey()
    judged = judging.verdict_of(facts.told_of(scene), scene.content.protocol)
    if survey.again or any(scene.content.signs[id].route != "physical" for id in judged.signs):
        return conclude(scene)
    names = phrases.listing(_names(scene))
    if names:
        scene = scene.say("readback", names=names)
    else:
        scene = scene.say("readback_no_to_all" if survey.denied else "readback_nothing")
    return scene.ask("readback", quietly=True, check=True)


def _found(scene: Scene) -> list[str]:
    values = judging.values_of(facts.told_of(scene), scene.content.protocol)
    return [id for id in scene.content.signs if values.get(id, "no") != "no"]


def _names(scene: Scene) -> list[str]:
    values = judging.values_of(facts.told_of(scene), scene.content.protocol)
    named = [id for id in _found(scene) if scene.content.signs[id].route == "physical"][:MOST_READ_BACK]
    words = {id: scripts.words_of(scene, id, "name") for id in named}
    return [words[id] if values[id] == "yes" else scene.words("maybe", name=words[id]) for id in named]


def read_back_answer(scene: Scene, value: bool | None) -> Scene:
    """Right: the level. Not right: what was named is asked anew; nothing named, then what was different.

    "I don't know" to a read-back of nothing is no kinder than "that's wrong".
    """
    scene = scene.with_talk(asked=None)
    survey = structs.replace(scene.talk.survey or Survey(), status="running")
    found = [id for id in _found(scene) if scene.content.signs[id].route == "physical"][:MOST_READ_BACK]
    if value is True or (value is None and found):
        return conclude(scene)
    if not found:
        if survey.denied:
            return conclude_unknown(scene)
        scene = scene.with_talk(survey=structs.replace(survey, denied=True))
        return scene.say("what_was_different").ask("own_words", quietly=True, check=True)
    survey = structs.replace(survey, again=True)
    answers = dict(scene.talk.answers)
    for id in found:
        answers = without(answers, id)
    told = tuple(id for id in scene.talk.told if id not in found)
    scene = scene.with_talk(answers=answers, told=told, survey=structs.replace(survey, first=tuple(found)))
    return ask_next(scene.say("ask_those_again"))


def conclude(scene: Scene) -> Scene:
    """All that can matter is known: the level."""
    survey = structs.replace(scene.talk.survey or Survey(), status="done")
    scene = scene.with_talk(asked=None, survey=survey).with_kept(left=None)
    judged = judging.verdict_of(facts.told_of(scene), scene.content.protocol)
    standing = scene.talk.level
    if judged.level != "SELF_CARE" or standing is not None:
        return safety.announce(scene, judged)
    scene = structs.replace(scene.with_talk(verdict=judged), level="SELF_CARE")
    if survey.lifts:
        scene = scene.with_kept(see_care_until=None).with_talk(care_asked=True)
    if not scene.talk.gate:
        # A full pass says more than the gate of four: it stands for it, as far as every answer was a no.
        scene = scene.with_talk(gate=(None,) if _found(scene) else (False,) * len(scene.content.gate))
    return scene.tell(scene.content.scripts["SELF_CARE.physical"].full).ask("safety_net")


def conclude_unknown(scene: Scene) -> Scene:
    """Twice she denied that it is nothing, and named no sign: one of her answers is not known, and nobody knows which.

    Two failed recognitions are "don't know" (`triage.md` section 2, rule 9), never kinder than a no (P2): so the
    gravest level that "I don't know" has at any question.
    """
    survey = structs.replace(scene.talk.survey or Survey(), status="done")
    scene = scene.with_talk(asked=None, survey=survey).with_kept(left=None)
    doubts = [sign.unknown for id in scene.content.protocol.order if (sign := scene.content.signs.get(id)) is not None]
    judged = judging.verdict_of(facts.told_of(scene), scene.content.protocol)
    return safety.announce(scene, structs.replace(judged, level=max(doubts, key=rank)))


def leave(scene: Scene, asked: Asked) -> Scene:
    """She skips, stops or is silent: the level so far, or whom to call if unsure. It is not a no, and it can go on."""
    scene = keep_left(scene, asked)
    judged = judging.verdict_of(facts.told_of(scene), scene.content.protocol, left=True)
    if judged.level == "SELF_CARE" or safety.higher(judged.level, scene.talk.level) == scene.talk.level:
        return scene.with_talk(asked=asked).say("check_unfinished", line=unanswered.line(scene, asked)).quiet()
    return safety.announce(scene, judged, offer=False).quiet()


def keep_left(scene: Scene, asked: Asked) -> Scene:
    """The check is left: what was answered so far is kept, and it is offered again."""
    if _of_the_questions(asked):
        scene = scene.with_talk(survey=structs.replace(scene.talk.survey or Survey(), status="left"))
    left = left_of(scene, asked)
    return unanswered.careful(scene, asked) if left is None else scene.with_kept(left=left)


def keep_open(before: Scene, after: Scene) -> Scene:
    """The open check as it stands is kept after every turn, so that a session may die; once it has ended it goes."""

    def first_left(scene: Scene) -> Left | None:
        checks = (*([scene.asked] if scene.asked is not None else []), *scene.talk.pending)
        return next((left for asked in checks if asked.check and (left := left_of(scene, asked)) is not None), None)

    left = first_left(after)
    if left is not None:
        return after.with_kept(left=left)
    survey = after.talk.survey
    ended = first_left(before) is not None and not (survey is not None and survey.status == "left")
    return after.with_kept(left=None) if ended else after


def _of_the_questions(asked: Asked) -> bool:
    return asked.about == SURVEY or asked.id == "readback"


def left_of(scene: Scene, asked: Asked) -> Left | None:
    """What the next session needs to go on here (personal mode); nothing of the mind or of violence."""
    survey = _of_the_questions(asked)
    sign = unanswered.sign_of(scene, asked)
    private = sign is not None and sign.route != "physical"
    known = survey or sign is not None
    if scene.keep != "personal" or not known or (private and not survey):
        return None
    if not survey:
        return Left(question=asked.id, at=scene.now)

    def physical(question: str) -> bool:
        row = scene.content.signs.get(question.partition("/")[0])
        return row is None or row.route == "physical"

    answers = {id: a for id, a in scene.talk.answers.items() if physical(id)}
    told = tuple(id for id in scene.talk.told if physical(id))
    question = asked.id if asked.id != "readback" and not private else ""
    return Left(question=question, survey=True, answers=answers, told=told, at=scene.now)


def go_on(scene: Scene) -> Scene:
    """The check that was left open, from where it was: in this session, or in one of the last day."""
    left = scene.kept.left
    scene = scene.with_talk(asked=None).with_kept(left=None)
    if scene.talk.survey is not None and scene.talk.survey.status == "left":
        return begin(scene, *scene.talk.survey.first, lifts=scene.talk.survey.lifts)
    if left is None:
        return begin(scene.say("survey_begin"))
    if not left.survey:
        known = left.question in scene.content.signs
        return safety.ask_sign(scene, left.question) if known else begin(scene.say("survey_begin"))
    recent = left.at is not None and scene.now - left.at <= timedelta(hours=LEFT_HOURS)
    if recent:
        scene = scene.with_talk(answers={**left.answers, **scene.talk.answers}, told=(*left.told, *scene.talk.told))
    return begin(scene, *([left.question] if left.question and recent else []))
