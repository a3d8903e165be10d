"""Her Conversation in the attributes of an Alexa session: it goes out with every answer and comes back with the next
request, so nothing of a session is kept anywhere.

As one string, because the SDK walks through every attribute on its way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from skill.coach.conversation import Conversation

TALK = "talk"
MOST = 60_000
"""Bytes; ours. A long conversation has some thousands, and all of a response may have 120 kilobytes."""

_decoder = msgspec.json.Decoder(Conversation)


def packed(talk: Conversation) -> dict[str, Any]:
    """The attributes of a session that goes on."""
    return {TALK: msgspec.json.encode(talk).decode()}


def unpacked(attributes: Mapping[str, Any]) -> Conversation:
    """The Conversation in the attributes; a new one where there is none, or none that this version can read."""
    text = attributes.get(TALK)
    try:
        return _decoder.decode(text) if isinstance(text, str) else Conversation()
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return Conversation()


def unchanged(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """What came with a request that changes nothing, for its answer: only what is ours, and can be written again."""
    text = attributes.get(TALK)
    return {TALK: text} if _ours(text) else {}


def _ours(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value.encode()) <= MOST
    except UnicodeError:
        return False
