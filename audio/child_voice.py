"""A voice in a watched child process (`speaking_child.py`): it may hang or end, and killing it is how it is stopped."""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from audio.clip import SAMPLE_RATE, Clip, join, resample, silence, to_samples, trim
from audio.sound_file import read_sound
from audio.watched_child import ChildLost, WatchedChild
from skill.coach.errors import VoiceError

SENTENCE_PAUSE = 0.35
"""Seconds between two sentences of one cue."""

_SENTENCE_END = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)]*\s+")


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold anything to say."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return [part.strip() for part in _SENTENCE_END.split(clean) if any(c.isalnum() for c in part)]


class ChildVoice:
    """Speaks sentence by sentence, offline, with a second try where the child is lost.

    `asked`: what its child wants to know with every sentence besides the words and the rate. `patience`: seconds for
    one sentence. The text is plain: markup would be read aloud. Call `close`, or use it in `contextlib.closing`.
    """

    def __init__(
        self, name: str, rate: float, *, asked: Mapping[str, Any], patience: float, command: Sequence[str]
    ) -> None:
        self.name, self.rate = name, rate
        self._asked, self._patience, self._command = dict(asked), patience, command
        self._lock = threading.RLock()
        self._child: WatchedChild | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._closed = False

    def warm_up(self) -> None:
        """Start the child without waiting for it, so that the first sentence comes sooner. Raises VoiceError."""
        with self._lock:
            self._started()

    @property
    def process_id(self) -> int | None:
        """The child's, while it runs."""
        child = self._child
        return child.process_id if child is not None else None

    def voices(self) -> tuple[str, ...]:
        """The ids to choose from. Raises VoiceError where the system has no voice."""
        return tuple(self._ask({"voices": True}).get("voices", ()))

    def render(self, text: str) -> Clip:
        """The words as sound, trimmed. Raises VoiceError after a second try."""
        spoken: list[Clip] = []
        for sentence in sentences(text):
            clip = self._sentence(sentence)
            if spoken and clip.samples:
                spoken.append(silence(to_samples(SENTENCE_PAUSE)))
            spoken.append(clip)
        return join(spoken)

    def _sentence(self, sentence: str) -> Clip:
        with self._lock:
            self._started()
            assert self._folder is not None
            path = Path(self._folder.name) / "sentence.wav"
            request = {"text": sentence, "path": str(path), "rate": round(self.rate), **self._asked}
            try:
                path.unlink(missing_ok=True)
                self._ask(request)
                return resample(trim(read_sound(path.read_bytes())), SAMPLE_RATE)
            except OSError as error:
                raise VoiceError(f"the spoken sentence could not be read: {error}") from error

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            why = ""
            for _ in range(2):
                child = self._started()
                try:
                    return child.ask(request, self._patience)
                except ChildLost as lost:
                    why = str(lost)
                    self._drop()
                except VoiceError:
                    self._drop()
                    raise
            raise VoiceError(f"the speech process {why}, twice")

    def _started(self) -> WatchedChild:
        if self._closed:
            raise VoiceError("the voice is closed")
        if self._folder is None:
            try:
                self._folder = tempfile.TemporaryDirectory(prefix="gentle-back-", ignore_cleanup_errors=True)
            except OSError as error:
                raise VoiceError(f"no room for a spoken sentence: {error}") from error
        if self._child is None:
            self._child = WatchedChild(self._command)
        return self._child

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def close(self) -> None:
        """End the child, also in the middle of a sentence, and remove its files."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        with self._lock:
            self._drop()
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None
