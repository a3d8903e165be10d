"""Whatever is said, in whatever order: the dialogue never guides what the clinical page forbids at that moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from msgspec import structs

from skill.coach.content import Content
from skill.coach.exercise import Exercise, Limits
from tests.coach.test_permit_exhaustive import LENIENT, changed, lenient
from tests.coach.walk import guided, walk
from tests.factories import content

SEEDS = range(360)


def wrongs(seeds: Sequence[int], words: Content | None = None) -> list[str]:
    """The first thing each walk guided against the oracle, with its seed and what was said."""
    found = []
    for seed in seeds:
        for n, (_, said, wrong) in enumerate(walk(seed, words=words)):
            if wrong is not None:
                found.append(f"seed {seed} turn {n} after {said.intent} {said.slots}: {wrong}")
                break
    return found


def test_no_walk_through_the_dialogue_guides_what_the_clinical_page_forbids() -> None:
    assert wrongs(SEEDS) == []


def test_the_walks_come_far_enough_to_prove_something() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS[:150]:
        for session, _, _ in walk(seed):
            found = guided(session)
            seen[found[0] if found else "-"] += 1
    assert {content().exercises[id].tier for id in seen if id != "-"} == {0, 1, 2, 3}
    assert sum(seen.values()) - seen["-"] > 1000


FOUND_BY_WALKING = (
    "clearance not looked at",
    "an unfinished gate counts as passed",
    "an unknown birth counts as vaginal",
)


@pytest.mark.parametrize("fault", FOUND_BY_WALKING)
def test_a_fault_in_permit_is_found_by_the_walks(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lenient(monkeypatch, **LENIENT[fault])
    assert wrongs(SEEDS[:150])


FAULTY = {
    "lying down with the baby in arms": changed("knee_rocking", places=("mat", "in_arms")),
    "sets of standing up from day one": changed("sit_to_stand", limits=Limits(0, 1, 1, False)),
}


@pytest.mark.parametrize("fault", list(FAULTY))
def test_a_fault_in_content_is_found_by_the_walks(fault: str) -> None:
    faulty: Exercise = FAULTY[fault]
    words = content()
    assert wrongs(SEEDS[:150], structs.replace(words, exercises={**words.exercises, faulty.id: faulty}))
