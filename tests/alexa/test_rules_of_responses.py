"""Every rule of Amazon's bites: an answer that breaks it has exactly that fault, and a good one has none."""

from __future__ import annotations

import copy
import math
from datetime import UTC, datetime
from typing import Any

import pytest

from skill.alexa import twin_envelopes as envelopes
from skill.alexa.limits import MOST_CARD, MOST_RESPONSE_BYTES, MOST_SPEECH, MOST_TOKEN, MOST_URL
from skill.alexa.rules_of_responses import faults
from skill.alexa.rules_of_speech import faults_of_ssml

Json = dict[str, Any]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WHOLE = envelopes.Standing(screen=envelopes.WIDE)
BARE = envelopes.Standing(player=False)


def asked(request: Json, standing: envelopes.Standing = WHOLE) -> Json:
    return envelopes.envelope(standing, request, number=1, now=NOON, session=envelopes.Session(id="s"))


LAUNCH = asked(envelopes.launch())
STARTED = asked(envelopes.played("Started", "t", 0))
STOPPED = asked(envelopes.played("Stopped", "t", 0))
NEARLY = asked(envelopes.played("NearlyFinished", "t", 0))
ENDED = asked(envelopes.ended("USER_INITIATED"))


def ssml(inside: str) -> Json:
    return {"type": "SSML", "ssml": f"<speak>{inside}</speak>"}


def answer(**response: Any) -> Json:
    return {"version": "1.0", "sessionAttributes": {}, "response": response}


def stream(**more: Any) -> Json:
    told: Json = {"token": "t", "url": "https://example.org/a.mp3", "offsetInMilliseconds": 0} | more
    return {key: value for key, value in told.items() if value is not None}


def play(behaviour: str = "REPLACE_ALL", **more: Any) -> Json:
    return {"type": "AudioPlayer.Play", "playBehavior": behaviour, "audioItem": {"stream": stream(**more)}}


