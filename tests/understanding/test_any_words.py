"""Whatever anyone says, hearing never raises, gives the same twice, and stays inside the vocabulary."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from skill.coach.heard import Said
from skill.coach.situation import BABY_PLACES
from skill.opening import names
from skill.understanding import hear, load
from skill.understanding.standing import standing
from tests.understanding.speaking import STATES, TODAY, say

SPOKEN = """
i my not no can baby back leg numb pain stop next start routine minutes ten six weeks ago chest hurts was wait mean over
point one hundred half an hour bleeding can't it's don't 38.5 145/92 8:30 remind me at every tuesday how do lift crib c
section may 31 february 99999999999999 c-section , . ' - é 👶
"""
PIECES = st.sampled_from(SPOKEN.split())


@given(st.text(max_size=900), st.sampled_from(STATES))
@settings(max_examples=150, deadline=None)
def test_hearing_never_raises(text: str, state: str) -> None:
    heard = say(text, state)
    assert heard.intent in load().intents | {"unclear"}
    assert 0 <= heard.confidence <= 1


@given(st.lists(PIECES, max_size=40), st.sampled_from(STATES))
@settings(max_examples=250, deadline=None)
def test_words_of_our_own_never_raise_and_mean_the_same_twice(words: list[str], state: str) -> None:
    text = " ".join(words)
    heard = say(text, state)
    assert heard == say(text, state)
    assert (heard.intent == "unclear") == (heard.confidence == 0)
    assert heard.slots.get("baby", "free") in BABY_PLACES
    assert 0 <= heard.slots.get("score", 0) <= 10


@given(st.dictionaries(st.text(max_size=12), st.one_of(st.text(max_size=80), st.integers(), st.booleans(), st.none())))
@settings(max_examples=100, deadline=None)
def test_slots_of_any_kind_never_raise(slots: dict[str, object]) -> None:
    hear(Said(intent="start_routine", slots=slots), standing("open"), names("en-US"), TODAY)
