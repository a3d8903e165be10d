"""The dialogue is one table: every intent has its row, every override can happen, and the page shows it as it is."""

from __future__ import annotations

from typing import get_args

import pytest

from skill.coach.conversation import State
from skill.coach.dialogue import EVEN_UNSURE, FIRST_WORDS, PASSES_BLOCK
from skill.coach.heard import Event
from skill.coach.table import ROWS
from tests.coach.moments import MOMENTS, session
from tests.factories import content
from tests.house.dialogue_table import table
from tests.house.source import ROOT, calls, modules
from tests.house.test_phrases import first_argument

PAGE = ROOT / "docs" / "dialogue.md"

INTENTS_OF_THE_DESIGN = (
    *("start_routine", "start_exercise", "list_exercises", "explain_exercise", "pause", "resume", "next"),
    *("previous", "repeat", "start_over", "stop", "slower", "faster", "easier", "harder", "time_left"),
    *("whats_next", "that_hurts", "baby_status", "is_this_serious", "report_warning_sign", "answer_yes"),
    *("answer_no", "answer_unsure", "why_do_you_ask", "pain_score", "progress", "tips", "causes", "profile"),
    *("reminder", "cancel_reminder", "help", "privacy_delete", "privacy_question", "thanks_goodbye"),
    *("find_care", "medication_question", "baby_health", "exercise_safety", "out_of_scope", "ask_about", "more"),
    *("why_this", "what_to_tell", "help_coming", "been_seen", "correct_answer", "settings", "partner", "plan"),
    *("hear_my_data", "export"),
)


def test_the_page_is_printed_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == table(), "run: python -m tests.house.dialogue_table > docs/dialogue.md"


@pytest.mark.parametrize("intent", [*INTENTS_OF_THE_DESIGN, "unclear", *get_args(Event)])
def test_every_intent_and_event_has_a_row_with_a_default(intent: str) -> None:
    assert "default" in ROWS[intent]


def test_every_override_names_a_question_or_a_state_that_exists() -> None:
    questions = {
        id for _, tree, _ in modules("skill/coach") for call in calls(tree, "ask") for id in first_argument(call)
    }
    questions |= set(content().signs) | {"weeks", "delivery", "cleared", "ready"}
    for intent, overrides in ROWS.items():
        unknown = set(overrides) - questions - set(get_args(State)) - {"default"}
        assert not unknown, (intent, unknown)


def test_every_question_that_is_ever_open_can_be_answered() -> None:
    for moment, make in MOMENTS.items():
        at = make(session())
        if at.talk.asked is None:
            continue
        for intent in ("answer_yes", "answer_no", "answer_unsure"):
            assert at.copy().hear(intent).text, (moment, intent)


def test_the_lists_beside_the_table_name_intents_of_the_table() -> None:
    assert set(ROWS) >= PASSES_BLOCK | FIRST_WORDS | EVEN_UNSURE