DOCUMENT = {"type": "APL", "version": "2023.1", "mainTemplate": {"parameters": ["data"], "items": [{"type": "Text"}]}}
SHOWS = {"type": "Alexa.Presentation.APL.RenderDocument", "token": "s", "document": DOCUMENT, "datasources": {}}
ASKS = {
    "type": "Connections.SendRequest",
    "name": "AskFor",
    "payload": {"permissionScopes": [{"permissionScope": envelopes.REMINDERS, "consentLevel": "ACCOUNT"}]},
    "token": "",
}
STOP = {"type": "AudioPlayer.Stop"}
CLEAR = {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ENQUEUED"}

GOOD = [
    (LAUNCH, answer(outputSpeech=ssml("Hello."), reprompt={"outputSpeech": ssml("Well?")}, shouldEndSession=False)),
    (LAUNCH, answer(outputSpeech={"type": "PlainText", "text": "Hello."})),
    (LAUNCH, answer(outputSpeech=ssml("Here."), directives=[play(), SHOWS], shouldEndSession=True)),
    (LAUNCH, answer(directives=[ASKS], shouldEndSession=False)),
    (LAUNCH, answer(card={"type": "Simple", "title": "Bridge", "content": "Lie down."}, shouldEndSession=True)),
    (LAUNCH, answer(card={"type": "AskForPermissionsConsent", "permissions": [envelopes.REMINDERS]})),
    (STARTED, answer(directives=[STOP, CLEAR])),
    (STOPPED, answer()),
    (NEARLY, answer(directives=[play("ENQUEUE", expectedPreviousToken="a")])),
    (ENDED, answer()),
    (ENDED, {}),
]


@pytest.mark.parametrize(("request_", "response"), GOOD)
def test_a_good_answer_has_no_fault(request_: Json, response: Json) -> None:
    assert faults(request_, response) == []


BAD = [
    (LAUNCH, {}, "no response object"),
    (LAUNCH, None, "no response"),
    (LAUNCH, answer() | {"version": "2"}, "version '2'"),
    (LAUNCH, answer() | {"more": 1}, "unknown ['more']"),
    (LAUNCH, answer() | {"sessionAttributes": [1]}, "sessionAttributes: not an object"),
    (LAUNCH, answer(speech="x"), "unknown ['speech']"),
    (LAUNCH, answer(shouldEndSession="true"), "shouldEndSession 'true'"),
    (LAUNCH, answer(outputSpeech="hi"), "outputSpeech: not an object"),
    (LAUNCH, answer(outputSpeech={"type": "Text", "text": "x"}), "outputSpeech: type 'Text'"),
    (LAUNCH, answer(outputSpeech={"type": "PlainText", "text": " "}), "outputSpeech: no text"),
    (LAUNCH, answer(outputSpeech=ssml("x") | {"text": "x"}), "outputSpeech: unknown ['text']"),
    (LAUNCH, answer(outputSpeech=ssml("x" * MOST_SPEECH)), f"outputSpeech: {MOST_SPEECH + 15} characters"),
    (LAUNCH, answer(reprompt={"outputSpeech": ssml("Well?")}), "a reprompt, but the microphone does not open"),
    (LAUNCH, answer(outputSpeech=ssml("x"), reprompt="x", shouldEndSession=False), "reprompt: not an object"),
    (LAUNCH, answer(shouldEndSession=False), "the microphone opens without a word"),
    (LAUNCH, answer(canFulfillIntent={"canFulfill": "YES"}), "canFulfillIntent in answer to LaunchRequest"),
    (LAUNCH, answer(outputSpeech=ssml("x" * 100), apiResponse="x" * MOST_RESPONSE_BYTES), "bytes, at most"),
    (LAUNCH, answer(apiResponse=math.nan), "not JSON"),
    (LAUNCH, answer(apiResponse="\ud800"), "not JSON"),
    (LAUNCH, answer(card={"type": "Big"}), "card: unknown type"),
    (LAUNCH, answer(card={"type": "Simple", "title": "t", "text": "x"}), "card: unknown ['text']"),
    (LAUNCH, answer(card={"type": "Simple"}), "card: empty"),
    (LAUNCH, answer(card={"type": "Simple", "title": 3}), "card: words that are no text"),
    (LAUNCH, answer(card={"type": "Simple", "title": "t", "content": "x" * MOST_CARD}), "card: more than"),
    (LAUNCH, answer(card={"type": "Standard", "title": "t", "image": {"smallImageUrl": "http://a"}}), "card: image"),
    (LAUNCH, answer(card={"type": "AskForPermissionsConsent", "permissions": []}), "card: no permissions"),
    (LAUNCH, answer(directives={}), "directives: not a list of objects"),
    (LAUNCH, answer(directives=[{"type": "Hint"}]), "unknown directive Hint"),
    (LAUNCH, answer(directives=[play(), play()], shouldEndSession=True), "more than one Play"),
    (LAUNCH, answer(directives=[play()]), "Play needs shouldEndSession true"),
    (LAUNCH, answer(directives=[play("LATER")], shouldEndSession=True), "playBehavior 'LATER'"),
    (LAUNCH, answer(directives=[play(token="")], shouldEndSession=True), "a token of 1 to"),
    (LAUNCH, answer(directives=[play(token="t" * (MOST_TOKEN + 1))], shouldEndSession=True), "a token of 1 to"),
    (LAUNCH, answer(directives=[play(offsetInMilliseconds=-1)], shouldEndSession=True), "offset -1"),
    (LAUNCH, answer(directives=[play(offsetInMilliseconds=1.5)], shouldEndSession=True), "offset 1.5"),
    (LAUNCH, answer(directives=[play(url="http://a/b.mp3")], shouldEndSession=True), "not https on port 443"),
    (LAUNCH, answer(directives=[play(url="https://a:8443/b")], shouldEndSession=True), "not https on port 443"),
    (LAUNCH, answer(directives=[play(url="https://[/b")], shouldEndSession=True), "not https on port 443"),
    (LAUNCH, answer(directives=[play(url="https://a/" + "b" * MOST_URL)], shouldEndSession=True), "a URL of at most"),
    (LAUNCH, answer(directives=[play(loop=True)], shouldEndSession=True), "unknown ['loop'] in the stream"),
    (LAUNCH, answer(directives=[play(expectedPreviousToken="a")], shouldEndSession=True), "expectedPreviousToken"),
    (LAUNCH, answer(directives=[play("ENQUEUE")], shouldEndSession=True), "expectedPreviousToken"),
    (LAUNCH, answer(directives=[{"type": "AudioPlayer.Play", "playBehavior": "ENQUEUE"}], shouldEndSession=True),
     "no stream"),
    (LAUNCH, answer(directives=[CLEAR | {"clearBehavior": "ALL"}]), "clearBehavior 'ALL'"),
    (LAUNCH, answer(directives=[SHOWS | {"token": ""}]), "no token"),
    (LAUNCH, answer(directives=[SHOWS | {"datasources": []}]), "datasources: not an object"),
    (LAUNCH, answer(directives=[SHOWS | {"document": {}}]), "no document of type APL"),
    (LAUNCH, answer(directives=[SHOWS | {"document": DOCUMENT | {"version": "new"}}]), "version 'new'"),
    (LAUNCH, answer(directives=[SHOWS | {"document": DOCUMENT | {"version": "2099.1"}}]), "newer than the device's"),
    (LAUNCH, answer(directives=[SHOWS | {"document": DOCUMENT | {"mainTemplate": {}}}]), "no mainTemplate"),
    (LAUNCH, answer(directives=[{"type": "Alexa.Presentation.APL.ExecuteCommands", "token": "s"}]), "needs a token"),
    (LAUNCH, answer(directives=[ASKS | {"name": "Buy"}]), "name 'Buy'"),
    (LAUNCH, answer(directives=[ASKS | {"payload": {}}]), "no permissionScopes"),
    (LAUNCH, answer(directives=[ASKS | {"token": None}]), "no token"),
    (asked(envelopes.launch(), BARE), answer(directives=[STOP]), "on a device without a player"),
    (asked(envelopes.launch(), BARE), answer(directives=[SHOWS]), "on a device without a screen"),
    (STARTED, answer(outputSpeech=ssml("x")), "outputSpeech in answer to AudioPlayer.PlaybackStarted"),
    (STARTED, answer(directives=[play()]), "AudioPlayer.Play in answer to AudioPlayer.PlaybackStarted"),
    (STARTED, answer(shouldEndSession=False), "the microphone opens in answer to"),
    (STOPPED, answer(directives=[STOP]), "AudioPlayer.Stop in answer to AudioPlayer.PlaybackStopped"),
    (NEARLY, answer(directives=[SHOWS]), "RenderDocument in answer to AudioPlayer.PlaybackNearlyFinished"),
    (ENDED, answer(outputSpeech=ssml("Bye.")), "outputSpeech in answer to SessionEndedRequest"),
    (ENDED, answer(shouldEndSession=True), "shouldEndSession in answer to SessionEndedRequest"),
    (asked(envelopes.broke("r")), answer(directives=[STOP]), "directives in answer to System.ExceptionEncountered"),
    (asked(envelopes.disabled(NOON)), answer(card={"type": "Simple"}), "card in answer to AlexaSkillEvent"),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "response", "fault"), BAD)
