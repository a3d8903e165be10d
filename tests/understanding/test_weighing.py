"""Two witnesses for the intent: what an author wrote down, and what the classifier makes of it, where she is."""

from __future__ import annotations

import pytest

from skill.coach.conversation import Asked
from skill.understanding.classifier import REPORT, load_classifier
from skill.understanding.intents import UNCLEAR, Choice
from skill.understanding.model import STATES, load
from skill.understanding.weighing import CLEAR, LEAST, Around, weigh

INTENTS = load_classifier("intents").head.labels
CHECK = Asked("gate_1", check=True)
WORDS = ("some", "words", "of", "hers", "and", "more", "words")


def weighed(
    listed: Choice = UNCLEAR,
    *,
    state: str = "open",
    asked: Asked | None = None,
    exercise: bool = False,
    words: tuple[str, ...] = WORDS,
    **log_odds: float,
) -> Choice:
    odds = dict.fromkeys(INTENTS, -6.0) | log_odds
    return weigh(listed, odds, words, Around(STATES[state], asked, exercise), load())


def test_a_sentence_an_author_wrote_down_decides_alone() -> None:
    listed = Choice("next", 0.97, exact=True)
    assert weighed(listed, pause=9.0) == listed


def test_otherwise_the_classifier_is_heard_against_a_listed_phrase_that_explains_little() -> None:
    assert weighed(Choice("tips", 0.4), causes=0.0, tips=-4.0).intent == "causes"


def test_and_a_listed_phrase_against_a_classifier_that_does_not_know() -> None:
    assert weighed(Choice("tips", 0.9), causes=-2.0, tips=-3.0).intent == "tips"


def test_confidence_is_a_share_of_one() -> None:
    both = weighed(tips=0.0, causes=0.0)
    assert 0.45 < both.confidence <= 0.5


def test_whichever_way_she_leaves_she_is_surely_leaving() -> None:
    assert weighed(stop=3.0, thanks_goodbye=3.0).confidence > 0.9


def test_to_report_a_sign_is_the_ears_alone() -> None:
    assert weighed(**{REPORT: 20.0}, tips=0.0).intent == "tips"


@pytest.mark.parametrize(("state", "intent"), [("routine", "easier"), ("open", "settings")])
def test_what_steers_a_routine_is_rather_meant_inside_one(state: str, intent: str) -> None:
    assert weighed(state=state, easier=0.0, settings=1.0).intent == intent


def test_what_the_open_question_has_a_row_for_is_rather_meant() -> None:
    assert weighed(asked=Asked("hurt_choice"), state="open", next=0.0, tips=-1.0, help=-1.2).intent == "next"
    assert weighed(next=-2.0, tips=0.0).intent == "tips"


def test_without_a_question_nothing_is_an_answer() -> None:
    assert weighed(answer_yes=9.0, tips=0.0).intent == "tips"


@pytest.mark.parametrize(("word", "wrong"), [("no", "answer_yes"), ("yes", "answer_no"), ("nah", "answer_yes")])
def test_whoever_begins_with_one_has_not_said_the_other(word: str, wrong: str) -> None:
    assert weighed(state="triage", asked=CHECK, words=(word, *WORDS), **{wrong: 9.0}).intent != wrong


@pytest.mark.parametrize("answer", ["answer_no", "answer_yes"])
def test_at_a_safety_question_an_answer_that_nobody_listed_must_be_clear(answer: str) -> None:
    assert weighed(state="triage", asked=CHECK, **{answer: 0.0}, tips=2.5) == UNCLEAR
    assert weighed(Choice(answer, 0.5), state="triage", asked=CHECK, **{answer: 0.0}, tips=2.5).intent == answer
    clear = weighed(state="triage", asked=CHECK, **{answer: 6.0})
    assert clear.intent == answer
    assert clear.confidence >= CLEAR


def test_somebody_elses_talk_is_named_so_and_one_or_two_words_are_only_unclear() -> None:
    assert weighed(out_of_scope=3.0).intent == "out_of_scope"
    assert weighed(out_of_scope=3.0, words=("two", "words")) == UNCLEAR


def test_where_nothing_is_likelier_than_the_rest_nothing_was_understood() -> None:
    assert 1 / len(INTENTS) < LEAST
    assert weighed() == UNCLEAR


def test_where_an_exercise_is_named_it_is_rather_about_one() -> None:
    assert weighed(exercise=True, explain_exercise=0.0, tips=1.0).intent == "explain_exercise"
    assert weighed(explain_exercise=0.0, tips=1.0).intent == "tips"
