"""What she says in passing is used, whatever she asks for."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.understanding.speaking import SENTENCES, bring, say

CASES = yaml.safe_load((SENTENCES / "slots.yaml").read_text(encoding="utf-8"))["slots"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["say"])
def test_slots_are_heard(case: dict[str, Any]) -> None:
    heard = say(case["say"], case.get("state", "open"))
    assert heard.intent == case["intent"]
    assert {name: heard.slots.get(name) for name in case["slots"]} == case["slots"]


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("i'm six weeks postpartum", 6),
        ("he's two months old", 9),
        ("she was born a fortnight ago", 2),
        ("i gave birth ten days ago", 1),
        ("i had her on tuesday", 0),
        ("my section was on the third of march", None),
        ("my back has hurt for six weeks", None),
        ("remind me every two weeks", None),
    ],
)
def test_only_time_since_birth_counts_as_weeks(text: str, weeks: int | None) -> None:
    slots = say(text).slots
    if weeks is None:
        assert slots.get("weeks_postpartum") != 6
    else:
        assert slots["weeks_postpartum"] == weeks


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("a seven", 7), ("maybe five or six", 6), ("three and a half", 3.5), ("ten out of ten", 10), ("zero", 0),
        ("no pain", 0), ("twelve", 10), ("minus one", 0), ("it was a six this morning but now a four", 4),
        ("my back's a two but my head's a nine", 2),
    ],
)  # fmt: skip
def test_a_score_is_the_worst_of_todays_and_stays_on_the_scale(text: str, score: int) -> None:
    heard = say(text, "scale")
    assert heard.slots["score"] == score


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("holding him", "in_arms"), ("she's in the carrier", "carrier"), ("he's lying on my tummy", "on_chest"),
        ("he's doing tummy time", "mat"), ("she's gone down for a nap", "free"), ("my sister's got her", "free"),
        ("i've just put him in his cot", "free"), ("he's still in intensive care", "not_here"),
        ("she was born sleeping", "not_here"), ("we lost him", "not_here"),
    ],
)  # fmt: skip
def test_the_babys_place_is_heard(text: str, place: str) -> None:
    assert say(text).slots["baby"] == place


def test_loss_is_only_said_of_a_baby_who_died() -> None:
    assert say("my baby died").slots["loss"] is True
    assert "loss" not in say("my baby is in the nicu").slots


def test_a_ready_intent_gets_its_slots_in_our_vocabulary() -> None:
    heard = bring("start_routine", minutes="PT10M", kind="bedtime", baby="in_arms")
    assert (heard.intent, heard.confidence) == ("start_routine", 1.0)
    assert heard.slots == {"minutes": 10, "kind": "bedtime", "baby": "in_arms"}


def test_words_in_a_slot_are_understood() -> None:
    heard = bring("start_exercise", exercise="the bird dog")
    assert heard.slots["exercise"] == "bird_dog"
    assert bring("start_routine", where="she's asleep in the cot").slots["baby"] == "free"


def test_the_ear_hears_slot_text() -> None:
    heard = bring("help", query="my chest really hurts")
    assert [(sign.id, sign.status) for sign in heard.signs] == [("chest_pain", "present")]
    assert heard.intent == "report_warning_sign"


def test_an_id_of_ours_in_a_slot_is_no_word_of_hers() -> None:
    for advice in ("csection_scar_massage", "sciatica"):
        heard = bring("ask_about", advice=advice)
        assert (heard.intent, heard.signs) == ("ask_about", ())


def test_an_intent_we_do_not_know_is_unclear() -> None:
    assert bring("order_pizza").intent == "unclear"


def test_yes_to_ready_is_next_by_intent_too() -> None:
    assert bring("answer_yes", "between").intent == "next"


@pytest.mark.parametrize("said", ["he's asleep on me", "she fell asleep on my shoulder", "she has conked out on me"])
def test_asleep_on_her_is_in_her_arms_never_put_down(said: str) -> None:
    for state in ("open", "routine"):
        assert say(said, state).slots["baby"] == "in_arms"


def test_asleep_alone_is_no_place() -> None:
    for said in ("he's asleep", "she is sleeping", "start my routine he's asleep", "baby's napping"):
        assert "baby" not in say(said, "open").slots
