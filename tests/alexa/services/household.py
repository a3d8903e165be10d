"""One user and one session at the Alexa door, with a stand-in for Alexa's services behind it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Response

from skill.alexa.door import Door
from skill.alexa.http_api import HttpApi
from skill.alexa.limits import REMINDERS_SCOPE
from skill.coach.keepsake import Keepsake
from skill.deadline import Deadline
from skill.opening import open_exchange
from skill.stores import key_of
from skill.stores.memory import MemoryStore
from tests.alexa.envelopes import APP, SECRET, USER, envelope, intent
from tests.alexa.services.amazon import TOKEN, Amazon

NOW = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)
KEY = key_of(USER, secret=SECRET)
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
