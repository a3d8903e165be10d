"""Reminders: nothing is set without her yes to time and recurrence, and nothing is kept that the device refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from skill.coach.keepsake import Keepsake, Reminder, expire, for_mode
from skill.coach.reminding import parse
from skill.coach.reply import CancelReminder, SetReminder
from tests.factories import NOON, Session, heard, sign

DAILY = Reminder(time="19:30", frequency="daily", key="daily@19:30")


def asked(**slots: str) -> Session:
    session = Session()
    session.hear("reminder", **slots)
    return session


def given(session: Session) -> Reminder | None:
    session.hear("answer_yes")
    effects = [effect.reminder for effect in session.reply.effects if isinstance(effect, SetReminder)]
    return effects[0] if effects else None


def with_one(reminder: Reminder = DAILY) -> Session:
    session = Session()
    session.hear("reminder", time=reminder.time, frequency=reminder.frequency)
    session.hear("answer_yes")
    assert session.kept.reminder == reminder
    return session


def test_nothing_is_set_before_she_says_yes() -> None:
    session = asked(time="19:30", frequency="daily")
    assert session.reply.text == "Every day at seven thirty in the evening. Shall I remind you?"
    assert session.reply.asking == "reminder_sure"
    assert (session.kept.reminder, session.reply.effects) == (None, ())
    assert given(session) == DAILY == session.kept.reminder


@pytest.mark.parametrize("answer", ["answer_no", "answer_unsure"])
def test_anything_but_a_yes_sets_nothing(answer: str) -> None:
    session = asked(time="19:30").then(answer)
    assert (session.kept.reminder, session.reply.effects, session.reply.asking) == (None, (), None)


def test_another_time_is_asked_back_with_the_same_recurrence() -> None:
    session = asked(time="19:30", frequency="weekdays")
    session.hear("reminder", time="20:00")
    assert session.reply.text.startswith("On weekdays at eight in the evening.")
    assert given(session) == Reminder(time="20:00", frequency="weekdays", key="weekdays@20:00")


def test_another_recurrence_is_asked_back_with_the_same_time() -> None:
    session = asked(time="07:05")
    session.hear("reminder", frequency="weekends")
    assert session.reply.text.startswith("On weekends at seven oh five in the morning.")


def test_what_she_said_before_the_time_is_not_lost() -> None:
    session = asked(frequency="once", day="tomorrow")
    assert session.reply.asking == "reminder_time"
    session.hear("reminder", time="13:00")
    assert session.reply.text.startswith("Once, tomorrow, at one in the afternoon.")


@pytest.mark.parametrize(
    ("slots", "spoken", "frequency"),
    [
        ({"frequency": "weekly"}, "Every Monday at seven in the evening.", "mon"),
        ({"frequency": "weekly", "day": "sun"}, "Every Sunday at seven in the evening.", "sun"),
        ({"frequency": "weekly", "time": "07:00"}, "Every Tuesday at seven in the morning.", "tue"),
        ({"frequency": "mon_wed_fri"}, "Every Monday, Wednesday, and Friday at seven in the evening.", "mon_wed_fri"),
        ({"frequency": "every_3_hours"}, "Every day at seven in the evening.", "daily"),
        ({"frequency": "no_such@thing"}, "Every day at seven in the evening.", "daily"),
        ({"time": "3"}, "Every day at three at night.", "daily"),
    ],
)
def test_what_a_device_can_do_is_said_as_it_will_be(slots: dict[str, str], spoken: str, frequency: str) -> None:
    session = asked(**{"time": "19:00"} | slots)  # the clock of the session: Monday, noon
    assert session.reply.text == f"{spoken} Shall I remind you?"
    reminder = given(session)
    assert reminder is not None
    assert (reminder.frequency, reminder.days != ()) == (frequency, True)


@pytest.mark.parametrize(
    ("slots", "spoken", "ahead"),
    [
        ({"time": "19:00"}, "today", 0),
        ({"time": "11:00"}, "tomorrow", 1),
        ({"time": "12:00"}, "tomorrow", 1),
        ({"time": "19:00", "day": "tomorrow"}, "tomorrow", 1),
        ({"time": "19:00", "day": "mon"}, "today", 0),
        ({"time": "11:00", "day": "mon"}, "on Monday", 7),
        ({"time": "11:00", "day": "fri"}, "on Friday", 4),
    ],
)
def test_once_means_one_day_and_it_is_said(slots: dict[str, str], spoken: str, ahead: int) -> None:
    session = asked(frequency="once", **slots)
    assert session.reply.text.startswith(f"Once, {spoken}, at ")
    reminder = given(session)
    assert reminder is not None
    assert (reminder.on, reminder.days) == (NOON.date() + timedelta(days=ahead), ())


def test_a_time_that_is_none_is_asked_for() -> None:
    for time in ("25:99", "half past", "", "7:5"):
        assert asked(time=time).reply.asking == "reminder_time"


def test_a_key_says_what_the_reminder_is() -> None:
    once = Reminder(time="07:05", frequency="once", on=date(2026, 11, 24), key="once/2026-11-24@07:05")
    assert parse(once.key) == once
    assert parse(DAILY.key) == DAILY
    for junk in ("", "daily", "daily@25:00", "once/2026-13-40@07:05", "daily@07:05 and more", "@07:05"):
        assert parse(junk) is None


def test_when_the_device_refuses_nothing_is_kept_and_she_hears_what_she_can_do() -> None:
    session = asked(time="19:30").then("answer_yes", "refused")
    assert session.kept.reminder is None
    assert session.reply.text == "I can't set it from here. You can say: Alexa, remind me."


def test_when_the_device_refuses_a_new_time_the_old_one_stands() -> None:
    session = with_one()
    session.hear("reminder", time="08:00")
    session.then("answer_yes", "refused")
    assert session.kept.reminder == DAILY


def test_a_reminder_that_could_not_be_taken_back_is_still_kept() -> None:
    session = with_one().then("cancel_reminder")
    assert (session.kept.reminder, session.reply.effects) == (None, (CancelReminder(),))
    session.hear("refused")
    assert session.kept.reminder == DAILY
    assert session.reply.text == "I couldn't take the reminder back. You can say: Alexa, cancel my reminder."


def test_a_permission_denied_at_the_open_question_sets_nothing() -> None:
    session = asked(time="19:30").then("refused")
    assert (session.kept.reminder, session.reply.asking) == (None, None)
    assert session.reply.text.startswith("I can't set it from here.")


def test_a_refusal_comes_through_while_a_level_stands() -> None:
    session = with_one()
    session.take(heard("report_warning_sign", sign("wound_infection")))
    assert session.reply.level == "URGENT"
    session.hear("cancel_reminder")
    assert session.kept.reminder is None
    session.hear("refused")
    assert session.kept.reminder == DAILY


def test_a_reminder_never_comes_between_her_and_a_safety_question() -> None:
    session = Session()
    session.hear("is_this_serious")
    open_ = session.reply.asking
    session.hear("reminder", time="19:30")
    assert session.reply.asking == open_
    assert session.talk.asked is not None
    assert session.talk.asked.check


def test_a_reminder_for_one_day_is_forgotten_after_it() -> None:
    kept = Keepsake(reminder=Reminder(time="19:30", frequency="once", on=NOON.date(), key="k"))
    assert expire(kept, NOON + timedelta(hours=11)).reminder is not None
    assert expire(kept, NOON + timedelta(days=1)).reminder is None
    assert expire(Keepsake(reminder=DAILY), NOON + timedelta(days=400)).reminder == DAILY


def test_a_reminder_is_kept_in_settings_mode() -> None:
    assert for_mode(Keepsake(reminder=DAILY), "settings").reminder == DAILY
