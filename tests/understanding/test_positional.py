"""A limb that fell asleep in one position and woke up again is no warning sign; where one part is missing, it is."""

from __future__ import annotations

import pytest

from skill.understanding.hearing import signs_in
from skill.understanding.positional import fell_asleep

PASSED = (
    "my foot went to sleep while i was sat on the loo and came back in a minute",
    "both feet tingled from kneeling at the bath but it was gone once i stood",
    "leg went dead under me sitting cross legged shook it and it was fine in seconds",
    "my arm was numb from lying on it and it wore off as soon as i moved",
)
NOT_PASSED = {
    "it stays": "my foot went to sleep while i was sat on the loo and it's still numb an hour after",
    "no position": "my foot went numb and came back in a minute",
    "not gone": "both feet tingle from kneeling at the bath",
    "weak": "leg went numb sitting cross legged came back in a minute but it's weak now",
    "between the legs": "my bottom and my legs went numb sitting on the loo gone in a minute",
    "it comes again": "my leg goes numb when i sit gone in a minute but it keeps happening",
    "not said of a limb": "everything went numb while i was sitting and came back in a minute",
}


@pytest.mark.parametrize("text", PASSED)
def test_what_passes_the_test_raises_nothing(text: str) -> None:
    assert fell_asleep(text.split())
    assert signs_in(text) == ()


@pytest.mark.parametrize("part", NOT_PASSED)
def test_where_a_part_is_missing_the_test_is_not_passed(part: str) -> None:
    assert not fell_asleep(NOT_PASSED[part].split())


@pytest.mark.parametrize("part", ["it stays", "not gone", "weak", "between the legs", "it comes again"])
def test_and_the_sign_is_heard(part: str) -> None:
    assert signs_in(NOT_PASSED[part])


def test_another_sign_beside_it_is_still_heard() -> None:
    heard = {
        sign.id for sign in signs_in("my foot fell asleep sat on the loo fine in a minute and i've got a fever of 39")
    }
    assert "fever" in heard
