"""`turn` answers whatever it is given: junk in slots, any Keepsake, a routine that content no longer has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from skill.coach.conversation import Asked, Running
from skill.coach.dialogue import EVEN_UNSURE
from skill.coach.keepsake import Place
from skill.coach.routine import Fitted
from tests.coach.moments import INTENTS, MOMENTS, SLOTS, session
from tests.factories import NOON, Session, content, heard
from tests.strategies import keepsakes, steady

NAMES = sorted(
    {name for named in SLOTS.values() for slots in named for name in slots}
    | {
        "days_postpartum",
        "complicated",
        "neuraxial",
        "gave_birth",
        "catheter",
        "pregnant",
        "sleepy",
        "minutes",
        "partner",
        "loss",
        "why",
        "advice",
        "topic",
    }
)
real = st.sampled_from(sorted({str(v) for named in SLOTS.values() for slots in named for v in slots.values()}))
odd = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.lists(st.integers(), max_size=2)
)
junk = st.dictionaries(
    st.sampled_from(NAMES), real | odd | st.dictionaries(st.text(max_size=3), odd, max_size=2), max_size=4
)
intents = st.sampled_from([*INTENTS, "", "no_such_intent"])
THERE = {name: make(session()) for name, make in MOMENTS.items()}
ASKED = sorted({s.talk.asked.id for s in THERE.values() if s.talk.asked} | {"no_such_question", "gate_4", "baby_now"})


@steady
@given(moment=st.sampled_from(sorted(THERE)), intent=intents, slots=junk)
@example(moment="fresh", intent="profile", slots={"minutes": float("inf")})
@example(moment="reminder time", intent="reminder", slots={"time": "half past"})
@example(moment="reminder time", intent="reminder", slots={"time": "25:99"})
@example(moment="fresh", intent="tips", slots={"advice": [1]})
@example(moment="ready", intent="settings", slots={"setting": "country", "value": {}})
@example(moment="fresh", intent="start_routine", slots={"kind": []})
@example(moment="pain score", intent="pain_score", slots={"score": float("nan")})
@example(moment="fresh", intent="profile", slots={"weeks_postpartum": float("nan")})
def test_no_slot_whatever_it_holds_makes_a_turn_raise(moment: str, intent: str, slots: dict[str, Any]) -> None:
    THERE[moment].copy().hear(intent, **slots)


@steady
@given(moment=st.sampled_from(sorted(THERE)), intent=intents, kept=keepsakes, asked=st.sampled_from(ASKED))
def test_no_keepsake_and_no_open_question_makes_a_turn_raise(moment: str, intent: str, kept: Any, asked: str) -> None:
    at = THERE[moment].copy()
    at.kept, at.talk = kept, structs.replace(at.talk, asked=Asked(asked, "no_such_thing"))
    at.hear(intent)
    at.hear("answer_yes")


GONE = Running(routine="gone", steps=(Fitted(step="gone", exercise="gone", variant="gone", reps=3),))


def raising(at: Session) -> dict[str, str]:
    """The intents that make a turn raise here, and what."""
    found = {}
    for intent in INTENTS:
        try:
            at.copy().hear(intent)
        except Exception as error:
            found[intent] = repr(error)
    return found


@pytest.mark.parametrize("status", ["running", "paused", "stopped", "finished"])
def test_a_routine_that_content_no_longer_has_makes_no_turn_raise(status: Any) -> None:
    at = session()
    at.talk = structs.replace(at.talk, routine=structs.replace(GONE, status=status), baby="free")
    assert raising(at) == {}


def test_a_kept_place_that_content_no_longer_has_makes_no_turn_raise() -> None:
    at = session()
    place = Place(routine="bridge", step="gone", exercise="gone", variant="gone", rep=900, at=NOON)
    at.kept = structs.replace(at.kept, place=place)
    at.hear("launch")
    assert raising(at) == {}


@pytest.mark.parametrize("exercise", sorted(content().exercises))
def test_an_exercise_left_out_for_what_she_told_is_refused_in_words(exercise: str) -> None:
    at = session()
    at.talk = structs.replace(at.talk, skipped=frozenset({exercise}))
    reply = at.hear("start_exercise", exercise=exercise, baby="free")
    assert reply.text
    assert not reply.guiding


@pytest.mark.parametrize(
    "intent", [intent for intent in INTENTS if intent not in EVEN_UNSURE | {"unclear", "out_of_scope"}]
)
def test_an_unsure_intent_is_asked_about_not_acted_on(intent: str) -> None:
    at = THERE["ready"].copy()
    before = at.talk.routine
    at.take(heard(intent, confidence=0.2))
    assert not at.reply.guiding
    assert at.talk.routine == before


@pytest.mark.parametrize("intent", sorted(EVEN_UNSURE))
def test_what_is_acted_on_even_when_unsure_only_ever_stops(intent: str) -> None:
    for there in THERE.values():
        at = there.copy()
        at.take(heard(intent, confidence=0.4))
        assert not at.reply.guiding


@steady
@given(slots=st.fixed_dictionaries({"delivery": real | odd, "cleared": real | odd, "complicated": real | odd}))
@example(slots={"delivery": "caesarean", "cleared": "not yet", "complicated": "no"})
@example(slots={"delivery": "?", "cleared": "no", "complicated": None})
def test_a_fact_that_makes_no_sense_is_not_taken_in(slots: dict[str, Any]) -> None:
    at = Session(words=content())
    at.hear("profile", **slots)
    told = at.talk.profile
    assert told.delivery in (None, "vaginal", "cesarean")
    assert told.cleared in (None, True, False)
    assert told.complicated in (None, True, False)
    assert isinstance(told.cleared, bool | None)
