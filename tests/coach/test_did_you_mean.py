"""Half understood: she is asked, once and by name, and never in the middle of an exercise."""

from __future__ import annotations

import pytest

from skill.coach.conversation import Asked
from skill.coach.meaning import ASKED, HALF_SURE
from tests.coach.moments import session
from tests.factories import content, heard, sign

NAMED = sorted(id.removeprefix("mean.") for id in content().phrases if id.startswith("mean."))


@pytest.mark.parametrize("intent", NAMED)
def test_what_is_half_understood_is_asked_and_a_yes_does_it(intent: str) -> None:
    at, sure = session(), session()
    asked = at.take(heard(intent, confidence=HALF_SURE))
    assert asked.text.startswith("Did you want to ")
    assert at.talk.asked == Asked(ASKED, intent)
    assert at.hear("answer_yes").text == sure.hear(intent).text


def test_what_came_with_the_half_understood_is_not_lost() -> None:
    at = session()
    at.take(heard("start_exercise", confidence=0.4, exercise="bridge", baby="free"))
    at.hear("answer_yes")
    assert at.talk.routine is not None or at.talk.asked is not None
    assert at.talk.baby == "free"
    assert at.talk.meant is None


def test_a_no_asks_for_other_words_and_is_not_followed_by_the_same_guess() -> None:
    at = session()
    at.take(heard("harder", confidence=0.4))
    assert at.hear("answer_no").text == "Okay. Say it again in other words."
    assert "Did you want" not in at.take(heard("harder", confidence=0.4)).text


def test_something_clear_instead_of_an_answer_is_simply_done() -> None:
    at = session()
    at.take(heard("harder", confidence=0.4))
    assert at.hear("help").text == session().hear("help").text


def test_a_guess_that_is_hardly_better_than_none_is_not_named() -> None:
    assert "Did you want" not in session().take(heard("harder", confidence=HALF_SURE - 0.05)).text


def test_nobody_counting_is_interrupted_by_half_a_sentence() -> None:
    at = session()
    at.hear("start_routine", baby="free")
    assert at.talk.routine is not None
    assert at.talk.asked is None or at.talk.asked.id != ASKED
    at.take(heard("harder", confidence=0.4, reached="x"))
    assert at.talk.asked is None or at.talk.asked.id != ASKED


def test_a_safety_question_is_not_pushed_aside_by_a_guess() -> None:
    at = session()
    at.hear("that_hurts", sign("fever", possible=True))
    before = at.talk.asked
    assert before == Asked("fever", check=True)
    at.take(heard("harder", confidence=0.4))
    assert at.talk.asked == before
