"""Breath is the clock: cues keep their order, their identity and their length in every rendering."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

import pytest

from skill.coach.exercise import Variant
from skill.coach.ssml import LONGEST_BREAK, ssml
from skill.coach.timeline import (
    BEATS,
    Chime,
    Listen,
    Mark,
    Say,
    Timeline,
    chapters,
    estimate,
    lay_out,
    mark,
    parse_mark,
    schedule,
    seconds,
    spoken,
)
from tests.factories import content


def variants() -> Iterator[tuple[str, Variant]]:
    for exercise in content().exercises.values():
        for variant in exercise.variants:
            yield f"{exercise.id}/{variant.id}", variant


ALL = dict(variants())


@cache
def laid_out(name: str) -> Timeline:
    return lay_out("step", ALL[name], reps=ALL[name].reps, extra=(ALL[name].easier,))


def slow_reader(text: str) -> float:
    """A voice that needs half as long again as the estimate."""
    return 1.5 * estimate(text)


def marks(timeline: Timeline) -> list[str]:
    return [cue.id for cue in timeline if isinstance(cue, Mark)]


@pytest.mark.parametrize("measure", [estimate, slow_reader], ids=["as estimated", "a slow voice"])
def test_speech_never_overlaps_and_no_time_is_lost(measure: object) -> None:
    for name in ALL:
        now = 0.0
        for span in schedule(laid_out(name), measure):  # type: ignore[arg-type]
            assert span.start == pytest.approx(now), name
            assert span.speech <= span.end - span.start + 1e-9, name
            now = span.end


def test_a_beat_is_exactly_as_long_as_it_says_wherever_its_words_fit() -> None:
    for name in ALL:
        for span in schedule(laid_out(name), estimate):
            if isinstance(span.cue, BEATS):
                assert estimate(span.cue.text) <= span.cue.seconds, (name, span.cue)
                assert span.end - span.start == pytest.approx(span.cue.seconds), name


def test_a_beat_too_short_for_a_slow_voice_waits_for_the_words_and_is_never_cut() -> None:
    for name in ALL:
        for span in schedule(laid_out(name), slow_reader):
            if isinstance(span.cue, BEATS):
                assert span.end - span.start == pytest.approx(max(span.cue.seconds, slow_reader(span.cue.text)))


def test_marks_come_in_order_one_before_each_repetition() -> None:
    for name, variant in ALL.items():
        assert marks(laid_out(name)) == [mark("step", n) for n in range(variant.reps + 1)]


def test_a_track_has_the_same_marks_in_the_same_order_at_rising_times() -> None:
    for name in ALL:
        found = chapters(laid_out(name), slow_reader)
        assert [chapter.mark for chapter in found] == marks(laid_out(name))
        assert [c.ms for c in found] == sorted(c.ms for c in found)


def test_turns_say_the_same_words_in_the_same_order_between_the_same_marks() -> None:
    for name in ALL:
        timeline = laid_out(name)
        said = ElementTree.fromstring(ssml(timeline))
        assert " ".join(s.text or "" for s in said.iter("s")) == spoken(timeline)
        until: list[str] = []
        for at, cue in enumerate(timeline):
            if isinstance(cue, Mark):
                part = ElementTree.fromstring(ssml(timeline[:at]))
                assert [s.text for s in part.iter("s")][: len(until)] == until
                until = [s.text or "" for s in part.iter("s")]


def test_a_break_is_never_longer_than_the_platform_takes() -> None:
    for name, variant in ALL.items():
        slow = lay_out("step", variant, reps=1, stretch=1.65)
        for pause in ElementTree.fromstring(ssml(slow)).iter("break"):
            assert 0 < int(pause.attrib["time"].removesuffix("ms")) <= LONGEST_BREAK * 1000, name


def test_beginning_at_a_repetition_keeps_the_identity_of_every_mark_after_it() -> None:
    for name, variant in ALL.items():
        for start in range(1, variant.reps + 1):
            later = lay_out("step", variant, reps=variant.reps, start=start, setup=False)
            assert marks(later) == [mark("step", 0), *(mark("step", n) for n in range(start, variant.reps + 1))], name


def test_without_a_setup_neither_getting_in_nor_getting_ready_is_said() -> None:
    for name, variant in ALL.items():
        said = spoken(lay_out("step", variant, reps=1, setup=False))
        assert not any(text in said for text in (*variant.enter, *variant.setup)), name


def test_in_position_already_only_the_getting_in_is_left_out() -> None:
    for name, variant in ALL.items():
        cues = {c.text for c in lay_out("step", variant, reps=1, enter=False, leave=False) if isinstance(c, Say)}
        assert set(variant.setup) <= cues, name
        assert not cues & set(variant.leave) - set(variant.setup), name


@pytest.mark.parametrize("stretch", [0.75, 1.1, 1.5])
def test_slower_and_faster_stretch_all_beats_alike(stretch: float) -> None:
    for name, variant in ALL.items():
        plain = [c for c in lay_out("step", variant, reps=2) if isinstance(c, BEATS)]
        other = [c for c in lay_out("step", variant, reps=2, stretch=stretch) if isinstance(c, BEATS)]
        assert [c.seconds for c in other] == pytest.approx([c.seconds * stretch for c in plain], abs=0.006), name
        assert [c.text for c in other] == [c.text for c in plain], name


def test_from_repetition_to_repetition_she_hears_no_more_words() -> None:
    for name, variant in ALL.items():
        cues = [c for c in lay_out("step", variant, reps=4) if isinstance(c, BEATS)]
        size = len(variant.beats)
        rounds = [cues[n : n + size] for n in range(0, len(cues), size)]
        assert all([c.seconds for c in one] == [c.seconds for c in rounds[0]] for one in rounds), name
        counts = [sum(len(c.text.split()) for c in one) for one in rounds]
        assert counts == sorted(counts, reverse=True), (name, counts)


def test_without_chimes_there_is_none_and_listening_takes_no_time() -> None:
    variant = ALL["chin_tuck/seated"]
    assert not any(isinstance(cue, Chime) for cue in lay_out("step", variant, reps=2, chimes=False))
    timeline = laid_out("chin_tuck/seated")
    assert seconds((*timeline, Listen())) == seconds(timeline)


def test_a_mark_names_its_step_and_repetition_and_anything_else_is_refused() -> None:
    assert parse_mark(mark("breathe_again", 12)) == ("breathe_again", 12)
    for wrong in ("", "step", "#3", "step#", "step#x"):
        with pytest.raises(ValueError, match=r"mark|int"):
            parse_mark(wrong)
