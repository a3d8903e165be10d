"""A safety question left open as a session ends: what to do was said, and a restart is not as if nothing had been."""

from __future__ import annotations

import pytest

from skill.coach.keepsake import Keep
from tests.factories import Session, content, keepsake, sign


def asked(id: str, *, keep: Keep = "settings") -> Session:
    """Her words may be this sign, and its question is open."""
    at = Session(keepsake(), keep=keep)
    at.hear("unclear", sign(id, possible=True))
    return at


def test_what_to_do_without_an_answer_goes_with_the_question() -> None:
    at = asked("heavy_bleeding")
    assert at.reply.asking == "heavy_bleeding"
    assert at.reply.unanswered == "If you can't say, call your ob-gyn or midwife's on-call number."


def test_of_the_mind_it_is_the_crisis_line() -> None:
    assert "nine, eight, eight" in asked("self_harm_thoughts").reply.unanswered


def test_nothing_is_added_to_a_question_of_a_route_that_is_said_once() -> None:
    at = asked("violence")
    assert (at.reply.asking, at.reply.unanswered) == ("violence", "")


def test_nor_where_nothing_of_a_sign_is_asked() -> None:
    assert Session(keepsake()).hear("launch").unanswered == ""


@pytest.mark.parametrize("ends", ["end", "stop", "silence"])
@pytest.mark.parametrize("id", ["heavy_bleeding", "violence", "self_harm_thoughts"])
def test_a_restart_asks_first_what_is_new_though_no_answer_was_kept(ends: str, id: str) -> None:
    at = asked(id)
    at.hear(ends)
    at.hear(ends)
    soon = at.later(hours=1)
    soon.hear("launch")
    assert soon.reply.asking == "care_new"
    assert at.later(hours=50).hear("launch").asking != "care_new"


def test_a_question_that_was_answered_with_no_leaves_nothing_behind() -> None:
    at = asked("heavy_bleeding")
    at.hear("answer_no")
    at.hear("end")
    assert at.kept.see_care_until is None


def test_where_the_check_itself_is_kept_it_is_offered_and_no_date_is() -> None:
    at = asked("heavy_bleeding", keep="personal")
    at.hear("end")
    assert at.kept.see_care_until is None
    assert at.later(hours=1).hear("launch").asking == "finish_check"


def test_every_question_of_the_body_says_whom_to_call() -> None:
    for id, row in content().signs.items():
        at = asked(id)
        if at.reply.asking == id and row.route == "physical":
            assert "call" in at.reply.unanswered, id
