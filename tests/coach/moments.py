"""Every moment a turn may come in: fresh, in a routine, at each open question, blocked, finished.

Made by real turns, so a moment is one that can happen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import structs

from skill.coach.conversation import Asked
from skill.coach.keepsake import Keep
from skill.coach.scene import TriageMode
from skill.coach.situation import Profile
from skill.coach.table import ROWS
from tests.factories import NOON, Session, born, cleared, content, keepsake, sign

INTENTS = tuple(ROWS)
PLAYER = frozenset({"started", "stopped", "nearly", "failed"})

SLOTS: dict[str, tuple[dict[str, Any], ...]] = {
    "start_routine": tuple({"kind": k} for k in ("feeding", "bedtime", "floor", "strength", "c-section", "quick")),
    "start_exercise": tuple({"exercise": e} for e in ("bridge", "chin_tuck", "side_plank_knees", "nonsense")),
    "explain_exercise": ({"exercise": "cat_cow"},),
    "exercise_safety": ({"exercise": "bridge"}, {"exercise": "pelvic_floor_contraction"}, {"advice": "situps"}),
    "why_this": ({"exercise": "walking"},),
    "baby_status": tuple({"baby": b} for b in ("in_arms", "carrier", "on_chest", "mat", "free")),
    "pause": ({"why": "baby"}, {"why": "pain"}),
    "pain_score": ({"score": 2}, {"score": 6.5}, {"score": 9}),
    "profile": ({"delivery": "vaginal", "weeks_postpartum": 9, "cleared": True}, {"delivery": "cesarean"}),
    "tips": tuple({"topic": t} for t in ("lifting", "carrying", "feeding", "diaper", "bath", "sleep", "bed_sharing")),
    "medication_question": ({"advice": "ibuprofen"},),
    "baby_health": ({"advice": "baby_fever"},),
    "settings": (
        {"setting": "rate", "value": "slower"},
        {"setting": "chime", "value": "off"},
        {"setting": "night", "value": "on"},
        {"setting": "words", "value": "short"},
        {"setting": "country", "value": "en-GB"},
        {"setting": "voice", "value": "Amy"},
    ),
    "reminder": ({"time": "07:30", "frequency": "daily"}, {"time": "13:05"}),
}


def slots_of(intent: str) -> tuple[dict[str, Any], ...]:
    """Slots an intent may come with; none is always one of them."""
    named = SLOTS.get(intent, ())
    if intent == "ask_about":
        named = tuple({"advice": id} for id in content().advice)
    if intent == "causes":
        named = tuple({"advice": id} for id, entry in content().advice.items() if entry.group == "cause")
    return ({}, *named)


def session(
    now: datetime = NOON, keep: Keep = "personal", *, no_baby: bool = False, triage: TriageMode = "ask", **more: Any
) -> Session:
    """A welcomed woman, twenty weeks after birth and cleared, so that every step can come up."""
    kept = keepsake(profile=cleared(140), no_baby_words=no_baby, **more)
    return Session(kept, now=now, keep=keep, triage=triage)


def routine(at: Session, kind: str = "strength") -> Session:
    """In the first exercise of a routine, the mic open at "ready?"."""
    if not at.kept.settings.no_baby_words:
        at.hear("baby_status", baby="free")
    at.hear("start_routine", kind=kind)
    return at


def asked(at: Session, id: str, about: str = "") -> Session:
    at.talk = structs.replace(at.talk, asked=Asked(id, about))
    return at


def at_gate(at: Session, n: int = 1) -> Session:
    routine(at).hear("answer_yes")
    for _ in range(n - 1):
        at.hear("answer_no")
    return at


def past_gate(at: Session) -> Session:
    at_gate(at, 3).then("answer_no")
    return at.then("answer_no") if (at.reply.asking or "").startswith("gate_") else at


def _unknown(at: Session, fact: str) -> Session:
    """At the question for a fact she has not told."""
    told: dict[str, Any] = {"born": born(140), "delivery": "vaginal", "complicated": False, "cleared": True}
    names = {"weeks": "born", "delivery": "delivery", "cleared": "cleared"}
    del told[names[fact]]
    if fact == "delivery":
        told["born"] = born(60)
    at.kept = structs.replace(at.kept, profile=Profile(**told))
    return routine(at, "floor" if fact != "delivery" else "strength").then("answer_yes", "answer_yes", "answer_yes")


def _hurt(at: Session, *answers: str) -> Session:
    routine(at).hear("that_hurts")
    return at.then(*answers)


def _block(at: Session, id: str) -> Session:
    routine(at).hear("report_warning_sign", sign(id))
    return at


def _scored(at: Session) -> Session:
    _hurt(at, "answer_no").hear("pain_score", score=2)
    return at


def _other(at: Session) -> Session:
    _hurt(at, "answer_no").hear("pain_score", score=5)
    return at


def _finished(at: Session) -> Session:
    if not at.kept.settings.no_baby_words:
        at.hear("baby_status", baby="in_arms")
    at.hear("start_exercise", exercise="chin_tuck")
    return at


def _resumable(at: Session) -> Session:
    routine(at).hear("stop")
    return at.later(minutes=1).then("launch")


def _possible(at: Session) -> Session:
    routine(at).hear("unclear", sign("leg_numb_tingle", possible=True))
    return at


# The questionnaire


def questions(at: Session, weeks: int | None = 5) -> Session:
    """At the first question, with nothing told of the birth but the weeks; what is kept of her is dropped."""
    told = Profile(born=born(weeks * 7)) if weeks is not None else Profile()
    at.kept = structs.replace(at.kept, profile=told)
    return at.then("is_this_serious", "answer_no")


def until(at: Session, question: str, **answers: str) -> Session:
    """On to this question, with a no to every other but those named."""
    for _ in range(40):
        asking = at.reply.asking or ""
        if asking == question:
            return at
        at.hear(f"answer_{answers.get(asking.replace('/', '_'), 'no')}")
    raise AssertionError(f"{question} was never asked")


def at_question(question: str, weeks: int | None = 5, **answers: str) -> Callable[[Session], Session]:
    return lambda at: until(questions(at, weeks), question, **answers)


def _raising(at: Session) -> Session:
    """A sign in her own words, and the one fact that could still raise it."""
    at.kept = structs.replace(at.kept, profile=Profile(born=born(35)))
    at.hear("report_warning_sign", sign("pain_worse"))
    return at


def _left_check(at: Session) -> Session:
    """A questionnaire that was left in the middle; in personal mode in the session before."""
    until(questions(at), "fever").then("silence", "silence")
    return (at.later(hours=2) if at.keep == "personal" else at).then("launch")


def _seen_to(at: Session) -> Session:
    at.kept = structs.replace(at.kept, see_care_until=at.now.date())
    return at.then("launch")


MOMENTS: dict[str, Callable[[Session], Session]] = {
    "fresh": lambda at: at,
    "greeted": lambda at: at.then("launch"),
    "baby asked": lambda at: at.then("start_routine"),
    "ready": routine,
    "ready in arms": lambda at: routine(at, "feeding"),
    "paused": lambda at: routine(at).then("pause"),
    "stopped": lambda at: routine(at).then("stop"),
    "go on": lambda at: routine(at).then("pause", "silence", "profile"),
    "finished": _finished,
    "resume offered": _resumable,
    "weeks asked": lambda at: _unknown(at, "weeks"),
    "delivery asked": lambda at: _unknown(at, "delivery"),
    "cleared asked": lambda at: _unknown(at, "cleared"),
    "first of the gate": at_gate,
    "last of the gate": lambda at: at_gate(at, 3),
    "past the gate": past_gate,
    "gate failed": lambda at: at_gate(at).then("answer_yes"),
    "sign asked": _possible,
    "it hurts": _hurt,
    "how bad": lambda at: _hurt(at, "answer_no"),
    "easier or another": _scored,
    "another or stop": _other,
    "numb": lambda at: _hurt(at, "answer_yes"),
    "own words asked": lambda at: at.then("is_this_serious"),
    "first question": questions,
    "second bladder question": at_question("bladder_retention/second"),
    "clarifier": at_question("control_loss/clarify", control_loss="yes"),
    "third clarifier": at_question(
        "both_legs/clarify3", both_legs="yes", both_legs_clarify="yes", both_legs_clarify2="yes"
    ),
    "question of the mind": at_question("self_harm_thoughts"),
    "weeks in the questions": at_question("weeks_postpartum", weeks=None),
    "fact in the questions": at_question("neuraxial", pain_worse="yes"),
    "fact that could raise": _raising,
    "read back": at_question("readback", pain_night="yes", neuraxial="yes"),
    "nothing to read back": at_question("readback"),
    "safety net offered": lambda at: at_question("readback")(at).then("answer_yes"),
    "safety net": lambda at: at_question("readback")(at).then("answer_yes", "answer_yes"),
    "left check offered": _left_check,
    "care asked about": _seen_to,
    "clinician asked about": lambda at: _seen_to(at).then("answer_no"),
    "gentle only": lambda at: _seen_to(at).then("answer_no", "answer_no"),
    "emergency": lambda at: _block(at, "chest_pain"),
    "emergency, help coming": lambda at: _block(at, "chest_pain").then("help_coming"),
    "urgent": lambda at: _block(at, "wound_infection"),
    "soon": lambda at: _block(at, "pain_night"),
    "questions offered": lambda at: (at.hear("report_warning_sign", sign("pain_night")), at)[1],
    "questions declined": lambda at: (at.hear("report_warning_sign", sign("pain_night")), at)[1].then("answer_no"),
    "violence": lambda at: _block(at, "violence"),
    "topics": lambda at: at.then("tips"),
    "more offered": lambda at: (at.hear("causes"), at)[1],
    "exercises listed": lambda at: at.then("list_exercises"),
    "pain score": lambda at: at.then("pain_score"),
    "anything new": lambda at: asked(at, "anything_new"),
    "erase asked": lambda at: at.then("privacy_delete"),
    "reminder time": lambda at: at.then("reminder"),
    "reminder sure": lambda at: (at.hear("reminder", time="07:30"), at)[1],
    "plan": lambda at: at.then("plan"),
    "offer": lambda at: asked(at, "offer", "bridge"),
}
