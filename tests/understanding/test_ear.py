"""The ear: every sign can be heard, in every state, and what is denied or only looks like a sign is left alone."""

from __future__ import annotations

import pytest

from skill.coach.heard import SURE
from skill.content.load import load as load_content
from skill.understanding import load
from skill.understanding.hearing import signs_in
from tests.understanding.speaking import STATES, say, sentences, signs

PRESENT = sentences("signs")["present"]


def test_the_ear_knows_every_sign_of_the_protocol() -> None:
    assert set(load().signs) == set(load_content("en-US").signs)
    assert set(PRESENT) == set(load().signs)


@pytest.mark.parametrize("sign", sorted(PRESENT))
def test_a_sign_is_heard_and_beats_the_intent(sign: str) -> None:
    for text in PRESENT[sign]:
        heard = say(text)
        assert signs(text).get(sign) == "present", (text, heard)
        assert heard.intent == "report_warning_sign", text
        assert heard.confidence >= SURE, text
        assert "sign" in heard.slots, text


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("sign", sorted(PRESENT))
def test_a_sign_is_heard_in_every_state(sign: str, state: str) -> None:
    assert all(signs(text, state).get(sign) == "present" for text in PRESENT[sign])


@pytest.mark.parametrize("text", sentences("signs")["absent"])
def test_what_is_no_sign_raises_nothing(text: str) -> None:
    assert signs(text) == {}


@pytest.mark.parametrize("before", ["it's probably nothing but", "sorry to bother you", "um so", "don't laugh"])
def test_playing_it_down_changes_nothing(before: str) -> None:
    assert signs(f"{before} my chest feels really tight")["chest_pain"] == "present"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("i can't pee", True), ("i can pee fine", False), ("i haven't fainted", False), ("no my legs are numb", True),
        ("no chest pain", False), ("it's not only my back my chest hurts too", True),
        ("my blood pressure is 120 over 80", False), ("bp was one forty two over ninety", True),
        ("thirty seven point two on the thermometer", False), ("thirty nine degrees temperature", True),
    ],
)  # fmt: skip
def test_can_and_not_are_respected(text: str, heard: bool) -> None:
    assert bool([status for status in signs(text).values() if status == "present"]) is heard


def test_a_sign_beside_a_request_for_help_keeps_the_request() -> None:
    heard = say("my chest hurts call an ambulance")
    assert heard.signs
    assert heard.intent in ("find_care", "report_warning_sign")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("what are the signs of a blood clot", "leg_clot"),
        ("how would i know if i had a fever", "fever"),
        ("what are the symptoms of a heart attack", "chest_pain"),
    ],
)
def test_a_sign_that_is_only_asked_about_is_asked_back(text: str, sign: str) -> None:
    assert [(heard.id, heard.status) for heard in signs_in(text)] == [(sign, "possible")]
