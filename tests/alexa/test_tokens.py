"""The token of a track: what went out comes back, and nothing that is not ours counts for anything."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from skill.alexa import tokens
from skill.alexa.limits import MOST_TOKEN
from skill.alexa.tokens import key_in, restored, token_of
from skill.coach.conversation import Conversation, Running
from skill.coach.errors import ContentError
from skill.coach.playing import carried
from skill.coach.routine import fit
from skill.coach.situation import BABY_PLACES, Situation
from skill.stores import key_of
from tests.factories import content
from tests.strategies import steady

SECRET = "the secret of a deployment"
WORDS = content()
AT = datetime(2026, 11, 23, 7, 30, 12, 345_678, tzinfo=UTC)
FREE = {"day": 400, "delivery": "vaginal", "complicated": False, "cleared": True, "gate_passed": True}


def talk(routine: str = "baby_in_arms", at: int = 1, baby: Any = "in_arms") -> Conversation:
    """A routine with everything in it that a token holds."""
    written = WORDS.routines[routine]
    steps = fit(written, WORDS.exercises, Situation(baby=baby, **FREE)).steps  # type: ignore[arg-type]
    running = Running(
        routine=routine,
        version=written.version,
        steps=steps,
        at=at % len(steps),
        minutes=7,
        done=tuple(step.step for step in steps[: at % len(steps)]),
        guided=tuple(step.step for step in steps),
        chain="19ab8c7d6e5-1f",
    )
    return Conversation(routine=running, baby=baby, moves=31, at=AT, declined=frozenset({"weeks"}))


def goes(talk: Conversation) -> Conversation:
    assert talk.routine is not None
    return carried(talk, talk.routine.at)


EVERY = [(routine.id, baby) for routine in WORDS.routines.values() for baby in routine.places]


@pytest.mark.parametrize(("routine", "baby"), EVERY)
def test_what_goes_with_a_track_comes_back_whole_and_is_short_enough(routine: str, baby: str) -> None:
    if not fit(WORDS.routines[routine], WORDS.exercises, Situation(baby=baby, **FREE)).steps:  # type: ignore[arg-type]
        pytest.skip("nothing of it fits")
    for at in (0, 1, 11):
        gone = goes(talk(routine, at, baby))
        token = token_of(gone, SECRET)
        assert len(token) <= MOST_TOKEN * 2 / 3  # room for a routine that grows
        assert restored(token, SECRET, WORDS) == gone


def test_a_single_exercise_comes_back_too() -> None:
    steps = (structs.replace(talk().routine.steps[1], step="bridge", exercise="bridge", variant="lying"),)  # type: ignore[union-attr]
    variant = WORDS.exercises["bridge"].variants[0].id
    running = Running(routine="bridge", steps=(structs.replace(steps[0], variant=variant),), chain="c")
    gone = carried(Conversation(routine=running, at=None), 0)
    assert restored(token_of(gone, SECRET), SECRET, WORDS) == gone


def test_a_routine_too_long_for_a_token_is_an_error_of_ours_and_says_so() -> None:
    running = talk().routine
    assert running is not None
    long = structs.replace(running, steps=running.steps * 9)
    with pytest.raises(ContentError, match="too many steps"):
        token_of(Conversation(routine=long), SECRET)


def test_the_row_of_a_recognised_person_is_found_again_and_no_other() -> None:
    row = key_of("her account", "her voice", SECRET)
    token = token_of(goes(talk()), SECRET, row)
    assert key_in(token, SECRET) == row
    assert key_in(token_of(goes(talk()), SECRET), SECRET) == ""
    assert key_in(token[:-2], SECRET) == key_in(token, "another") == key_in("", SECRET) == ""


def test_it_holds_ids_and_numbers_only() -> None:
    row = key_of("her account", "her voice", SECRET)
    body = token_of(goes(talk()), SECRET, row).partition(".")[0]
    held = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    known = {*WORDS.routines, *BABY_PLACES, "19ab8c7d6e5-1f", row}
    known |= {step.id for routine in WORDS.routines.values() for step in routine.steps}
    known |= {variant.id for exercise in WORDS.exercises.values() for variant in exercise.variants}

    def texts(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(texts, value))
        return {value} if isinstance(value, str) else set()

    assert texts(held) <= known


GOOD = token_of(goes(talk()), SECRET)


@steady
@given(at=st.integers(min_value=0, max_value=len(GOOD) - 1), to=st.characters(codec="utf-8"))
def test_one_character_changed_makes_it_nothing(at: int, to: str) -> None:
    changed = GOOD[:at] + to + GOOD[at + 1 :]
    assert changed == GOOD or restored(changed, SECRET, WORDS) is None


@steady
@given(token=st.text(max_size=60) | st.binary(max_size=60).map(lambda data: base64.urlsafe_b64encode(data).decode()))
def test_anything_else_is_nothing_and_raises_nothing(token: str) -> None:
    assert restored(token, SECRET, WORDS) is None


@pytest.mark.parametrize("cut", [0, 1, 20, len(GOOD) // 2, len(GOOD) - 23, len(GOOD) - 1])
def test_a_truncated_token_is_nothing(cut: int) -> None:
    assert restored(GOOD[:cut], SECRET, WORDS) is None


def test_a_token_signed_with_another_secret_is_nothing() -> None:
    assert restored(token_of(goes(talk()), "another deployment's"), SECRET, WORDS) is None


def signed(held: list[Any]) -> str:
    """A token over any array, signed as ours are: what an older or newer version of this program may have made."""
    body = base64.urlsafe_b64encode(json.dumps(held).encode()).rstrip(b"=").decode()
    return f"{body}.{tokens._text(tokens._signature(body, SECRET))}"


def held() -> list[Any]:
    body = GOOD.partition(".")[0]
    fields: list[Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return fields


def test_what_is_signed_by_hand_here_is_read() -> None:
    assert restored(signed(held()), SECRET, WORDS) == goes(talk())


VERSION, ROUTINE, ROUTINE_VERSION, STEPS, AT_STEP, DONE, BABY, SAID = 0, 1, 2, 4, 5, 6, 7, 10


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (VERSION, 0),
        (VERSION, 2),
        (ROUTINE, "no_such_routine"),
        (ROUTINE_VERSION, 99),
        (STEPS, []),
        (STEPS, [["no_such_step", "seated", 3]]),
        (STEPS, [["breathe", "no_such_variant", 3]]),
        (STEPS, "breathe"),
        (AT_STEP, -1),
        (AT_STEP, 99),
        (DONE, [99]),
        (DONE, [-1]),
        (BABY, "on the moon"),
        (SAID, 10**18),
        (SAID, "yesterday"),
    ],
)
def test_a_token_of_another_version_or_of_content_that_has_changed_is_nothing(field: int, value: Any) -> None:
    fields = held()
    fields[field] = value
    assert restored(signed(fields), SECRET, WORDS) is None


@pytest.mark.parametrize("fields", [[], {}, None, 1, "x", [1] * 40])
def test_a_token_of_another_shape_is_nothing(fields: Any) -> None:
    assert restored(signed(fields), SECRET, WORDS) is None
