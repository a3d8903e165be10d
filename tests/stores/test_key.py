"""A key says nothing about her."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from skill.stores import key_of
from tests.strategies import steady

users = st.text(min_size=8, max_size=80)
"""Real ids are long; one or two letters may stand in any hash by chance."""


@steady
@given(user=users, person=users | st.just(""), secret=st.text())
def test_a_key_never_contains_the_user_or_the_person(user: str, person: str, secret: str) -> None:
    key = key_of(user, person, secret)
    assert user not in key
    assert not person or person not in key


@steady
@given(user=st.text(st.characters()), secret=st.text())
def test_a_key_is_64_hexadecimal_digits_and_the_same_every_time(user: str, secret: str) -> None:
    key = key_of(user, secret=secret)
    assert len(key) == 64
    assert set(key) <= set(string.hexdigits.lower())
    assert key == key_of(user, secret=secret)


def test_another_user_person_or_secret_gives_another_key() -> None:
    given = [("u", "", ""), ("v", "", ""), ("u", "p", ""), ("u", "", "s"), ("up", "", "")]
    assert len({key_of(*each) for each in given}) == len(given)


def test_a_person_cannot_be_written_into_a_user_id() -> None:
    assert key_of("ab", "c") != key_of("a", "bc") != key_of("abc")
