"""The twin behaves as a device: session, microphone and words. Its skill here is a dummy."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import skill.alexa.twin
from skill.alexa.carriers import Slot
from skill.alexa.twin import RuleBroken
from tests.alexa.dummy_skill import Json, device_with, kinds, said
from tests.house.source import ROOT


def test_opening_begins_a_session_and_its_microphone() -> None:
    device = device_with(LaunchRequest=said("Hello."))
    device.open()
    assert device.heard == "Hello."
    assert device.listening
    assert device.history[0].request["session"]["new"] is True


def test_attributes_come_back_with_the_next_request() -> None:
    device = device_with(LaunchRequest=said("Hello."))
    device.open()
    device.say("yes")
    session = device.history[1].request["session"]
    assert (session["new"], session["attributes"]) == (False, {"turn": "Hello."})


def test_a_new_session_knows_nothing_of_the_last() -> None:
    device = device_with(LaunchRequest=said("Hello."), StopIntent=said("Bye.", end=True))
    device.open()
    device.say("stop")
    assert device.session is None
    device.open()
    assert device.history[2].request["session"]["attributes"] == {}
    assert device.history[2].request["session"]["sessionId"] != device.history[0].request["session"]["sessionId"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [("Alexa, open gentle back", "LaunchRequest"), ("start gentle back", "LaunchRequest"),
     ("Alexa, ask Gentle Back to start my back routine", "start_routine"),
     ("open gentle back and start my back routine", "start_routine"),
     ("tell gentle back i have a swollen calf", "report_warning_sign"),
     ("ask gentle back for mumbo jumbo", "AMAZON.FallbackIntent")],
)  # fmt: skip
def test_the_name_of_the_skill_brings_her_words_to_it(words: str, kind: str) -> None:
    device = device_with()
    device.say(words)
    assert kinds(device) == [kind]


@pytest.mark.parametrize("words", ["start my back routine", "pause", "open gentle backs", "what time is it"])
def test_without_the_name_nothing_reaches_it(words: str) -> None:
    device = device_with()
    assert device.say(words) is None
    assert device.history == []


def test_what_no_sample_fits_is_a_fallback() -> None:
    device = device_with()
    device.open()
    device.say("quince jelly, obviously")
    assert kinds(device)[1] == "AMAZON.FallbackIntent"


def test_a_slot_of_a_list_arrives_with_the_id_of_its_value() -> None:
    device = device_with()
    device.open()
    device.say("she's in my arms")
    slot = device.history[1].request["request"]["intent"]["slots"]["baby"]
    authority = slot["resolutions"]["resolutionsPerAuthority"][0]
    assert authority["status"]["code"] == "ER_SUCCESS_MATCH"
    assert authority["values"][0]["value"]["id"] == "in_arms"
    assert slot["slotValue"]["value"] == slot["value"] == "in my arms"


def test_words_that_are_in_no_list_arrive_unresolved() -> None:
    device = device_with()
    device.deliver("report_warning_sign", {"sign": Slot("something odd")})
    slots = device.history[0].request["request"]["intent"]["slots"]
    code = slots["sign"]["resolutions"]["resolutionsPerAuthority"][0]["status"]["code"]
    assert (slots["sign"]["value"], code) == ("something odd", "ER_SUCCESS_NO_MATCH")
    assert [slot for slot in slots.values() if "value" in slot] == [slots["sign"]]


def test_silence_is_asked_once_more_and_then_the_session_is_over() -> None:
    device = device_with(LaunchRequest=said("Hello."))
    device.open()
    assert device.silence() == "Still there?"
    assert device.session is None
    assert device.history[1].request["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert device.history[1].request["request"]["timestamp"] == "2026-11-23T12:00:16Z"


def test_she_can_end_the_session_past_the_skill() -> None:
    device = device_with()
    device.open()
    device.close()
    assert device.history[1].request["request"]["reason"] == "USER_INITIATED"


def test_an_end_left_open_closes_at_once_without_a_screen() -> None:
    device = device_with(LaunchRequest=said("Take your time.", end=None))
    device.open()
    assert device.session is None


def test_an_end_left_open_stays_half_a_minute_on_a_screen() -> None:
    device = device_with(LaunchRequest=said("Take your time.", end=None), screen=True)
    device.open()
    assert (device.session is None, device.listening) == (False, False)
    device.wait(30)
    assert device.session is None
    assert kinds(device) == ["LaunchRequest", "SessionEndedRequest"]


def test_a_document_stays_on_the_screen_and_a_touch_names_it() -> None:
    document = {"type": "APL", "version": "1.9", "mainTemplate": {"items": [{"type": "Text"}]}}
    render = {"type": "Alexa.Presentation.APL.RenderDocument", "token": "screen", "document": document}
    device = device_with(LaunchRequest=said("Look.", directives=[render]), screen=True)
    device.open()
    device.touch(["choice", "yes"])
    request = device.history[1].request
    assert request["request"]["token"] == request["context"]["Alexa.Presentation.APL"]["token"] == "screen"
    assert request["request"]["arguments"] == ["choice", "yes"]


def test_an_answer_that_breaks_a_rule_is_raised() -> None:
    device = device_with(LaunchRequest=said("Hello & goodbye"))
    with pytest.raises(RuleBroken, match="not well-formed"):
        device.open()


def test_or_the_skill_hears_of_it_as_from_alexa() -> None:
    device = device_with(lenient=True, LaunchRequest=said("Hello & goodbye"))
    device.open()
    ended = device.history[1].request["request"]
    assert (ended["reason"], ended["error"]["type"]) == ("ERROR", "INVALID_RESPONSE")
    assert device.session is None


def test_her_consent_is_known_from_then_on() -> None:
    device = device_with()
    device.open()
    device.consent("reminder", "ACCEPTED")
    assert device.history[1].request["request"]["payload"]["status"] == "ACCEPTED"
    scopes = device.history[1].request["context"]["System"]["user"]["permissions"]["scopes"]
    assert scopes == {"alexa::alerts:reminders:skill:readwrite": {"status": "GRANTED"}}


def test_a_skill_event_comes_from_no_device() -> None:
    device = device_with()
    device.disable()
    sent = device.history[0].request
    assert set(sent) == {"version", "context", "request"}
    assert set(sent["context"]) == {"System"}
    assert "device" not in sent["context"]["System"]


def test_what_the_skill_does_to_its_copy_the_device_does_not_see() -> None:
    def spoils(envelope: Json) -> Json:
        envelope["session"]["attributes"]["turn"] = "spoilt"
        return said("Hm.")

    device = device_with(LaunchRequest=said("Hello."), HelpIntent=spoils)
    device.open()
    device.say("help")
    assert device.history[1].request["session"]["attributes"] == {"turn": "Hello."}


def test_it_never_asks_our_own_understanding() -> None:
    """Neither the twin nor anything it imports of the house."""
    seen, todo = set[str](), [skill.alexa.twin.__name__]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        path = ROOT / Path(*name.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("skill"):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                todo += [n for n in (node.module or "", *names) if _is_module(n)]
    assert "skill.alexa.resolving" in seen
    assert {
        name for name in seen if name.startswith(("skill.understanding", "skill.exchange", "skill.opening"))
    } == set()


def _is_module(name: str) -> bool:
    path = ROOT / Path(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()
