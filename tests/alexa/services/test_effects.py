"""Reminders through the door, against the stand-in: what is set, what is kept, and what she hears when it fails."""

from __future__ import annotations

import pytest

from skill.alexa.door import Door
from skill.alexa.http_api import HttpApi
from skill.coach.errors import StoreError
from skill.coach.keepsake import Keepsake, Settings
from skill.opening import open_exchange
from skill.stores.memory import MemoryStore
from tests.alexa.envelopes import APP, SECRET, envelope, intent, words
from tests.alexa.services.amazon import TOKEN, Amazon, Trouble, falls_silent, hangs_up, sends
from tests.alexa.services.household import FAILED, KEY, NOW, Household
from tests.exchange_dummies import FailingStore

SET = "every day at seven thirty in the evening: I've asked this device"


def test_a_launch_asks_for_her_time_zone_and_keeps_it(home: Household) -> None:
    assert home.kept.settings.time_zone == "Europe/London"
    home.sends(envelope("LaunchRequest"))
    home.says("AMAZON.HelpIntent")
    assert home.amazon.asked() == ["GET /v2/devices/kitchen/settings/System.timeZone"]


def test_words_never_wait_for_a_time_zone(amazon: Amazon, api: HttpApi) -> None:
    here = Household(amazon, api)
    assert "nine, one, one" in words(here.sends(intent("report_warning_sign", {"sign": "chest pain"})))
    assert amazon.calls == []


def test_a_time_zone_that_cannot_be_had_costs_one_wait_a_session(amazon: Amazon, api: HttpApi) -> None:
    amazon.trouble["GET"] = hangs_up
    here = Household(amazon, api)
    assert "Gentle Back" in words(here.sends(envelope("LaunchRequest")))
    here.says("AMAZON.HelpIntent")
    here.says("AMAZON.HelpIntent")
    assert len(amazon.calls) == 1
    assert here.kept.settings.time_zone is None


def test_a_reminder_is_set_after_her_yes_and_not_before(home: Household) -> None:
    assert "Shall I remind you?" in words(home.wants())
    assert home.amazon.kept == {}
    assert SET in words(home.says("AMAZON.YesIntent")).replace("Every", "every")
    [alert] = home.amazon.kept.values()
    assert alert["trigger"]["timeZoneId"] == "Europe/London"
    assert home.kept.reminder is not None


def test_she_hears_one_moment_before_the_calls(home: Household) -> None:
    home.amazon.calls.clear()
    home.wants()
    home.says("AMAZON.YesIntent")
    first, second, third = home.amazon.calls
    assert (first.path, first.body["directive"]["speech"]) == ("/v1/directives", "One moment.")
    assert first.body["header"]["requestId"] == "r"
    assert [second.method, third.method] == ["GET", "POST"]


def test_a_courtesy_that_fails_changes_nothing(home: Household) -> None:
    home.amazon.trouble["POST /v1/directives"] = hangs_up
    home.wants()
    home.says("AMAZON.YesIntent")
    assert len(home.amazon.kept) == 1


def test_a_zone_unknown_at_launch_is_asked_for_again_for_a_reminder(amazon: Amazon, api: HttpApi) -> None:
    here = Household(amazon, api)
    here.wants()
    here.says("AMAZON.YesIntent")
    assert here.kept.settings.time_zone == "Europe/London"
    assert len(amazon.kept) == 1


def test_without_her_time_zone_no_reminder_is_set_and_none_is_kept(amazon: Amazon, api: HttpApi) -> None:
    amazon.time_zone = {"not": "a text"}
    here = Household(amazon, api)
    here.wants()
    assert FAILED in words(here.says("AMAZON.YesIntent"))
    assert (amazon.kept, here.kept.reminder) == ({}, None)


