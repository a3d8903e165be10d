"""Real envelopes, damaged: whatever comes in, the door answers, nothing is raised inside, and no answer breaks a rule.

The envelopes are those the twin sent while it told some stories, and one of every other kind. `./run fuzz [N]` damages
N of them (20,000 if not said) and prints what was counted; tests/alexa/test_fuzzed_envelopes.py a few hundred.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import math
import reprlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st

from skill.alexa.answer import Answer
from skill.alexa.door import Door
from skill.alexa.envelope import Request
from skill.alexa.rules_of_responses import faults
from skill.alexa.session import TALK
from skill.alexa.twin import Standing
from skill.alexa.twin_envelopes import SKILL_ID, Session, envelope
from skill.coach.errors import RequestRefused
from skill.exchange import Exchange
from skill.opening import open_exchange
from skill.stores.memory import MemoryStore
from tests.alexa.dummy_services import DummyServices
from tests.alexa.on_the_twin import SECRET, Telling
from tests.alexa.test_twin_envelopes import EVERY, NOON, SOUNDING
from tests.story import FOLDER, load

TOLD = ("04", "07", "17", "21", "29", "35", "50", "63", "81", "89", "101")
"""Stories whose envelopes are damaged: routines, devices, pain, gates, loss, partner, reminders, triage, violence."""
EXAMPLES = 20_000

Json = dict[str, Any]


@cache
def whole() -> tuple[Json, ...]:
    """The envelopes to damage."""
    sent = []
    for number in TOLD:
        telling = Telling(load(next(FOLDER.glob(f"{number}_*.yaml"))))
        with contextlib.redirect_stderr(io.StringIO()):
            telling.tell()
        sent += [done.request for device in telling.devices.values() for done in device.history]
    known = next(one["session"]["attributes"] for one in sent if one.get("session", {}).get("attributes"))
    for request in EVERY.values():
        for session in (None, Session(id="s", new=False, attributes=known)):
            sent.append(envelope(Standing(), request, number=1, now=NOON, session=session, sounding=SOUNDING))
    return tuple(sent)


def deep(levels: int) -> Any:
    """A list in a list in a list."""
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**53, 10**30, 0.5, -0.0, 1e308, math.nan, math.inf, "", " ", "x" * 20_000, "\x00",
    "\ud800", "\u202e\u200d", "ᚠ" * 300, "🤱🏽" * 50, "null", "-1", "1e999", "<speak>&</speak>", "{}",
    '{"asked":{"id":"x"}}', "2026-13-45T99:99:99Z", "en-XX", "de-DE", "AMAZON.YesIntent", "AMAZON.BrandNewIntent",
    "start_routine", "report_warning_sign", "LaunchRequest", "IntentRequest", "SessionEndedRequest",
    "AudioPlayer.PlaybackFinished", "AudioPlayer.BrandNewEvent", "System.ExceptionEncountered",
    "Alexa.Presentation.APL.UserEvent", "Connections.Response", "AlexaSkillEvent.SkillDisabled", "BrandNewRequest",
    "EXCEEDED_MAX_REPROMPTS", "BRAND_NEW_REASON", "ER_SUCCESS_BRAND_NEW", "PLAYING", "BUFFER_UNDERRUN", "HOLOGRAM",
    list, dict, lambda: [[]], lambda: {"": ""}, lambda: [None] * 200, lambda: deep(50), lambda: deep(5_000),
)  # fmt: skip
"""What a value may become; containers are made anew each time. New enum values are Amazon's right, the rest is
nobody's."""
KEYS = ("brandNew", "", "type", "id", "values", "token", "talk")
DEEPEST = 40
"""Deeper than that nothing is damaged any more."""

Draw = Callable[[st.SearchStrategy[Any]], Any]
Place = tuple[Any, Any]
"""A container, and the key or index of a value in it."""


def places(value: Any, depth: int = 0) -> Iterator[Place]:
    """Every value of a document, by where it is."""
    if isinstance(value, dict | list) and depth < DEEPEST:
        for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from places(inner, depth + 1)


