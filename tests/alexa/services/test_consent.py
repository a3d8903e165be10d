"""The permission to set reminders: asked by Alexa, answered in a request of its own, and what follows from it."""

from __future__ import annotations

from typing import Any

import pytest

from skill.alexa.limits import REMINDERS_SCOPE
from tests.alexa.envelopes import envelope, words
from tests.alexa.services.household import FAILED, Household


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