TROUBLES: dict[str, Trouble] = {
    "refused": sends(403, {"code": "DEVICE_NOT_SUPPORTED"}),
    "too many": sends(429),
    "their error": sends(500),
    "closed": hangs_up,
    "junk": sends(200, b"<html>"),
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_what_cannot_be_set_is_not_kept_and_she_hears_what_to_say(
    home: Household, trouble: Trouble, method: str
) -> None:
    if (method, trouble) == ("POST", TROUBLES["junk"]):
        return  # set, as far as anyone can know
    home.amazon.trouble[f"{method} /v1/alerts/reminders"] = trouble
    home.wants()
    answer = home.says("AMAZON.YesIntent")
    assert FAILED in words(answer)
    assert "asked this device" not in words(answer)
    assert home.kept.reminder is None
    assert home.amazon.kept == {}


def test_a_service_that_falls_silent_is_given_up(amazon: Amazon, hasty: HttpApi) -> None:
    here = Household(amazon, hasty)
    here.store.save(KEY, Keepsake(settings=Settings(time_zone="Europe/London", welcomed=True)), 0)
    amazon.trouble["GET"] = falls_silent
    here.wants()
    assert FAILED in words(here.says("AMAZON.YesIntent"))


def test_a_change_that_fails_leaves_the_old_one_standing(home: Household) -> None:
    home.with_one()
    home.amazon.trouble["POST /v1/alerts/reminders"] = sends(403)
    home.wants("08:00")
    assert FAILED in words(home.says("AMAZON.YesIntent"))
    assert home.kept.reminder is not None
    assert home.kept.reminder.time == "19:30"
    assert len(home.amazon.kept) == 1


def test_an_old_one_that_stays_is_told(home: Household) -> None:
    home.with_one()
    home.amazon.trouble["DELETE"] = hangs_up
    home.wants("08:00")
    assert "The earlier one may still ring too." in words(home.says("AMAZON.YesIntent"))


def test_stop_reminding_me_deletes_it(home: Household) -> None:
    home.with_one()
    assert "I won't remind you any more" in words(home.says("cancel_reminder"))
    assert (home.amazon.kept, home.kept.reminder) == ({}, None)


def test_what_cannot_be_deleted_is_still_kept_and_told(home: Household) -> None:
    home.with_one()
    home.amazon.trouble["DELETE"] = sends(503)
    assert "I couldn't take the reminder back." in words(home.says("cancel_reminder"))
    assert home.kept.reminder is not None
    del home.amazon.trouble["DELETE"]
    assert "I won't remind you any more" in words(home.says("cancel_reminder"))
    assert (home.amazon.kept, home.kept.reminder) == ({}, None)


def test_erasing_deletes_reminders_too(home: Household) -> None:
    home.with_one()
    home.says("privacy_delete")
    home.says("AMAZON.YesIntent")
    assert home.amazon.kept == {}
    assert home.store.rows == {}


def test_erasing_where_a_reminder_stays_says_so_and_keeps_nothing(home: Household) -> None:
    home.with_one()
    home.amazon.trouble["DELETE"] = hangs_up
    home.says("privacy_delete")
    answer = home.says("AMAZON.YesIntent")
    assert "A reminder may still be set." in words(answer)
    assert answer["response"]["shouldEndSession"] is True
    assert home.store.rows == {}


def test_erasing_finds_reminders_that_nothing_kept_tells_of(home: Household) -> None:
    home.amazon.keep({})
    home.says("privacy_delete")
    home.sends(intent("AMAZON.YesIntent"), granted=True)
    assert home.amazon.kept == {}


def test_erasing_asks_nobody_where_there_can_be_no_reminder(home: Household) -> None:
    home.amazon.calls.clear()
    home.says("privacy_delete")
    home.says("AMAZON.YesIntent")
    assert home.amazon.calls == []


def test_what_could_not_be_saved_is_not_set(amazon: Amazon, api: HttpApi) -> None:
    store = FailingStore()
    here = Household(amazon, api, store)
    here.sends(envelope("LaunchRequest"))
    here.wants()
    store.errors["save"] = StoreError("down")
    assert FAILED in words(here.says("AMAZON.YesIntent"))
    assert amazon.kept == {}


def test_without_services_she_hears_what_to_say(amazon: Amazon) -> None:
    exchange = open_exchange(MemoryStore(), keep="settings", secret=SECRET)
    door = Door(exchange, app_ids=frozenset((APP,)), secret=SECRET, clock=lambda: NOW)
    asked = door.answer(intent("reminder", {"time": "19:30"}))
    answer = door.answer(intent("AMAZON.YesIntent", attributes=asked["sessionAttributes"]))
    assert FAILED in words(answer)


def test_an_endpoint_that_is_not_amazons_is_never_asked(home: Household) -> None:
    calls = len(home.amazon.calls)
    request = intent("reminder", {"time": "19:30"})
    home.sends(request)
    yes = intent("AMAZON.YesIntent")
    yes["session"]["attributes"] = home.attributes
    yes["context"]["System"] |= {"apiEndpoint": f"{home.amazon.endpoint}/../evil", "apiAccessToken": TOKEN}
    assert FAILED in words(home.door.answer(yes))
    assert len(home.amazon.calls) == calls


def test_no_file_is_promised_where_none_can_be_handed_over(home: Household) -> None:
    answer = home.says("export")
    assert "I can't hand you a file from here." in words(answer)
    assert "into one file" not in words(answer)
