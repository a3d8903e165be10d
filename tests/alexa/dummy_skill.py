"""A skill of a few lines, for the twin to talk to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from skill.alexa.twin import Clock, Device, Standing
from skill.alexa.twin_envelopes import WIDE

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


def device_with(lenient: bool = False, screen: bool = False, stopped_first: bool = False, **answers: Any) -> Device:
    standing = Standing(screen=WIDE if screen else None)
    return Device(
        Dummy(**answers), Clock(NOON), standing, length=lambda _: MINUTE, stopped_first=stopped_first, lenient=lenient
    )


def kinds(device: Device) -> list[str]:
    return [done.request["request"].get("intent", {}).get("name") or done.kind for done in device.history]


PLAYS = {"LaunchRequest": said("Here it is.", end=True, directives=[play("one")])}
