"""A reminder as Amazon's service takes it, set once however often it is asked for.

Sources: smapi/alexa-reminders-api-reference (fields, recurrence rules, which put `freq`, `byDay` and `scheduledTime`
out of use) and the models of ask_sdk_model.services.reminder_management.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from skill.alexa.api import Access, Api, ApiDown, ApiError
from skill.coach.keepsake import DAYS, Reminder

_SHORT = {day[:2].upper(): day for day in DAYS}
Rings = tuple[str, frozenset[str], str]
"""The zone, the days it comes back on, and when: a time, or day and time for once."""


def described(reminder: Reminder, zone: str, locale: str, words: str, now: datetime) -> dict[str, Any]:
    """The body that sets it. `now` is by her own clock, `words` are what Alexa reads out."""
    trigger: dict[str, Any] = {"type": "SCHEDULED_ABSOLUTE", "timeZoneId": zone}
    if reminder.days:
        trigger["recurrence"] = {"startDateTime": _moment(now), "recurrenceRules": [_rule(reminder)]}
    else:
        trigger["scheduledTime"] = f"{reminder.on or _next(reminder, now)}T{reminder.time}:00.000"
    return {
        "requestTime": _moment(now),
        "trigger": trigger,
        "alertInfo": {"spokenInfo": {"content": [{"locale": locale, "text": words}]}},
        "pushNotification": {"status": "ENABLED"},
    }


def _moment(moment: datetime) -> str:
    """Local time without a zone: with one it is refused (UNSUPPORTED_SCHEDULED_TIME_FORMAT)."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000"


def _next(reminder: Reminder, now: datetime) -> str:
    day = now if reminder.time > f"{now:%H:%M}" else now + timedelta(days=1)
    return f"{day:%Y-%m-%d}"


def _rule(reminder: Reminder) -> str:
    hour, minute = map(int, reminder.time.split(":"))
    days = ",".join(short for short, day in _SHORT.items() if day in reminder.days)
    often = "FREQ=DAILY" if reminder.days == DAYS else f"FREQ=WEEKLY;BYDAY={days}"
    return f"{often};BYHOUR={hour};BYMINUTE={minute};BYSECOND=0;INTERVAL=1;"


def set_only(api: Api, access: Access, wanted: Mapping[str, Any]) -> bool:
    """Have this reminder and no other of ours. One that rings alike is left as it is, so nothing is ever set twice.

    The new one is set before an old one goes: if that fails, the old one still rings. False = it is set, but an old
    one is still there too. Raises ApiError where it is not set.
    """
    there = api.reminders(access)
    rings = _rings(wanted["trigger"])
    alike = [alert for alert in there if alert.get("status") == "ON" and _rings(alert.get("trigger")) == rings]
    if not alike:
        _set(api, access, wanted, rings)
    try:
        _delete(api, access, [alert for alert in there if alert not in alike[:1]])
    except ApiError:
        return False
    return True


def _set(api: Api, access: Access, wanted: Mapping[str, Any], rings: Rings | None) -> None:
    try:
        api.remind(access, wanted)
    except ApiDown:
        # It may have been set, and only the answer was lost.
        if all(_rings(alert.get("trigger")) != rings for alert in api.reminders(access)):
            raise


def clear(api: Api, access: Access) -> None:
    """Delete every reminder of ours. Raises ApiError."""
    _delete(api, access, api.reminders(access))


def _delete(api: Api, access: Access, alerts: Any) -> None:
    for alert in alerts:
        token = alert.get("alertToken")
        if isinstance(token, str) and token:
            api.unremind(access, token)


def _rings(trigger: Any) -> Rings | None:
    """When a trigger rings, however it is written; None for one that is not ours to understand."""
    if not isinstance(trigger, dict):
        return None
    zone, scheduled = str(trigger.get("timeZoneId")), str(trigger.get("scheduledTime"))
    recurrence = trigger.get("recurrence")
    if not isinstance(recurrence, dict):
        return zone, frozenset(), scheduled[:16]
    rules = recurrence.get("recurrenceRules")
    if isinstance(rules, list) and len(rules) == 1:
        parts = dict(part.split("=", 1) for part in str(rules[0]).upper().split(";") if "=" in part)
        return zone, _days(parts.get("BYDAY", "").split(",")), _time(parts.get("BYHOUR"), parts.get("BYMINUTE"))
    named = recurrence.get("byDay")
    return zone, _days(named if isinstance(named, list) else []), scheduled[11:16]


def _days(named: list[Any]) -> frozenset[str]:
    """All where none is named: every day."""
    return frozenset(_SHORT[day] for day in named if day in _SHORT) or frozenset(DAYS)


def _time(hour: str | None, minute: str | None) -> str:
    return f"{hour or '0':0>2}:{minute or '0':0>2}"
