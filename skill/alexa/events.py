"""What Alexa tells without anyone speaking: the skill was disabled, permissions changed.

Source: smapi/skill-events-in-alexa-skills. An event may come an hour late; the id in it was given for that enablement
and a new one is given at the next (custom-skills/communication-related-to-your-skill-customers), so a late one erases
nothing that was kept since.
"""

from __future__ import annotations

from skill.alexa import reminders
from skill.alexa.api import Access, Api, ApiError
from skill.alexa.envelope import Request
from skill.coach.errors import StoreError
from skill.exchange import Exchange

DISABLED = "AlexaSkillEvent.SkillDisabled"
TRIES = 3
"""Nobody waits for an answer, and nobody will ask us again."""


def happened(request: Request, exchange: Exchange, api: Api | None) -> None:
    """Do what an event asks for; all but one ask for nothing: permissions are looked up when they are needed.

    Raises StoreError when something is still kept.
    """
    if request.kind != DISABLED or not request.user:
        return
    for left in reversed(range(TRIES)):
        try:
            exchange.forget(request.user)
            break
        except StoreError:
            if not left:
                raise
    if api is not None:
        try:
            reminders.clear(api, Access(request.endpoint, request.api_token))
        except ApiError:
            # Most likely the right to ask has ended with the skill.
            return
