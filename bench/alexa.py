"""One turn through the Alexa door, in process, beside ask-sdk-core's hello world in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import Any

from bench.hello_world import hello
from tests.alexa.envelopes import door, envelope, heard, intent

Answers = Callable[[dict[str, Any]], dict[str, Any]]
WORDS = "my back is sore and i have five minutes"


def whole(request: dict[str, Any]) -> dict[str, Any]:
    """With as much around it as a device with a screen and a player sends."""
    interfaces = {
        "AudioPlayer": {},
        "Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}},
    }
    device = {"deviceId": "kitchen", "supportedInterfaces": interfaces}
    request["context"]["System"] |= {"device": device, "apiEndpoint": "https://api.amazonalexa.com"}
    request["context"]["AudioPlayer"] = {"offsetInMilliseconds": 0, "playerActivity": "IDLE"}
    return request


def turns(answers: Answers, request: dict[str, Any], rounds: int) -> Iterator[float]:
    """Microseconds of every answer, after one that warms up."""
    answers(request)
    for _ in range(rounds):
        begun = time.perf_counter_ns()
        answers(request)
        yield (time.perf_counter_ns() - begun) / 1000


def compared(rounds: int) -> dict[str, list[float]]:
    """Hello world, a built-in intent and a sentence of hers through ours, in turn, so that all meet the same load.

    The built-in intent on a speaker, and on a device with a screen, which gets its whole document.
    """
    sdk, ours = hello(), door()
    begun = ours.answer(envelope("LaunchRequest"))["sessionAttributes"]
    built_in = intent("AMAZON.HelpIntent", attributes=begun)
    shown = whole(intent("AMAZON.HelpIntent", attributes=begun))
    words = heard(WORDS, attributes=begun)
    spent: dict[str, list[float]] = {"hello world": [], "built-in": [], "with a screen": [], "words": []}
    with redirect_stderr(StringIO()):
        for _ in range(rounds // 50):
            spent["hello world"] += turns(lambda request: sdk(request, None), built_in, 50)
            spent["built-in"] += turns(ours.answer, built_in, 50)
            spent["with a screen"] += turns(ours.answer, shown, 50)
            spent["words"] += turns(ours.answer, words, 50)
    return spent
