"""A routine as one recording: only what may be done, nothing asked, and its warnings said before anything moves."""

from __future__ import annotations

from itertools import product

import pytest
from msgspec import structs

from skill.coach.content import Content
from skill.coach.routine import SETTLE, Permit, permit
from skill.coach.situation import BABY_PLACES, Situation
from skill.coach.timeline import Listen, Mark, Say, seconds, spoken
from skill.coach.whole import Whole, whole
from skill.content.check import BABY
from skill.content.load import LOCALES, load
from tests.factories import NOON, heard

CONTENT = load("en-US")
LAUNCH = heard("launch")
SITUATIONS = [
    Situation(baby=baby, day=day, delivery=delivery, complicated=complicated, cleared=cleared)
    for baby, day, delivery, complicated, cleared in product(
        BABY_PLACES, (None, 0, 2, 10, 30, 60, 120), (None, "vaginal", "cesarean"), (None, True), (None, True, False)
    )
]


def fitted(routine: str, situation: Situation, content: Content = CONTENT) -> Whole | Permit:
    return whole(content, content.routines[routine], situation, LAUNCH, NOON)


ALL = [
    (routine, situation, made)
    for routine in CONTENT.routines
    for situation in SITUATIONS
    if isinstance(made := fitted(routine, situation), Whole)
]


def variants_in(routine: str, made: Whole) -> list[str]:
    """The exercises of the marks, in their order."""
    steps = {step.id: step.exercise for step in CONTENT.routines[routine].steps}
    return [steps[cue.id.partition("#")[0]] for cue in made.timeline if isinstance(cue, Mark) and cue.id.endswith("#0")]


def test_there_are_recordings_for_every_routine_and_every_place() -> None:
    assert {routine for routine, _, _ in ALL} == set(CONTENT.routines)
    assert {situation.baby for _, situation, _ in ALL} == set(BABY_PLACES)


@pytest.mark.parametrize("routine", CONTENT.routines)
def test_every_exercise_in_it_may_be_done_without_another_question(routine: str) -> None:
    for id, situation, made in ALL:
        if id != routine:
            continue
        for exercise in variants_in(id, made):
            told = structs.replace(situation, gate_passed=True)
            allowed = [permit(variant, told, routine=id).now for variant in CONTENT.exercises[exercise].variants]
            assert any(allowed), (id, situation, exercise)


def test_nothing_is_asked_in_it() -> None:
    for _, _, made in ALL:
        assert not any(isinstance(cue, Listen) for cue in made.timeline)
        assert not any(cue.text.endswith("?") for cue in made.timeline if isinstance(cue, Say))


def test_it_begins_with_what_it_is_and_when_to_stop_and_ends_with_when_to_get_help() -> None:
    for routine, _, made in ALL:
        before = spoken(made.timeline[: next(n for n, cue in enumerate(made.timeline) if isinstance(cue, Mark))])
        assert CONTENT.routines[routine].name in before
        assert "not medical advice" in before
        assert "Leave it out today if your pain is new or worse" in before
        assert "If anything hurts, stop there." in before
        last = made.timeline[-1]
        assert isinstance(last, Say)
        assert last.text == CONTENT.safety_net_short


def test_where_there_is_no_baby_none_is_named() -> None:
    for _, situation, made in ALL:
        if situation.baby == "not_here":
            assert not BABY.search(spoken(made.timeline))


def test_marks_are_in_order_and_each_is_there_once() -> None:
    for _, _, made in ALL:
        marks = [cue.id for cue in made.timeline if isinstance(cue, Mark)]
        assert len(marks) == len(set(marks))
        assert {mark.partition("#")[0] for mark in marks} == set(made.names)


def test_a_slower_pace_takes_longer() -> None:
    situation = Situation(baby="in_arms")
    usual, slow = (
        whole(CONTENT, CONTENT.routines["first_days_breathing"], situation, LAUNCH, NOON, pace=pace)
        for pace in (1.0, 1.3)
    )
    assert isinstance(usual, Whole)
    assert isinstance(slow, Whole)
    assert seconds(slow.timeline) > 1.1 * seconds(usual.timeline)


def test_what_is_not_told_is_told_back_as_what_is_needed() -> None:
    assert fitted("build_strength", Situation(baby="mat")) == Permit(ask=("weeks", "delivery", "cleared"))
    early = fitted("build_strength", Situation(baby="mat", day=10, delivery="vaginal", cleared=True))
    assert early == Permit(reason="day")
    assert fitted("before_bed", Situation(baby="in_arms", day=60, delivery="vaginal")) == Permit(reason="place")


def test_a_step_that_waits_for_a_fact_is_left_out_and_listed() -> None:
    made = fitted("while_feeding", Situation(baby="in_arms"))
    assert isinstance(made, Whole)
    assert [(out.step, out.reason) for out in made.left_out] == [("tilts", "untold")]


@pytest.mark.parametrize("locale", LOCALES)
def test_it_speaks_the_words_of_its_locale(locale: str) -> None:
    content = load(locale)
    for routine in content.routines.values():
        situation = Situation(baby=routine.places[0], day=120, delivery="vaginal", cleared=True)
        made = whole(content, routine, situation, LAUNCH, NOON)
        assert isinstance(made, Whole)
        assert not any("{" in cue.text for cue in made.timeline if isinstance(cue, Say))
        there = {*made.names, *(out.step for out in made.left_out)}
        assert all(step.exercise == SETTLE or step.id in there for step in routine.steps)
