"""`gentle-back talk --track`: exercises play through, and wherever she stops them she goes on."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from audio.live import Live
from audio.played_track import decoded
from audio.silent_voice import SilentVoice
from audio.sink import PacedSink
from skill.coach.errors import BadRequest, ContentError, SoundError
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
    ]
    assert "  Breathe in through your nose." in shown
    assert not any("Ready for" in line or "Next," in line for line in shown)
    assert any("That's all of it." in line for line in shown), "as in turns"
    assert any("get emergency help" in line for line in shown)


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
    assert any("That's all of it." in line for line in shown)


def test_when_it_falls_quiet_before_a_step_with_a_question_she_can_ask_and_go_on() -> None:
    shown, _ = listened("start the baby in arms routine", "how do i lift", "continue", "three weeks", "vaginal", None)
    assert any("When it falls quiet, say continue." in line for line in shown)
    quiet = shown.index("  Feeling sleepy? Lay your baby in the crib.")
    assert any("lift" in line or "carrying" in line for line in shown[quiet:]), "the side question is answered"
    assert any("How many weeks" in line or "How long ago" in line for line in shown[quiet:]), "and she can go on"


def test_after_the_last_track_she_can_still_talk() -> None:
    shown, _ = listened(START, "how long is left", "is this pain serious", None)
    last = next(n for n, line in enumerate(shown) if "That's all of it." in line)
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
    assert any("is damaged" in line for line in shown)
    assert "  Breathe in through your nose." in shown


def test_what_is_no_sound_at_all_is_told() -> None:
    with pytest.raises(SoundError, match="cannot be played"):
        decoded(b"no sound at all")


def test_without_captions_it_plays_all_the_same(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    for file in (tmp_path / "tracks").glob("*.vtt"):
        file.unlink()
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert any("That's all of it." in line for line in shown)


@pytest.mark.parametrize("what", ["cut", "another"])
def test_a_track_that_is_not_the_one_that_was_rendered_is_guided_in_words(tmp_path: Path, what: str) -> None:
    """One that decodes all the same: she would lose its last words, or hear an exercise nobody permitted."""
    shutil.copytree(folder(), tmp_path / "tracks")
    tracks = read((tmp_path / "tracks" / name_of("en-US")).read_bytes()).tracks
    file, other = ((tmp_path / "tracks" / tracks[key].file) for key in (BREATHING, PELVIC_FLOOR))
    file.write_bytes(other.read_bytes() if what == "another" else file.read_bytes()[:40_000])
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert any("is damaged; going on in words" in line for line in shown)


@pytest.mark.parametrize("time", ["9" * 5000 + ":00:00.000", "-1:00:00.000", "x", "0:0"])
def test_captions_that_are_none_are_left_out(tmp_path: Path, time: str) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    for file in (tmp_path / "tracks").glob("*.vtt"):
        file.write_text(f"WEBVTT\n\n{time} --> 00:00:02.000\nBad.\n\n00:00:01.000 --> 00:00:02.000\n\x1b[2JGood.\n")
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert "  [2JGood." in shown
    assert "  Bad." not in shown


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are POSIX")
def test_a_pipe_in_place_of_a_track_is_not_waited_for(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    file = tmp_path / "tracks" / read((tmp_path / "tracks" / name_of("en-US")).read_bytes()).tracks[BREATHING].file
    file.unlink()
    os.mkfifo(file)
    shown, _ = listened(START, None, tracks=tmp_path / "tracks")
    assert any("cannot be read" in line for line in shown)


def test_a_manifest_of_another_locale_or_of_days_is_refused(tmp_path: Path) -> None:
    shutil.copytree(folder(), tmp_path / "tracks")
    manifest = tmp_path / "tracks" / name_of("en-US")
    good = manifest.read_text()
    manifest.write_text(good.replace('"locale": "en-US"', '"locale": "xx"'))
    with pytest.raises(ContentError, match="it is for xx"):
        TrackFolder(tmp_path / "tracks", "en-US")
    manifest.write_text(re.sub(r'"ms": \d+(?=,\s*"chapters")', '"ms": 1' + "0" * 400, good))
    with pytest.raises(ContentError):
        TrackFolder(tmp_path / "tracks", "en-US")


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


SETTING_UP = "Sit back in a firm chair"


def test_what_is_typed_over_the_words_before_a_track_is_heard() -> None:
    sign = typed_over(SETTING_UP, "my chest hurts and i can't breathe", None)
    assert any("Call nine, one, one" in line for line in sign)
    hurts = typed_over(SETTING_UP, "that hurts", None)
    assert any("numbness" in line for line in hurts)
    asked = typed_over(SETTING_UP, "how long is left", None)
    assert "[Belly breathing]" in asked[next(n for n, line in enumerate(asked) if SETTING_UP in line) :]


def test_what_is_typed_over_an_answer_over_a_track_is_heard() -> None:
    shown = typed_over("You can say pause", "my chest hurts and i can't breathe", None, say=[START, "help"])
    assert any("Call nine, one, one" in line for line in shown)


def test_everything_said_beforehand_is_heard_before_anything_plays() -> None:
    shown = typed_over("nothing", "", None, say=[START, "my chest hurts and i can't breathe"])
    assert any("Call nine, one, one" in line for line in shown)
    assert not any(line.startswith("[") for line in shown)


def test_the_space_bar_pressed_twice_is_no_answer() -> None:
    moment = seconds_before(BREATHING, third_repetition)
    shown, _ = listened(START, "", "the baby", None, pressed={moment: ""})
    asked = [line for line in shown if "Was that pain, or the baby?" in line]
    assert len(asked) == 2


def test_without_tracks_the_mend_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="gentle-back tracks"):
        TrackFolder(tmp_path, "en-US")


def test_asking_for_tracks_keeps_everything_else_that_is_kept() -> None:
    store = MemoryStore()
    store.save(key_of("me"), Keepsake(settings=Settings(pace=1.2, welcomed=True)), 0)
    prefer_tracks(store, "me")
    assert store.load(key_of("me")).keepsake.settings == Settings(pace=1.2, welcomed=True, guide="tracks")
