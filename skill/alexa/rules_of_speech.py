"""Amazon's rules for what is spoken: one outputSpeech, its SSML, its tags.

Source: developer.amazon.com/docs/custom-skills/speech-synthesis-markup-language-ssml-reference and
request-and-response-json-reference. Only what Alexa itself refuses or cuts short is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from skill.alexa import limits

PREFIXED = re.compile(r"(</?)(amazon|alexa):")
"""Prefixes that are written without being declared: a plain XML parser would refuse them."""
TAGS: dict[str, frozenset[str]] = {
    "speak": frozenset(),
    "amazon_domain": frozenset({"name"}),
    "amazon_effect": frozenset({"name"}),
    "amazon_emotion": frozenset({"name", "intensity"}),
    "audio": frozenset({"src"}),
    "break": frozenset({"strength", "time"}),
    "emphasis": frozenset({"level"}),
    "lang": frozenset({"xml_lang"}),
    "p": frozenset(),
    "phoneme": frozenset({"alphabet", "ph"}),
    "prosody": frozenset({"rate", "pitch", "volume"}),
    "s": frozenset(),
    "say-as": frozenset({"interpret-as", "format"}),
    "sub": frozenset({"alias"}),
    "voice": frozenset({"name"}),
    "w": frozenset({"role"}),
}
"""Tag -> its attributes. Alexa answers any other with an error."""
STRENGTHS = frozenset({"none", "x-weak", "weak", "medium", "strong", "x-strong"})
RATE = re.compile(r"x-slow|slow|medium|fast|x-fast|(?:[2-9]\d|[1-9]\d\d)%")
"""A rate in words, or per cent from 20 on."""
VOLUME = re.compile(r"silent|x-soft|soft|medium|loud|x-loud|[+-]\d+(?:\.\d+)?dB")
PITCH = re.compile(r"x-low|low|medium|high|x-high|[+-]\d+(?:\.\d+)?%")
TIME = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")
_PROSODY = {"rate": RATE, "pitch": PITCH, "volume": VOLUME}


def faults_of_speech(speech: Any, where: str) -> Iterator[str]:
    """What is wrong with one outputSpeech; `where` is its name in the messages."""
    if not isinstance(speech, Mapping):
        yield f"{where}: not an object"
        return
    field = {"SSML": "ssml", "PlainText": "text"}.get(str(speech.get("type")))
    if field is None:
        yield f"{where}: type {speech.get('type')!r}"
        return
    if strange := set(speech) - {"type", field, "playBehavior"}:
        yield f"{where}: unknown {sorted(strange)}"
    text = speech.get(field)
    if not isinstance(text, str) or not text.strip():
        yield f"{where}: no {field}"
        return
    if len(text) > limits.MOST_SPEECH:
        yield f"{where}: {len(text)} characters, at most {limits.MOST_SPEECH}"
    if field == "ssml":
        yield from (f"{where}: {fault}" for fault in faults_of_ssml(text))


def faults_of_ssml(text: str) -> Iterator[str]:
    """What Alexa would refuse of this document."""
    try:
        root = ElementTree.fromstring(PREFIXED.sub(r"\1\2_", text).replace("xml:lang", "xml_lang"))
    except ElementTree.ParseError as error:
        yield f"not well-formed: {error}"
        return
    if root.tag != "speak":
        yield f"the root is <{root.tag}>"
    elements = list(root.iter())
    if any(element.tag == "speak" for element in elements[1:]):
        yield "<speak> in <speak>"
    if not "".join(root.itertext()).strip() and not any(element.tag == "audio" for element in elements):
        yield "says nothing"
    if (audio := sum(element.tag == "audio" for element in elements)) > limits.MOST_AUDIO_TAGS:
        yield f"{audio} audio tags, at most {limits.MOST_AUDIO_TAGS}"
    for element in elements:
        yield from _faults_of_tag(element.tag, element.attrib)


def _faults_of_tag(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    if tag not in TAGS:
        yield f"tag <{tag}>"
        return
    if strange := set(attributes) - TAGS[tag]:
        yield f"<{tag}> with {sorted(strange)}"
    if tag == "break":
        yield from _faults_of_break(attributes)
    if tag == "audio" and not attributes.get("src", "").startswith(("https://", "soundbank://")):
        yield "audio that is not https"
    if tag == "prosody":
        for name, allowed in _PROSODY.items():
            if name in attributes and not allowed.fullmatch(attributes[name]):
                yield f"{name} {attributes[name]!r}"


def _faults_of_break(attributes: Mapping[str, str]) -> Iterator[str]:
    if attributes.get("strength", "none") not in STRENGTHS:
        yield f"break of strength {attributes['strength']!r}"
    if "time" not in attributes:
        return
    told = TIME.fullmatch(attributes["time"])
    if told is None:
        yield f"break of {attributes['time']!r}"
    elif float(told[1]) * (0.001 if told[2] == "ms" else 1) > limits.LONGEST_BREAK:
        yield f"break of {attributes['time']}, at most {limits.LONGEST_BREAK:.0f} s"
