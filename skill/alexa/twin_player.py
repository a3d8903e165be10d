"""The twin's player: one stream that plays, a queue behind it, and the events that a device sends about both.

Source: developer.amazon.com/docs/custom-skills/audioplayer-interface-reference. It has no clock of its own; `run` lets
time pass on it, one event at a time, because what answers an event may change what comes next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from skill.alexa.twin_envelopes import Json, Sounding, failed, played

Length = Callable[[str], int]
"""URL of a stream -> its length in milliseconds."""
NEARLY_MS = 10_000
"""How long before its end a stream counts as nearly finished. Amazon writes no number: it depends on the device."""


class Stream(NamedTuple):
    """What a Play directive holds."""

    token: str
    url: str
    offset: int


class Player:
    """One device's player."""

    def __init__(self, length: Length) -> None:
        self._length = length
        self._queue: list[Stream] = []
        self._now: Stream | None = None
        self._offset = 0
        self._activity = "IDLE"
        self._nearly = False
        self._interrupted = False

    @property
    def sounding(self) -> Sounding:
        """Its state, as it stands in every envelope."""
        return Sounding(self._now.token, self._offset, self._activity) if self._now else Sounding()

    @property
    def queue(self) -> tuple[Stream, ...]:
        """What waits behind the stream that plays."""
        return tuple(self._queue)

    def obey(self, directive: Mapping[str, Any]) -> Iterator[Json]:
        """Do what a directive says; the events that follow from it."""
        match directive["type"]:
            case "AudioPlayer.Play":
                yield from self._play(directive["playBehavior"], directive["audioItem"]["stream"])
            case "AudioPlayer.Stop":
                yield from self.stop()
            case "AudioPlayer.ClearQueue":
                self._queue.clear()
                if directive["clearBehavior"] == "CLEAR_ALL":
                    yield from self.stop()

    def _play(self, behaviour: str, told: Mapping[str, Any]) -> Iterator[Json]:
        stream = Stream(told["token"], told["url"], told["offsetInMilliseconds"])
        if behaviour == "REPLACE_ALL":
            yield from self.stop()
            self._queue.clear()
            yield self._start(stream)
            return
        if behaviour == "REPLACE_ENQUEUED":
            self._queue.clear()
        last = self._queue[-1] if self._queue else self._now
        if behaviour == "ENQUEUE" and (last is None or last.token != told["expectedPreviousToken"]):
            # The queue is no longer what the skill took it for: the page says that the stream is then ignored.
            return
        self._queue.append(stream)
        if self._activity in ("IDLE", "FINISHED"):
            yield self._start(self._queue.pop(0))

    def _start(self, stream: Stream) -> Json:
        self._now, self._offset, self._nearly = stream, stream.offset, False
        self._activity, self._interrupted = "PLAYING", False
        return self._event("Started")

    def _event(self, name: str) -> Json:
        assert self._now is not None
        return played(name, self._now.token, self._offset)

    def stop(self) -> Iterator[Json]:
        """It falls silent, and nothing but a directive makes it play again."""
        self._interrupted = False
        if self._activity == "PLAYING":
            self._activity = "STOPPED"
            yield self._event("Stopped")

    def interrupt(self) -> Iterator[Json]:
        """She talks to Alexa: it falls silent for that long, and the skill hears of it as of any other stop."""
        if self._activity == "PLAYING":
            yield from self.stop()
            self._interrupted = True

    def go_on(self) -> Iterator[Json]:
        """The talk is over: what was only interrupted plays on by itself."""
        if self._interrupted:
            self._activity, self._interrupted = "PLAYING", False
            yield self._event("Started")

    def give_way(self) -> Iterator[Json]:
        """Somebody else's audio takes the device: ours is no longer on it."""
        yield from self.stop()
        self._queue.clear()
        self._now, self._offset, self._activity = None, 0, "IDLE"

    def fail(self, kind: str) -> Iterator[Json]:
        """The stream breaks off."""
        if self._now is not None and self._activity == "PLAYING":
            self._activity = "STOPPED"
            yield failed(self._now.token, kind, self.sounding)

    def run(self, ms: int) -> tuple[int, Json | None]:
        """Let at most `ms` pass: how many did, up to the next event, and that event if there is one."""
        if self._activity == "FINISHED" and self._queue:
            return 0, self._start(self._queue.pop(0))
        if self._activity != "PLAYING" or self._now is None:
            return ms, None
        end = self._length(self._now.url)
        ahead = max(0, (end if self._nearly else end - NEARLY_MS) - self._offset)
        if ahead > ms:
            self._offset += ms
            return ms, None
        self._offset += ahead
        if not self._nearly:
            self._nearly = True
            return ahead, self._event("NearlyFinished")
        self._activity = "FINISHED"
        return ahead, self._event("Finished")
