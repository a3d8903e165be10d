"""Live speech: plays a timeline cue by cue, tells when each begins, and falls silent at once when asked."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait

from msgspec import Struct

from audio.clip import Clip
from audio.render import render
from audio.silent_voice import SilentVoice
from audio.sink import Sink
from audio.unfailing_sink import UnfailingSink
from audio.unfailing_voice import Tell, UnfailingVoice
from audio.voice import Voice
from skill.coach.errors import VoiceError
from skill.coach.timeline import Cue, Mark, Span, Timeline

OnCue = Callable[[Cue], None]
Coming = Iterator[tuple[Span, Clip]]
TRIES = 2
"""A voice that failed in this many plays is not asked again: its silence comes without waiting for it."""
_LOOK_SECONDS = 0.05
"""How often a wait for a slow voice looks whether it was stopped."""
_log = logging.getLogger("gentle_back.audio")


class Played(Struct, frozen=True):
    """How a play ended."""

    mark: str | None
    """The last mark that was reached."""
    finished: bool
    """False if it was stopped."""
    seconds: float
    """Seconds of the timeline that sounded."""


def _ignore(cue: Cue) -> None:
    """No one watches the cues."""


def _note(error: VoiceError) -> None:
    _log.warning("going on without sound: %s", error)


class Live:
    """One player for a voice and a sink. `play` in one thread, `stop` from any other.

    Where the voice or the device is lost it goes on in silence (on `spare`), at the pace the words would have, and
    `on_trouble` hears of each kind of loss once. A WAV file that cannot be written is not such a loss: VoiceError.
    """

    def __init__(
        self,
        voice: Voice,
        sink: Sink,
        *,
        chimes: bool = True,
        on_trouble: Tell = _note,
        spare: Sink | None = None,
    ) -> None:
        self._voice = voice
        self._sink = UnfailingSink(sink, self._tell_once, spare)
        self._chimes = chimes
        self._on_trouble = on_trouble
        self._told: set[type[VoiceError]] = set()
        self._failures = 0
        self._stopped = threading.Event()
        self._playing = threading.Lock()

    @property
    def playing(self) -> bool:
        """A play is under way."""
        return self._playing.locked()

    @property
    def seconds(self) -> float:
        """Seconds that have sounded of the play under way, or of the last one."""
        return self._sink.seconds()

    def play(self, timeline: Timeline, *, on_cue: OnCue = _ignore, speed: float = 1.0, gain: float = 1.0) -> Played:
        """Play to the end, or until stopped.

        `on_cue` is called in this thread when a cue begins to sound; while it waits (at a `listen`, say) all is silent.
        `speed` divides the time where there is no sound; `gain` makes the sound louder or softer. Raises VoiceError
        where a file cannot be written, RuntimeError while another play is under way.
        """
        return self.play_parts(
            render(timeline, self._willing(), chimes=self._chimes, gain=gain), on_cue=on_cue, speed=speed
        )

    def play_parts(self, coming: Coming, *, on_cue: OnCue = _ignore, speed: float = 1.0) -> Played:
        """Play cues whose sound is there already, or comes. Everything else as `play`."""
        if not self._playing.acquire(blocking=False):
            raise RuntimeError("a timeline is already playing")
        ahead = ThreadPoolExecutor(max_workers=1, thread_name_prefix="render ahead")
        try:
            self._stopped.clear()
            return self._play(self._ahead(coming, ahead), on_cue, speed)
        finally:
            ahead.shutdown(wait=False, cancel_futures=True)
            self._playing.release()

    def stop(self) -> None:
        """Silence now; `play` returns soon after. From any thread; without a play it does nothing."""
        self._stopped.set()
        self._sink.stop()

    def close(self) -> None:
        """Stop, and close the sink and the voice. Raises VoiceError where a file cannot be completed."""
        self.stop()
        try:
            self._sink.close()
        finally:
            self._voice.close()

    def __enter__(self) -> Live:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _play(self, coming: Coming, on_cue: OnCue, speed: float) -> Played:
        reached: str | None = None
        self._sink.begin(speed)
        try:
            for span, clip in coming:
                if isinstance(span.cue, Mark):
                    reached = span.cue.id
                on_cue(span.cue)
                if clip.samples:
                    self._sink.write(clip)
        except BaseException:
            self._sink.stop()
            raise
        finally:
            self._sink.end()
        return Played(reached, not self._stopped.is_set(), self._sink.seconds())

    def _ahead(self, cues: Coming, ahead: ThreadPoolExecutor) -> Coming:
        """Each cue with its sound, rendered while the one before it sounds. Ends early when stopped."""
        first = ahead.submit(next, cues, None)

        def come(ready: Future[tuple[Span, Clip] | None]) -> Coming:
            while (cue := self._when_ready(ready)) is not None:
                ready = ahead.submit(next, cues, None)
                yield cue

        return come(first)

    def _when_ready(self, coming: Future[tuple[Span, Clip] | None]) -> tuple[Span, Clip] | None:
        while not wait((coming,), timeout=_LOOK_SECONDS).done:
            if self._stopped.is_set():
                return None
        return None if self._stopped.is_set() else coming.result()

    def _willing(self) -> Voice:
        """The voice of this play: never one that fails."""
        voice = self._voice if self._failures < TRIES else SilentVoice(self._voice.rate)
        return UnfailingVoice(voice, self._voice_failed)

    def _voice_failed(self, error: VoiceError) -> None:
        self._failures += 1
        self._tell_once(error)

    def _tell_once(self, error: VoiceError) -> None:
        if type(error) not in self._told:
            self._told.add(type(error))
            self._on_trouble(error)
