"""Alexa's own services, as the door uses them: her time zone, a word while she waits, reminders.

`skill.alexa.http_api` asks them over HTTPS. Why by hand: docs/decisions/0028.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct

from skill.coach.errors import GentleBackError


class ApiError(GentleBackError):
    """Alexa's service did not do what it was asked. `str(error)` names the call and never what was in it."""

    spoken = "I can't do that from here just now."


class ApiRefused(ApiError):
    """It answered with a no: not permitted, not on this device, too many."""

    def __init__(self, call: str, status: int) -> None:
        super().__init__(f"{call}: status {status}")
        self.status = status


class ApiDown(ApiError):
    """It was not asked, could not be reached, or answered nothing that can be read in time. It may have been done."""


class Access(Struct, frozen=True):
    """Where the services for this request are, and the right to ask them. Both come in the request's context."""

    endpoint: str
    token: str


class Api(Protocol):
    """What is asked. Every call raises ApiRefused or ApiDown, and nothing else."""

    def time_zone(self, access: Access, device: str) -> str:
        """The device's time zone as it is set in the Alexa app, e.g. `Europe/London`; not checked."""
        ...

    def speak(self, access: Access, request: str, words: str) -> None:
        """Say something now, before the answer to this Launch or Intent request."""
        ...

    def reminders(self, access: Access) -> tuple[Mapping[str, Any], ...]:
        """The reminders that this skill has set for her account, as Amazon describes them."""
        ...

    def remind(self, access: Access, reminder: Mapping[str, Any]) -> None:
        """Set a reminder."""
        ...

    def unremind(self, access: Access, token: str) -> None:
        """Delete the reminder with this `alertToken`; none such is no error."""
        ...
