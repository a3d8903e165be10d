"""The whole product is one pure function and one table: `turn` takes what was heard, `ROWS` says who answers.

A row has a default and overrides, by the id of the open question first, then by state. `docs/dialogue.md` is printed
from this table by a test. No clock and no chance inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import structs

from skill.coach import asking, beginning, diary, facts, guiding, keeping, moving, pain, safety, telling
from skill.coach.content import Content
from skill.coach.conversation import Conversation
from skill.coach.heard import SURE, Heard
from skill.coach.keepsake import Keep, Keepsake
from skill.coach.reply import Reply
from skill.coach.scene import Scene
from skill.coach.timeline import Say

Row = Callable[[Scene], Scene]


def _safely(safe: Row, otherwise: Row) -> Row:
    """A row that names an exercise, or another where none was named."""
    return lambda scene: safe(scene) if scene.slot("exercise") else otherwise(scene)


def _is_it_now(value: bool | None) -> Row:
    return lambda scene: safety.is_it_now(scene, value)


def _safe(value: bool | None) -> Row:
    return lambda scene: safety.safe_to_talk(scene, value)


def _numb(value: bool | None) -> Row:
    return lambda scene: pain.numb(scene, value)


def _new_yes(scene: Scene) -> Scene:
    return scene.with_talk(asked=None).say("say_it_in_your_words").ask("own_words", quietly=True)


def _new_no(scene: Scene) -> Scene:
    return scene.with_talk(asked=None).say("no_pressure").ask("start", "start", quietly=True)


def _no_score(scene: Scene) -> Scene:
    return scene.with_talk(asked=None).say("score_skipped").quiet(end=scene.talk.routine is not None)


def _ended(scene: Scene) -> Scene:
    return scene.quiet(end=True)


def _nothing(scene: Scene) -> Scene:
    return scene


ROWS: Mapping[str, Mapping[str, Row]] = {
    # The session
    "launch": {"default": beginning.launch},
    "silence": {"default": asking.silence, "pain_score": _no_score, "safe_to_talk": _safe(None)},
    "finished": {"default": moving.finished},
    "end": {"default": _ended},
    "started": {"default": _nothing},
    "stopped": {"default": _nothing},
    "nearly": {"default": _nothing},
    "failed": {"default": _nothing},
    "unclear": {"default": asking.unclear, "own_words": safety.report, "safe_to_talk": _safe(None)},
    "out_of_scope": {"default": asking.not_ours},
    "help": {"default": telling.help_},
    "thanks_goodbye": {"default": moving.goodbye},
    "stop": {"default": moving.stop},
    # Beginning
    "start_routine": {"default": beginning.start_routine, "resume": beginning.start_routine},
    "start_exercise": {"default": beginning.start_exercise},
    "list_exercises": {"default": beginning.list_exercises},
    "plan": {"default": telling.plan_today},
    "resume": {"default": beginning.resume, "hurt_choice": pain.easier, "hurt_other": pain.another},
    # Control words
    "pause": {"default": moving.pause},
    "next": {
        "default": moving.skip,
        "ready": moving.next_,
        "go_on": moving.skip,
        "hurt_choice": pain.another,
        "hurt_other": pain.another,
        "resume": beginning.resume,
        "offer": asking.accepted,
        "start": beginning.start_routine,
        "weeks": asking.unsure,
        "delivery": asking.unsure,
        "cleared": asking.unsure,
        "triage": asking.not_skipped,
    },
    "previous": {"default": moving.previous},
    "repeat": {"default": telling.repeat},
    "start_over": {"default": moving.start_over},
    "slower": {"default": keeping.slower},
    "faster": {"default": keeping.faster},
    "easier": {"default": moving.easier, "hurt_choice": pain.easier},
    "harder": {"default": moving.harder},
    "time_left": {"default": telling.time_left},
    "whats_next": {"default": telling.whats_next},
    # Pain
    "that_hurts": {"default": pain.that_hurts},
    "pain_score": {"default": diary.pain_score, "hurt_score": pain.score},
    "progress": {"default": diary.progress},
    # Answers
    "answer_yes": {
        "default": asking.yes,
        "ready": moving.next_,
        "go_on": asking.go_on,
        "baby": asking.no_place,
        "baby_now": asking.no_place,
        "offer": asking.accepted,
        "start": beginning.start_routine,
        "resume": beginning.resume,
        "safe_to_talk": _safe(True),
        "hurt_numb": _numb(True),
        "hurt_choice": pain.choice_yes,
        "hurt_other": pain.choice_yes,
        "is_it_now": _is_it_now(True),
        "more": telling.more,
        "erase": keeping.erase_yes,
        "anything_new": _new_yes,
        "own_words": safety.report,
        "which_one": beginning.list_exercises,
        "which_one_more": beginning.list_exercises,
    },
    "answer_no": {
        "default": asking.no,
        "ready": asking.not_yet,
        "go_on": asking.not_yet,
        "baby": asking.no_place,
        "baby_now": asking.no_place,
        "offer": asking.declined,
        "start": asking.declined,
        "resume": asking.fresh_start,
        "safe_to_talk": _safe(False),
        "hurt_numb": _numb(False),
        "hurt_choice": pain.choice_no,
        "hurt_other": pain.choice_no,
        "is_it_now": _is_it_now(False),
        "more": asking.declined,
        "which_one": asking.declined,
        "which_one_more": asking.declined,
        "which_topic": asking.declined,
        "erase": keeping.erase_no,
        "anything_new": _new_no,
        "own_words": _is_it_now(False),
        "pain_score": _no_score,
        "hurt_score": pain.choice_no,
        "reminder_time": asking.declined,
    },
    "answer_unsure": {
        "default": asking.unsure,
        "ready": asking.not_yet,
        "go_on": asking.not_yet,
        "baby": asking.no_place,
        "baby_now": asking.no_place,
        "offer": asking.declined,
        "start": asking.declined,
        "resume": asking.fresh_start,
        "safe_to_talk": _safe(None),
        "hurt_numb": _numb(None),
        "hurt_choice": pain.choice_no,
        "hurt_other": pain.choice_no,
        "is_it_now": _is_it_now(None),
        "more": asking.declined,
        "which_one": asking.declined,
        "which_one_more": asking.declined,
        "which_topic": asking.declined,
        "erase": keeping.erase_no,
        "anything_new": _new_yes,
        "own_words": safety.report,
        "pain_score": _no_score,
        "hurt_score": pain.choice_no,
        "reminder_time": asking.declined,
    },
    "correct_answer": {"default": asking.go_back, "pain_score": diary.pain_score},
    "why_do_you_ask": {"default": telling.why_do_you_ask},
    # Facts
    "baby_status": {"default": moving.baby_status},
    "profile": {"default": moving.profile},
    "partner": {"default": moving.partner},
    # Side questions
    "explain_exercise": {"default": telling.explain},
    "exercise_safety": {"default": _safely(beginning.exercise_safety, telling.advice)},
    "why_this": {"default": telling.why_this},
    "more": {"default": telling.more, "which_one_more": beginning.list_exercises},
    "tips": {"default": telling.advice},
    "causes": {"default": telling.causes},
    "ask_about": {"default": telling.advice},
    "medication_question": {"default": telling.medication},
    "baby_health": {"default": telling.baby_health},
    # Safety
    "is_this_serious": {"default": safety.is_this_serious},
    "report_warning_sign": {"default": safety.report},
    "what_to_tell": {"default": safety.what_to_tell},
    "help_coming": {"default": safety.help_coming},
    "been_seen": {"default": safety.been_seen},
    "find_care": {"default": safety.find_care},
    # Hers
    "settings": {"default": keeping.settings},
    "reminder": {"default": keeping.reminder},
    "cancel_reminder": {"default": keeping.cancel_reminder},
    "hear_my_data": {"default": keeping.hear_my_data},
    "export": {"default": keeping.export},
    "privacy_question": {"default": keeping.privacy},
    "privacy_delete": {"default": keeping.erase},
}

PASSES_BLOCK = frozenset(
    {"help_coming", "been_seen", "what_to_tell", "find_care", "end", "started", "stopped", "nearly", "failed"}
)
"""Heard even while an EMERGENCY stands; everything else gets the short form again."""
FIRST_WORDS = frozenset(
    {"launch", "stop", "end", "thanks_goodbye", "silence", "started", "stopped", "nearly", "failed"}
)
"""Intents that are answered without the educational-purpose sentence of the first use."""


def row(heard: Heard, talk: Conversation) -> Row:
    """Who answers: the row of the open question, of the state, or the default."""
    overrides = ROWS.get(heard.intent) or ROWS["unclear"]
    if talk.asked is not None and talk.asked.id in overrides:
        return overrides[talk.asked.id]
    return overrides.get(talk.state) or overrides["default"]


def turn(
    conversation: Conversation,
    keepsake: Keepsake,
    heard: Heard,
    now: datetime,
    content: Content,
    keep: Keep = "personal",
) -> tuple[Conversation, Keepsake, Reply]:
    """One turn: what was heard in, the reply and the new values out. Safety is looked at before anything else.

    `now` carries her time zone. Raises nothing on any Heard; an intent outside the table counts as unclear.
    """
    if heard.confidence < SURE and heard.intent not in ("unclear", "out_of_scope"):
        heard = structs.replace(heard, intent="unclear")
    scene = Scene(talk=conversation, kept=keepsake, heard=heard, now=now, content=content, keep=keep)
    scene = guiding.reached(facts.take_in(scene))
    if heard.intent != "silence":
        scene = scene.with_talk(silences=0)
    answered = _safety_first(scene)
    if answered is None:
        answered = row(scene.heard, scene.talk)(_understood(scene))
    return _first_use(answered).close()


def _understood(scene: Scene) -> Scene:
    return scene if scene.heard.intent in ("unclear", "silence") else scene.with_talk(misses=0)


def _safety_first(scene: Scene) -> Scene | None:
    """Signs in her words, then a level that stands; None when the table may answer."""
    if (
        scene.asked is not None
        and safety.asks_sign(scene.asked, scene)
        and scene.heard.intent in ("answer_yes", "answer_no", "answer_unsure")
    ):
        return None
    found = safety.respond(scene)
    if found is not None:
        return found.quiet(end=True) if scene.heard.intent in ("stop", "end") and found.level else found
    if scene.heard.intent in PASSES_BLOCK:
        return None
    spoken = safety.standing(scene)
    if spoken is not None and scene.heard.intent in ("stop", "end", "thanks_goodbye"):
        return spoken.quiet(end=True)
    return spoken


def _first_use(scene: Scene) -> Scene:
    """On first use one short sentence says what this is: a coach for education, not medical advice."""
    if scene.settings.welcomed or scene.heard.intent in FIRST_WORDS - {"launch"}:
        return scene
    scene = scene.with_settings(welcomed=True)
    if scene.heard.intent == "launch" or scene.level is not None:
        return scene
    text = scene.words("disclaimer")
    return structs.replace(scene, cues=(Say(text), *scene.cues)) if scene.cues else scene
