"""Reminders: how often and at what time, asked back before one is set. Its text names nothing private.

A misheard time rings at four in the morning, and Amazon asks for a consent to each reminder that says its time and
recurrence (developer.amazon.com, smapi/alexa-reminders-overview): so nothing is set without her yes to both.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from skill.coach import asking, phrases
from skill.coach.keepsake import DAYS, Reminder
from skill.coach.reply import CancelReminder, SetReminder
from skill.coach.scene import Scene

_TIME = re.compile(r"([01]?\d|2[0-3])(?::([0-5]\d))?", re.ASCII)
_KEY = re.compile(r"([a-z_]+)(?:/(\d{4}-\d\d-\d\d))?@(\d\d:\d\d)", re.ASCII)
QUESTIONS = ("reminder_time", "reminder_sure")
"""Asked before one is set."""
_NAMES = dict(zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))


def reminder(scene: Scene) -> Scene:
    """She wants one: ask for what is missing, then whether it is right."""
    if scene.asked is not None and scene.asked.check:
        return asking.repeat_question(scene)
    open_ = scene.asked.about if scene.asked is not None and scene.asked.id in QUESTIONS else ""
    earlier = parse(open_)
    told, _, told_day = ("", "", "") if earlier else open_.partition(" ")
    often = str(scene.slot("frequency") or (earlier.frequency if earlier else told) or "daily")
    day = str(scene.slot("day") or told_day)
    clock = _TIME.fullmatch(str(scene.slot("time") or (earlier.time if earlier else "")))
    if clock is None:
        return scene.ask("reminder_time", f"{often} {day}".strip())
    at = f"{int(clock[1]):02d}:{clock[2] or '00'}"
    wanted = _fixed(often, at, day, earlier.on if earlier else None, scene.now)
    return scene.ask("reminder_sure", wanted.key, when=spoken(scene, wanted))


def reminder_yes(scene: Scene) -> Scene:
    """Keep it, and have the device asked to remind her. What stood before comes back if the device refuses."""
    wanted = parse(scene.asked.about) if scene.asked is not None else None
    if wanted is None:
        return reminder(scene.with_talk(asked=None))
    scene = scene.with_talk(asked=None, reminder_before=scene.kept.reminder).with_kept(reminder=wanted)
    scene = scene.effect(SetReminder(wanted, key=f"reminder:{wanted.key}"))
    return asking.back(scene.say("reminder_set", when=spoken(scene, wanted)))


def cancel_reminder(scene: Scene) -> Scene:
    """Stop reminding."""
    if scene.asked is not None and scene.asked.id in QUESTIONS:
        scene = scene.with_talk(asked=None)
    if scene.kept.reminder is None:
        return asking.back(scene.say("no_reminder"))
    scene = scene.with_talk(reminder_before=scene.kept.reminder).with_kept(reminder=None)
    return asking.back(scene.effect(CancelReminder()).say("reminder_gone"))


def refused(scene: Scene) -> Scene:
    """The device did not do it: what is kept is again what is true, and she hears what she can do."""
    # One that was taken back is no longer kept, but stood before.
    asked_for = scene.kept.reminder is not None or scene.talk.reminder_before is None
    if scene.asked is not None and scene.asked.id in QUESTIONS:
        scene, asked_for = scene.with_talk(asked=None), True
    else:
        scene = scene.with_kept(reminder=scene.talk.reminder_before).with_talk(reminder_before=None)
    return asking.back(scene.say("reminder_failed" if asked_for else "reminder_stays"))


def parse(key: str) -> Reminder | None:
    """The reminder that a key stands for, or None."""
    found = _KEY.fullmatch(key)
    if found is None or _TIME.fullmatch(found[3]) is None:
        return None
    try:
        on = date.fromisoformat(found[2]) if found[2] else None
    except ValueError:
        return None
    return Reminder(time=found[3], frequency=found[1], on=on, key=key)


def _fixed(often: str, at: str, day: str, on: date | None, now: datetime) -> Reminder:
    """What she said, as one of what a device can do; the question that follows says which."""
    first = _first(at, day, now)
    if often == "once":
        on = first if day or on is None or f"{on} {at}" <= f"{now:%Y-%m-%d %H:%M}" else on
        return Reminder(time=at, frequency="once", on=on, key=f"once/{on}@{at}")
    if often == "weekly":
        often = DAYS[first.weekday()]
    reminder = Reminder(time=at, frequency=often)
    often = often if reminder.days else "daily"
    return Reminder(time=at, frequency=often, key=f"{often}@{at}")


def _first(at: str, day: str, now: datetime) -> date:
    """The first day on which it can ring."""
    today = now.date()
    if day == "tomorrow":
        return today + timedelta(days=1)
    first = today if at > f"{now:%H:%M}" else today + timedelta(days=1)
    return first + timedelta(days=(DAYS.index(day) - first.weekday()) % 7) if day in DAYS else first


def spoken(scene: Scene, reminder: Reminder) -> str:
    """How often and when, in words."""
    if reminder.on is not None:
        ahead = (reminder.on - scene.now.date()).days
        day = {0: "today", 1: "tomorrow"}.get(ahead, f"on {_NAMES[DAYS[reminder.on.weekday()]]}")
        often = scene.words("frequency.once", day=day)
    elif f"frequency.{reminder.frequency}" in scene.content.phrases:
        often = scene.words(f"frequency.{reminder.frequency}")
    else:
        often = scene.words("frequency.days", days=phrases.listing([_NAMES[day] for day in reminder.days], "and"))
    return f"{often} {_spoken_time(reminder.time)}"


def _spoken_time(at: str) -> str:
    hour, minute = map(int, at.split(":"))
    part = "at night" if not 4 <= hour < 22 else "in the morning" if hour < 12 else "in the afternoon"
    part = "in the evening" if 18 <= hour < 22 else part
    spoken_minute = f" oh {phrases.number(minute)}" if 0 < minute < 10 else f" {phrases.number(minute)}"
    return f"{phrases.number(hour % 12 or 12)}{spoken_minute if minute else ''} {part}"
