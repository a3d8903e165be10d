"""An open question decides what a sentence means: yes, no, don't know, on with it, or the baby's place."""

from __future__ import annotations

import pytest

from tests.understanding.asking import answer
from tests.understanding.speaking import sentences

LEAST = 0.6


def missed(asked: str, texts: list[str], intent: str) -> dict[str, object]:
    """The sentences that are not surely this intent."""
    heard = {text: answer(asked, text) for text in texts}
    return {
        t: (h.intent, h.confidence, h.signs) for t, h in heard.items() if h.intent != intent or h.confidence < LEAST
    }


NO = sentences("answers")["no"]


@pytest.mark.parametrize("asked", NO)
def test_a_sentence_that_begins_or_ends_with_no_is_a_no(asked: str) -> None:
    assert not missed(asked, NO[asked], "answer_no")


YES = sentences("answers")["yes"]


@pytest.mark.parametrize("asked", YES)
def test_a_sentence_that_begins_or_ends_with_yes_is_a_yes(asked: str) -> None:
    texts = [t for t in YES[asked] if not (asked == "cleared" and answer(asked, t).slots.get("cleared") is True)]
    assert not missed(asked, texts, "answer_yes")


UNSURE = sentences("answers")["unsure"]


@pytest.mark.parametrize("asked", UNSURE)
def test_not_knowing_and_not_wanting_to_say_are_never_a_no(asked: str) -> None:
    assert not missed(asked, UNSURE[asked], "answer_unsure")


def test_not_knowing_about_clearance_is_no_fact() -> None:
    assert "cleared" not in answer("cleared", "i don't know the doctor hasn't said a thing about exercise").slots


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("is_it_now", "yeah but which one is it a disc or a muscle"),
        ("gate_2", "no but why do you ask"),
        ("fever", "yeah but what counts as a fever"),
        ("offer", "yes but how long will that take"),
        ("hurt_numb", "okay but is that dangerous"),
    ],
)
def test_a_question_is_no_answer(asked: str, text: str) -> None:
    assert answer(asked, text).intent not in ("answer_yes", "answer_no")


@pytest.mark.parametrize(
    ("asked", "text", "sign"),
    [
        ("gate_1", "no but i can't pee", "bladder_retention"),
        ("gate_3", "no fever but my chest hurts", "chest_pain"),
        ("fever", "no but i'm soaking a pad an hour", "heavy_bleeding"),
        ("offer", "no i've got no feeling between my legs", "saddle_numb"),
    ],
)
def test_another_warning_sign_beats_a_no(asked: str, text: str, sign: str) -> None:
    heard = answer(asked, text)
    assert (sign, "present") in {(s.id, s.status) for s in heard.signs}
    assert heard.intent == "report_warning_sign"


def test_a_no_with_the_word_of_the_sign_that_was_asked_raises_nothing() -> None:
    for asked, text in (
        ("leg_numb_tingle", "no the tingling has gone"),
        ("hurt_numb", "no tingling only sore"),
        ("gate_4", "no the bleeding has nearly stopped"),
        ("gate_3", "no not feverish just hot from the shower"),
        ("leg_weakness", "nope it's not weak it only hurts"),
        ("pain_severe", "no it's not that bad"),
    ):
        heard = answer(asked, text)
        assert (heard.intent, heard.signs) == ("answer_no", ()), (text, heard)


def test_an_offer_declined_for_something_else_is_the_something_else() -> None:
    assert answer("offer", "no i want to do bridges").intent == "start_exercise"
    assert answer("offer", "nah do the bedtime routine").intent == "start_routine"


READY = sentences("answers")["ready"]


def test_done_and_ready_are_next_when_she_was_asked_if_she_is_ready() -> None:
    assert not missed("ready", READY, "next")
    assert answer("ready", "stop").intent == "stop"
    assert answer("ready", "thanks bye").intent == "thanks_goodbye"
    assert answer("ready", "not ready").intent != "next"


PLACES = sentences("answers")["places"]


@pytest.mark.parametrize("asked", ["baby", "baby_now"])
@pytest.mark.parametrize("place", PLACES)
def test_any_word_for_a_place_answers_where_the_baby_is(place: str, asked: str) -> None:
    heard = {text: answer(asked, text) for text in PLACES[place]}
    wrong = {
        t: h
        for t, h in heard.items()
        if (h.intent, h.slots.get("baby")) != ("baby_status", place) or h.confidence < 0.7
    }
    assert not wrong
