"""`gentle-back talk --track`: exercises play through, and wherever she stops them she goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from audio.live import Live
from audio.silent_voice import SilentVoice
from audio.sink import PacedSink
from skill.coach.errors import BadRequest
from skill.coach.keepsake import Keep, Keepsake, Settings
from skill.coach.manifest import name_of, read
from skill.coach.timeline import Track
from skill.laptop.talking import Talk
from skill.laptop.tracks import TrackFolder, prefer_tracks
from skill.opening import open_exchange
from skill.stores import Store, key_of
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


def test_a_routine_plays_through_and_its_words_are_on_the_screen() -> None:
    shown, kept = listened(START, None)
    assert kept.load(key_of("me")).keepsake.settings.knows == {
        "diaphragmatic_breathing": 2,
        "pelvic_floor_contraction": 1,
    }
    assert [line for line in shown if line.startswith("[")] == [
        "[Belly breathing]",
        "[Pelvic floor squeeze]",
        "[Belly breathing]",
        "[That was the last one.]",
    ]
    assert "  Breathe in through your nose." in shown
    assert not any("Ready for" in line or "Next," in line for line in shown)


def test_stopped_in_the_third_breath_she_goes_on_in_the_third_breath() -> None:
    shown, kept = listened(START, "the baby", None, pressed={seconds_before(BREATHING, third_repetition): ""})
    assert any("Was that pain, or the baby?" in line for line in shown)
    place = kept.load(key_of("me")).keepsake.place
    assert place is not None
    assert (place.exercise, place.rep, place.why) == ("diaphragmatic_breathing", 3, "baby")
    again, _ = listened("yes", "in my arms", None, store=kept)
    after = again[again.index("[Belly breathing]") : again.index("[Pelvic floor squeeze]")]
    assert "  Breathe in through your nose." not in after, "these are the words of the first breath"
    assert after.count("  In.") < 4


def test_a_question_is_answered_and_the_track_goes_on_where_it_was() -> None:
    shown, _ = listened(START, None, pressed={seconds_before(BREATHING, third_repetition): "how long is left"})
    at = next(n for n, line in enumerate(shown) if "exercises after this one" in line)
    assert "[Belly breathing]" in shown[at:]
    assert "  Breathe in through your nose." not in shown[at : shown.index("[Pelvic floor squeeze]")]
    assert "[That was the last one.]" in shown


def test_when_it_falls_quiet_before_a_step_with_a_question_she_can_ask_and_go_on() -> None:
    shown, _ = listened("start the baby in arms routine", "how do i lift", "continue", "three weeks", "vaginal", None)
    assert any("When it falls quiet, say continue." in line for line in shown)
    quiet = shown.index("  Feeling sleepy? Lay your baby in the crib.")
    assert any("lift" in line or "carrying" in line for line in shown[quiet:]), "the side question is answered"
    assert any("How many weeks" in line or "How long ago" in line for line in shown[quiet:]), "and she can go on"


def test_after_the_last_track_she_can_still_talk() -> None:
    shown, _ = listened(START, "how long is left", "is this pain serious", None)
    last = shown.index("[That was the last one.]")
    assert any("No routine is running" in line for line in shown[last:])
    assert any("what's bothering you" in line for line in shown[last:])


def test_what_she_told_before_a_track_is_not_asked_again_after_it() -> None:
    told = "start the baby in arms routine my baby is three weeks old and it was a vaginal birth"
    shown, _ = listened(told, "continue", None, keep="settings")
    assert "[Belly breathing]" in shown
    assert not any("How long ago" in line for line in shown)


def test_a_level_that_stands_is_not_forgotten_over_the_words_that_follow() -> None:
    shown, _ = listened("my chest hurts and i can't breathe", "start my back routine", None)
    first = next(n for n, line in enumerate(shown) if "Call nine, one, one" in line)
    assert any("call" in line.casefold() for line in shown[first + 1 :])
    assert not any(line.startswith("[") for line in shown)


def test_a_warning_sign_over_a_track_is_heard_and_nothing_plays_on() -> None:
    shown, _ = listened(
        START, None, pressed={seconds_before(BREATHING, third_repetition): "my chest hurts and i can't breathe"}
    )
    at = next(n for n, line in enumerate(shown) if "Call nine, one, one" in line)
    assert not any(line.startswith("[") for line in shown[at:])


def test_ctrl_c_in_a_track_keeps_the_breath_she_was_in() -> None:
    shown, kept = listened(START, pressed={seconds_before(BREATHING, third_repetition): ""}, interrupts=True)
    place = kept.load(key_of("me")).keepsake.place
    assert place is not None
    assert (place.exercise, place.rep) == ("diaphragmatic_breathing", 3)
    assert shown[-1].strip() == "Your place is kept."


def test_a_track_whose_file_is_lost_is_guided_in_words(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    rendered = read((tmp_path / "tracks" / name_of("en-US")).read_bytes()).tracks[BREATHING]
    (tmp_path / "tracks" / rendered.file).unlink()
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert any("cannot be read" in line and "going on in words" in line for line in shown)
    assert "  Breathe in through your nose." in shown


def test_a_track_that_is_damaged_is_guided_in_words(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    rendered = read((tmp_path / "tracks" / name_of("en-US")).read_bytes()).tracks[BREATHING]
    (tmp_path / "tracks" / rendered.file).write_bytes(b"no sound at all")
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert any("cannot be played" in line for line in shown)
    assert "  Breathe in through your nose." in shown


def test_without_captions_it_plays_all_the_same(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    for file in (tmp_path / "tracks").glob("*.vtt"):
        file.unlink()
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert "[That was the last one.]" in shown


def test_without_tracks_the_mend_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="gentle-back tracks"):
        TrackFolder(tmp_path, "en-US")


def test_asking_for_tracks_keeps_everything_else_that_is_kept() -> None:
    store = MemoryStore()
    store.save(key_of("me"), Keepsake(settings=Settings(pace=1.2, welcomed=True)), 0)
    prefer_tracks(store, "me")
    assert store.load(key_of("me")).keepsake.settings == Settings(pace=1.2, welcomed=True, guide="tracks")
