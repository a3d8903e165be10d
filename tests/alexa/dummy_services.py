"""Alexa's services in memory, for a twin: they keep reminders, and the zone is the typical one of the locale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skill.alexa.api import Access
from skill.alexa.time_zone import TYPICAL


class DummyServices:
    """Grants everything, for one household."""

    def __init__(self, locale: str = "en-US") -> None:
        self.zone = TYPICAL[locale]
        self.kept: dict[str, Mapping[str, Any]] = {}
        self.spoken: list[str] = []

    def time_zone(self, access: Access, device: str) -> str:
        return self.zone

    def speak(self, access: Access, request: str, words: str) -> None:
        self.spoken.append(words)

    def reminders(self, access: Access) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.kept.values())

    def remind(self, access: Access, reminder: Mapping[str, Any]) -> None:
        token = f"reminder-{len(self.kept)}"
        self.kept[token] = {"alertToken": token, "status": "ON", **reminder}

    def unremind(self, access: Access, token: str) -> None:
        self.kept.pop(token, None)
