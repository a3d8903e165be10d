"""A press on the screen: it says its button's choice, and counts only for the question that is open."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.screen import PRESSABLE, said_of
from skill.coach.choices import choices
from skill.coach.conversation import Asked, Conversation
from skill.coach.heard import Said
from skill.opening import names
from skill.understanding import hear
from tests.alexa.drawing import components, moment, on_screen
from tests.coach.moments import MOMENTS, at_gate, routine, session
from tests.factories import Session


def arguments_of(button: dict[str, Any], told: dict[str, Any]) -> list[Any]:
    """What the document sends when this button is pressed."""
    names = {"screen": told, "choice": button}

    def bound(text: str) -> Any:
        if not text.startswith("${"):
            return text
        value: Any = names
        for part in text[2:-1].split("."):
            value = value[part]
        return value

    return [bound(text) for text in components("SendEvent")[0]["arguments"]]


@pytest.mark.parametrize("name", list(MOMENTS))
def test_every_button_says_its_own_choice(name: str) -> None:
    here = moment(name)
    told = on_screen(here)
    for button, choice in zip(told["choices"], choices(here.talk, here.kept, here.words), strict=not here.reply.ended):
        sent = json.loads(json.dumps(arguments_of(button, told)))
        assert said_of(sent, here.talk) == Said(intent=choice.intent, slots=choice.slots)


def press(here: Session, label: str) -> Said | None:
    told = on_screen(here)
    button = next(b for b in told["choices"] if b["label"] == label)
    return said_of(arguments_of(button, told), here.talk)


def take(here: Session, said: Said) -> None:
    here.take(hear(said, here.talk, names("en-US"), here.now.date()))


def test_a_second_tap_on_next_skips_nothing() -> None:
    here = routine(session())
    told = on_screen(here)
    button = next(b for b in told["choices"] if b["label"] == "Next")
    first = said_of(arguments_of(button, told), here.talk)
    assert first is not None
    take(here, first)
    assert said_of(arguments_of(button, told), here.talk) is None


def test_a_yes_to_one_question_is_no_answer_to_the_next() -> None:
    here = at_gate(session())
    told = on_screen(here)
    no = next(b for b in told["choices"] if b["label"] == "No")
    said = said_of(arguments_of(no, told), here.talk)
    assert said == Said(intent="answer_no")
    take(here, said)
    assert here.reply.asking == "gate_2"
    assert said_of(arguments_of(no, told), here.talk) is None


def test_an_emergency_pressed_is_an_emergency_said() -> None:
    here = MOMENTS["first question"](session())
    take(here, press(here, "Yes") or Said())
    assert here.reply.level == "EMERGENCY"
    assert on_screen(here)["calls"][0]["number"] == "911"


READY = Conversation(asked=Asked("ready", "tilts"))
GOOD: list[Any] = ["choice", "ready", "tilts", "next", "", ""]


def changed(at: int, value: Any) -> list[Any]:
    return [*GOOD[:at], value, *GOOD[at + 1 :]]


def test_the_press_that_is_varied_here_counts() -> None:
    assert said_of(GOOD, READY) == Said(intent="next")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["choice"],
        GOOD[:-1],
        [*GOOD, ""],
        changed(0, "press"),
        changed(1, "go_on"),
        changed(2, "bridge"),
        changed(3, "privacy_delete"),
        changed(3, "nonsense"),
        changed(3, None),
        changed(3, ["next"]),
        changed(4, 3),
        changed(4, {}),
        [*GOOD[:4], "score", None],
        [*GOOD[:4], "score", [3]],
        [*GOOD[:4], "cleared", True],
        [{}, [], None, 1, 2.0, "x"],
    ],
)
def test_a_malformed_or_stale_press_says_nothing(arguments: list[Any]) -> None:
    assert said_of(arguments, READY) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)


@given(st.lists(JSON, max_size=8) | st.tuples(*(st.just(part) | JSON for part in GOOD)).map(list))
def test_whatever_is_sent_a_press_is_a_choice_or_nothing(arguments: list[Any]) -> None:
    said = said_of(arguments, READY)
    assert said is None or (said.intent in PRESSABLE and arguments[:3] == GOOD[:3])


def test_nothing_that_erases_or_sets_anything_is_pressable_out_of_the_blue() -> None:
    assert not PRESSABLE & {"privacy_delete", "settings", "export", "hear_my_data", "cancel_reminder"}
