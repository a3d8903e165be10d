"""Request envelopes as small as they may be, for tests of the door; the twin makes whole ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from skill.alexa.door import Door
from skill.alexa.resolving import Device, device
from skill.exchange import Exchange
from skill.opening import open_exchange
from skill.stores import Store
from skill.stores.memory import MemoryStore

APP = "amzn1.ask.skill.test"
SECRET = "the secret of a deployment"
USER = "amzn1.ask.account.AHTEST"
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def envelope(
    kind: str, *, attributes: Mapping[str, Any] | None = None, session: bool = True, **request: Any
) -> dict[str, Any]:
    application = {"applicationId": APP}
    whole: dict[str, Any] = {
        "version": "1.0",
        "context": {
            "System": {"application": application, "user": {"userId": USER}, "device": {"deviceId": "kitchen"}}
        },
        "request": {"type": kind, "requestId": "r", "timestamp": "2026-11-23T15:00:00Z", "locale": "en-US", **request},
    }
    if session:
        user = {"userId": USER}
        whole["session"] = {"new": False, "sessionId": "s", "application": dict(application), "user": user}
        whole["session"]["attributes"] = dict(attributes or {})
    return whole


def intent(name: str, slots: Mapping[str, str] | None = None, **more: Any) -> dict[str, Any]:
    told = {slot: {"name": slot, "value": value} for slot, value in (slots or {}).items()}
    return envelope("IntentRequest", intent={"name": name, "slots": told}, **more)


@cache
def _device() -> Device:
    return device("en-US")


def heard(utterance: str, **more: Any) -> dict[str, Any]:
    """What an Alexa device sends of these words."""
    delivered = _device().resolve(utterance)
    return intent(delivered.intent, {name: slot.words for name, slot in delivered.slots.items()}, **more)


def door(store: Store | None = None, exchange: Exchange | None = None) -> Door:
    exchange = exchange or open_exchange(store or MemoryStore(), keep="settings", secret=SECRET)
    return Door(exchange, app_ids=frozenset((APP,)), secret=SECRET, clock=lambda: NOW)


def words(response: Mapping[str, Any]) -> str:
    """What a response says, markup and all."""
    speech: str = response["response"].get("outputSpeech", {}).get("ssml", "")
    return speech
