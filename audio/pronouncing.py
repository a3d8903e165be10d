"""Words that a voice gets wrong, written so that it says them right. Captions and screens keep the real spelling."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from audio.clip import Clip
from audio.voice import Voice

_ESPEAK = {
    "caesarean": "sizzairian",
    "cesarean": "sizzairian",
    "diastasis": "dyeasta-sis",
    "kegel": "kaygle",
    "kegels": "kaygles",
    "lochia": "lowkia",
    "ob-gyn": "o b g y n",
    "pilates": "pilahteez",
}
"""Found by reading what espeak makes of every word of the content: KEH-jel, sess-AIRY-an, PIE-lates."""
SPELLED: Mapping[str, Mapping[str, str]] = {"espeak": _ESPEAK, "piper": _ESPEAK}
"""By engine: whole words in lower case, and what is given to the voice instead. Piper takes its sounds from espeak."""


def engine_of(voice: str) -> str:
    """Which list belongs to a voice, by its name: Linux speaks through espeak; other systems have no list."""
    if voice.startswith("piper"):
        return "piper"
    return "espeak" if voice.startswith("system") and sys.platform.startswith("linux") else ""


def respelled(text: str, spelled: Mapping[str, str]) -> str:
    """A text with the words of a list replaced, wherever they stand and however they are capitalised."""
    if not spelled:
        return text
    words = "|".join(sorted(map(re.escape, spelled), key=len, reverse=True))

    def said(match: re.Match[str]) -> str:
        found = spelled[match[0].casefold()]
        return found[0].upper() + found[1:] if match[0][0].isupper() else found

    return re.sub(rf"(?<![\w-])(?:{words})(?![\w-])", said, text, flags=re.IGNORECASE)


class Pronouncing:
    """Speaks as the voice behind, which is given the respelled text."""

    def __init__(self, voice: Voice, spelled: Mapping[str, str] | None = None) -> None:
        self._voice = voice
        self._spelled = SPELLED.get(engine_of(voice.name), {}) if spelled is None else spelled

    @property
    def name(self) -> str:
        """The name of the voice behind."""
        return self._voice.name

    @property
    def rate(self) -> float:
        """Words a minute of the voice behind."""
        return self._voice.rate

    def render(self, text: str) -> Clip:
        """Raises VoiceError where the voice behind does."""
        return self._voice.render(respelled(text, self._spelled))

    def close(self) -> None:
        """Close the voice behind."""
        self._voice.close()
