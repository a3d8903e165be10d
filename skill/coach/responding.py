"""Signs in her own words come before anything else: a certain one acts, a possible one asks its own question.

Inside the questionnaire, or where she was asked to say it in her own words, a sign below an emergency is taken in and
the questions go on; everywhere else its level is announced at once.
"""

from __future__ import annotations

from msgspec import structs

from skill.coach import informing, questionnaire, safety, taking_back
from skill.coach.conversation import SURVEY, Asked
from skill.coach.heard import SignHeard
from skill.coach.levels import rank
from skill.coach.scene import MOST_PENDING, Scene


def respond(scene: Scene) -> Scene | None:
    """What must come before anything else; None when there is nothing.

    The sign whose own question is open is left to its answer; every other sign in the same words counts.
    """
    scene = _of_the_baby(scene)
    open_sign = scene.asked.id if safety.asks_sign(scene.asked, scene) and scene.asked is not None else None
    known = {s.id: s.status for s in scene.heard.signs if s.id in scene.content.signs}
    if open_sign is not None and known.get(open_sign) == "possible":
        del known[open_sign]
    if not known:
        return None
    if open_sign is not None and (scene.heard.intent == "answer_yes" or scene.slot("answer") == "yes"):
        known[open_sign] = "present"

    def gravest_first(ids: list[str]) -> list[str]:
        return sorted(ids, key=lambda id: -rank(scene.content.signs[id].level))

    present = gravest_first([id for id, status in known.items() if status == "present"])
    possible = gravest_first([id for id in known if id not in present and id not in scene.talk.declined])
    return _certain(scene, present, possible) if present else _half_said(scene, possible, open_sign)


SAYS_OTHERWISE = frozenset(("correct_answer", "report_warning_sign"))
"""A sign half said in these after its question was answered: that answer is in doubt, and the question is put again."""


def _certain(scene: Scene, present: list[str], possible: list[str]) -> Scene:
    rows = [scene.content.signs[id] for id in present]
    asked = scene.asked
    may_wait = all(row.level != "EMERGENCY" and row.route == "physical" for row in rows)
    first = [id for id in possible if scene.content.signs[id].asks is None]
    if may_wait and questionnaire.is_running(scene):
        return questionnaire.begin(safety.told(scene, present), *first)
    if may_wait and asked is not None and asked.id == "own_words" and scene.talk.level is None:
        return questionnaire.begin(questionnaire.opening(safety.told(scene, present)), *first)
    if asked is not None and asked.about == SURVEY and all(row.level != "EMERGENCY" for row in rows):
        # Another route comes first; the questions wait where they were.
        scene = questionnaire.keep_left(scene, asked)
    announced = safety.verdict(scene, tuple(present))
    return informing.beside(scene, announced, possible[0]) if scene.informs and possible else announced


def _half_said(scene: Scene, possible: list[str], open_sign: str | None) -> Scene | None:
    first, *rest = possible or [""]
    if not first:
        return None
    if scene.informs:
        return informing.inform(scene, first)
    if safety.standing(scene) is not None:
        return None  # the call comes before a question
    asked = scene.asked
    asks = scene.content.signs[first].asks
    if asked is not None and asked.id == "own_words" and asks is None:
        return questionnaire.begin(questionnaire.opening(scene), *possible)
    if asked is not None and asked.about == SURVEY and scene.heard.intent in SAYS_OTHERWISE:
        before = taking_back.answered_before(scene, possible)
        if before:
            return taking_back.taken_back(scene, before[0])
    if asked is not None and asked.about == SURVEY and asks is None:
        return questionnaire.begin(scene, *possible)
    about = safety.CHAIN + asked.about if asked is not None and asked.id == "hurt_numb" else ""
    if about:
        # Within the pain ladder the sign's question takes the place of the ladder's own.
        scene = scene.with_talk(asked=None)
    scene = safety.ask_sign(safety.pause(scene), first, about)
    others = tuple(Asked(id, check=True) for id in rest if id != open_sign)
    return scene.with_talk(pending=(*others, *scene.talk.pending)[:MOST_PENDING])


def _of_the_baby(scene: Scene) -> Scene:
    """While the baby's own signs stand, a temperature is the baby's: the same level, the baby's words."""
    if not scene.talk.signs or scene.content.signs[scene.talk.signs[0]].route != "baby":
        return scene
    signs = tuple(SignHeard("baby_unwell", s.status) if s.id == "fever" else s for s in scene.heard.signs)
    return structs.replace(scene, heard=structs.replace(scene.heard, signs=signs))
