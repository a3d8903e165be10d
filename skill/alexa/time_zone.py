"""Which clock is hers: the one set for her device, asked at a launch; else a typical one of her locale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from skill.alexa.api import Access, Api, ApiError
from skill.alexa.envelope import Request
from skill.coach.conversation import Conversation
from skill.coach.reminding import QUESTIONS
from skill.local_time import zone_named

TYPICAL = {
    "en-US": "America/Chicago",
    "en-GB": "Europe/London",
    "en-AU": "Australia/Sydney",
    "en-CA": "America/Toronto",
    "en-IN": "Asia/Kolkata",
}
"""Never kept: only so that a night is not taken for a day where her zone is unknown."""


def typical(now: datetime, locale: str) -> datetime:
    """The moment by the typical clock of a locale."""
    zone = zone_named(TYPICAL.get(locale, ""))
    return now if zone is None else now.astimezone(zone)


def asked_of(api: Api | None, request: Request, talk: Conversation) -> Callable[[], str | None] | None:
    """What finds her zone's name, where it may be asked now: at a launch, and for a reminder.

    A launch comes once in a session, so a service that is down costs her one wait and not one a turn; and words that
    could be an emergency never wait for it.
    """
    wanted = request.kind == "LaunchRequest" or (talk.asked is not None and talk.asked.id in QUESTIONS)
    if api is None or not wanted or not request.device:
        return None

    def ask() -> str | None:
        try:
            return api.time_zone(Access(request.endpoint, request.api_token), request.device)
        except ApiError:
            return None

    return ask
