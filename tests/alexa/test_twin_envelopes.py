"""The twin's envelopes are Amazon's: the SDK's own models know every field and every value in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope

from skill.alexa import twin_envelopes as envelopes
from skill.alexa.carriers import Slot
from skill.alexa.envelope import read

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SOUNDING = envelopes.Sounding("t", 4_000, "PLAYING")
EVERY: dict[str, dict[str, Any]] = {
    "launch": envelopes.launch(),
    "intent": envelopes.intent(
        "start_routine",
        [
            envelopes.slot("baby", Slot("in my lap", "in_arms"), "BABY", "in my arms"),
            envelopes.slot("kind", Slot("gentle"), "KIND"),
            envelopes.slot("minutes", Slot("7")),
            envelopes.slot("whole", None),
        ],
    ),
    "ended": envelopes.ended("ERROR", {"type": "INVALID_RESPONSE", "message": "m"}),
    "started": envelopes.played("Started", "t", 0),
    "stopped": envelopes.played("Stopped", "t", 12),
    "nearly": envelopes.played("NearlyFinished", "t", 12),
    "finished": envelopes.played("Finished", "t", 12),
    "failed": envelopes.failed("t", "MEDIA_ERROR_UNKNOWN", SOUNDING),
    **{button: envelopes.pushed(button) for button in ("Next", "Pause", "Play", "Previous")},
    "touched": envelopes.touched(["choice", 3], "screen"),
    "consented": envelopes.consented("reminder", "ACCEPTED"),
    "broke": envelopes.broke("r"),
    "disabled": envelopes.disabled(NOON),
}
NEWER = ("shouldLinkResultBeReturned", "source")
"""Sent by devices and on Amazon's page, but not in the models."""


def whole(kind: str) -> dict[str, Any]:
    standing = envelopes.Standing(person="her voice", screen=envelopes.WIDE, granted=(envelopes.REMINDERS,))
    session = envelopes.Session(id="s", attributes={"talk": "{}"})
    return envelopes.envelope(
        standing, EVERY[kind], number=7, now=NOON, session=session, sounding=SOUNDING, shown="screen"
    )


def stray(sent: Any, known: Any, path: str = "") -> list[str]:
    """Paths of values that did not survive the SDK's models."""
    if isinstance(sent, dict):
        there = known if isinstance(known, dict) else {}
        return [line for key, value in sent.items() for line in stray(value, there.get(key), f"{path}.{key}")]
    if isinstance(sent, list):
        there = known if isinstance(known, list) and len(known) == len(sent) else [None] * len(sent)
        return [line for at, value in enumerate(sent) for line in stray(value, there[at], f"{path}[{at}]")]
    # The models turn moments into objects and back, in another of ISO's forms.
    return [] if sent == known or (isinstance(sent, str) and sent == str(known).replace("+00:00", "Z")) else [path]


@pytest.mark.parametrize("kind", EVERY)
def test_the_sdks_models_know_all_of_it(kind: str) -> None:
    sent, serializer = whole(kind), DefaultSerializer()
    known = serializer.serialize(serializer.deserialize(json.dumps(sent), RequestEnvelope))
    assert [path for path in stray(sent, known) if path.rpartition(".")[2] not in NEWER] == []


@pytest.mark.parametrize("kind", EVERY)
def test_our_own_reading_finds_who_and_what(kind: str) -> None:
    request = read(whole(kind))
    assert request.kind == EVERY[kind]["type"]
    assert (request.apps, request.person) == ({envelopes.SKILL_ID}, "amzn1.ask.person.her voice")
    assert (request.player.token, request.player.ms, request.player.activity) == ("t", 4_000, "PLAYING")


def test_a_device_without_player_and_screen_says_so() -> None:
    bare = envelopes.Standing(player=False)
    sent = envelopes.envelope(bare, envelopes.launch(), number=1, now=NOON)
    assert sent["context"]["System"]["device"]["supportedInterfaces"] == {}
    assert set(sent["context"]) == {"System"}
    assert "session" not in sent


def test_a_round_screen_is_told_as_round() -> None:
    standing = envelopes.Standing(screen=envelopes.ROUND)
    seen = read(envelopes.envelope(standing, envelopes.launch(), number=1, now=NOON)).screen
    assert seen is not None
    assert (seen.round, seen.width, seen.height, seen.apl) == (True, 480, 480, envelopes.NEWEST_APL)
