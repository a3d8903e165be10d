"""The protocol's own phrases (P12, P13): what people say raises its sign or its question; near misses stay below.

Each also said of her by someone else, played down, and with a word for the routine before or after it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from skill.coach.levels import rank
from skill.content.load import load
from skill.understanding.authored import of_her
from skill.understanding.hearing import signs_in
from tests.understanding.speaking import SENTENCES

SIGNS = load("en-US").signs
PHRASES = yaml.load((SENTENCES / "protocol.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
NOT_OF_HER = {"violence", "baby_emergency", "baby_unwell"}
"""In these "she" is somebody else already, or the phrase is about the baby."""


WAYS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "played down": lambda text: f"it's probably nothing but {text}",
    "after a command": lambda text: f"next one please, {text}",
    "before a command": lambda text: f"{text}, stop",
    "of her": of_her,
}
ENDS_A_ROUTINE = "I'm done"
"""Said alone it ends a routine far more often than a life: it is not asked about (docs/safety.md, known gaps)."""


def level(heard: dict[str, str]) -> int:
    return max((rank(SIGNS[id].level) for id, status in heard.items() if status == "present"), default=0)


def heard_in(text: str) -> dict[str, str]:
    return {sign.id: sign.status for sign in signs_in(text)}


def raises(sign: str, text: str) -> bool:
    """The sign, or its question, or at least its level."""
    heard = heard_in(text)
    asks = SIGNS[sign].asks
    return sign in heard or (asks is not None and asks in heard) or level(heard) >= rank(SIGNS[sign].level)


@pytest.mark.parametrize(
    ("sign", "way"), [(s, way) for s in PHRASES for way in WAYS if way != "of her" or s not in NOT_OF_HER]
)
def test_what_people_say_raises_its_sign_or_its_question(sign: str, way: str) -> None:
    missed = {text for text in PHRASES[sign]["says"] if not raises(sign, WAYS[way](text))}
    assert missed <= {ENDS_A_ROUTINE}


@pytest.mark.parametrize("way", [way for way in WAYS if way != "of her"])
@pytest.mark.parametrize("sign", list(PHRASES))
def test_a_near_miss_stays_within_the_level_beside_it(sign: str, way: str) -> None:
    above = {
        near["say"]: heard_in(WAYS[way](near["say"]))
        for near in PHRASES[sign]["near"]
        if level(heard_in(WAYS[way](near["say"]))) > rank(near["max_level"])
    }
    assert above == {}


@pytest.mark.parametrize("sign", list(PHRASES))
def test_a_near_miss_asks_at_most_what_it_may(sign: str) -> None:
    for near in PHRASES[sign]["near"]:
        if near["max_level"] == "SELF_CARE":
            asked = {id for id, status in heard_in(near["say"]).items() if status == "possible"}
            assert asked <= set(near["may_ask"]), near["say"]


def test_every_sign_has_phrases_and_near_misses_for_review() -> None:
    assert list(PHRASES) == list(SIGNS)
    assert all(block["says"] and block["near"] for block in PHRASES.values())
