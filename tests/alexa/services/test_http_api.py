"""Alexa's services over HTTPS: what is asked, and what becomes of every answer that is none."""

from __future__ import annotations

import ssl
import sys
from typing import Any

import pytest

from skill.alexa import over_https
from skill.alexa.api import Access, ApiDown, ApiError, ApiRefused
from skill.alexa.http_api import CONNECT, MOST_BYTES, READ, WHOLE, HttpApi
from skill.alexa.limits import API_ENDPOINTS, MOST_PROGRESSIVE
from skill.deadline import SECONDS, Deadline
from tests.alexa.services.amazon import TOKEN, Amazon, Trouble, falls_silent, hangs_up, sends
from tests.alexa.services.conftest import PATIENT

ZONE = "GET /v2/devices/kitchen/settings/System.timeZone"
LIST = "GET /v1/alerts/reminders"


def test_the_time_zone_of_the_device_is_asked(amazon: Amazon, api: HttpApi) -> None:
    assert api.time_zone(amazon.access, "kitchen") == "Europe/London"
    assert amazon.asked() == [ZONE]


def test_a_word_while_she_waits_names_the_request_and_is_never_too_long(amazon: Amazon, api: HttpApi) -> None:
    api.speak(amazon.access, "a-request", "One moment. " * 100)
    [call] = amazon.calls
    assert (call.method, call.path) == ("POST", "/v1/directives")
    assert call.body["header"] == {"requestId": "a-request"}
    assert call.body["directive"]["type"] == "VoicePlayer.Speak"
    assert len(call.body["directive"]["speech"]) == MOST_PROGRESSIVE


def test_reminders_are_set_listed_and_deleted(amazon: Amazon, api: HttpApi) -> None:
    api.remind(amazon.access, {"trigger": {"type": "SCHEDULED_ABSOLUTE"}})
    [alert] = api.reminders(amazon.access)
    api.unremind(amazon.access, alert["alertToken"])
    assert api.reminders(amazon.access) == ()


def test_a_reminder_that_is_gone_already_counts_as_deleted(amazon: Amazon, api: HttpApi) -> None:
    api.unremind(amazon.access, "no-such-one")
    assert amazon.asked() == ["DELETE /v1/alerts/reminders/no-such-one"]


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 429])
def test_a_refusal_is_told_with_its_status_and_not_asked_again(amazon: Amazon, api: HttpApi, status: int) -> None:
    amazon.trouble[LIST] = sends(status, {"code": "SOMETHING", "message": "private"})
    with pytest.raises(ApiRefused) as caught:
        api.reminders(amazon.access)
    assert caught.value.status == status
    assert str(caught.value) == f"reminders: status {status}"
    assert len(amazon.calls) == 1


NO_ANSWERS: dict[str, Trouble] = {
    "an error of theirs": sends(503),
    "closed": hangs_up,
    "silent": falls_silent,
    "no JSON": sends(200, b"<html>"),
    "no text": sends(200, b"\xff\xfe\x00"),
    "too deep": sends(200, b"[" * 100_000),
    "huge": sends(200, b" " * (MOST_BYTES + 1)),
    "empty": sends(204),
    "another shape": sends(200, {"alerts": "none"}),
}


