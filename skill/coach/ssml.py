"""A timeline as SSML, for devices that speak themselves. Built with an XML writer, so nothing is ever unescaped.

Speech cannot be measured there: the silence of a beat is its length minus an estimate, never below `LEAST_PAUSE`.
"""

from __future__ import annotations

from xml.etree import ElementTree

from skill.coach.timeline import BEATS, Say, Timeline, estimate

LONGEST_BREAK = 10.0
"""Seconds; one `break` may not be longer (Alexa SSML reference, and the alexa-ssml schema)."""
LEAST_PAUSE = 0.4
"""Seconds left after words inside a beat even where the estimate fills it (design section 3)."""


def ssml(timeline: Timeline, *, night: bool = False) -> str:
    """The timeline as one `<speak>` document. Marks, chimes and listen cues have no sound of their own here."""
    speak = ElementTree.Element("speak")
    into = ElementTree.SubElement(speak, "prosody", rate="slow", volume="soft") if night else speak
    for cue in timeline:
        if isinstance(cue, Say):
            _words(into, cue.text)
            _pause(into, cue.pause)
        elif isinstance(cue, BEATS):
            _words(into, cue.text)
            spoken = estimate(cue.text)
            _pause(into, max(LEAST_PAUSE if cue.text else 0.0, cue.seconds - spoken))
    return ElementTree.tostring(speak, encoding="unicode")


def _words(into: ElementTree.Element, text: str) -> None:
    if text:
        plain = text if text.isprintable() else "".join(ch for ch in text if ch.isprintable())
        ElementTree.SubElement(into, "s").text = plain


def _pause(into: ElementTree.Element, seconds: float) -> None:
    left = round(seconds, 2)
    while left > 0:
        part = min(left, LONGEST_BREAK)
        ElementTree.SubElement(into, "break", time=f"{round(part * 1000)}ms")
        left = round(left - part, 2)
