"""An open safety question is answered, or it stays open: nothing is guided past it, and silence is never a no."""

from __future__ import annotations

import pytest

from tests.coach.moments import INTENTS, MOMENTS, session, slots_of
from tests.factories import Session, sign

OF_THE_QUESTIONNAIRE = (
    *("own words asked", "first question", "second bladder question", "clarifier", "third clarifier"),
    *("question of the mind", "weeks in the questions", "fact in the questions", "fact that could raise"),
    *("read back", "nothing to read back"),
)
OPEN = ("sign asked", "gate failed", "numb", "it hurts", *OF_THE_QUESTIONNAIRE)
"""Moments with a safety question open: a warning sign's own, one of the questionnaire, or after "that hurts"."""


def at(moment: str) -> Session:
    return MOMENTS[moment](session())


@pytest.mark.parametrize("moment", OPEN)
def test_nothing_is_guided_while_a_warning_signs_question_is_open(moment: str) -> None:
    there = at(moment)
    guided = {i for i in INTENTS for slots in slots_of(i) if there.copy().hear(i, **slots).guiding}
    assert not guided


@pytest.mark.parametrize("moment", OPEN)
@pytest.mark.parametrize("intent", ["answer_yes", "answer_no", "answer_unsure"])
def test_a_sign_that_comes_with_an_answer_is_heard(moment: str, intent: str) -> None:
    there = at(moment)
    # What else she tells while its own question is open is an answer to it; that is tested at every question.
    asking = (there.reply.asking or "").partition("/")[0]
    for id in {"chest_pain", "control_loss", "heavy_bleeding"} - {asking}:
        assert there.copy().hear(intent, sign(id)).level == "EMERGENCY", id


@pytest.mark.parametrize("moment", list(MOMENTS))
def test_a_certain_sign_beats_every_intent_at_every_moment(moment: str) -> None:
    there = at(moment)
    for intent in INTENTS:
        reply = there.copy().hear(intent, sign("chest_pain"))
        assert reply.level == "EMERGENCY", intent
        assert not reply.guiding, intent


@pytest.mark.parametrize("safe", ["answer_yes", "answer_no"])
def test_a_half_said_sign_is_asked_about_even_after_what_is_said_only_once(safe: str) -> None:
    there = at("violence").then(safe)
    assert there.hear("unclear", sign("chest_pain", possible=True)).asking == "chest_pain"


def test_a_half_said_sign_never_delays_the_call_that_stands() -> None:
    there = at("emergency")
    reply = there.hear("unclear", sign("fever", possible=True))
    assert (reply.level, reply.asking) == ("EMERGENCY", None)


@pytest.mark.parametrize("moment", list(MOMENTS))
def test_no_exercise_comes_back_after_an_emergency_whatever_is_said(moment: str) -> None:
    there = at(moment)
    there.hear("report_warning_sign", sign("chest_pain"))
    for before in ("", "help_coming", "been_seen", "stop"):
        blocked = there.copy()
        if before:
            blocked.hear(before)
        for intent in INTENTS:
            for slots in slots_of(intent):
                if intent != "ask_about":
                    assert not blocked.copy().hear(intent, **slots).guiding, (before, intent, slots)


FOUND = frozenset({"clarifier", "third clarifier", "fact in the questions", "fact that could raise", "read back"})
"""Something was told already: two silences tell the level so far."""
NOTHING_FOUND = (
    *("first of the gate", "last of the gate", "sign asked", "gate failed", "numb"),
    *(moment for moment in OF_THE_QUESTIONNAIRE if moment not in FOUND),
)


@pytest.mark.parametrize("moment", sorted(FOUND))
def test_two_silences_tell_the_level_so_far(moment: str) -> None:
    there = at(moment)
    asking = there.reply.asking
    first, second = there.hear("silence"), there.hear("silence")
    assert (first.listening, first.asking) == (True, asking)
    assert second.level not in (None, "SELF_CARE")
    assert not second.listening


@pytest.mark.parametrize("moment", NOTHING_FOUND)
def test_two_silences_leave_a_safety_question_open_and_say_whom_to_call(moment: str) -> None:
    there = at(moment)
    asking = there.reply.asking
    first, second = there.hear("silence"), there.hear("silence")
    assert first.listening
    assert first.asking == asking
    assert "call" in second.text.lower()
    assert there.talk.asked is not None
    assert there.talk.asked.id == asking
    assert not there.hear("resume").guiding


@pytest.mark.parametrize("moment", ["sign asked", "gate failed", "numb"])
def test_not_understood_twice_at_a_warning_signs_question_counts_as_not_known(moment: str) -> None:
    there = at(moment)
    sign = there.words.signs[there.reply.asking or ""]
    there.then("unclear", "unclear")
    assert there.talk.asked is None or there.talk.asked.id != sign.id
    assert there.talk.level == (None if sign.unknown == "SELF_CARE" else sign.unknown)


@pytest.mark.parametrize("answer", ["answer_yes", "answer_unsure"])
@pytest.mark.parametrize("n", [1, 2, 3])
def test_one_answer_in_the_gate_that_is_not_a_no_ends_the_stronger_moves_for_the_session(answer: str, n: int) -> None:
    from tests.coach.moments import at_gate

    there = at_gate(session(), n).then(answer, "answer_no")
    for _ in range(30):
        there.then("start_routine", "answer_yes")
        running = there.talk.routine
        if there.reply.guiding and running is not None and running.here.exercise in there.words.exercises:
            assert there.words.exercises[running.here.exercise].tier == 0


@pytest.mark.parametrize("moment", [m for m in MOMENTS if m not in ("emergency", "violence", "emergency, help coming")])
def test_that_hurts_stops_the_count_before_anything_else(moment: str) -> None:
    there = at(moment)
    reply = there.hear("that_hurts")
    assert not reply.guiding
    running = there.talk.routine
    assert running is None or running.status != "running"


def test_it_was_said_where_the_baby_is_so_it_is_not_taken_as_in_arms() -> None:
    for intent in ("answer_yes", "answer_no", "answer_unsure"):
        for place in ("free", "mat", "carrier", "on_chest"):
            there = MOMENTS["baby asked"](session())
            there.hear(intent, baby=place)
            assert there.talk.baby == place
