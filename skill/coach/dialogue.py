"""The whole product is one pure function: `turn` takes what was heard and gives the reply, safety before anything else.

Who answers stands in `skill.coach.table`. No clock and no chance inside.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import structs

from skill.coach import (
    asking,
    care,
    facts,
    fitting,
    guiding,
    meaning,
    moving,
    playing,
    questionnaire,
    responding,
    safety,
    taking_back,
    unanswered,
)
from skill.coach.content import Content
from skill.coach.conversation import RAISE, SURVEY, Asked, Conversation, Running
from skill.coach.heard import SURE, Heard
from skill.coach.keepsake import Keep, Keepsake
from skill.coach.place import routine_of
from skill.coach.reply import Erase, Reply
from skill.coach.routine import SETTLE
from skill.coach.scene import Scene, TriageMode
from skill.coach.table import ROWS, row
from skill.coach.timeline import Say
from skill.coach.triage import WEEKS

PASSES_BLOCK = frozenset(
    ("help_coming", "been_seen", "what_to_tell", "find_care", "end", "started", "stopped", "nearly", "failed")
) | {"refused"}
"""Heard even while an EMERGENCY stands; everything else gets the short form again."""
MOVES = frozenset(
    ("launch", "start_routine", "start_exercise", "list_exercises", "plan", "resume", "next", "previous", "start_over")
) | {"slower", "faster", "easier", "harder", "finished", "exercise_safety", "time_left", "whats_next"}
"""What would move, offer or go on: never past an open safety question, never while nothing may be exercised."""
NOT_HERS = frozenset(("launch", "finished"))
"""Moves that are events: they happen, and refuse no answer."""
NO_SURVEY = MOVES | {"pain_score", "that_hurts"}
"""The same while a level stands: no survey either."""
PLAYER = frozenset(("started", "stopped", "nearly", "finished", "failed"))
"""What the player of a device tells: nobody spoke."""
FIRST_WORDS = frozenset(
    ("stop", "end", "thanks_goodbye", "silence", "started", "stopped", "nearly", "failed", "refused")
)
"""Intents that are answered without the educational-purpose sentence of the first use."""
EVEN_UNSURE = frozenset(("that_hurts", "stop", "pause", "report_warning_sign"))
"""Acted on even when only half sure: stopping is never wrong."""
ENDINGS = frozenset(("stop", "pause"))
"""But a safety question is not ended by a guess."""


def turn(
    conversation: Conversation,
    keepsake: Keepsake,
    heard: Heard,
    now: datetime,
    content: Content,
    keep: Keep = "personal",
    triage: TriageMode = "ask",
) -> tuple[Conversation, Keepsake, Reply]:
    """One turn: what was heard in, the reply and the new values out. Safety is looked at before anything else.

    `now` carries her time zone. Raises nothing on any Heard; an intent outside the table counts as unclear.
    """
    conversation, heard = meaning.taken_up(conversation, heard)
    heard = _sure(meaning.opened(conversation, heard), conversation)
    if conversation.routine is not None and _gone(conversation.routine, content):
        conversation = structs.replace(conversation, routine=None)
    asked = conversation.asked
    if asked is not None and asked.about in (SURVEY, RAISE) and not content.protocol.asks(asked.id):
        conversation = structs.replace(conversation, asked=None)
    scene = Scene(talk=conversation, kept=keepsake, heard=heard, now=now, content=content, keep=keep, triage=triage)
    if heard.intent not in PLAYER:
        scene = playing.without_the_old(scene)
    before = scene.talk
    scene = begun = _missed_twice(fitting.reached(_number_told(_taken_in(facts.forget_the_old(scene)))))
    if heard.intent != "silence":
        scene = scene.with_talk(silences=0)
    answered = _safety_first(scene) or _check_first(scene)
    if answered is None:
        if scene.asked is not None and scene.asked.check and scene.heard.intent in ANSWERS:
            scene = scene.with_talk(answered=scene.asked)
        answered = _check_stays(scene, row(scene.heard, scene.talk)(_understood(scene)))
    after = playing.settle(conversation, before, _first_use(questionnaire.keep_open(begun, answered)))
    return unanswered.told(after).close()


def _check_stays(before: Scene, after: Scene) -> Scene:
    """A safety question is never lost: not to a side question, and not to another check that came before it."""
    asked = before.asked
    if asked is None or not asked.check or after.talk.level is not None or after.ended:
        return after
    still = after.talk.asked is not None and after.talk.asked.check
    if before.heard.intent in ANSWERS or before.heard.intent in OPENS_ANEW:
        if still or not before.talk.pending:
            return after
        first, *rest = before.talk.pending
        return asking.again(before.with_talk(pending=tuple(rest)), first, short=False)
    if still or not after.listening:
        return after if still else after.with_talk(asked=asked)
    return asking.again(after, asked)


SURE_IN_A_ROUTINE = 0.7
"""What moves a running routine must be this clear: a television in the room must not skip an exercise."""


def _leaving(scene: Scene, asked: Asked) -> Scene:
    """Thanks at a safety question may be politeness: it is put once more. Then she is let go, with what to do."""
    if scene.talk.misses == 0:
        return asking.again(scene.with_talk(misses=1), asked)
    return asking.unfinished_check(scene, asked).quiet(end=True)


TELLS = frozenset(
    ("that_hurts", "pain_score", "causes", "tips", "ask_about", "slower", "easier", "baby_status", "profile")
)
"""Said to "what's bothering you?", these are the answer: the questions follow."""
HOW_MANY = frozenset(("time_left", "progress", "whats_next"))
"""How many questions more, while the questionnaire asks."""
ANSWERS = frozenset(("answer_yes", "answer_no", "answer_unsure"))
OPENS_ANEW = frozenset(("pain_score", "correct_answer", "unclear", "report_warning_sign"))
"""Besides yes, no and don't know these may answer a safety question."""


