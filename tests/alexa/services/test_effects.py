"""Reminders through the door, against the stand-in: both consents, what is kept, and what she hears when it fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Response

from skill.alexa.door import Door
from skill.alexa.http_api import HttpApi
from skill.alexa.limits import REMINDERS_SCOPE
from skill.coach.errors import StoreError
from skill.coach.keepsake import Keepsake, Settings
from skill.deadline import Deadline
from skill.opening import open_exchange
from skill.stores import key_of
from skill.stores.memory import MemoryStore
from tests.alexa.envelopes import APP, SECRET, USER, envelope, intent, words
from tests.alexa.services.amazon import TOKEN, Amazon, Trouble, falls_silent, hangs_up, sends
from tests.exchange_dummies import FailingStore

NOW = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)
KEY = key_of(USER, secret=SECRET)
SET = "every day at seven thirty in the evening: I've asked this device"
FAILED = "I can't set it from here. You can say: Alexa, remind me."


class Household:
    """One user and one session at the door, with the stand-in behind it."""

    def __init__(self, amazon: Amazon, api: HttpApi, store: MemoryStore | None = None) -> None:
        self.amazon, self.store = amazon, store or MemoryStore()
        exchange = open_exchange(self.store, keep="settings", secret=SECRET)
        self.door = Door(
            exchange,
            app_ids=frozenset((APP,)),
            secret=SECRET,
            api=api,
            clock=lambda: NOW,
            deadline=lambda: Deadline(600),
        )
        self.attributes: dict[str, Any] = {}

    def sends(self, request: dict[str, Any], *, granted: bool = False) -> dict[str, Any]:
        system = request["context"]["System"]
        system |= {"apiEndpoint": self.amazon.endpoint, "apiAccessToken": TOKEN}
        if granted:
            system["user"]["permissions"] = {"scopes": {REMINDERS_SCOPE: {"status": "GRANTED"}}}
        request["session"]["attributes"] = self.attributes
        answer = self.door.answer(request)
        DefaultSerializer().deserialize(json.dumps(answer["response"]), Response)
        self.attributes = answer.get("sessionAttributes", {})
        return answer

    def wants(self, time: str = "19:30", frequency: str = "daily") -> dict[str, Any]:
        return self.sends(intent("reminder", {"time": time, "frequency": frequency}))

    def says(self, name: str) -> dict[str, Any]:
        return self.sends(intent(name))

    def answers_alexa(self, status: str, **payload: Any) -> dict[str, Any]:
        told = {"status": status, **payload}
        token = self.token
        return self.sends(envelope("Connections.Response", name="AskFor", payload=told, token=token))

    @property
    def token(self) -> str:
        return "daily@19:30"

    @property
    def kept(self) -> Keepsake:
        return self.store.load(KEY).keepsake

    def with_one(self) -> Household:
        self.says("AMAZON.HelpIntent")
        self.wants()
        self.says("AMAZON.YesIntent")
        assert self.kept.reminder is not None
        self.amazon.calls.clear()
        return self


@pytest.fixture
def home(amazon: Amazon, api: HttpApi) -> Household:
    here = Household(amazon, api)
    here.sends(envelope("LaunchRequest"))
    return here


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


def test_without_the_permission_alexa_asks_for_it_and_nothing_is_kept(home: Household) -> None:
    home.amazon.permitted = False
    home.wants()
    response = home.says("AMAZON.YesIntent")["response"]
    assert response["directives"] == [
        {
            "type": "Connections.SendRequest",
            "name": "AskFor",
            "payload": {
                "@type": "AskForPermissionsConsentRequest",
                "@version": "2",
                "permissionScopes": [{"permissionScope": REMINDERS_SCOPE, "consentLevel": "ACCOUNT"}],
            },
            "token": "daily@19:30",
        }
    ]
    assert "outputSpeech" not in response
    assert response.get("shouldEndSession") is None
    assert home.kept.reminder is None


@pytest.mark.parametrize("session_survives", [True, False])
def test_granted_it_is_set_without_asking_again(home: Household, session_survives: bool) -> None:
    home.amazon.permitted = False
    home.wants()
    home.says("AMAZON.YesIntent")
    home.amazon.permitted = True
    if not session_survives:
        home.attributes = {}
    assert "asked this device to remind you" in words(home.answers_alexa("ACCEPTED"))
    assert len(home.amazon.kept) == 1
    assert home.kept.reminder is not None


@pytest.mark.parametrize(
    ("status", "payload", "card"),
    [
        ("DENIED", {}, False),
        ("NOT_ANSWERED", {}, True),
        ("NOT_ANSWERED", {"isCardThrown": True}, False),
        ("SOMETHING_NEW", {}, True),
    ],
)
def test_not_granted_nothing_is_set_and_she_hears_what_to_say(
    home: Household, status: str, payload: dict[str, Any], card: bool
) -> None:
    home.amazon.permitted = False
    home.wants()
    home.says("AMAZON.YesIntent")
    answer = home.answers_alexa(status, **payload)
    assert FAILED in words(answer)
    assert (home.kept.reminder, home.amazon.kept) == (None, {})
    wanted = {"type": "AskForPermissionsConsent", "permissions": [REMINDERS_SCOPE]}
    assert answer["response"].get("card") == (wanted if card else None)


def test_granted_and_still_refused_she_gets_a_card_and_is_not_asked_a_third_time(home: Household) -> None:
    home.amazon.permitted = False
    home.wants()
    home.says("AMAZON.YesIntent")
    answer = home.answers_alexa("ACCEPTED")
    assert FAILED in words(answer)
    assert "directives" not in answer["response"]
    assert answer["response"]["card"]["type"] == "AskForPermissionsConsent"
    assert home.kept.reminder is None


@pytest.mark.parametrize(
    ("name", "token"), [("AskFor", ""), ("AskFor", "daily@99:99"), ("Buy", "daily@19:30"), ("AskFor", "forget me")]
)
def test_an_answer_about_nothing_of_ours_does_nothing(home: Household, name: str, token: str) -> None:
    home.says("AMAZON.HelpIntent")
    before, calls = dict(home.attributes), len(home.amazon.calls)
    told = {"status": "ACCEPTED"}
    answer = home.sends(envelope("Connections.Response", name=name, payload=told, token=token))
    assert answer["response"] == {}
    assert answer["sessionAttributes"] == before
    assert len(home.amazon.calls) == calls


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