def damage(draw: Draw, document: Json) -> None:
    """One change somewhere."""

    def somewhere() -> Place:
        return everywhere[draw(st.integers(0, len(everywhere) - 1))]

    def junk() -> Any:
        value = JUNK[draw(st.integers(0, len(JUNK) - 1))]
        return value() if callable(value) else value

    everywhere = list(places(document))
    if not everywhere:
        return
    holder, key = somewhere()
    match draw(st.integers(0, 4)):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[KEYS[draw(st.integers(0, len(KEYS) - 1))]] = junk()
        case 2:
            # From elsewhere in it, or from another envelope: another session's token, user or conversation.
            if draw(st.booleans()):
                everywhere = list(places(whole()[draw(st.integers(0, len(whole()) - 1))]))
            other, there = somewhere()
            # A copy, so that no document holds itself; what is too deep to be copied stays where it is.
            with contextlib.suppress(RecursionError):
                holder[key] = copy.deepcopy(other[there])
        case _:
            holder[key] = junk()


class Document:
    """A damaged envelope, that may be too deep to be printed whole."""

    def __init__(self, whole: Json) -> None:
        self.whole = whole

    def __repr__(self) -> str:
        short = reprlib.Repr()
        short.maxlevel, short.maxdict, short.maxlist, short.maxstring = 12, 40, 20, 2_000
        return short.repr(self.whole)


@st.composite
def damaged(draw: Draw) -> Document:
    """A real envelope with one to six changes."""
    document = copy.deepcopy(whole()[draw(st.integers(0, len(whole()) - 1))])
    for _ in range(draw(st.integers(1, 6))):
        damage(draw, document)
    return Document(document)


@st.composite
def forged(draw: Draw) -> Document:
    """A real envelope whose session remembers what never was."""
    remembering = [one for one in whole() if one.get("session", {}).get("attributes")]
    document = copy.deepcopy(remembering[draw(st.integers(0, len(remembering) - 1))])
    talk = json.loads(document["session"]["attributes"][TALK])
    for _ in range(draw(st.integers(1, 4))):
        damage(draw, talk)
    try:
        document["session"]["attributes"][TALK] = json.dumps(talk)
    except (ValueError, RecursionError):
        document["session"]["attributes"][TALK] = "{"
    return Document(document)


class Watched(Door):
    """Our own door, and what was raised behind it."""

    raised: Exception | None = None

    def _failed(self, request: Request, error: Exception) -> Answer:
        self.raised = error
        return super()._failed(request, error)


class Found(Exception):
    """Something the door should not do."""


def answered(document: Json, inside: bool = True, exchange: Exchange | None = None) -> str:
    """What the door made of it: its kind of answer. Raises Found; with `inside` also for what was raised and mended."""
    exchange = exchange or open_exchange(MemoryStore(), keep="settings", secret=SECRET)
    door = Watched(
        exchange, app_ids=frozenset((SKILL_ID,)), secret=SECRET, api=DummyServices("en-GB"), clock=lambda: NOON
    )
    with contextlib.redirect_stderr(io.StringIO()):
        try:
            response = door.answer(document)
        except RequestRefused:
            return "refused"
    if broken := faults(document, response):
        raise Found(f"breaks {broken}: {reprlib.repr(response)}")
    if door.raised is not None:
        if inside:
            raise Found(f"raised inside: {door.raised!r}") from door.raised
        return "mended"
    return "spoken" if response["response"].get("outputSpeech") else "quiet"


def fuzz(examples: int, forging: bool) -> Counter[str]:
    """Damage so many envelopes; how each was answered. Raises Found with the smallest envelope that shows it."""
    counts: Counter[str] = Counter()

    @settings(
        max_examples=examples, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck), verbosity=Verbosity.normal,
    )  # fmt: skip
    @given(forged() if forging else damaged())
    def try_one(document: Document) -> None:
        counts[answered(document.whole, inside=not forging)] += 1

    try_one()
    return counts


def main(arguments: list[str]) -> int:
    """Damage N envelopes, and half as many sessions."""
    examples = int(arguments[0]) if arguments else EXAMPLES
    for forging, number in ((False, examples), (True, examples // 2)):
        begun = time.perf_counter()
        counts = fuzz(number, forging)
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
        what = "forged sessions" if forging else "damaged envelopes"
        print(f"{sum(counts.values())} {what} in {time.perf_counter() - begun:.0f} s: {told}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