def test_an_answer_that_breaks_a_rule_has_that_fault(request_: Json, response: Json | None, fault: str) -> None:
    found = faults(request_, copy.deepcopy(response))
    assert any(fault in one for one in found), found
    assert len(found) == 1, found


def test_the_connected_rules_of_play_are_told_apart() -> None:
    wrong = answer(outputSpeech=ssml("x"), directives=[play()], shouldEndSession=False)
    assert faults(LAUNCH, wrong) == ["Play needs shouldEndSession true, else the stream stops to listen"]


@pytest.mark.parametrize("request_", [{}, {"request": None}, {"request": {"type": []}}, {"context": 3}])
def test_a_malformed_request_has_no_rule_of_its_own(request_: Json) -> None:
    assert faults(request_, answer(outputSpeech=ssml("Sorry."))) == []


@pytest.mark.parametrize(
    "inside",
    ["a", "<s>a</s><break time='10s'/><break time='400ms'/>", "a<break strength='weak'/>",
     "<amazon:effect name='whispered'>a</amazon:effect>", "<prosody rate='slow' volume='soft'>a</prosody>",
     "<say-as interpret-as='digits'>911</say-as>", "<audio src='https://a/b.mp3'/>", "<lang xml:lang='en-GB'>a</lang>"],
)  # fmt: skip
def test_speech_that_alexa_takes(inside: str) -> None:
    assert list(faults_of_ssml(f"<speak>{inside}</speak>")) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [("<speak>a & b</speak>", "not well-formed"), ("<s>a</s>", "the root is <s>"), ("<speak> </speak>", "says nothing"),
     ("<speak>a<speak>b</speak></speak>", "<speak> in <speak>"), ("<speak>a<br/></speak>", "tag <br>"),
     ("<speak>a<break time='11s'/></speak>", "break of 11s"),
     ("<speak>a<break time='10001ms'/></speak>", "at most 10 s"),
     ("<speak>a<break time='long'/></speak>", "break of 'long'"), ("<speak>a<break len='1s'/></speak>", "<break> with"),
     ("<speak>a<break strength='huge'/></speak>", "break of strength"),
     ("<speak><prosody rate='10%'>a</prosody></speak>", "rate '10%'"),
     ("<speak><prosody volume='up'>a</prosody></speak>", "volume 'up'"),
     ("<speak><audio src='http://a/b.mp3'/></speak>", "audio that is not https"),
     ("<speak>" + "<audio src='https://a/b.mp3'/>" * 6 + "</speak>", "6 audio tags")],
)  # fmt: skip
def test_speech_that_it_does_not(text: str, fault: str) -> None:
    found = list(faults_of_ssml(text))
    assert len(found) == 1, found
    assert fault in found[0]
