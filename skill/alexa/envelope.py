"""The tolerant layer: a request envelope -> the little of it that is used, whatever is missing, new or of a wrong type.

Amazon's rule is that code must not break on new properties and values (developer.amazon.com, custom-skills/
request-and-response-json-reference), and ask-sdk-core raises on a new request type or enum value before any handler
runs. So nothing here looks at a value that it does not use, and what it uses may be anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from skill.alexa.carriers import Slot

LONGEST = 8_000
"""Characters of any text that is read; what is longer was not spoken by anyone."""
MATCHED = "ER_SUCCESS_MATCH"
"""request-and-response-json-reference, `resolutionsPerAuthority`: only then is there a value of ours."""


class Player(Struct, frozen=True):
    """The device's audio player, as the context tells it."""

    token: str = ""
    """Of the track that it played last; empty = none, or another skill's."""
    ms: int = 0
    activity: str = ""
    """IDLE, PLAYING, PAUSED, STOPPED, FINISHED, BUFFER_UNDERRUN, or one that is not known yet."""


class Screen(Struct, frozen=True):
    """The device's screen."""

    apl: str
    """The newest version of APL that it takes, e.g. `2024.1`."""
    round: bool = False
    width: int = 0
    """In dp; 0 = not told."""
    height: int = 0


class Request(Struct, frozen=True, kw_only=True):
    """What we use of a request envelope."""

    kind: str
    """The request's type as it was sent, e.g. `IntentRequest`; empty = none."""
    id: str = ""
    locale: str = ""
    apps: frozenset[str] = frozenset()
    """Every application id in it; a true request names one."""
    user: str = ""
    person: str = ""
    """The speaker, where the voice was recognised."""
    device: str = ""
    endpoint: str = ""
    """Where Alexa's own APIs are for this device."""
    api_token: str = ""
    scopes: frozenset[str] = frozenset()
    """Permissions that were granted."""
    new: bool = False
    """The session begins with it; without a session it is True."""
    session: str = ""
    attributes: Mapping[str, Any] = {}
    intent: str = ""
    slots: Mapping[str, Slot] = {}
    reason: str = ""
    """Why the session ended."""
    arguments: tuple[Any, ...] = ()
    """Of a touch on the screen."""
    token: str = ""
    """Of a player's event, or of an answer to what was sent to Alexa."""
    ms: int = 0
    """Of a player's event: how far into the track."""
    name: str = ""
    """Of an answer to what was sent to Alexa: what had been asked."""
    payload: Mapping[str, Any] = {}
    can_play: bool = False
    """The device has an audio player."""
    player: Player = Player()
    screen: Screen | None = None


def read(raw: Any) -> Request:
    """What we use of an envelope. Never raises, whatever it is given."""
    request, session = _at(raw, "request"), _at(raw, "session")
    system, player = _at(raw, "context", "System"), _at(raw, "context", "AudioPlayer")
    device = _at(system, "device")
    interfaces = _at(device, "supportedInterfaces")
    return Request(
        kind=_text(request, "type"),
        id=_text(request, "requestId"),
        locale=_text(request, "locale"),
        apps=frozenset(filter(None, (_text(part, "application", "applicationId") for part in (system, session)))),
        user=_text(system, "user", "userId") or _text(session, "user", "userId"),
        person=_text(system, "person", "personId"),
        device=_text(device, "deviceId"),
        endpoint=_text(system, "apiEndpoint"),
        api_token=_text(system, "apiAccessToken"),
        scopes=frozenset(_granted(_at(system, "user", "permissions", "scopes"))),
        new=not session or session.get("new") is not False,
        session=_text(session, "sessionId"),
        attributes=_at(session, "attributes"),
        intent=_text(request, "intent", "name"),
        slots=_slots(_at(request, "intent", "slots")),
        reason=_text(request, "reason"),
        arguments=_list(request, "arguments"),
        token=_text(request, "token"),
        ms=_number(request, "offsetInMilliseconds"),
        name=_text(request, "name"),
        payload=_at(request, "payload"),
        can_play=isinstance(interfaces.get("AudioPlayer"), dict),
        player=Player(_text(player, "token"), _number(player, "offsetInMilliseconds"), _text(player, "playerActivity")),
        screen=_screen(interfaces, _at(raw, "context", "Viewport")),
    )


def _at(raw: Any, *path: str) -> dict[str, Any]:
    """The object at a path; empty where there is none."""
    for key in path:
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw if isinstance(raw, dict) else {}


def _text(raw: Any, *path: str) -> str:
    value = _at(raw, *path[:-1]).get(path[-1])
    return value[:LONGEST] if isinstance(value, str) else ""


def _number(raw: dict[str, Any], key: str) -> int:
    value = raw.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else 0


def _list(raw: dict[str, Any], key: str) -> tuple[Any, ...]:
    value = raw.get(key)
    return tuple(value) if isinstance(value, list) else ()


def _granted(scopes: dict[str, Any]) -> Iterator[str]:
    return (name for name in scopes if _text(scopes, name, "status") == "GRANTED")


def _slots(raw: dict[str, Any]) -> dict[str, Slot]:
    return {name: Slot(_text(raw, name, "value").strip(), _resolved(_at(raw, name))) for name in raw}


def _resolved(slot: dict[str, Any]) -> str | None:
    """The id of the first list that knows the value."""
    for authority in _list(_at(slot, "resolutions"), "resolutionsPerAuthority"):
        if _text(authority, "status", "code") == MATCHED:
            for value in _list(authority, "values"):
                if id := _text(value, "value", "id"):
                    return id
    return None


def _screen(interfaces: dict[str, Any], viewport: dict[str, Any]) -> Screen | None:
    apl = interfaces.get("Alexa.Presentation.APL")
    if not isinstance(apl, dict):
        return None
    size = (_number(viewport, "currentPixelWidth") or _number(viewport, "pixelWidth"), _number(viewport, "dpi"))
    tall = _number(viewport, "currentPixelHeight") or _number(viewport, "pixelHeight")
    # 1 dp is a pixel at 160 dpi (apl-viewport-property).
    scale = 160 / size[1] if size[1] else 1.0
    return Screen(
        _text(apl, "runtime", "maxVersion"),
        _text(viewport, "shape") == "ROUND",
        round(size[0] * scale),
        round(tall * scale),
    )
