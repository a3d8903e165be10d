"""The table: who answers what. A default row for every intent, overrides by the open question's id, then by state.

`docs/dialogue.md` is printed from it by a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from skill.coach import (
    answering,
    asking,
    beginning,
    care,
    diary,
    informing,
    keeping,
    meaning,
    moving,
    pain,
    player,
    questionnaire,
    reminding,
    safety,
    taking_back,
    telling,
)
from skill.coach.conversation import Conversation
from skill.coach.heard import Heard
from skill.coach.scene import Scene

Row = Callable[[Scene], Scene]


def _safely(safe: Row, otherwise: Row) -> Row:
    """A row that names an exercise, or another where none was named."""
    return lambda scene: safe(scene) if scene.slot("exercise") else otherwise(scene)


def _right(value: bool | None) -> Row:
    return lambda scene: questionnaire.read_back_answer(scene, value)


def _safe(value: bool | None) -> Row:
    return lambda scene: safety.safe_to_talk(scene, value)


def _numb(value: bool | None) -> Row:
    return lambda scene: pain.numb(scene, value)


def _if_it_is(value: bool | None) -> Row:
    return lambda scene: informing.answer(scene, value)


def _new_yes(scene: Scene) -> Scene:
    return care.own_words(scene.say("say_it_in_your_words"))


def _more_questions(scene: Scene) -> Scene:
    return questionnaire.begin(scene.say("survey_begin"))


def _invited(scene: Scene) -> Scene:
    return beginning.invite(scene.with_talk(asked=None).say("all_right"))


def _new_no(scene: Scene) -> Scene:
    return beginning.invite(scene.with_talk(asked=None).say("no_pressure"), quietly=True)


def _nothing_new_since(scene: Scene) -> Scene:
    to_resume = scene.asked is not None and scene.asked.about == "resume"
    scene = scene.with_talk(asked=None, care_asked=True)
    return beginning.resume(scene) if to_resume else beginning.invite(scene.say("thank_you"))


def _no_score(scene: Scene) -> Scene:
    return scene.with_talk(asked=None).say("score_skipped").quiet(end=scene.talk.routine is not None)


def _stopped_for(scene: Scene) -> Scene:
    return player.was_baby(scene) if scene.slot("why") == "baby" else moving.pause(scene)


def _ended(scene: Scene) -> Scene:
    if scene.asked is not None and scene.asked.check:
        scene = asking.leave_open(scene, scene.asked)
    return scene.quiet(end=True)


NOT_YES: dict[str, Row] = {
    "meant": meaning.was_not_meant,
    "ready": answering.not_yet,
    "go_on": answering.not_yet,
    "baby": answering.no_place,
    "baby_now": answering.no_place,
    "offer": answering.declined,
    "start": answering.declined,
    "resume": answering.fresh_start,
    "hurt_choice": pain.choice_no,
    "hurt_other": pain.choice_no,
    "hurt_score": pain.choice_no,
    "more": answering.declined,
    "which_one": answering.declined,
    "which_one_more": answering.declined,
    "which_topic": answering.declined,
    "erase": keeping.erase_no,
    "pain_score": _no_score,
    "reminder_time": answering.declined,
    "reminder_sure": answering.declined,
    "check_more": answering.declined,
    "safety_net": _invited,
    "net_more": _invited,
    "paused_why": player.neither,
    "stopped_why": player.was_neither,
}
"""Questions to which "no" and "I don't know" mean the same."""

ROWS: Mapping[str, Mapping[str, Row]] = {
    # The session
    "launch": {"default": beginning.launch},
    "greeting": {"default": asking.greeted},
    "silence": {
        "default": asking.silence,
        "pain_score": _no_score,
        "safe_to_talk": _safe(None),
        "paused_why": player.not_told,
        "stopped_why": player.not_told,
    },
    "finished": {"default": player.finished},
    "end": {"default": _ended},
    "started": {"default": player.started},
    "stopped": {"default": player.stopped},
    "nearly": {"default": player.nearly},
    "failed": {"default": player.failed},
    "refused": {"default": reminding.refused},
    "unclear": {"default": asking.unclear, "own_words": care.report, "safe_to_talk": _safe(None)},
    "out_of_scope": {"default": asking.not_ours},
    "help": {"default": telling.help_},
    "thanks_goodbye": {"default": moving.goodbye},
    "stop": {"default": moving.stop},
    # Beginning
    "start_routine": {"default": beginning.start_routine, "resume": beginning.start_routine},
    "start_exercise": {"default": beginning.start_exercise},
    "list_exercises": {"default": beginning.list_exercises},
    "plan": {"default": telling.plan_today},
    "resume": {
        "default": beginning.resume,
        "start": answering.start_or_resume,
        "more": telling.more,
        "safety_net": care.net_more,
        "net_more": care.net_more,
        "check_more": _more_questions,
        "finish_check": questionnaire.go_on,
        "offer": answering.accepted,
        "hurt_choice": pain.easier,
        "hurt_other": pain.another,
        "stopped_why": player.was_neither,
    },
    # Control words
    "pause": {"default": moving.pause, "stopped_why": _stopped_for},
    "next": {
        "default": moving.skip,
        "ready": moving.next_,
        "go_on": moving.skip,
        "hurt_choice": pain.another,
        "hurt_other": pain.another,
        "resume": beginning.resume,
        "offer": answering.accepted,
        "start": beginning.start_routine,
        "weeks": answering.unsure,
        "delivery": answering.unsure,
        "cleared": answering.unsure,
        "triage": asking.repeat_question,
    },
    "previous": {"default": moving.previous},
    "repeat": {"default": telling.repeat, "finish_check": questionnaire.go_on},
    "start_over": {"default": moving.start_over, "resume": answering.fresh_start},
    "slower": {"default": keeping.slower},
    "faster": {"default": keeping.faster},
    "easier": {"default": moving.easier, "hurt_choice": pain.easier, "hurt_other": pain.another},
    "harder": {"default": moving.harder},
    "time_left": {"default": telling.time_left},
    "whats_next": {"default": telling.whats_next},
    # Pain
    "that_hurts": {"default": pain.that_hurts, "stopped_why": player.was_pain},
    "pain_score": {"default": pain.pain_score, "hurt_score": pain.score, "hurt_numb": pain.early_score},
    "progress": {"default": diary.progress},
    # Answers
    "answer_yes": {
        "default": answering.yes,
        "ready": moving.next_,
        "go_on": answering.go_on,
        "baby": answering.no_place,
        "baby_now": answering.no_place,
        "offer": answering.accepted,
        "start": beginning.start_routine,
        "resume": beginning.resume,
        "safe_to_talk": _safe(True),
        "paused_why": pain.that_hurts,
        "stopped_why": player.was_pain,
        "hurt_numb": _numb(True),
        "hurt_choice": pain.choice_yes,
        "hurt_other": pain.choice_yes,
        "readback": _right(True),
        "check_more": _more_questions,
        "safety_net": care.net_more,
        "net_more": care.net_more,
        "care_new": _new_yes,
        "clinician_said": beginning.clinician_said_yes,
        "finish_check": questionnaire.go_on,
        "new_since": _new_yes,
        "more": telling.more,
        "erase": keeping.erase_yes,
        "reminder_sure": reminding.reminder_yes,
        "anything_new": _new_yes,
        "own_words": care.report,
        "meant": asking.unclear,
        "if_it_is": _if_it_is(True),
        "which_one": beginning.list_exercises,
        "which_one_more": beginning.list_exercises,
    },
    "answer_no": NOT_YES
    | {
        "default": answering.no,
        "safe_to_talk": _safe(False),
        "hurt_numb": _numb(False),
        "readback": _right(False),
        "care_new": beginning.nothing_new,
        "clinician_said": beginning.clinician_said_no,
        "finish_check": beginning.no_check,
        "new_since": _nothing_new_since,
        "anything_new": _new_no,
        "if_it_is": _if_it_is(False),
        "own_words": care.report,
    },
    "answer_unsure": NOT_YES
    | {
        "default": answering.unsure,
        "safe_to_talk": _safe(None),
        "hurt_numb": _numb(None),
        "readback": _right(None),
        "care_new": _new_yes,
        "clinician_said": beginning.clinician_said_no,
        "finish_check": questionnaire.go_on,
        "new_since": _new_yes,
        "anything_new": _new_yes,
        "if_it_is": _if_it_is(None),
        "own_words": care.report,
    },
    "correct_answer": {"default": taking_back.corrected, "pain_score": pain.pain_score},
    "why_do_you_ask": {"default": telling.why_do_you_ask},
    # Facts
    "baby_status": {"default": moving.baby_status},
    "profile": {"default": moving.profile},
    "partner": {"default": moving.partner},
    # Side questions
    "explain_exercise": {"default": telling.explain},
    "exercise_safety": {"default": _safely(beginning.exercise_safety, telling.advice)},
    "why_this": {"default": telling.why_this},
    "more": {
        "default": telling.more,
        "safety_net": care.net_more,
        "net_more": care.net_more,
        "which_one_more": beginning.list_exercises,
    },
    "tips": {"default": telling.advice},
    "causes": {"default": telling.causes},
    "ask_about": {"default": telling.advice},
    "medication_question": {"default": telling.medication},
    "baby_health": {"default": telling.baby_health},
    # Safety
    "is_this_serious": {"default": care.is_this_serious},
    "report_warning_sign": {"default": care.report},
    "what_to_tell": {"default": care.what_to_tell},
    "help_coming": {"default": care.help_coming},
    "been_seen": {"default": care.been_seen},
    "find_care": {"default": care.find_care},
    # Hers
    "settings": {"default": keeping.settings},
    "reminder": {"default": reminding.reminder},
    "cancel_reminder": {"default": reminding.cancel_reminder},
    "hear_my_data": {"default": keeping.hear_my_data},
    "export": {"default": keeping.export},
    "privacy_question": {"default": keeping.privacy},
    "privacy_delete": {"default": keeping.erase},
}


def row(heard: Heard, talk: Conversation) -> Row:
    """Who answers: the row of the open question, of the state, or the default."""
    overrides = ROWS.get(heard.intent) or ROWS["unclear"]
    if talk.asked is not None and talk.asked.id in overrides:
        return overrides[talk.asked.id]
    return overrides.get(talk.state) or overrides["default"]
