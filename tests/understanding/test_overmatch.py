"""All sentences against all intents: no sentence is stolen, least of all a warning sign."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from skill.understanding import load
from skill.understanding.authored import STANDS_FOR
from skill.understanding.compile import Templates, read
from tests.understanding.speaking import say

SOURCE = read("en")
AT_MOST = 40
"""Readings tried of one template, evenly spread."""
TAKEN = {
    ("baby_health", "report_warning_sign"),
    ("start_routine", "time_left"),
    ("answer_yes", "repeat"),
    ("answer_yes", "start_routine"),
}
"""What another intent may take: a warning sign always wins, three sentences mean two things, a hello is for us."""


def authored(intent: str) -> Iterator[tuple[str, str]]:
    """Sentences of an intent, each with the state it belongs to."""
    block = SOURCE["intents"][intent]
    templates = Templates()
    usual = "triage" if intent.startswith("answer_") else "open"
    if block.get("brief") == "true" and intent not in ("thanks_goodbye",) and usual == "open":
        usual = "routine"
    for states, part in [("", block), *block.get("when", {}).items()]:
        for template in part.get("sentences", ()):
            texts = list(templates.texts(template))
            for text in texts[:: max(1, len(texts) // AT_MOST)]:
                for name, word in STANDS_FOR.items():
                    text = text.replace("{" + name + "}", word)
                for state in states.split() or [usual]:
                    yield state, " ".join(text.split())


@pytest.mark.parametrize("intent", sorted(SOURCE["intents"]))
def test_every_authored_sentence_comes_back_as_its_own_intent(intent: str) -> None:
    stolen = {
        (text, state, heard.intent)
        for state, text in authored(intent)
        if text
        for heard in [say(text, state)]
        if heard.intent != intent and (intent, heard.intent) not in TAKEN
        and not (state == "between" and (intent, heard.intent) == ("answer_yes", "next"))
    }  # fmt: skip
    assert not stolen


def test_every_intent_and_sign_is_compiled() -> None:
    entries = [entry for meaning in load().phrases.meanings for entry in meaning]
    assert {entry[1] for entry in entries if entry[0] in "akbe"} == set(load().intents)
    assert {entry[1] for entry in entries if entry[0] == "s"} == set(load().signs)
