"""What no sample carries arrives as Fallback: the coach asks again usefully, once, then offers help, then is quiet."""

from __future__ import annotations

from skill.alexa.builtins import FALLBACK
from skill.alexa.carriers import said
from skill.measuring.talking import Talking
from skill.understanding.standing import standing


def test_fallback_asks_again_usefully_once() -> None:
    talking = Talking(standing("open"))
    first, second, third = (talking.say(said(FALLBACK, {})) for _ in range(3))
    assert "is this serious" in first.text
    assert "help" in second.text
    assert third.text == ""


def test_fallback_at_a_safety_question_is_no_no() -> None:
    talking = Talking(standing("triage"))
    before = talking.talk.asked
    talking.say(said(FALLBACK, {}))
    assert before is not None
    assert talking.talk.asked is not None
    assert talking.talk.asked.id == before.id