def _sure(heard: Heard, talk: Conversation) -> Heard:
    """What was heard, as unclear where acting on it would be a guess. Stopping is never wrong, but for a check."""
    checking = talk.asked is not None and talk.asked.check
    running = talk.routine is not None and talk.routine.status == "running"
    enough = SURE_IN_A_ROUTINE if running and heard.intent in MOVES else SURE
    if heard.confidence >= enough or heard.intent in ("unclear", "out_of_scope"):
        return heard
    ending = checking and heard.intent in ENDINGS
    if heard.intent in EVEN_UNSURE and heard.confidence >= meaning.HALF_SURE and not ending:
        return heard
    return meaning.doubted(heard)


def _gone(running: Running, content: Content) -> bool:
    """Content was changed under a session: it no longer has what was being guided."""
    named = {step.exercise for step in running.steps} - {SETTLE}
    return routine_of(content, running.routine) is None or not named <= content.exercises.keys()


def _taken_in(scene: Scene) -> Scene:
    """Facts said in passing; a loss or intensive care gets one warm sentence, whatever else was said."""
    told = _place_changed(scene, facts.take_in(scene))
    if told.no_baby and not scene.no_baby:
        return told.say("loss" if scene.slot("loss") else "apart")
    return told


def _place_changed(before: Scene, told: Scene) -> Scene:
    """The baby's place changed in passing: what is left is fitted anew, and said first where she has to move for it."""
    running = told.talk.routine
    if told.talk.baby == before.talk.baby or running is None or running.status not in ("running", "paused"):
        return told
    if told.heard.intent == "baby_status":
        return told
    fresh = fitting.refit(told)
    after = fresh.talk.routine
    same = after is not None and after.here.variant == running.here.variant
    before_up, after_up = (
        guiding.variant_of(told, running.here),
        guiding.variant_of(fresh, after.here) if after else None,
    )
    moving_on = told.heard.intent in MOVES and not fitting.needs_getting_up(before_up, after_up)
    if same or moving_on or told.heard.intent in ("pause", "stop", "thanks_goodbye"):
        return fresh
    return structs.replace(told, heard=structs.replace(told.heard, intent="baby_status"))


def _number_told(scene: Scene) -> Scene:
    """A number said to "how many weeks since the birth?" is the answer, whatever else a bare number may mean."""
    asked, slots = scene.asked, scene.heard.slots
    if asked is None or asked.id not in ("weeks", WEEKS) or not slots.keys() & {"weeks_postpartum", "days_postpartum"}:
        return scene
    if scene.heard.intent not in ANSWERS | {"pain_score", "unclear", "out_of_scope"}:
        return scene
    return structs.replace(scene, heard=structs.replace(scene.heard, intent="profile"))


