"""What Alexa makes of her words before a skill is reached: whether they are for it, and the intent they become.

It knows one generated model and nothing else. Source: developer.amazon.com/docs/custom-skills/
understanding-how-users-invoke-custom-skills; built-in intents without a name: audioplayer-interface-reference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from skill.alexa import limits
from skill.alexa import twin_envelopes as envelopes
from skill.alexa.resolving import Delivered, Device, spoken
from skill.alexa.twin_envelopes import Json

WITHOUT_NAME = frozenset({*limits.PLAYER, "AMAZON.CancelIntent", "AMAZON.StopIntent"})
"""What reaches the skill whose stream was last on the device, without its name and without a session. Stop is not on
Amazon's page, and arrives all the same: alexa-samples/skill-sample-nodejs-audio-player, pull request 158."""
_OPENS = re.compile(r"(?:open|launch|start|run|begin|load|use|ask|tell|talk to|enable) ")
_JOINS = re.compile(r"(?:to|for|and|that|if|whether|about) ")
_TAG = re.compile(r"<[^>]*>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def recognised(words: str) -> str:
    """Her words as a recogniser writes them, without the wake word."""
    return " ".join(spoken(words)).removeprefix("alexa ").strip()


def behind_the_name(told: str, name: str) -> str | None:
    """What is asked of the skill of this name; empty when it is only opened; None where the words name no skill."""
    verb = _OPENS.match(told)
    rest = told[verb.end() :] if verb else ""
    if not f"{rest} ".startswith(f"{name} "):
        return None
    return _JOINS.sub("", rest.removeprefix(name).strip(), count=1)


def intent_request(model: Device, delivered: Delivered, skill: str) -> Json:
    """The request that carries an intent: every slot it has in the model, those that were filled with their words."""
    slots = []
    for name, type in model.slots.get(delivered.intent, {}).items():
        filled, named = delivered.slots.get(name), model.named.get(type)
        canonical = (named or {}).get(filled.id, "") if filled else ""
        slots.append(envelopes.slot(name, filled, type if named is not None else "", canonical, skill))
    return envelopes.intent(delivered.intent, slots)


def plain_words(speech: Any) -> str:
    """An outputSpeech as she hears it: its words, without tags."""
    if not isinstance(speech, Mapping):
        return ""
    text = _TAG.sub(" ", str(speech.get("ssml") or speech.get("text") or ""))
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return " ".join(text.split())
