"""A voice that goes on without sound when its sound is lost: the words are on the screen anyway."""

from __future__ import annotations

from collections.abc import Callable

from audio.clip import Clip
from audio.silent_voice import SilentVoice
from audio.voice import Voice
from skill.coach.errors import VoiceError

Tell = Callable[[VoiceError], None]


class UnfailingVoice:
    """Speaks as `voice` does until that fails; from then on silence of the estimated length. Never raises VoiceError.

    `tell` hears of the failure once.
    """

    def __init__(self, voice: Voice, tell: Tell) -> None:
        self._voice: Voice = voice
        self._tell = tell
        self.name = voice.name
        self.rate = voice.rate

    def render(self, text: str) -> Clip:
        """The words as sound, or the time they would take."""
        try:
            return self._voice.render(text)
        except VoiceError as error:
            self._voice = SilentVoice(self.rate)
            self._tell(error)
            return self._voice.render(text)

    def close(self) -> None:
        """Close the voice behind."""
        self._voice.close()
