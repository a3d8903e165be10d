"""An Echo Show, played by the twin: the whole way by touch, every response inside Amazon's rules."""

from __future__ import annotations

from typing import Any

import pytest

from skill.alexa.door import Door
from skill.alexa.session import unpacked
from skill.alexa.twin import Clock, Device, Standing
from skill.alexa.twin_envelopes import SKILL_ID, WIDE
from skill.coach.conversation import Conversation
from skill.opening import open_exchange
from skill.stores.memory import MemoryStore
from tests.alexa.envelopes import NOW
from tests.alexa.test_press import arguments_of

SECRET = "the secret of a touch"


def device(*, show: bool = True) -> Device:
    clock = Clock(NOW)
    exchange = open_exchange(MemoryStore(), keep="settings", secret=SECRET)
    door = Door(exchange, app_ids=frozenset({SKILL_ID}), secret=SECRET, clock=clock)
    standing = Standing(player=True, screen=WIDE if show else None)
    return Device(door.answer, clock=clock, standing=standing)


def on_screen(show: Device) -> dict[str, Any]:
    assert show.shown is not None
    return show.shown["datasources"]["screen"]  # type: ignore[no-any-return]


def labels(show: Device) -> list[str]:
    return [button["label"] for button in on_screen(show)["choices"]]


def talk(show: Device) -> Conversation:
    assert show.session is not None
    return unpacked(show.session.attributes)


def touch(show: Device, *names: str) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for label in names:
        told = on_screen(show)
        button = next(button for button in told["choices"] if button["label"] == label)
        answer = show.touch(arguments_of(button, told), label)
    return answer


def test_a_routine_is_begun_and_gone_through_by_touch_alone() -> None:
    show = device()
    show.open()
    assert labels(show) == ["Start my routine", "Is this serious?", "Tips", "Not now"]
    touch(show, "Start my routine", "In my arms")
    assert on_screen(show)["count"].startswith("1 of ")
    touch(show, "Next")
    assert labels(show)[:2] == ["Three days", "One week"]
    touch(show, "Twelve weeks")
    assert talk(show).profile.born is not None


def test_an_emergency_is_reached_by_touch_and_its_number_fills_the_screen() -> None:
    show = device()
    show.open()
    touch(show, "Is this serious?", "Ask me")
    assert labels(show) == ["Yes", "No", "I don't know"]
    touch(show, "Yes")
    assert [call["number"] for call in on_screen(show)["calls"]] == ["911"]
    touch(show, "Help is coming")
    assert on_screen(show)["calls"] == []


def test_a_second_tap_changes_nothing_and_says_nothing() -> None:
    show = device()
    show.open()
    touch(show, "Start my routine", "In my arms")
    before = talk(show)
    again = ["choice", "baby", "", "baby_status", "baby", "in_arms"]
    answer = show.touch(again, "In my arms, once more")
    assert "outputSpeech" not in answer["response"]
    assert talk(show) == before


def test_of_violence_the_show_shows_nothing_and_its_voice_asks() -> None:
    show = device()
    show.open()
    answer = show.say("he hit me")
    assert answer is not None
    assert "safe to talk" in answer["response"]["outputSpeech"]["ssml"]
    assert (on_screen(show)["title"], on_screen(show)["caption"], labels(show)) == ("Gentle Back", "", [])
    assert on_screen(show)["calls"] == []


@pytest.mark.parametrize("show", [True, False])
def test_a_card_is_written_only_where_there_is_no_screen(show: bool) -> None:
    echo = device(show=show)
    echo.open()
    echo.say("start my back routine")
    answer = echo.say("in my arms")
    assert answer is not None
    assert ("card" in answer["response"]) != show
    assert any(d["type"].endswith("RenderDocument") for d in answer["response"].get("directives", ())) == show
