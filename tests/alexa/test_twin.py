"""The twin behaves as a device: session, microphone, words, the player and its clock. Its skill here is a dummy."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import skill.alexa.twin
from skill.alexa.carriers import Slot
from skill.alexa.twin import Clock, Device, RuleBroken, Standing
from skill.alexa.twin_envelopes import WIDE
from tests.house.source import ROOT

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Json = dict[str, Any]
MINUTE = 60_000


def said(words: str, end: bool | None = False, **more: Any) -> Json:
    response: Json = {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{words}</speak>"}, **more}
    if end is not None:
        response["shouldEndSession"] = end
    if end is False:
        response["reprompt"] = {"outputSpeech": {"type": "SSML", "ssml": "<speak>Still there?</speak>"}}
    return {"version": "1.0", "sessionAttributes": {"turn": words}, "response": response}


def play(token: str, behaviour: str = "REPLACE_ALL", after: str = "") -> Json:
    stream: Json = {"token": token, "url": f"https://example.org/{token}.mp3", "offsetInMilliseconds": 0}
    if after:
        stream["expectedPreviousToken"] = after
    return {"type": "AudioPlayer.Play", "playBehavior": behaviour, "audioItem": {"stream": stream}}


def only(*directives: Json) -> Json:
    return {"version": "1.0", "response": {"directives": list(directives)} if directives else {}}


class Dummy:
    """Answers by the kind of request or the intent, else with nothing, or in a session with a word."""

    def __init__(self, **answers: Json | Callable[[Json], Json]) -> None:
        self.answers = answers

    def __call__(self, envelope: Json) -> Json:
        request = envelope["request"]
        name = request.get("intent", {}).get("name") or request["type"]
        answer = self.answers.get(name.rpartition(".")[2])
        if answer is None:
            return said(name) if "session" in envelope and "reason" not in request else only()
        return answer(envelope) if callable(answer) else answer


def at(lenient: bool = False, screen: bool = False, **answers: Any) -> Device:
    standing = Standing(screen=WIDE if screen else None)
    return Device(Dummy(**answers), Clock(NOON), standing, length=lambda _: MINUTE, lenient=lenient)


def kinds(device: Device) -> list[str]:
    return [done.request["request"].get("intent", {}).get("name") or done.kind for done in device.history]


PLAYS = {"LaunchRequest": said("Here it is.", end=True, directives=[play("one")])}


def test_opening_begins_a_session_and_its_microphone() -> None:
    device = at(LaunchRequest=said("Hello."))
    device.open()
    assert device.heard == "Hello."
    assert device.listening
    assert device.history[0].request["session"]["new"] is True


def test_attributes_come_back_with_the_next_request() -> None:
    device = at(LaunchRequest=said("Hello."))
    device.open()
    device.say("yes")
    session = device.history[1].request["session"]
    assert (session["new"], session["attributes"]) == (False, {"turn": "Hello."})


def test_a_new_session_knows_nothing_of_the_last() -> None:
    device = at(LaunchRequest=said("Hello."), StopIntent=said("Bye.", end=True))
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
    device = at()
    device.say(words)
    assert kinds(device) == [kind]


@pytest.mark.parametrize("words", ["start my back routine", "pause", "open gentle backs", "what time is it"])
def test_without_the_name_nothing_reaches_it(words: str) -> None:
    device = at()
    assert device.say(words) is None
    assert device.history == []


def test_what_no_sample_fits_is_a_fallback() -> None:
    device = at()
    device.open()
    device.say("quince jelly, obviously")
    assert kinds(device)[1] == "AMAZON.FallbackIntent"


def test_a_slot_of_a_list_arrives_with_the_id_of_its_value() -> None:
    device = at()
    device.open()
    device.say("she's in my arms")
    slot = device.history[1].request["request"]["intent"]["slots"]["baby"]
    authority = slot["resolutions"]["resolutionsPerAuthority"][0]
    assert authority["status"]["code"] == "ER_SUCCESS_MATCH"
    assert authority["values"][0]["value"]["id"] == "in_arms"
    assert slot["slotValue"]["value"] == slot["value"] == "in my arms"


def test_words_that_are_in_no_list_arrive_unresolved() -> None:
    device = at()
    device.deliver("report_warning_sign", {"sign": Slot("something odd")})
    slots = device.history[0].request["request"]["intent"]["slots"]
    code = slots["sign"]["resolutions"]["resolutionsPerAuthority"][0]["status"]["code"]
    assert (slots["sign"]["value"], code) == ("something odd", "ER_SUCCESS_NO_MATCH")
    assert [slot for slot in slots.values() if "value" in slot] == [slots["sign"]]


def test_silence_is_asked_once_more_and_then_the_session_is_over() -> None:
    device = at(LaunchRequest=said("Hello."))
    device.open()
    assert device.silence() == "Still there?"
    assert device.session is None
    assert device.history[1].request["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert device.history[1].request["request"]["timestamp"] == "2026-11-23T12:00:16Z"


def test_she_can_end_the_session_past_the_skill() -> None:
    device = at()
    device.open()
    device.close()
    assert device.history[1].request["request"]["reason"] == "USER_INITIATED"


def test_an_end_left_open_closes_at_once_without_a_screen() -> None:
    device = at(LaunchRequest=said("Take your time.", end=None))
    device.open()
    assert device.session is None


def test_an_end_left_open_stays_half_a_minute_on_a_screen() -> None:
    device = at(LaunchRequest=said("Take your time.", end=None), screen=True)
    device.open()
    assert (device.session is None, device.listening) == (False, False)
    device.wait(30)
    assert device.session is None
    assert kinds(device) == ["LaunchRequest", "SessionEndedRequest"]


def test_a_document_stays_on_the_screen_and_a_touch_names_it() -> None:
    document = {"type": "APL", "version": "1.9", "mainTemplate": {"items": [{"type": "Text"}]}}
    render = {"type": "Alexa.Presentation.APL.RenderDocument", "token": "screen", "document": document}
    device = at(LaunchRequest=said("Look.", directives=[render]), screen=True)
    device.open()
    device.touch(["choice", "yes"])
    request = device.history[1].request
    assert request["request"]["token"] == request["context"]["Alexa.Presentation.APL"]["token"] == "screen"
    assert request["request"]["arguments"] == ["choice", "yes"]


def test_a_stream_plays_to_its_end_against_the_clock() -> None:
    device = at(**PLAYS)
    device.open()
    device.wait(70)
    assert kinds(device)[1:] == [f"AudioPlayer.Playback{what}" for what in ("Started", "NearlyFinished", "Finished")]
    offsets = [done.request["request"]["offsetInMilliseconds"] for done in device.history[1:]]
    assert offsets == [0, 50_000, MINUTE]
    assert device.history[3].request["request"]["timestamp"] == "2026-11-23T12:01:00Z"


def test_what_is_enqueued_in_time_follows() -> None:
    device = at(**PLAYS, PlaybackNearlyFinished=only(play("two", "ENQUEUE", after="one")))
    device.open()
    device.wait(90)
    assert kinds(device)[3:] == ["AudioPlayer.PlaybackFinished", "AudioPlayer.PlaybackStarted"]
    assert device.player.sounding.token == "two"
    assert device.player.sounding.offset == 30_000


def test_what_is_enqueued_behind_another_stream_is_ignored() -> None:
    device = at(**PLAYS, PlaybackNearlyFinished=only(play("two", "ENQUEUE", after="zero")))
    device.open()
    device.wait(90)
    assert device.player.sounding.token == "one"
    assert device.player.sounding.activity == "FINISHED"


def test_her_voice_interrupts_the_stream_and_it_goes_on_by_itself() -> None:
    device = at(**PLAYS, HelpIntent=said("You can say stop.", end=True))
    device.open()
    device.wait(20)
    device.say("ask gentle back for help")
    assert kinds(device)[2:] == ["AMAZON.HelpIntent", "AudioPlayer.PlaybackStopped", "AudioPlayer.PlaybackStarted"]
    assert device.history[2].request["context"]["AudioPlayer"]["playerActivity"] == "PLAYING"
    assert device.history[4].request["request"]["offsetInMilliseconds"] == 20_000


def test_it_waits_for_the_end_of_the_talk() -> None:
    device = at(**PLAYS, HelpIntent=said("What is it?"))
    device.open()
    device.say("ask gentle back for help")
    assert device.player.sounding.activity == "STOPPED"
    device.silence()
    assert kinds(device)[-2:] == ["SessionEndedRequest", "AudioPlayer.PlaybackStarted"]


def test_what_was_stopped_stays_silent() -> None:
    device = at(**PLAYS, PauseIntent=said("Paused.", end=True, directives=[{"type": "AudioPlayer.Stop"}]))
    device.open()
    device.wait(20)
    device.say("Alexa, pause")
    device.wait(600)
    assert kinds(device)[2:] == ["AMAZON.PauseIntent", "AudioPlayer.PlaybackStopped"]
    assert device.player.sounding.offset == 20_000


def test_hours_later_resume_still_reaches_the_skill_whose_stream_it_was() -> None:
    device = at(**PLAYS, PauseIntent=said("Paused.", end=True, directives=[{"type": "AudioPlayer.Stop"}]))
    device.open()
    device.say("pause")
    device.wait(6 * 3600)
    device.say("Alexa, resume")
    request = device.history[-1].request
    assert kinds(device)[-1] == "AMAZON.ResumeIntent"
    assert (request["session"]["new"], request["context"]["AudioPlayer"]["token"]) == (True, "one")


def test_after_other_music_it_does_not() -> None:
    device = at(**PLAYS)
    device.open()
    device.play_music()
    assert device.say("resume") is None
    assert kinds(device)[-1] == "AudioPlayer.PlaybackStopped"


def test_words_for_somebody_else_only_interrupt_it() -> None:
    device = at(**PLAYS)
    device.open()
    assert device.say("what time is it") is None
    assert kinds(device)[2:] == ["AudioPlayer.PlaybackStopped", "AudioPlayer.PlaybackStarted"]


def test_a_new_stream_replaces_the_one_that_plays() -> None:
    device = at(**PLAYS, NextIntent=said("Next.", end=True, directives=[play("two")]))
    device.open()
    device.say("next")
    tokens = [done.request["request"].get("token") for done in device.history[2:]]
    assert tokens == [None, "one", "two"]


def test_a_cleared_queue_stops_what_plays() -> None:
    clear = {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"}
    device = at(**PLAYS, PauseCommandIssued=only(clear))
    device.open()
    device.press("Pause")
    assert kinds(device)[2:] == ["PlaybackController.PauseCommandIssued", "AudioPlayer.PlaybackStopped"]


def test_a_stream_that_breaks_off_can_be_answered_with_another() -> None:
    device = at(**PLAYS, PlaybackFailed=only(play("two")))
    device.open()
    device.fail()
    assert device.history[2].request["request"]["error"]["type"] == "MEDIA_ERROR_INVALID_REQUEST"
    assert device.player.sounding.token == "two"


def test_an_answer_that_breaks_a_rule_is_raised() -> None:
    device = at(LaunchRequest=said("Hello & goodbye"))
    with pytest.raises(RuleBroken, match="not well-formed"):
        device.open()


def test_or_the_skill_hears_of_it_as_from_alexa() -> None:
    device = at(lenient=True, LaunchRequest=said("Hello & goodbye"))
    device.open()
    ended = device.history[1].request["request"]
    assert (ended["reason"], ended["error"]["type"]) == ("ERROR", "INVALID_RESPONSE")
    assert device.session is None


def test_a_players_event_answered_with_words_is_refused() -> None:
    device = at(lenient=True, **PLAYS, PlaybackStarted=said("I begin.", end=True))
    device.open()
    refused = device.history[2].request["request"]
    assert refused["type"] == "System.ExceptionEncountered"
    assert refused["cause"]["requestId"] == device.history[1].request["request"]["requestId"]


def test_her_consent_is_known_from_then_on() -> None:
    device = at()
    device.open()
    device.consent("reminder", "ACCEPTED")
    assert device.history[1].request["request"]["payload"]["status"] == "ACCEPTED"
    scopes = device.history[1].request["context"]["System"]["user"]["permissions"]["scopes"]
    assert scopes == {"alexa::alerts:reminders:skill:readwrite": {"status": "GRANTED"}}


def test_a_skill_event_comes_from_no_device() -> None:
    device = at()
    device.disable()
    sent = device.history[0].request
    assert set(sent) == {"version", "context", "request"}
    assert set(sent["context"]) == {"System"}
    assert "device" not in sent["context"]["System"]


def test_what_the_skill_does_to_its_copy_the_device_does_not_see() -> None:
    def spoils(envelope: Json) -> Json:
        envelope["session"]["attributes"]["turn"] = "spoilt"
        return said("Hm.")

    device = at(LaunchRequest=said("Hello."), HelpIntent=spoils)
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
