"""Live speech: cues as they sound, silence when asked, and going on without voice or device."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from audio.clip import Clip, values
from audio.live import Live
from audio.silent_voice import SilentVoice
from audio.sink import PacedSink, WavSink
from audio.sound_file import read_sound
from skill.coach.errors import VoiceError
from skill.coach.timeline import Breathe, Chime, Cue, Listen, Mark, Rest, Say, Timeline, seconds
from tests.audio.dummies import LOUD, DummySink, DummyTime, LetterVoice

STEP: Timeline = (
    Mark("tilt#0"),
    Say("Sit tall."),
    Chime("begin"),
    Mark("tilt#1"),
    Breathe("in", 4, "in"),
    Breathe("out", 6, "out"),
    Mark("tilt#2"),
    Breathe("in", 4, "in"),
    Listen(),
)


def stop_after(moment: threading.Event, live: Live) -> None:
    moment.wait()
    live.stop()


def paced(time: DummyTime) -> PacedSink:
    return PacedSink(clock=time.clock, wait=time.wait)


def test_all_cues_are_told_in_order_each_at_its_time() -> None:
    time = DummyTime()
    told: list[tuple[Cue, float]] = []
    played = Live(SilentVoice(), paced(time)).play(STEP, on_cue=lambda cue: told.append((cue, time.now - 100)))
    first = seconds(STEP[:2])
    assert [cue for cue, _ in told] == list(STEP)
    assert [at for _, at in told] == pytest.approx(
        [0, 0, first, first + 0.8, first + 0.8, first + 4.8, first + 10.8, first + 10.8, first + 14.8], abs=0.001
    )
    assert (played.mark, played.finished) == ("tilt#2", True)
    assert played.seconds == pytest.approx(first + 14.8, abs=0.001)


def test_speed_divides_the_time_but_not_what_was_played() -> None:
    time = DummyTime()
    played = Live(SilentVoice(), paced(time)).play(STEP, speed=10)
    assert time.now - 100 == pytest.approx(seconds(STEP) / 10, abs=0.001)
    assert played.seconds == pytest.approx(seconds(STEP), abs=0.001)


def test_a_gain_softens_words_and_chimes_and_moves_nothing() -> None:
    loud, soft = DummySink(), DummySink()
    whole = Live(LetterVoice(), loud).play(STEP)
    assert Live(LetterVoice(), soft).play(STEP, gain=0.4) == whole
    assert [clip.samples for clip in soft.clips] == [clip.samples for clip in loud.clips]
    for before, after in zip(loud.clips, soft.clips, strict=True):
        assert max(values(after)) == pytest.approx(0.4 * max(values(before)), abs=1)


def test_stopping_in_a_breath_ends_there_and_remembers_the_mark() -> None:
    time = DummyTime(at=seconds(STEP[:4]) + 2)
    live = Live(SilentVoice(), paced(time))
    time.do = live.stop
    told: list[Cue] = []
    played = live.play(STEP, on_cue=told.append)
    assert (played.mark, played.finished) == ("tilt#1", False)
    assert told == list(STEP[:5])
    assert played.seconds == pytest.approx(seconds(STEP[:4]) + 2, abs=0.001)


def test_stop_from_another_thread_wakes_a_long_rest() -> None:
    resting = threading.Event()
    live = Live(SilentVoice(), PacedSink())
    thread = threading.Thread(target=stop_after, args=(resting, live))
    thread.start()
    played = live.play((Mark("a#0"), Rest(300)), on_cue=lambda cue: resting.set() if cue == Rest(300) else None)
    thread.join()
    assert (played.mark, played.finished) == ("a#0", False)
    assert not live.playing


def test_stop_while_the_voice_is_slow_does_not_wait_for_it() -> None:
    asked, free = threading.Event(), threading.Event()

    class SlowVoice(LetterVoice):
        def render(self, text: str) -> Clip:
            asked.set()
            free.wait()
            return super().render(text)

    live = Live(SlowVoice(), DummySink())
    thread = threading.Thread(target=stop_after, args=(asked, live))
    thread.start()
    played = live.play((Say("one"),))
    free.set()
    thread.join()
    assert not played.finished


def test_stop_inside_a_cue_plays_nothing_more() -> None:
    sink = DummySink()
    live = Live(LetterVoice(), sink)
    played = live.play((Say("one"), Say("two")), on_cue=lambda cue: live.stop())
    assert sink.clips == []
    assert not played.finished


def test_a_stop_between_plays_does_not_touch_the_next_one() -> None:
    live = Live(LetterVoice(), DummySink())
    live.stop()
    assert live.play((Say("one"),)).finished


def test_listening_in_a_cue_is_not_caught_up_afterwards() -> None:
    time = DummyTime()

    def listen(cue: Cue) -> None:
        if isinstance(cue, Listen):
            time.now += 60

    Live(SilentVoice(), paced(time)).play((Listen(), Rest(5)), on_cue=listen)
    assert time.now - 100 == pytest.approx(65)


def test_a_small_delay_is_caught_up_so_nothing_drifts() -> None:
    time = DummyTime()

    def dawdle(cue: Cue) -> None:
        time.now += 0.05

    Live(SilentVoice(), paced(time)).play((Rest(1),) * 20, on_cue=dawdle)
    assert time.now - 100 == pytest.approx(20)


def test_a_voice_lost_in_the_middle_goes_on_in_time_and_is_said_once() -> None:
    sink = DummySink()
    troubles: list[VoiceError] = []
    live = Live(LetterVoice(fails_after=1), sink, on_trouble=troubles.append)
    timeline = (Say("one", 0), Say("two words", 0), Breathe("in", 4, "in"), Say("four", 0))
    told: list[Cue] = []
    assert live.play(timeline, on_cue=told.append).finished
    assert told == list(timeline)
    assert [str(error) for error in troubles] == ["lost my voice"]
    assert sink.clips[1].seconds == pytest.approx(seconds((Say("two words", 0),)), abs=0.001)
    assert sink.clips[2].seconds == pytest.approx(4, abs=0.001)
    assert live.play(timeline).finished
    assert len(troubles) == 1


def test_a_voice_is_tried_again_at_the_next_play_but_not_for_ever() -> None:
    voice = LetterVoice(fails_after=0)
    sink = DummySink()
    live = Live(voice, sink, on_trouble=lambda error: None)
    live.play((Say("one"),))
    voice.fails_after = None
    live.play((Say("two"),))
    assert voice.said == ["two"]
    voice.fails_after = 0
    live.play((Say("three"),))
    voice.fails_after = None
    live.play((Say("four"),))
    assert voice.said == ["two"]


@pytest.mark.parametrize("lost_after", [0, 1, 3])
def test_a_device_that_is_lost_goes_on_silently_at_the_same_pace(lost_after: int) -> None:
    time = DummyTime()
    sink = DummySink(lost_after=lost_after)
    troubles: list[VoiceError] = []
    live = Live(SilentVoice(), sink, on_trouble=troubles.append, spare=paced(time))
    told: list[Cue] = []
    played = live.play(STEP, on_cue=told.append)
    assert told == list(STEP)
    assert played.finished
    assert played.seconds == pytest.approx(seconds(STEP), abs=0.001)
    assert time.now - 100 == pytest.approx(seconds(STEP) - sink.seconds(), abs=0.001)
    assert len(troubles) == 1
    assert sink.log == ["begin", "end"]


def test_a_lost_device_is_looked_for_again_at_the_next_play() -> None:
    sink = DummySink(lost_after=0)
    time = DummyTime()
    live = Live(LetterVoice(), sink, on_trouble=lambda error: None, spare=paced(time))
    live.play((Say("one"),))
    sink.lost_after = None
    live.play((Say("two"),))
    assert len(sink.clips) == 1


def test_an_error_in_a_cue_silences_and_comes_through() -> None:
    sink = DummySink()
    live = Live(LetterVoice(), sink)

    def broken(cue: Cue) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        live.play((Say("one"),), on_cue=broken)
    assert sink.stopped
    assert sink.log == ["begin", "end"]
    assert live.play((Say("one"),)).finished


def test_two_plays_at_once_are_refused() -> None:
    live = Live(LetterVoice(), DummySink())

    def again(cue: Cue) -> None:
        live.play((Say("two"),))

    with pytest.raises(RuntimeError, match="already playing"):
        live.play((Say("one"),), on_cue=again)


def test_closing_closes_sink_and_voice() -> None:
    voice, sink = LetterVoice(), DummySink()
    with Live(voice, sink):
        pass
    assert voice.closed
    assert sink.log == ["close"]


def test_a_wav_holds_all_plays_and_appears_when_closed(tmp_path: Path) -> None:
    with Live(LetterVoice(), WavSink(tmp_path / "a.wav")) as live:
        first = live.play((Say("one", 0),))
        second = live.play((Say("two", 1),))
        assert not (tmp_path / "a.wav").exists()
    clip = read_sound((tmp_path / "a.wav").read_bytes())
    assert clip.seconds == pytest.approx(first.seconds + second.seconds)
    assert clip.pcm.count(LOUD.to_bytes(2, "little")) == 600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_wav_on_a_full_disk_is_an_error_not_a_loss() -> None:
    with Live(LetterVoice(), WavSink("/dev/full")) as live, pytest.raises(VoiceError, match="disk is full"):
        live.play((Say("one"),))


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
def test_a_speed_that_is_none_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        PacedSink().begin(speed)
