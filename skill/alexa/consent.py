"""The permission to set reminders: asked by voice, and by a card where voice does not do.

Sources: smapi/voice-permissions-for-reminders and custom-skills/voice-forward-consent-api-reference. Alexa asks in its
own words. The answer comes as a request of its own, perhaps in a session of its own: what it is about is in the token.
"""

from __future__ import annotations

from typing import Any

from msgspec import structs

from skill.alexa.envelope import Request
from skill.alexa.limits import REMINDERS_SCOPE
from skill.coach.conversation import Asked, Conversation
from skill.coach.heard import Said
from skill.coach.reminding import parse

ANSWERED = "Connections.Response"
ASKED = "AskFor"


def asked_for(key: str) -> dict[str, Any]:
    """The directive that has Alexa ask her. `key`: the reminder she wants."""
    return {
        "type": "Connections.SendRequest",
        "name": ASKED,
        "payload": {
            "@type": "AskForPermissionsConsentRequest",
            "@version": "2",
            "permissionScopes": [{"permissionScope": REMINDERS_SCOPE, "consentLevel": "ACCOUNT"}],
        },
        "token": key,
    }


def card() -> dict[str, Any]:
    """The card in the Alexa app that leads to the permission."""
    return {"type": "AskForPermissionsConsent", "permissions": [REMINDERS_SCOPE]}


def answer(request: Request, talk: Conversation) -> tuple[Said, Conversation] | None:
    """Her answer to Alexa as an answer to our own question; None where it is about nothing of ours.

    The token names the reminder, also where the session did not survive Alexa's question.
    """
    if request.name != ASKED or parse(request.token) is None:
        return None
    talk = structs.replace(talk, asked=Asked("reminder_sure", request.token))
    accepted = request.payload.get("status") == "ACCEPTED"
    return (Said(intent="answer_yes") if accepted else Said(event="refused")), talk


def wants_card(request: Request) -> bool:
    """She neither granted nor denied it, and Alexa has not sent a card itself."""
    status = request.payload.get("status")
    return status not in ("ACCEPTED", "DENIED") and request.payload.get("isCardThrown") is not True