def _missed_twice(scene: Scene) -> Scene:
    """Two failed recognitions of an answer to a safety question are "don't know" (`triage.md` section 2, rule 9).

    To ask for something that moves on is no answer either.
    """
    missed = scene.heard.intent == "unclear" or _moves_past(scene)
    asked = scene.asked
    if not missed or asked is None or not asked.check or scene.talk.misses < 1:
        return scene
    return structs.replace(scene, heard=structs.replace(scene.heard, intent="answer_unsure"))


def _understood(scene: Scene) -> Scene:
    return scene if scene.heard.intent in ("unclear", "silence") else scene.with_talk(misses=0)


def _safety_first(scene: Scene) -> Scene | None:
    """Signs in her words, then a level that stands; None when the table may answer."""
    if scene.asked is not None and scene.asked.id == "safe_to_talk" and scene.heard.intent not in ("stop", "end"):
        others = [s for s in scene.heard.signs if s.status == "present" and s.id != scene.asked.about]
        told = scene.heard.intent == "answer_yes" or scene.slot("answer") == "yes"
        if not others:
            return safety.safe_to_talk(scene, True if told else None)
    found = responding.respond(scene)
    if found is not None:
        return found.quiet(end=True) if scene.heard.intent in ("stop", "end") and found.level else found
    if found is None and scene.slot("pregnant"):
        return safety.no_exercise(safety.pause(scene))
    if scene.heard.intent in PASSES_BLOCK or scene.slot("setting") == "country":
        return None
    spoken = safety.standing(scene)
    if spoken is not None:
        return spoken.quiet(end=True) if scene.heard.intent in ("stop", "thanks_goodbye") else spoken
    if scene.slot("sleepy") and scene.talk.routine is not None and not (scene.asked and scene.asked.check):
        return moving.sleepy(scene)
    blocked = NO_SURVEY if scene.talk.level in ("URGENT", "EMERGENCY") else MOVES
    if scene.heard.intent in blocked and facts.no_exercise(scene) and not (scene.asked and scene.asked.check):
        return safety.no_exercise(scene)
    return None


def _check_first(scene: Scene) -> Scene | None:
    """An open safety question is answered before anything moves on; the questionnaire may be left, or counted."""
    asked = scene.asked
    if asked is None or not asked.check:
        return None
    if asked.id == "own_words" and scene.heard.intent in TELLS:
        return care.report(scene)
    if scene.heard.intent == "thanks_goodbye":
        return _leaving(scene, asked)
    if questionnaire.is_running(scene):
        if scene.heard.intent == "pain_score":
            return asking.repeat_question(scene)
        if scene.heard.intent == "previous":
            return taking_back.go_back(scene)
        if scene.heard.intent in HOW_MANY:
            return questionnaire.how_many_more(scene)
        if scene.heard.intent == "next":
            return questionnaire.leave(scene, asked)
    if _moves_past(scene):
        return asking.repeat_question(scene.with_talk(misses=scene.talk.misses + 1))
    return asking.repeat_question(scene) if scene.heard.intent in NOT_HERS else None


def _moves_past(scene: Scene) -> bool:
    """She asks at a safety question for something that would move on. Of the questionnaire "next" is the way out."""
    asked, intent = scene.asked, scene.heard.intent
    if asked is None or not asked.check or intent not in MOVES - NOT_HERS or asked.id in ROWS[intent]:
        return False
    return not (questionnaire.is_running(scene) and intent in HOW_MANY | {"next", "previous"})


def _first_use(scene: Scene) -> Scene:
    """On first use one short sentence says what this is: a coach for education, not medical advice."""
    erased = any(isinstance(effect, Erase) for effect in scene.effects)
    if scene.settings.welcomed or erased or scene.heard.intent in FIRST_WORDS:
        return scene
    if scene.heard.intent == "launch" or scene.level is not None:
        return scene.with_settings(welcomed=True)
    text = scene.words("disclaimer")
    if not scene.cues or not (scene.guiding or scene.has_room(text)):
        return scene
    return structs.replace(scene.with_settings(welcomed=True), cues=(Say(text), *scene.cues))
