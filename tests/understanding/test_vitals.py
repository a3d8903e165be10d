"""A blood pressure is heard however its two numbers are put together; other pairs of numbers are none."""

from __future__ import annotations

import pytest

from skill.understanding.hearing import signs_in
from skill.understanding.model import load
from skill.understanding.normalise import normalise
from skill.understanding.vitals import readings

SEVERE = (
    "one fifty one on top and one hundred twelve on the bottom",
    "one hundred and sixty over one hundred and ten",
    "top one seventy bottom one oh nine",
    "bp one eighty slash one twenty",
    "164 with 112 underneath",
    "my blood pressure is sixteen over eleven",
)
HIGH = ("bp 150 with 95", "cuff says one forty nine over ninety eight", "one hundred fifty two on one hundred three")
NORMAL = ("120 over 80", "one oh five over seventy", "top number 135 bottom number 85")
NONE = (
    "she fed for 90 minutes on one side and 60 on the other",
    "i have 10 minutes on my break and 5 over",
    "sixteen over eleven",
    "done 70 on the left and 90 on the right",
)


def read(text: str) -> list[str]:
    return readings(normalise(text, load().rewrites).all)


@pytest.mark.parametrize("text", SEVERE)
def test_a_severe_pressure_is_severe(text: str) -> None:
    assert read(text) == ["bp_severe"]
    assert ("bp_severe", "present") in [(sign.id, sign.status) for sign in signs_in(text)]


@pytest.mark.parametrize("text", HIGH)
def test_a_high_pressure_is_high(text: str) -> None:
    assert read(text) == ["bp_high"]


@pytest.mark.parametrize("text", NORMAL)
def test_a_normal_pressure_takes_back_what_it_sounds_like(text: str) -> None:
    assert read(text) == ["normal"]
    assert not {"bp_high", "bp_severe"} & {sign.id for sign in signs_in(text)}


@pytest.mark.parametrize("text", NONE)
def test_two_other_numbers_are_no_reading(text: str) -> None:
    assert read(text) == []
