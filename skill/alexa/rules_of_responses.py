"""Every rule of Amazon's that a response can break, checked against the request it answers.

Source: developer.amazon.com/docs/custom-skills/request-and-response-json-reference, request-types-reference and the
pages named in `rules_of_speech` and `rules_of_directives`. Nothing here knows this skill: a response without a fault is
one that Alexa takes, not one that is good.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from skill.alexa import limits
from skill.alexa.rules_of_directives import ANSWERS, ASK_FOR, PLAY, faults_of_directives
from skill.alexa.rules_of_speech import faults_of_speech

EVENTS = "AlexaSkillEvent."
"""Skill events have no device, so nothing but an empty response."""
FULFIL = "CanFulfillIntentRequest"
FIELDS = frozenset({
    "outputSpeech", "card", "reprompt", "directives", "shouldEndSession", "apiResponse", "canFulfillIntent",
})  # fmt: skip
CARDS: dict[str, frozenset[str]] = {
    "Simple": frozenset({"type", "title", "content"}),
    "Standard": frozenset({"type", "title", "text", "image"}),
    "LinkAccount": frozenset({"type"}),
    "AskForPermissionsConsent": frozenset({"type", "permissions"}),
}
SCOPES = ("alexa::", "read::alexa:", "write::alexa:")
"""How the name of a permission begins."""


def faults(request: Mapping[str, Any], answer: Mapping[str, Any] | None) -> list[str]:
    """Everything in this answer that breaks a rule; `request` is the whole envelope it answers.

    The request may be malformed: what cannot be read of it then has no rule. Never raises.
    """
    kind, interfaces = _told(request)
    if answer is None:
        return [] if _unanswered(kind) else ["no response"]
    found = list(_faults_of_json(answer))
    response = answer.get("response") if isinstance(answer, Mapping) else None
    if not isinstance(response, Mapping):
        return found if not answer and _unanswered(kind) else [*found, "no response object"]
    if answer.get("version") != "1.0":
        found.append(f"version {answer.get('version')!r}")
    if strange := set(answer) - {"version", "sessionAttributes", "response", "userAgent"}:
        found.append(f"unknown {sorted(strange)}")
    if not isinstance(answer.get("sessionAttributes") or {}, Mapping):
        found.append("sessionAttributes: not an object")
    if _unanswered(kind):
        return found + [f"{name} in answer to {kind}" for name, value in response.items() if value not in (None, [])]
    return [*found, *_faults_of_fields(kind, response), *_faults_of_kind(kind, response, interfaces)]


def _unanswered(kind: str) -> bool:
    return kind in limits.NO_ANSWER or kind.startswith(EVENTS)


def _told(request: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The kind of request and what the device can do, as far as they can be read."""

    def inside(value: Any, *names: str) -> Any:
        for name in names:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    interfaces = inside(request, "context", "System", "device", "supportedInterfaces")
    kind = inside(request, "request", "type")
    return kind if isinstance(kind, str) else "", interfaces if isinstance(interfaces, Mapping) else {}


def _faults_of_json(answer: Any) -> Iterator[str]:
    try:
        size = len(json.dumps(answer, allow_nan=False, ensure_ascii=False).encode())
    except (TypeError, ValueError, RecursionError) as error:
        yield f"not JSON: {error}"
        return
    if size > limits.MOST_RESPONSE_BYTES:
        yield f"{size} bytes, at most {limits.MOST_RESPONSE_BYTES}"


def _faults_of_fields(kind: str, response: Mapping[str, Any]) -> Iterator[str]:
    """Each field by itself."""
    if strange := set(response) - FIELDS:
        yield f"unknown {sorted(strange)}"
    if response.get("outputSpeech") is not None:
        yield from faults_of_speech(response["outputSpeech"], "outputSpeech")
    if response.get("card") is not None:
        yield from _faults_of_card(response["card"])
    if response.get("shouldEndSession") not in (None, True, False):
        yield f"shouldEndSession {response['shouldEndSession']!r}"
    if (reprompt := response.get("reprompt")) is not None:
        if response.get("shouldEndSession") is not False:
            yield "a reprompt, but the microphone does not open"
        if not isinstance(reprompt, Mapping) or set(reprompt) - {"outputSpeech", "directives"}:
            yield "reprompt: not an object with outputSpeech"
        else:
            yield from faults_of_speech(reprompt.get("outputSpeech"), "reprompt")
    if response.get("canFulfillIntent") is not None and kind != FULFIL:
        yield f"canFulfillIntent in answer to {kind}"


def _faults_of_kind(kind: str, response: Mapping[str, Any], interfaces: Mapping[str, Any]) -> Iterator[str]:
    """What goes with this request, and with the other fields."""
    directives = response.get("directives")
    if directives is not None:
        yield from faults_of_directives(kind, directives, interfaces)
    types = [d.get("type") for d in directives or () if isinstance(d, Mapping)] if isinstance(directives, list) else []
    if kind in ANSWERS or kind == FULFIL:
        yield from (f"{n} in answer to {kind}" for n in ("outputSpeech", "card", "reprompt") if response.get(n))
        if response.get("shouldEndSession") is False:
            yield f"the microphone opens in answer to {kind}"
        return
    end = response.get("shouldEndSession")
    if PLAY in types and end is not True:
        yield "Play needs shouldEndSession true, else the stream stops to listen"
    if end is False and response.get("outputSpeech") is None and ASK_FOR not in types:
        yield "the microphone opens without a word"


def _faults_of_card(card: Any) -> Iterator[str]:
    allowed = CARDS.get(str(card.get("type"))) if isinstance(card, Mapping) else None
    if allowed is None:
        yield "card: unknown type"
        return
    if strange := set(card) - allowed:
        yield f"card: unknown {sorted(strange)}"
    words = [card.get(name) for name in ("title", "content", "text") if card.get(name) is not None]
    if not all(isinstance(text, str) for text in words):
        yield "card: words that are no text"
    elif sum(map(len, words)) > limits.MOST_CARD:
        yield f"card: more than {limits.MOST_CARD} characters"
    elif card["type"] in ("Simple", "Standard") and not any(words):
        yield "card: empty"
    image = card.get("image")
    for url in image.values() if isinstance(image, Mapping) else ():
        if not str(url).startswith("https://") or len(str(url)) > limits.MOST_IMAGE_URL:
            yield f"card: image {str(url)[:80]!r}"
    scopes = card.get("permissions", ())
    if card["type"] == "AskForPermissionsConsent" and not (
        isinstance(scopes, list) and scopes and all(str(scope).startswith(SCOPES) for scope in scopes)
    ):
        yield "card: no permissions"
