"""A reminder as Amazon takes it, and set once however often it is asked for."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.services.reminder_management import PushNotification, ReminderRequest, SpokenInfo, Trigger

from skill.alexa.api import ApiDown, ApiRefused
from skill.alexa.http_api import HttpApi
from skill.alexa.reminders import clear, described, set_only
from skill.coach.keepsake import Reminder
from skill.content.load import LOCALES, load
from tests.alexa.services.amazon import Amazon, hangs_up, sends

NOW = datetime(2026, 11, 26, 18, 0, tzinfo=ZoneInfo("Europe/London"))  # a Thursday
DAILY = Reminder(time="19:30")
ONCE = Reminder(time="07:05", frequency="once", on=date(2026, 11, 28))
POST = "POST /v1/alerts/reminders"
DELETE = "DELETE /v1/alerts/reminders/"


def body(reminder: Reminder = DAILY) -> dict[str, Any]:
    return described(reminder, "Europe/London", "en-GB", "Time for Gentle Back.", NOW)


def sent(amazon: Amazon, method: str) -> list[str]:
    return [asked for asked in amazon.asked() if asked.startswith(method)]


@pytest.mark.parametrize(
    ("reminder", "rule"),
    [
        (DAILY, "FREQ=DAILY;BYHOUR=19;BYMINUTE=30;BYSECOND=0;INTERVAL=1;"),
        (
            Reminder(time="07:05", frequency="weekdays"),
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=7;BYMINUTE=5;BYSECOND=0;INTERVAL=1;",
        ),
        (
            Reminder(time="10:00", frequency="wed_mon"),
            "FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=10;BYMINUTE=0;BYSECOND=0;INTERVAL=1;",
        ),
    ],
)
def test_one_that_comes_back_has_a_rule_and_a_beginning(reminder: Reminder, rule: str) -> None:
    assert body(reminder)["trigger"] == {
        "type": "SCHEDULED_ABSOLUTE",
        "timeZoneId": "Europe/London",
        "recurrence": {"startDateTime": "2026-11-26T18:00:00.000", "recurrenceRules": [rule]},
    }


@pytest.mark.parametrize(
    ("reminder", "at"),
    [
        (ONCE, "2026-11-28T07:05:00.000"),
        (Reminder(time="19:00", frequency="once"), "2026-11-26T19:00:00.000"),
        (Reminder(time="17:00", frequency="once"), "2026-11-27T17:00:00.000"),
    ],
)
def test_one_that_rings_once_has_a_moment_in_local_time(reminder: Reminder, at: str) -> None:
    assert body(reminder)["trigger"] == {
        "type": "SCHEDULED_ABSOLUTE",
        "timeZoneId": "Europe/London",
        "scheduledTime": at,
    }


@pytest.mark.parametrize("reminder", [DAILY, ONCE])
def test_amazons_own_models_can_read_every_part_of_the_body(reminder: Reminder) -> None:
    # Part by part: the SDK cannot read a whole one, its model of `alertInfo` names a module that does not exist.
    parts, read = body(reminder), DefaultSerializer().deserialize
    trigger = read(json.dumps(parts["trigger"]), Trigger)
    assert (trigger.object_type.value, trigger.time_zone_id) == ("SCHEDULED_ABSOLUTE", "Europe/London")
    assert (trigger.recurrence is None) == (trigger.scheduled_time is not None) == (reminder is ONCE)
    assert read(json.dumps(parts["pushNotification"]), PushNotification).status.value == "ENABLED"
    spoken = read(json.dumps(parts["alertInfo"]["spokenInfo"]), SpokenInfo)
    assert [(text.locale, text.text) for text in spoken.content] == [("en-GB", "Time for Gentle Back.")]
    assert parts.keys() <= set(ReminderRequest.attribute_map.values())


@pytest.mark.parametrize("locale", sorted(LOCALES))
def test_what_is_read_aloud_to_the_room_names_nothing_private(locale: str) -> None:
    [words] = load(locale).phrases["reminder_text"].full
    for private in ("pain", "back pain", "birth", "baby", "mother", "exercise", "doctor", "hurt", "check"):
        assert private not in words.lower()


def test_a_reminder_is_set(amazon: Amazon, api: HttpApi) -> None:
    assert set_only(api, amazon.access, body())
    [kept] = amazon.kept.values()
    assert kept["trigger"] == body()["trigger"]


def test_asked_for_twice_it_is_set_once(amazon: Amazon, api: HttpApi) -> None:
    set_only(api, amazon.access, body())
    set_only(api, amazon.access, body())
    assert len(amazon.kept) == len(sent(amazon, "POST")) == 1


ALIKE: list[dict[str, Any]] = [
    {
        "timeZoneId": "Europe/London",
        "recurrence": {"recurrenceRules": ["freq=daily;byminute=30;byhour=19;interval=1"]},
    },
    {
        "timeZoneId": "Europe/London",
        "recurrence": {"recurrenceRules": ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=19;BYMINUTE=30"]},
    },
    {"timeZoneId": "Europe/London", "scheduledTime": "2026-11-26T19:30:00.000", "recurrence": {"freq": "DAILY"}},
]


@pytest.mark.parametrize("trigger", ALIKE, ids=["in another order", "day by day", "in the old form"])
def test_one_that_rings_alike_is_left_however_it_is_written(
    amazon: Amazon, api: HttpApi, trigger: dict[str, Any]
) -> None:
    token = amazon.keep(trigger)
    assert set_only(api, amazon.access, body())
    assert list(amazon.kept) == [token]


OTHERS: list[tuple[dict[str, Any], str]] = [
    ({**ALIKE[0], "timeZoneId": "America/Chicago"}, "ON"),
    ({"timeZoneId": "Europe/London", "recurrence": {"recurrenceRules": ["FREQ=DAILY;BYHOUR=20;BYMINUTE=30"]}}, "ON"),
    ({"timeZoneId": "Europe/London", "scheduledTime": "2026-11-26T19:30:00.000"}, "ON"),
    (ALIKE[0], "COMPLETED"),
    ({}, "ON"),
    ({"recurrence": {"recurrenceRules": [5]}}, "ON"),
]


@pytest.mark.parametrize(("trigger", "status"), OTHERS)
def test_a_new_one_takes_the_place_of_any_other(
    amazon: Amazon, api: HttpApi, trigger: dict[str, Any], status: str
) -> None:
    old = amazon.keep(trigger, status)
    assert set_only(api, amazon.access, body())
    [kept] = amazon.kept.values()
    assert kept["alertToken"] != old


def test_the_new_one_is_set_before_the_old_one_goes(amazon: Amazon, api: HttpApi) -> None:
    old = amazon.keep(ALIKE[0] | {"timeZoneId": "America/Chicago"})
    amazon.trouble["POST"] = sends(403, {"code": "MAX_REMINDERS_EXCEEDED"})
    with pytest.raises(ApiRefused):
        set_only(api, amazon.access, body())
    assert list(amazon.kept) == [old]


def test_an_old_one_that_cannot_be_deleted_is_told(amazon: Amazon, api: HttpApi) -> None:
    amazon.keep({})
    amazon.trouble["DELETE"] = hangs_up
    assert not set_only(api, amazon.access, body())
    assert len(amazon.kept) == 2


def test_an_answer_that_was_lost_is_looked_for_and_not_asked_again(amazon: Amazon, api: HttpApi) -> None:
    def set_and_hang_up(to: Any) -> None:
        amazon.keep(amazon.calls[-1].body["trigger"])
        hangs_up(to)

    amazon.trouble[POST] = set_and_hang_up
    assert set_only(api, amazon.access, body())
    assert len(amazon.kept) == len(sent(amazon, "POST")) == 1


def test_a_question_that_was_lost_is_an_error(amazon: Amazon, api: HttpApi) -> None:
    amazon.trouble[POST] = hangs_up
    with pytest.raises(ApiDown):
        set_only(api, amazon.access, body())
    assert amazon.kept == {}


def test_clearing_deletes_all_of_them(amazon: Amazon, api: HttpApi) -> None:
    tokens = [amazon.keep({}), amazon.keep(ALIKE[0]), amazon.keep({}, "COMPLETED")]
    clear(api, amazon.access)
    assert amazon.kept == {}
    assert sent(amazon, "DELETE") == [DELETE + token for token in tokens]


def test_an_alert_without_a_token_stops_nothing(amazon: Amazon, api: HttpApi) -> None:
    amazon.kept = {"a": {"status": "ON"}, "b": {"alertToken": "b"}, "c": {"alertToken": 5}}
    clear(api, amazon.access)
    assert sent(amazon, "DELETE") == [DELETE + "b"]