@pytest.mark.parametrize("trouble", NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_no_answer_is_always_the_same_error(amazon: Amazon, hasty: HttpApi, trouble: Trouble) -> None:
    amazon.trouble["GET"] = amazon.trouble["POST"] = trouble
    for call in (lambda: hasty.reminders(amazon.access), lambda: hasty.time_zone(amazon.access, "kitchen")):
        with pytest.raises(ApiDown):
            call()


def test_reading_and_deleting_are_tried_twice_setting_and_speaking_once(amazon: Amazon, api: HttpApi) -> None:
    for method in ("GET", "POST", "DELETE"):
        amazon.trouble[method] = hangs_up
    tries: dict[str, Any] = {
        "reminders": lambda: api.reminders(amazon.access),
        "unremind": lambda: api.unremind(amazon.access, "a"),
        "remind": lambda: api.remind(amazon.access, {}),
        "speak": lambda: api.speak(amazon.access, "r", "One moment."),
        "time_zone": lambda: api.time_zone(amazon.access, "kitchen"),
    }
    asked = {}
    for name, call in tries.items():
        amazon.calls.clear()
        with pytest.raises(ApiDown):
            call()
        asked[name] = len(amazon.calls)
    assert asked == {"reminders": 2, "unremind": 2, "remind": 1, "speak": 1, "time_zone": 1}


def test_the_second_try_counts(amazon: Amazon, api: HttpApi) -> None:
    def once(to: Any) -> None:
        del amazon.trouble[LIST]
        hangs_up(to)

    amazon.trouble[LIST] = once
    assert api.reminders(amazon.access) == ()


@pytest.mark.parametrize(
    "endpoint",
    ["", "https://evil.example", "http://localhost", "https://localhost", "https://api.amazonalexa.com.evil.example"],
)
def test_no_other_host_is_ever_asked(amazon: Amazon, api: HttpApi, endpoint: str) -> None:
    with pytest.raises(ApiDown, match="no access"):
        api.reminders(Access(endpoint, TOKEN))
    with pytest.raises(ApiDown, match="no access"):
        HttpApi().reminders(Access(amazon.endpoint, TOKEN))
    assert amazon.calls == []


@pytest.mark.parametrize("device", ["a b", "a\r\nHost: evil.example", "?x", "#x", "ümlaut"])
def test_what_a_request_names_can_ask_for_nothing_else(amazon: Amazon, api: HttpApi, device: str) -> None:
    with pytest.raises(ApiDown):
        api.time_zone(amazon.access, device)
    with pytest.raises(ApiDown):
        api.time_zone(Access(amazon.endpoint, f"{TOKEN}\r\nX: y"), "kitchen")
    assert amazon.calls == []


def test_a_server_nobody_vouches_for_is_never_asked(amazon: Amazon) -> None:
    with pytest.raises(ApiDown, match="SSLCertVerificationError"):
        HttpApi(endpoints=frozenset((amazon.endpoint,)), limits=PATIENT).reminders(amazon.access)
    assert amazon.calls == []


def test_without_a_package_of_roots_the_system_s_own_are_trusted(
    amazon: Amazon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "certifi", None)
    monkeypatch.setattr(over_https, "_trust", over_https._trust.__wrapped__)
    with pytest.raises(ApiDown, match="SSLCertVerificationError"):
        HttpApi(endpoints=frozenset((amazon.endpoint,)), limits=PATIENT).reminders(amazon.access)


def test_nothing_is_asked_that_could_pass_the_deadline(amazon: Amazon, api: HttpApi) -> None:
    with Deadline(PATIENT.whole - 1).running(), pytest.raises(ApiDown, match="no time left"):
        api.time_zone(amazon.access, "kitchen")
    assert amazon.calls == []


def test_a_wrong_token_is_a_refusal(amazon: Amazon, api: HttpApi) -> None:
    with pytest.raises(ApiRefused):
        api.reminders(Access(amazon.endpoint, "another"))


def test_an_error_says_nothing_of_what_was_asked(amazon: Amazon, api: HttpApi) -> None:
    amazon.trouble["DELETE"] = sends(400, b"a secret")
    with pytest.raises(ApiError) as caught:
        api.unremind(amazon.access, "a-token")
    assert "a-token" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_limits_are_short_and_the_hosts_are_amazons(trust: ssl.SSLContext) -> None:
    assert (CONNECT, READ) == (0.5, 1.0)
    assert SECONDS >= 4 * WHOLE
    assert all(host.startswith("https://api.") and host.endswith("amazonalexa.com") for host in API_ENDPOINTS)
