"""Commands beside facts, new facts, settings and the families of ways to ask: what is heard of each."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from skill.coach.conversation import Conversation
from skill.coach.heard import SURE, Said
from skill.opening import names
from skill.understanding import hear
from tests.understanding.asking import answer
from tests.understanding.speaking import SENTENCES, TODAY, bring, say

FAMILIES = yaml.safe_load((SENTENCES / "families.yaml").read_text(encoding="utf-8"))["families"]


@pytest.mark.parametrize("case", FAMILIES, ids=lambda case: f"{case['in']}: {case['say']}")
def test_every_way_of_saying_it_is_heard(case: dict[str, Any]) -> None:
    where = case["in"]
    heard = answer(where[1:], case["say"]) if where.startswith("?") else say(case["say"], where)
    wanted = case.get("intent", [])
    if wanted:
        assert heard.intent in ([wanted] if isinstance(wanted, str) else wanted)
        assert heard.confidence >= SURE or heard.intent in ("out_of_scope", "unclear")
    slots = case.get("slots", {})
    assert {name: heard.slots.get(name) for name in slots} == slots
    assert not set(case.get("without", ())) & set(heard.slots)


@pytest.mark.parametrize(
    ("slots", "kept"),
    [
        ({"setting": "chime", "value": "off"}, {"setting": "chime", "value": "off"}),
        ({"setting": "chimes", "value": False}, {"setting": "chime", "value": "off"}),
        ({"setting": "night", "value": True}, {"setting": "night", "value": "on"}),
        ({"setting": "words", "value": "short"}, {"setting": "words", "value": "short"}),
        ({"setting": "country", "value": "en-IE"}, {"setting": "country", "value": "en-IE"}),
        ({"setting": "country", "value": "NZ"}, {"setting": "country", "value": "en-NZ"}),
        ({"setting": "rate", "value": "slower"}, {"setting": "rate", "value": "slower"}),
        ({"setting": "voice", "value": "next"}, {"setting": "voice", "value": "next"}),
    ],
)
def test_a_ready_settings_intent_keeps_its_slots(slots: dict[str, Any], kept: dict[str, Any]) -> None:
    assert bring("settings", **slots).slots == kept


def test_a_ready_intent_gets_no_slot_that_was_not_given() -> None:
    assert bring("start_routine", minutes=10).slots == {"minutes": 10}
    assert bring("pain_score", score="five and a half").slots == {"score": 5.5}
    assert bring("start_exercise", exercise="bridge").slots == {"exercise": "bridge"}
    assert bring("reminder", time="19:30", frequency="daily").slots == {"time": "19:30", "frequency": "daily"}


def test_more_before_the_next_exercise_is_more_of_what_was_told() -> None:
    from skill.coach.conversation import Asked
    from tests.understanding.asking import RUNNING

    told = Conversation(asked=Asked("ready"), routine=RUNNING, topic="lift_crib", part=1)
    silent = Conversation(asked=Asked("ready"), routine=RUNNING)
    for text in ("more", "tell me more", "go on tell us some more"):
        assert hear(Said(text=text), told, names("en-US"), TODAY).intent == "more"
    assert hear(Said(text="more please"), silent, names("en-US"), TODAY).intent == "harder"


@pytest.mark.parametrize(
    "text",
    [
        "he's nodding off", "the baby's so sleepy", "before i was pregnant i ran", "we're expecting visitors",
        "i work from home", "my husband is home", "take me home", "my old job was for a mother in law",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_fact_about_her_is_none(text: str) -> None:
    assert not {"sleepy", "pregnant", "home", "gave_birth"} & set(say(text).slots)
