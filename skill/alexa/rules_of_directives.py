"""Amazon's rules for directives: the player's, the screen's, and which may answer what.

Source: developer.amazon.com/docs/custom-skills/audioplayer-interface-reference, use-long-form-audio;
docs/alexa-presentation-language/apl-interface and apl-document; custom-skills/voice-permissions-for-reminders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from skill.alexa import limits

PLAY, STOP, CLEAR = "AudioPlayer.Play", "AudioPlayer.Stop", "AudioPlayer.ClearQueue"
PLAYERS = frozenset({PLAY, STOP, CLEAR})
RENDER = "Alexa.Presentation.APL.RenderDocument"
COMMANDS = "Alexa.Presentation.APL.ExecuteCommands"
ASK_FOR = "Connections.SendRequest"
KNOWN = PLAYERS | {RENDER, COMMANDS, ASK_FOR, "Connections.StartConnection", "Dialog.UpdateDynamicEntities"}
"""What this skill has any reason to send. A new one is added here together with its rules."""
ANSWERS: dict[str, frozenset[str]] = {
    "AudioPlayer.PlaybackStarted": frozenset({STOP, CLEAR}),
    "AudioPlayer.PlaybackFinished": frozenset({STOP, CLEAR}),
    "AudioPlayer.PlaybackStopped": frozenset(),
    "AudioPlayer.PlaybackNearlyFinished": PLAYERS,
    "AudioPlayer.PlaybackFailed": PLAYERS,
    "PlaybackController.NextCommandIssued": PLAYERS,
    "PlaybackController.PauseCommandIssued": PLAYERS,
    "PlaybackController.PlayCommandIssued": PLAYERS,
    "PlaybackController.PreviousCommandIssued": PLAYERS,
}
"""Request -> the only directives that may answer it."""
BEHAVIOURS = frozenset({"REPLACE_ALL", "ENQUEUE", "REPLACE_ENQUEUED"})
_VERSION = re.compile(r"\d{1,4}\.\d+")
_STREAM = {"token", "url", "offsetInMilliseconds", "expectedPreviousToken", "captionData"}


def faults_of_directives(kind: str, directives: Any, interfaces: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the directives of an answer to a request of this kind, on a device with these interfaces."""
    if not isinstance(directives, list) or not all(isinstance(d, Mapping) for d in directives):
        yield "directives: not a list of objects"
        return
    types = [str(directive.get("type")) for directive in directives]
    for type in types:
        if type not in ANSWERS.get(kind, KNOWN):
            yield f"{type} in answer to {kind}" if type in KNOWN else f"unknown directive {type}"
    if types.count(PLAY) > 1:
        yield "more than one Play"
    if PLAYERS.intersection(types) and "AudioPlayer" not in interfaces:
        yield "a player's directive on a device without a player"
    if {RENDER, COMMANDS}.intersection(types) and "Alexa.Presentation.APL" not in interfaces:
        yield "APL on a device without a screen"
    for type, directive in zip(types, directives, strict=True):
        yield from (f"{type}: {fault}" for fault in _faults_of(type, directive, interfaces))


def _faults_of(type: str, directive: Mapping[str, Any], interfaces: Mapping[str, Any]) -> Iterator[str]:
    match type:
        case "AudioPlayer.Play":
            yield from _faults_of_play(directive)
        case "AudioPlayer.ClearQueue":
            if directive.get("clearBehavior") not in ("CLEAR_ENQUEUED", "CLEAR_ALL"):
                yield f"clearBehavior {directive.get('clearBehavior')!r}"
        case "Alexa.Presentation.APL.RenderDocument":
            yield from _faults_of_screen(directive, _newest(interfaces))
        case "Alexa.Presentation.APL.ExecuteCommands":
            if not _text(directive.get("token")) or not _list(directive.get("commands")):
                yield "needs a token and commands"
        case "Connections.SendRequest":
            yield from _faults_of_asking(directive)


def _faults_of_play(directive: Mapping[str, Any]) -> Iterator[str]:
    behaviour = directive.get("playBehavior")
    if behaviour not in BEHAVIOURS:
        yield f"playBehavior {behaviour!r}"
    item = directive.get("audioItem")
    stream = item.get("stream") if isinstance(item, Mapping) else None
    if not isinstance(stream, Mapping):
        yield "no stream"
        return
    if strange := set(stream) - _STREAM:
        yield f"unknown {sorted(strange)} in the stream"
    token, offset = stream.get("token"), stream.get("offsetInMilliseconds")
    if not _text(token) or len(str(token)) > limits.MOST_TOKEN:
        yield f"a token of 1 to {limits.MOST_TOKEN} characters is needed"
    if not isinstance(offset, int) or isinstance(offset, bool) or offset < 0:
        yield f"offset {offset!r}"
    if (behaviour == "ENQUEUE") != _text(stream.get("expectedPreviousToken")):
        yield "expectedPreviousToken belongs to ENQUEUE, and only there"
    yield from faults_of_url(stream.get("url"))


def faults_of_url(url: Any) -> Iterator[str]:
    """A stream's URL: https on the usual port, with a host, not too long."""
    if not isinstance(url, str) or len(url) > limits.MOST_URL:
        yield f"a URL of at most {limits.MOST_URL} characters is needed"
        return
    try:
        parts = urlsplit(url)
        good = parts.scheme == "https" and bool(parts.hostname) and parts.port in (None, 443)
    except ValueError:
        good = False
    if not good:
        yield f"not https on port 443: {url[:80]!r}"


def _faults_of_screen(directive: Mapping[str, Any], newest: tuple[int, ...]) -> Iterator[str]:
    document = directive.get("document")
    if not _text(directive.get("token")):
        yield "no token"
    if not isinstance(directive.get("datasources", {}), Mapping):
        yield "datasources: not an object"
    if not isinstance(document, Mapping) or document.get("type") != "APL":
        yield "no document of type APL"
        return
    version = str(document.get("version"))
    if not _VERSION.fullmatch(version):
        yield f"version {version!r}"
    elif tuple(map(int, version.split("."))) > newest:
        yield f"version {version} is newer than the device's"
    template = document.get("mainTemplate")
    if not isinstance(template, Mapping) or not (template.get("items") or template.get("item")):
        yield "no mainTemplate with items"


def _newest(interfaces: Mapping[str, Any]) -> tuple[int, ...]:
    """The newest version of APL that the device takes; where it does not tell, none is too new."""
    told = interfaces.get("Alexa.Presentation.APL")
    runtime = told.get("runtime") if isinstance(told, Mapping) else None
    version = str(runtime.get("maxVersion")) if isinstance(runtime, Mapping) else ""
    return tuple(map(int, version.split("."))) if _VERSION.fullmatch(version) else (9999,)


def _faults_of_asking(directive: Mapping[str, Any]) -> Iterator[str]:
    if directive.get("name") != "AskFor":
        yield f"name {directive.get('name')!r}"
    payload = directive.get("payload")
    scopes: Sequence[Any] = payload.get("permissionScopes", ()) if isinstance(payload, Mapping) else ()
    if not scopes or not all(isinstance(scope, Mapping) and _text(scope.get("permissionScope")) for scope in scopes):
        yield "no permissionScopes"
    if not isinstance(directive.get("token"), str):
        yield "no token"


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _list(value: Any) -> bool:
    return isinstance(value, list) and bool(value)
