"""What the laptop does after a turn: hand over her data as a file, a reminder as a calendar file."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from skill.coach.keepsake import DAYS, Keepsake, Reminder
from skill.coach.reply import CancelReminder, Effect, Export, SetReminder

DATA_FILE = "gentle-back-data.json"
REMINDER_FILE = "gentle-back-reminder.ics"


def hand_over(effects: tuple[Effect, ...], keepsake: Keepsake, folder: Path, now: datetime) -> list[str]:
    """Do the effects of a turn in `folder`. Returns what to show her; a file that cannot be written is told too."""
    told = []
    for effect in effects:
        try:
            if isinstance(effect, Export):
                data = msgspec.json.format(msgspec.json.encode(keepsake), indent=2)
                (folder / DATA_FILE).write_bytes(data + b"\n")
                told.append(f"Everything kept about you: {folder / DATA_FILE}")
            elif isinstance(effect, SetReminder):
                (folder / REMINDER_FILE).write_text(calendar(effect.reminder, now), encoding="utf-8", newline="")
                told.append(f"Open this in your calendar: {folder / REMINDER_FILE}")
            elif isinstance(effect, CancelReminder):
                (folder / REMINDER_FILE).unlink(missing_ok=True)
                told.append("Please delete the reminder in your calendar too.")
        except OSError as error:
            told.append(f"The file could not be written: {error.strerror or error}")
    return told


def calendar(reminder: Reminder, now: datetime) -> str:
    """A calendar file (RFC 5545) in her local time; its text names nothing private."""
    hour, _, minute = reminder.time.partition(":")
    start = now.replace(hour=int(hour), minute=int(minute or 0), second=0, microsecond=0)
    if reminder.on is not None:
        start = datetime.combine(reminder.on, start.timetz())
    while start <= now or (reminder.days and DAYS[start.weekday()] not in reminder.days):
        start += timedelta(days=1)
    days = ",".join(day[:2].upper() for day in reminder.days)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Gentle Back//EN",
        "BEGIN:VEVENT",
        f"UID:{reminder.key}@gentle-back",
        f"DTSTAMP:{now.astimezone().strftime('%Y%m%dT%H%M%S')}",
        f"DTSTART:{start.strftime('%Y%m%dT%H%M%S')}",
        "DURATION:PT5M",
        f"RRULE:FREQ=WEEKLY;BYDAY={days}" if days else "",
        "SUMMARY:Gentle Back",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Gentle Back",
        "TRIGGER:PT0M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(line for line in lines if line) + "\r\n"
