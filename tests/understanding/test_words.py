"""Words are made comparable before anything is understood."""

from __future__ import annotations

import pytest

from skill.understanding import load
from skill.understanding.normalise import LONGEST, normalise
from skill.understanding.numbers import digits


@pytest.mark.parametrize(
    ("spoken", "read"),
    [
        ("twenty five", "25"),
        ("a hundred and forty", "140"), ("one sixty over ninety", "160 over 90"),
        ("one oh five", "105"), ("thirty eight point five", "38.5"), ("this one", "this one"),
        ("one minute", "1 minute"),
        ("five six seven", "5 6 7"), ("one seventy two over one oh eight", "172 over 108"), ("one leg", "one leg"),
    ],
)  # fmt: skip
def test_number_words_become_digits(spoken: str, read: str) -> None:
    assert " ".join(digits(spoken.split())) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Um, START my routine please!", "start my routine"),
        ("I can\u2019t", "i can not"),
        ("see section", "section"),
        ("half an hour", "30 minutes"),
        ("145/92", "145 over 92"),
        ("head ache", "headache"),
        ("okay", "okay"),
    ],
)
def test_words_are_normalised(said: str, read: str) -> None:
    assert " ".join(normalise(said, load().rewrites).all) == read


def test_what_follows_a_correction_wins() -> None:
    words = normalise("ten minutes no wait fifteen")
    assert words.last == ("15",)
    assert words.all[:2] == ("10", "minutes")


def test_a_correction_with_nothing_after_it_corrects_nothing() -> None:
    assert normalise("my wife i mean").after == 0


def test_huge_input_is_cut() -> None:
    assert len(normalise("word " * 10_000).all) <= LONGEST // 4
