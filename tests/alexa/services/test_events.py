"""The skill was disabled: everything kept for the account goes, and its reminders where the right to it still holds."""

from __future__ import annotations

from typing import Any

import pytest

from skill.alexa.door import Door
from skill.alexa.events import DISABLED, TRIES
from skill.alexa.http_api import HttpApi
from skill.coach.errors import StoreError
from skill.stores.memory import MemoryStore
from tests.alexa.envelopes import USER, door, envelope
from tests.alexa.services.amazon import TOKEN, Amazon
from tests.alexa.services.household import Household


def disabled(**request: Any) -> dict[str, Any]:
    return envelope(DISABLED, session=False, **request)


def spoken_by(here: Door, person: str = "", user: str = USER) -> None:
    request = envelope("LaunchRequest")
    request["context"]["System"]["user"] = request["session"]["user"] = {"userId": user}
    if person:
        request["context"]["System"]["person"] = {"personId": person}
    here.answer(request)


def test_disabling_erases_everyone_of_the_account_and_nobody_else() -> None:
    store = MemoryStore()
    here = door(store)
    for person in ("", "anna", "bela"):
        spoken_by(here, person)
    spoken_by(here, "carla", user="another")
    others = len(store.rows) - 4
    assert here.answer(disabled())["response"] == {}
    assert len(store.rows) == others == 2


@pytest.mark.parametrize("name", ["SkillEnabled", "SkillPermissionChanged", "SkillPermissionAccepted", "New"])
def test_no_other_event_erases_anything(name: str) -> None:
    store = MemoryStore()
    here = door(store)
    spoken_by(here)
    assert here.answer(envelope(f"AlexaSkillEvent.{name}", session=False))["response"] == {}
    assert len(store.rows) == 1


def test_an_event_about_nobody_erases_nothing() -> None:
    store = MemoryStore()
    here = door(store)
    spoken_by(here)
    event = disabled()
    del event["context"]["System"]["user"]
    here.answer(event)
    assert len(store.rows) == 1


def test_an_event_that_comes_twice_is_no_error() -> None:
    here = door()
    spoken_by(here)
    assert here.answer(disabled()) == here.answer(disabled())


class Stumbling(MemoryStore):
    """Fails to erase so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def erase(self, key: str) -> None:
        if self.times:
            self.times -= 1
            raise StoreError("down")
        super().erase(key)


def test_a_store_that_stumbles_is_asked_again() -> None:
    store = Stumbling(TRIES - 1)
    here = door(store)
    spoken_by(here, "anna")
    here.answer(disabled())
    assert store.rows == {}


def test_what_could_not_be_erased_is_in_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    here = door(Stumbling(100))
    spoken_by(here)
    assert here.answer(disabled())["response"] == {}
    assert '"error": "StoreError"' in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize("permitted", [True, False])
def test_its_reminders_are_deleted_where_that_may_still_be_asked(home: Household, permitted: bool) -> None:
    home.with_one()
    home.amazon.permitted = permitted
    event = disabled()
    event["context"]["System"] |= {"apiEndpoint": home.amazon.endpoint, "apiAccessToken": TOKEN}
    home.door.answer(event)
    assert home.store.rows == {}
    assert (home.amazon.kept == {}) is permitted


def test_without_a_right_to_ask_nothing_is_asked(amazon: Amazon, api: HttpApi) -> None:
    here = Household(amazon, api)
    here.door.answer(disabled())
    assert amazon.calls == []
