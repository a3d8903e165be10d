"""Request envelopes as Amazon sends them, for every kind of request this skill meets.

Source: developer.amazon.com/docs/custom-skills/request-and-response-json-reference and request-types-reference, the
pages of each interface, and the field names of ask-sdk-model 1.82. Ids have Amazon's form and count up, so that a
transcript is the same each time. Pure: no clock, no chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from skill.alexa.carriers import Slot

SKILL_ID = "amzn1.ask.skill.00000000-0000-4000-8000-00000000c0ac"
ENDPOINT = "https://api.amazonalexa.com"
API_TOKEN = "a-token-that-opens-nothing"
APL, PLAYER = "Alexa.Presentation.APL", "AudioPlayer"
NEWEST_APL = "2023.3"
REMINDERS = "alexa::alerts:reminders:skill:readwrite"
WIDE, ROUND = ("RECTANGLE", 1280, 800), ("ROUND", 480, 480)

Json = dict[str, Any]


class Standing(Struct, frozen=True, kw_only=True):
    """Everything about a device and whoever uses it that stands in each envelope."""

    skill: str = SKILL_ID
    user: str = "she"
    person: str = ""
    """A recognised voice, where there is one."""
    device: str = "kitchen"
    """Empty for what no device sends: skill events."""
    locale: str = "en-US"
    player: bool = True
    screen: tuple[str, int, int] | None = None
    """Shape, width, height in pixels; None: no screen."""
    newest_apl: str = NEWEST_APL
    granted: tuple[str, ...] = ()
    """Permissions she has given."""
    endpoint: str = ENDPOINT
    api_token: str = API_TOKEN


class Session(Struct, kw_only=True):
    """An open session."""

    id: str
    new: bool = True
    attributes: Json = {}


class Sounding(Struct, frozen=True):
    """The player's state in the context: what last played on this device, whoever's it was."""

    token: str = ""
    offset: int = 0
    activity: str = "IDLE"


def envelope(
    standing: Standing,
    request: Json,
    *,
    number: int,
    now: datetime,
    session: Session | None = None,
    sounding: Sounding | None = None,
    shown: str = "",
) -> Json:
    """One envelope around `request`, which needs its type and what belongs to that alone.

    `number` makes its id; `shown`: the token of the document on the screen.
    """
    told: Json = {
        "type": request["type"],
        "requestId": f"amzn1.echo-api.request.00000000-0000-4000-8000-{number:012d}",
        "timestamp": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if standing.device:
        told["locale"] = standing.locale
    whole: Json = {"version": "1.0"}
    if session is not None:
        whole["session"] = {
            "new": session.new,
            "sessionId": session.id,
            "application": {"applicationId": standing.skill},
            "attributes": session.attributes,
            "user": _user(standing),
        }
    whole["context"] = _context(standing, sounding, shown)
    whole["request"] = told | request
    return whole


def _user(standing: Standing) -> Json:
    user: Json = {"userId": f"amzn1.ask.account.{standing.user}"}
    if standing.granted:
        user["permissions"] = {"scopes": {scope: {"status": "GRANTED"} for scope in standing.granted}}
    return user


def _context(standing: Standing, sounding: Sounding | None, shown: str) -> Json:
    interfaces: Json = {}
    if standing.player:
        interfaces[PLAYER] = {}
    if standing.screen:
        interfaces[APL] = {"runtime": {"maxVersion": standing.newest_apl}}
    system: Json = {
        "application": {"applicationId": standing.skill},
        "user": _user(standing),
        "apiEndpoint": standing.endpoint,
        "apiAccessToken": standing.api_token,
    }
    if standing.device:
        system["device"] = {"deviceId": f"amzn1.ask.device.{standing.device}", "supportedInterfaces": interfaces}
    if standing.person:
        system["person"] = {"personId": f"amzn1.ask.person.{standing.person}"}
    context: Json = {"System": system}
    if standing.player:
        context[PLAYER] = _sounding(sounding or Sounding())
    if standing.screen:
        context |= _screen(standing.screen)
        if shown:
            context[APL] = {"token": shown, "version": f"twin-{standing.newest_apl}", "componentsVisibleOnScreen": []}
    return context


def _sounding(sounding: Sounding) -> Json:
    told: Json = {"playerActivity": sounding.activity}
    if sounding.token:
        told |= {"token": sounding.token, "offsetInMilliseconds": sounding.offset}
    return told


def _screen(screen: tuple[str, int, int]) -> Json:
    shape, width, height = screen
    video = {"codecs": ["H_264_42", "H_264_41"]}
    current = {"mode": "HUB", "video": video, "size": {"type": "DISCRETE", "pixelWidth": width, "pixelHeight": height}}
    return {
        "Viewports": [
            {
                "type": "APL",
                "id": "main",
                "shape": shape,
                "dpi": 160,
                "presentationType": "STANDARD",
                "canRotate": False,
                "configuration": {"current": current},
            }
        ],
        "Viewport": {
            "experiences": [{"arcMinuteWidth": 346, "arcMinuteHeight": 216, "canRotate": False, "canResize": False}],
            "mode": "HUB",
            "shape": shape,
            "pixelWidth": width,
            "pixelHeight": height,
            "dpi": 160,
            "currentPixelWidth": width,
            "currentPixelHeight": height,
            "touch": ["SINGLE"],
            "video": video,
        },
    }


def launch() -> Json:
    """She opened the skill by its name."""
    return {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def intent(name: str, slots: Sequence[Json] = ()) -> Json:
    """She said something. `slots` come from `slot`."""
    told: Json = {"name": name, "confirmationStatus": "NONE"}
    if slots:
        told["slots"] = {slot["name"]: slot for slot in slots}
    return {"type": "IntentRequest", "intent": told}


def slot(name: str, filled: Slot | None, listed: str = "", canonical: str = "", skill: str = SKILL_ID) -> Json:
    """A slot of an intent: empty, or with her words; `listed` names its list, `canonical` the value they stand for."""
    told: Json = {"name": name, "confirmationStatus": "NONE"}
    if filled is None:
        return told
    told |= {"value": filled.words, "source": "USER"}
    value: Json = {"type": "Simple", "value": filled.words}
    if listed:
        found = filled.id is not None
        authority: Json = {
            "authority": f"amzn1.er-authority.echo-sdk.{skill}.{listed}",
            "status": {"code": "ER_SUCCESS_MATCH" if found else "ER_SUCCESS_NO_MATCH"},
        }
        if found:
            authority["values"] = [{"value": {"name": canonical or filled.words, "id": filled.id}}]
        told["resolutions"] = value["resolutions"] = {"resolutionsPerAuthority": [authority]}
    return told | {"slotValue": value}


def ended(reason: str, error: Mapping[str, str] | None = None) -> Json:
    """The session is over, and not because the skill ended it."""
    told: Json = {"type": "SessionEndedRequest", "reason": reason}
    return told | {"error": dict(error)} if error else told


def played(event: str, token: str, offset: int) -> Json:
    """PlaybackStarted, NearlyFinished, Finished or Stopped."""
    return {"type": f"AudioPlayer.Playback{event}", "token": token, "offsetInMilliseconds": offset}


def failed(token: str, kind: str, sounding: Sounding) -> Json:
    """A stream could not be played; `sounding` is what plays meanwhile, which may be another one."""
    return {
        "type": "AudioPlayer.PlaybackFailed",
        "token": token,
        "error": {"type": kind, "message": "The device could not play the stream."},
        "currentPlaybackState": {"token": token, "offsetInMilliseconds": 0} | _sounding(sounding),
    }


def pushed(command: str) -> Json:
    """A button of the device or its remote: Next, Pause, Play or Previous."""
    return {"type": f"PlaybackController.{command}CommandIssued"}


def touched(arguments: Sequence[Any], token: str) -> Json:
    """A press on the screen that sends `arguments`."""
    return {
        "type": "Alexa.Presentation.APL.UserEvent",
        "token": token,
        "arguments": list(arguments),
        "source": {"type": "TouchWrapper", "handler": "Press", "id": ""},
        "components": {},
    }


def consented(token: str, status: str, scope: str = REMINDERS) -> Json:
    """Her answer to a request for a permission by voice: ACCEPTED, DENIED or NOT_ANSWERED."""
    return {
        "type": "Connections.Response",
        "name": "AskFor",
        "status": {"code": "200", "message": "OK"},
        "payload": {"permissionScope": scope, "status": status},
        "token": token,
    }


def broke(cause: str, kind: str = "INVALID_RESPONSE") -> Json:
    """The answer to a player's event was refused; `cause` is the id of that request."""
    return {
        "type": "System.ExceptionEncountered",
        "error": {"type": kind, "message": "The response broke a rule."},
        "cause": {"requestId": cause},
    }


def disabled(now: datetime) -> Json:
    """She has disabled the skill."""
    when = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"type": "AlexaSkillEvent.SkillDisabled", "eventCreationTime": when, "eventPublishingTime": when}
