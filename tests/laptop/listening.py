"""Someone who listens to rendered tracks on a laptop, and types at a moment that the test chooses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from audio.live import Live
from audio.silent_voice import SilentVoice
from audio.sink import PacedSink
from skill.coach.keepsake import Keep
from skill.coach.timeline import Track
from skill.laptop.talking import Talk
from skill.laptop.tracks import TrackFolder, prefer_tracks
from skill.opening import open_exchange
from skill.stores import Store
from skill.stores.memory import MemoryStore
from tests.audio.dummies import DummyTime
from tests.laptop.dummies import Ticking
from tests.rendering.rendered import FIRST_DAYS_IN_ARMS, folder

BREATHING, PELVIC_FLOOR = FIRST_DAYS_IN_ARMS
START = "start the first days routine in my arms"


class Pressing:
    """Types the lines one after the other; on a terminal, where a line that is there interrupts."""

    terminal = True

    def __init__(self) -> None:
        self.ready: list[str] = []
        self.later: list[str | None] = []

    @property
    def waiting(self) -> bool:
        return bool(self.ready)

    def get(self, seconds: float | None = None) -> str | None:
        if self.ready:
            return self.ready.pop(0)
        return self.later.pop(0) if self.later else None


def listened(
    *lines: str | None,
    store: Store | None = None,
    tracks: Path | None = None,
    pressed: dict[float, str] | None = None,
    interrupts: bool = False,
    keep: Keep = "personal",
) -> tuple[list[str], MemoryStore]:
    """What is shown of a conversation with tracks. `pressed`: after so many seconds of sound she types this.

    `interrupts`: with Ctrl-C instead.
    """
    kept = store if store is not None else MemoryStore()
    assert isinstance(kept, MemoryStore)
    prefer_tracks(kept, "me")
    typed, shown = Pressing(), list[str]()
    typed.later = list(lines)
    moment, words = next(iter((pressed or {}).items()), (float("inf"), ""))

    def press() -> None:
        time.at = float("inf")
        if interrupts:
            raise KeyboardInterrupt
        typed.ready.append(words)
        live.stop()

    time = DummyTime(at=moment, do=press)
    live = Live(SilentVoice(), PacedSink(clock=time.clock, wait=time.wait))
    found = TrackFolder(tracks or folder(), "en-US")
    exchange = open_exchange(kept, keep=keep, content=found.content)
    talk = Talk(exchange, live, typed, locale="en-US", speed=1.0, show=shown.append, clock=Ticking(), tracks=found)  # type: ignore[arg-type]
    with live:
        talk.run([])
    return shown, kept


def the_track(key: str) -> Track:
    return TrackFolder(folder(), "en-US").content("en-US").tracks[key]


def seconds_before(track: str, into: Callable[[Track], float]) -> float:
    """So many seconds of sound until somewhere in this track, measured from the beginning of the conversation."""
    shown_before = _heard_before(track)
    return shown_before + into(the_track(track))


def _heard_before(track: str) -> float:
    """Seconds of all that sounds before the first sample of a track."""
    moments: list[float] = []
    kept = MemoryStore()
    prefer_tracks(kept, "me")
    typed = Pressing()
    typed.later = [START]
    time = DummyTime()
    live = Live(SilentVoice(), PacedSink(clock=time.clock, wait=time.wait))
    found = TrackFolder(folder(), "en-US")
    title = found.content("en-US").exercises[track.partition("/")[0]].name

    def show(line: str) -> None:
        if line.casefold() == f"[{title}]".casefold():
            moments.append(time.now - 100.0)

    exchange = open_exchange(kept, content=found.content)
    talk = Talk(exchange, live, typed, locale="en-US", speed=1.0, show=show, clock=Ticking(), tracks=found)  # type: ignore[arg-type]
    with live:
        talk.run([])
    return moments[0]


def third_repetition(track: Track) -> float:
    return next(c.ms for c in track.chapters if c.mark.endswith("#3")) / 1000 + 1.0


class Typing(Pressing):
    """Types a line when a given line has just been shown."""

    def __init__(self, when: str, line: str, then: list[str | None]) -> None:
        super().__init__()
        self.when, self.line, self.later = when, line, then

    def saw(self, shown: str) -> None:
        if self.when in shown and self.line:
            self.ready.append(self.line)
            self.line = ""


def typed_over(when: str, line: str, *then: str | None, say: list[str] | None = None) -> list[str]:
    kept, shown = MemoryStore(), list[str]()
    prefer_tracks(kept, "me")
    typed = Typing(when, line, [*([] if say else [START]), *then])
    live = Live(SilentVoice(), PacedSink(wait=lambda event, seconds: event.is_set()))
    found = TrackFolder(folder(), "en-US")

    def show(text: str) -> None:
        shown.append(text)
        typed.saw(text)

    exchange = open_exchange(kept, content=found.content)
    talk = Talk(exchange, live, typed, locale="en-US", speed=1.0, show=show, clock=Ticking(), tracks=found)  # type: ignore[arg-type]
    with live:
        talk.run(say or [])
    return shown
