"""The answers to the open question as buttons. A button says what its label says: both are understood the same.

No word about violence is offered, and no answer to "are you safe to talk?": whoever stands near could press it, and a
yes has a helpline read aloud (`clinical/triage.md` section 8).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from skill.coach.content import Content
from skill.coach.conversation import Asked, Conversation
from skill.coach.keepsake import Keepsake
from skill.coach.phrases import Manner, count, label
from skill.coach.safety import FOR
from skill.coach.triage import WEEKS


class Choice(Struct, frozen=True):
    """One button: the words on it, and what pressing it says."""

    label: str
    intent: str
    slots: dict[str, Any] = {}


Says = tuple[str, dict[str, Any]]

BUTTONS: Mapping[str, Says] = {
    "yes": ("answer_yes", {}),
    "no": ("answer_no", {}),
    "unsure": ("answer_unsure", {}),
    "ask_me": ("answer_unsure", {}),
    "start": ("start_routine", {}),
    "serious": ("is_this_serious", {}),
    "tips": ("tips", {}),
    "not_now": ("pause", {}),
    "go_on": ("answer_yes", {}),
    "not_yet": ("answer_no", {}),
    "fresh": ("start_over", {}),
    "continue": ("resume", {}),
    "next": ("next", {}),
    "done": ("next", {}),
    "again": ("repeat", {}),
    "easier": ("easier", {}),
    "another": ("next", {}),
    "hurts": ("that_hurts", {}),
    "pain": ("that_hurts", {}),
    "the_baby": ("pause", {"why": "baby"}),
    "neither": ("answer_no", {}),
    "pause": ("pause", {}),
    "stop": ("stop", {}),
    "skip": ("answer_unsure", {}),
    "erase": ("answer_yes", {}),
    "keep": ("answer_no", {}),
    "more": ("more", {}),
    "in_arms": ("baby_status", {"baby": "in_arms"}),
    "carrier": ("baby_status", {"baby": "carrier"}),
    "on_chest": ("baby_status", {"baby": "on_chest"}),
    "mat": ("baby_status", {"baby": "mat"}),
    "put_down": ("baby_status", {"baby": "free"}),
    "vaginal": ("profile", {"delivery": "vaginal"}),
    "cesarean": ("profile", {"delivery": "cesarean"}),
    "morning": ("reminder", {"time": "08:00"}),
    "noon": ("reminder", {"time": "12:00"}),
    "evening": ("reminder", {"time": "18:00"}),
    "lifting": ("tips", {"advice": "lift_crib"}),
    "carrying": ("tips", {"advice": "carry"}),
    "feeding": ("tips", {"advice": "feed_position"}),
    "diaper": ("tips", {"advice": "diaper"}),
    "bath": ("tips", {"advice": "bath"}),
    "sleep": ("tips", {"advice": "sleep_pillows"}),
    "posture": ("tips", {"advice": "posture"}),
    "heat": ("tips", {"advice": "heat_pad"}),
    "walking": ("start_exercise", {"exercise": "walking"}),
    "causes": ("causes", {}),
    "tell": ("what_to_tell", {}),
    "coming": ("help_coming", {}),
    "seen": ("been_seen", {}),
}
"""Every button that stands in a table below; its words are the phrase `button.<id>`. At most one slot each."""

YES_NO = ("yes", "no")
CHECK = ("yes", "no", "unsure")
"""Answers to any safety question: "I don't know" is always one of them."""

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "start": ("start", "serious", "tips", "not_now"),
    "offer": YES_NO,
    "resume": ("go_on", "fresh", "not_now"),
    "go_on": ("go_on", "not_yet", "stop"),
    "more": YES_NO,
    "check_more": YES_NO,
    "safety_net": YES_NO,
    "net_more": YES_NO,
    "meant": YES_NO,
    "erase": ("erase", "keep"),
    "ready": ("next", "again", "easier", "hurts", "stop"),
    "paused_why": ("pain", "the_baby", "neither"),
    "stopped_why": ("pain", "the_baby", "neither"),
    "hurt_choice": ("easier", "another", "stop"),
    "hurt_other": ("another", "stop"),
    "baby": ("in_arms", "carrier", "on_chest", "mat", "put_down"),
    "baby_now": ("in_arms", "carrier", "on_chest", "mat", "put_down"),
    "delivery": ("vaginal", "cesarean", "unsure"),
    "cleared": CHECK,
    "own_words": ("ask_me",),
    "reminder_time": ("morning", "noon", "evening", "no"),
    "reminder_sure": YES_NO,
    "which_topic": ("lifting", "carrying", "feeding", "diaper", "bath", "sleep", "causes"),
    "which_one": (),
    "which_one_more": ("more",),
    "pain_score": ("skip",),
    "hurt_score": (),
    "weeks": ("unsure",),
    WEEKS: ("unsure",),
    "safe_to_talk": (),
}
"""Question id -> its buttons. Any other safety question takes `CHECK`."""

WITHOUT_BABY: Mapping[str, tuple[str, ...]] = {
    "which_topic": ("lifting", "posture", "sleep", "walking", "heat", "causes"),
    "paused_why": ("pain", "neither"),
    "stopped_why": ("pain", "neither"),
}
"""The same where no word about a baby may be said."""
AT_THE_END = ("done", "again", "hurts", "stop")
"""After the last exercise "ready?" asks whether that was all."""
SCORES = range(11)
DAYS, MONTHS, YEARS = (3,), (4, 6, 9), (1,)
WEEKS_TOLD = range(1, 13)
"""How long ago the birth was: week by week while weeks decide what is offered (`exercise.TIER_FLOOR`)."""


def choices(talk: Conversation, kept: Keepsake, content: Content) -> tuple[Choice, ...]:
    """The buttons of this moment: answers to the open question, else what can be said here; none on a private route."""
    if is_private(talk, content):
        return ()
    manner = manner_of(talk, kept)
    named = _named(talk, content)
    fixed = tuple(Choice(label(f"button.{id}", content, manner), *BUTTONS[id]) for id in _ids(talk, content, manner))
    return (*named, *fixed)


def manner_of(talk: Conversation, kept: Keepsake) -> Manner:
    """How a label speaks: to her or to a helper, never a baby word where there is none."""
    return Manner(partner=talk.partner, no_baby=kept.settings.no_baby_words or talk.baby == "not_here")


def is_private(talk: Conversation, content: Content) -> bool:
    """A sign of a route that is said once stands, or is asked about: nothing of it may be seen by anyone else."""
    asked = talk.asked
    if asked is not None and asked.id == "safe_to_talk":
        return True
    open_ = () if asked is None else (asked.id.partition("/")[0], asked.about.removeprefix(FOR))
    rows = (content.signs[id] for id in (*talk.signs, *talk.told, *open_) if id in content.signs)
    return any(row.route in content.said_once for row in rows)


def _ids(talk: Conversation, content: Content, manner: Manner) -> tuple[str, ...]:
    asked = talk.asked
    if asked is None:
        return _without_question(talk)
    if asked.id == "ready" and not asked.about:
        return AT_THE_END
    if manner.no_baby and asked.id in WITHOUT_BABY:
        return WITHOUT_BABY[asked.id]
    return QUESTIONS.get(asked.id, CHECK if _is_check(asked, content) else ())


def _is_check(asked: Asked, content: Content) -> bool:
    return asked.check or content.protocol.asks(asked.id)


def _without_question(talk: Conversation) -> tuple[str, ...]:
    """What can be said where nothing is asked."""
    if talk.level in ("EMERGENCY", "URGENT"):
        return ("tell", "seen") if talk.help_coming or talk.level == "URGENT" else ("tell", "coming", "seen")
    if talk.pregnant or talk.enough:
        return ("serious", "tips")
    status = talk.routine.status if talk.routine is not None else ""
    return {"running": ("pause", "hurts", "stop"), "paused": ("continue", "stop")}.get(
        status, ("start", "serious", "tips")
    )


def _named(talk: Conversation, content: Content) -> tuple[Choice, ...]:
    """Buttons that are counted or named: numbers, weeks since the birth, the exercises named a moment ago."""
    asked = talk.asked.id if talk.asked is not None else ""
    if asked in ("pain_score", "hurt_score"):
        return tuple(Choice(str(n), "pain_score", {"score": n}) for n in SCORES)
    if asked in ("weeks", WEEKS):
        return _since_birth()
    if asked in ("which_one", "which_one_more"):
        known = (content.exercises[id] for id in talk.listed if id in content.exercises)
        return tuple(Choice(_capital(e.name), "start_exercise", {"exercise": e.id}) for e in known)
    return ()


def _since_birth() -> tuple[Choice, ...]:
    days = [Choice(_capital(count(n, "day")), "profile", {"days_postpartum": n}) for n in DAYS]
    weeks = [Choice(_capital(count(n, "week")), "profile", {"weeks_postpartum": n}) for n in WEEKS_TOLD]
    months = [Choice(_capital(count(n, "month")), "profile", {"weeks_postpartum": n * 13 // 3}) for n in MONTHS]
    years = [Choice(_capital(count(n, "year")), "profile", {"weeks_postpartum": n * 52}) for n in YEARS]
    return (*days, *weeks, *months, *years)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
