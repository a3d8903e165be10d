"""What is said in one turn fits the platform, and what doesn't fit goes on at a mark."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.limits import LONGEST_BREAK, MOST_SPEECH
from skill.alexa.speech import Speech, fitted
from skill.coach.exercise import Variant
from skill.coach.timeline import Count, Hold, Mark, Rest, Say, Timeline, lay_out
from tests.factories import content

EVERY = [variant for exercise in content().exercises.values() for variant in exercise.variants]
cues = st.one_of(
    st.builds(Say, st.text(max_size=60), st.floats(0, 30)),
    st.builds(Count, st.floats(0, 30), st.text(max_size=20)),
    st.builds(Hold, st.floats(0, 90), st.just("Hold & <wait>.")),
    st.builds(Rest, st.floats(0, 30)),
    st.integers(0, 40).map(lambda rep: Mark(f"tilt#{rep}")),
)
timelines = st.lists(cues, max_size=40).map(tuple)


def long(repetitions: int) -> Timeline:
    return tuple(
        cue for rep in range(1, repetitions + 1) for cue in (Mark(f"tilt#{rep}"), Count(4.0, f"Number {rep}."))
    )


@given(timeline=timelines, night=st.booleans(), most=st.integers(120, 2_000))
def test_no_speech_is_longer_than_the_limit_and_every_one_is_sound_xml(
    timeline: Timeline, night: bool, most: int
) -> None:
    said = fitted(timeline, then="Shall we go on?", night=night, most=most).ssml
    assert len(said) <= most
    if said:
        for pause in ElementTree.fromstring(said).iter("break"):
            assert 0 < int(pause.attrib["time"].removesuffix("ms")) <= LONGEST_BREAK * 1000


def test_what_fits_is_said_as_a_whole() -> None:
    assert fitted(long(10)).goes_on is None


def test_what_is_too_long_is_cut_before_a_mark_and_says_where_it_goes_on() -> None:
    said = fitted(long(100), then="Shall we go on?", most=1_000)
    assert said.goes_on is not None
    number = int(said.goes_on.partition("#")[2])
    assert f"Number {number - 1}." in said.ssml
    assert f"Number {number}." not in said.ssml
    assert "Shall we go on?" in said.ssml


def test_without_a_mark_as_much_is_said_as_fits() -> None:
    said = fitted(tuple(Say(f"Sentence {n}.") for n in range(100)), then="Shall we go on?", most=1_000)
    assert said.goes_on is None
    assert "Sentence 0." in said.ssml


def test_nothing_to_say_is_no_speech() -> None:
    assert fitted(()) == Speech("")


@pytest.mark.parametrize("variant", EVERY, ids=lambda variant: variant.id)
def test_every_exercise_fits_one_turn_at_its_slowest_and_longest(variant: Variant) -> None:
    timeline = lay_out("a_step_with_a_long_name", variant, reps=variant.most, stretch=1.65)
    assert len(fitted(timeline, night=True).ssml) <= MOST_SPEECH
    assert fitted(timeline, night=True).goes_on is None
