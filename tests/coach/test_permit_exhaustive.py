"""No exercise is offered where place, day, birth, clearance, gate or standing advice forbid it.

Every exercise, variant and situation there is, against the oracle; then the same through `fit`. At the end the checks
are shown to bite: a fault put into content or into `permit` makes them fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

import pytest
from msgspec import structs

from skill.coach import routine as rules
from skill.coach.exercise import Exercise, Limits
from skill.coach.place import routine_of
from skill.coach.situation import BABY_PLACES, Situation
from tests.coach import oracle
from tests.factories import content

CONTENT = content()
PLACES = (*BABY_PLACES, None)
FLAGS = (None, False, True)
CEILINGS = (-1, 0, 3)
DELIVERIES = (None, "vaginal", "cesarean")


def boundaries(exercise: Exercise) -> list[int | None]:
    """No day, the day of birth, a year, and every boundary of content or oracle with its neighbours."""
    rows = [oracle.row_of(exercise.id, place) for place in PLACES]
    days = {day for row in rows for day in (row.vaginal, row.cesarean)}
    for variant in exercise.variants:
        days |= {variant.limits.vaginal, variant.limits.cesarean}
    return [None, *sorted({0, 365} | {d + around for d in days for around in (-1, 0, 1)})]


def situations(days: Iterable[int | None]) -> Iterator[tuple[Situation, oracle.Facts]]:
    for values in product(PLACES, days, DELIVERIES, FLAGS, FLAGS, FLAGS, CEILINGS):
        facts = oracle.Facts(*values)
        yield (
            Situation(
                baby=facts.place,  # type: ignore[arg-type]
                day=facts.day,
                delivery=facts.delivery,  # type: ignore[arg-type]
                complicated=facts.complicated,
                cleared=facts.cleared,
                gate_passed=facts.gate,
                ceiling=facts.ceiling,
            ),
            facts,
        )


def violations(exercise: Exercise) -> Iterator[str]:
    """Every situation in which `permit` or `choose` allows what the oracle forbids."""
    allowing = cache(oracle.row_allows)
    place_rows = {place: oracle.row_of(exercise.id, place) for place in PLACES}
    at = {
        (variant.id, place): (
            oracle.place_allows(exercise.id, variant.position, place, table=False, routine=None)
            if variant.only_in is None
            else False
        )
        for variant in exercise.variants
        for place in PLACES
    }
    for situation, facts in situations(boundaries(exercise)):
        row_allows = allowing(place_rows[facts.place], facts)
        for variant in exercise.variants:
            if not (row_allows and at[variant.id, facts.place]) and rules.permit(variant, situation).now:
                yield f"permit {exercise.id}/{variant.id} in {facts}"
        chosen, answer = rules.choose(exercise, situation)
        if answer.now and (chosen is None or not (row_allows and at[chosen.id, facts.place])):
            yield f"choose {exercise.id} in {facts}"


@pytest.mark.parametrize("id", list(CONTENT.exercises))
def test_no_variant_is_allowed_where_the_clinical_page_forbids_it(id: str) -> None:
    assert next(violations(CONTENT.exercises[id]), None) is None


def test_the_oracle_knows_every_exercise_and_every_exercise_can_be_done_by_someone() -> None:
    assert set(oracle.ITEMS) == set(oracle.PLACES) == set(CONTENT.exercises)
    for exercise in CONTENT.exercises.values():
        for place in {place for variant in exercise.variants for place in variant.places}:
            ready = Situation(
                baby=place, day=365, delivery="vaginal", complicated=False, cleared=True, gate_passed=True
            )
            assert rules.choose(exercise, ready, routine="changing_table")[1].now


def test_an_exercise_has_no_variant_for_a_place_where_the_clinical_page_has_none() -> None:
    for exercise in CONTENT.exercises.values():
        for variant in exercise.variants:
            routine = variant.only_in
            for place in variant.places:
                assert oracle.place_allows(
                    exercise.id, variant.position, place, table=routine is not None, routine=routine
                ), (exercise.id, variant.id, place)


def test_a_variant_of_the_changing_table_is_allowed_nowhere_else() -> None:
    for exercise in CONTENT.exercises.values():
        for variant in exercise.variants:
            if variant.only_in is not None:
                assert variant.only_in == "changing_table"
                for situation, _ in situations([365]):
                    assert not rules.permit(variant, situation, routine="build_strength").now


# Through `fit`

WORDLESS = {
    id: structs.replace(
        exercise,
        variants=tuple(
            structs.replace(
                variant, enter=(), setup=(), beats=tuple(structs.replace(beat, words=()) for beat in variant.beats)
            )
            for variant in exercise.variants
        ),
    )
    for id, exercise in CONTENT.exercises.items()
}
"""The same rules without words, which `fit` would measure over and over."""

DAYS_OF_ROUTINES = (None, 0, 2, 3, 13, 14, 41, 42, 55, 69, 70, 83, 84)


def fit_violations(id: str, exercises: Mapping[str, Exercise] = WORDLESS) -> Iterator[str]:
    """Every situation in which a fitted step may be done without a question though the oracle forbids it."""
    routine = routine_of(CONTENT, id)
    assert routine is not None
    positions = {(e.id, v.id): (v.position, v.only_in is not None) for e in exercises.values() for v in e.variants}
    for situation, facts in situations(DAYS_OF_ROUTINES):
        if facts.complicated is False:
            continue  # Means the same as not told; both are walked through above.
        for step in rules.fit(routine, exercises, situation).steps:
            if step.exercise == rules.SETTLE or step.ask:
                continue
            position, table = positions[step.exercise, step.variant]
            place = oracle.place_allows(step.exercise, position, facts.place, table=table, routine=id)
            if not place or not oracle.row_allows(oracle.row_of(step.exercise, facts.place), facts):
                yield f"{id}: {step.exercise}/{step.variant} in {facts}"


@pytest.mark.parametrize("id", list(CONTENT.routines))
def test_no_routine_is_fitted_with_a_step_that_the_clinical_page_forbids(id: str) -> None:
    assert next(fit_violations(id), None) is None


# Shown to bite


def changed(id: str, **changes: Any) -> Exercise:
    """An exercise whose first variant is different."""
    exercise = CONTENT.exercises[id]
    first = structs.replace(exercise.variants[0], **changes)
    return structs.replace(exercise, variants=(first, *exercise.variants[1:]))


FAULTY = {
    "a day too early after a vaginal birth": changed("bridge", limits=Limits(2, 41, 70, True)),
    "a day too early after a cesarean": changed("side_plank_knees", limits=Limits(3, 56, 83, True)),
    "a tier too low": changed("cat_cow", limits=Limits(0, 14, 42, True)),
    "no clearance": changed("heel_slide", limits=Limits(1, 14, 42, False)),
    "a bridge with the baby in arms": changed("bridge", places=("mat", "in_arms")),
    "lying down with the carrier": changed("knee_rocking", places=("mat", "carrier")),
    "a hinge beside the mat": changed("hip_hinge", places=("free", "mat")),
}


@pytest.mark.parametrize("fault", list(FAULTY))
def test_a_fault_in_content_is_found(fault: str) -> None:
    exercise = FAULTY[fault]
    assert next(violations(exercise), None) is not None
    exercises = {**WORDLESS, exercise.id: exercise}
    assert next(fit_violations("build_strength", exercises), None) or next(fit_violations(exercise.id, exercises), None)


LENIENT = {
    "clearance not looked at": {"cleared": True},
    "an unfinished gate counts as passed": {"gate_passed": True},
    "an unknown birth counts as vaginal": {"delivery": "vaginal"},
    "standing advice forgotten": {"ceiling": 3},
    "complications forgotten": {"complicated": False},
}


def lenient(monkeypatch: pytest.MonkeyPatch, **facts: Any) -> None:
    """Let the rules believe these facts: birth and gate where they are unknown, the others whatever she said."""
    real = rules.permit_limits

    def believing(limits: Limits, s: Situation) -> rules.Permit:
        known = {k: v for k, v in facts.items() if getattr(s, k) is None or k not in ("delivery", "gate_passed")}
        return real(limits, structs.replace(s, **known))

    monkeypatch.setattr(rules, "permit_limits", believing)


@pytest.mark.parametrize("fault", list(LENIENT))
def test_a_fault_in_permit_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lenient(monkeypatch, **LENIENT[fault])
    assert next(violations(CONTENT.exercises["bridge"]), None) is not None
    assert next(fit_violations("build_strength"), None) is not None
