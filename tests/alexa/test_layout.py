"""Laid out by Yoga, the engine under APL, the screen fits every device: nothing cut, covered or too small to touch."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from itertools import combinations
from math import degrees
from typing import Any

import pytest

from skill.alexa.screen import data, document
from skill.coach.showing import Shown, shown
from tests.alexa.drawing import moment
from tests.alexa.generated import NODE, node
from tests.factories import Session, content, keepsake, sign

VIEWPORTS = {
    "hub round": ("round", 480, 480),
    "hub landscape small": ("rectangle", 960, 480),
    "hub landscape medium": ("rectangle", 1024, 600),
    "hub landscape large": ("rectangle", 1280, 800),
    "hub landscape extra large": ("rectangle", 1920, 1080),
    "hub portrait": ("rectangle", 800, 1280),
    "television": ("rectangle", 960, 540),
    "telephone": ("rectangle", 412, 915),
}
"""Shape, width and height in dp (apl-viewport-profiles; the last two of Amazon's own simulators)."""

Box = dict[str, Any]


def of(here: Session) -> Shown:
    return shown(here.reply, here.talk, here.kept, here.words)


def two_numbers() -> Shown:
    here = Session(keepsake(), words=content("en-AU"))
    here.hear("report_warning_sign", sign("chest_pain"))
    return of(here)


@cache
def screens() -> dict[str, Shown]:
    """One of each kind: few and many buttons, numbers, names, an emergency, the longest title, no words at all."""
    names = ("greeted", "ready", "how bad", "emergency", "weeks asked", "first question", "exercises listed", "topics")
    longest = max((exercise.name for exercise in content().exercises.values()), key=len)
    return {name: of(moment(name)) for name in names} | {
        "two numbers": two_numbers(),
        "longest title": Shown(title=longest.capitalize(), count="10 of 10", caption=("In.",)),
        "violence": of(moment("violence")),
    }


@cache
def laid_out() -> dict[tuple[str, str], list[Box]]:
    program, jobs = node("yoga-layout"), {}
    for name, (shape, width, height) in VIEWPORTS.items():
        for screen, told in screens().items():
            view = {"shape": shape, "width": width, "height": height}
            jobs[name, screen] = {"document": document(), "data": data(told), "viewport": view}
    asked = json.dumps(list(jobs.values()))
    run = subprocess.run([program, "lay_out.js"], cwd=NODE, input=asked, capture_output=True, text=True, check=True)
    return dict(zip(jobs, json.loads(run.stdout), strict=True))


def boxes(viewport: str, screen: str, kind: str = "") -> list[Box]:
    return [box for box in laid_out()[viewport, screen] if kind in ("", box["type"])]


def inside(box: Box, frame: Box, *, sideways: bool = False) -> bool:
    slack = 0.51
    across = box["left"] >= frame["left"] - slack and right(box) <= right(frame) + slack
    down = box["top"] >= frame["top"] - slack and bottom(box) <= bottom(frame) + slack
    return across and (sideways or down)


def right(box: Box) -> float:
    return float(box["left"] + box["width"])


def bottom(box: Box) -> float:
    return float(box["top"] + box["height"])


EVERYWHERE = pytest.mark.parametrize("viewport", list(VIEWPORTS))
EVERY_SCREEN = pytest.mark.parametrize("screen", ["greeted", "ready", "how bad", "emergency", "weeks asked",
    "first question", "exercises listed", "topics", "two numbers", "longest title", "violence"])  # fmt: skip


@EVERYWHERE
@EVERY_SCREEN
def test_everything_is_on_the_screen_or_can_be_scrolled_to(viewport: str, screen: str) -> None:
    everything = laid_out()[viewport, screen]
    for box in everything:
        if box["inside"] is None:
            assert inside(box, everything[0]), box
        else:
            scroll = everything[box["inside"]]
            assert inside(box, scroll, sideways=True), box
            assert inside(scroll, everything[0]), scroll


@EVERYWHERE
@EVERY_SCREEN
def test_no_text_is_cut_and_no_word_is_broken(viewport: str, screen: str) -> None:
    for text in boxes(viewport, screen, "Text"):
        if text["text"]:
            assert not text["cut"], text
            assert text["needs"] <= text["room"] + 0.51, text
            assert text["tall"] <= text["height"] + 0.51, text


@EVERYWHERE
@EVERY_SCREEN
def test_buttons_are_large_and_never_cover_each_other(viewport: str, screen: str) -> None:
    buttons = boxes(viewport, screen, "TouchWrapper")
    assert len(buttons) == len(screens()[screen].choices)
    assert all(min(box["width"], box["height"]) >= 88 for box in buttons)
    for one, other in combinations(buttons, 2):
        apart = right(one) <= other["left"] or right(other) <= one["left"]
        assert apart or bottom(one) <= other["top"] or bottom(other) <= one["top"]


@EVERYWHERE
def test_the_number_is_the_largest_thing_there_and_needs_no_scrolling(viewport: str) -> None:
    shape = VIEWPORTS[viewport][0]
    for screen, numbers in (("emergency", ["911"]), ("two numbers", ["000", "111"])):
        texts = boxes(viewport, screen, "Text")
        large = [text for text in texts if text["text"] in numbers]
        assert [text["text"] for text in large] == numbers
        assert min(text["size"] for text in large) > max(t["size"] for t in texts if t not in large)
        assert all(bottom(text) <= VIEWPORTS[viewport][2] for text in large)
        assert shape == "round" or all(text["inside"] is None for text in large)


@pytest.mark.parametrize("viewport", [name for name in VIEWPORTS if "landscape" in name])
@pytest.mark.parametrize("screen", ["ready", "how bad", "first question", "emergency"])
def test_on_a_hub_the_buttons_are_all_seen_at_once(viewport: str, screen: str) -> None:
    height = VIEWPORTS[viewport][2]
    assert all(bottom(box) <= height for box in boxes(viewport, screen, "TouchWrapper"))
    assert boxes(viewport, screen, "TouchWrapper")


def test_words_stay_beside_the_buttons_that_answer_them() -> None:
    for viewport in VIEWPORTS:
        if viewport != "hub round":
            caption, buttons = boxes(viewport, "ready", "ScrollView")
            assert caption["width"] * caption["height"] >= 40_000
            assert not inside(buttons, caption)


SMALLEST_DP = 0.127
"""Millimetres of a dp on an Echo Show 5: 960 dp on 122 mm. On the other hubs it is more."""
SEEN_AT_ALL = 5.0
"""Minutes of arc of a letter that normal sight makes out (20/20); a capital letter is about 0.7 of the font's size."""


@pytest.mark.parametrize("viewport", [name for name in VIEWPORTS if name.startswith("hub")])
@EVERY_SCREEN
def test_all_words_can_be_read_from_two_metres(viewport: str, screen: str) -> None:
    for text in boxes(viewport, screen, "Text"):
        minutes = degrees(0.7 * text["size"] * SMALLEST_DP / 2000) * 60
        # The country stands in the caption too.
        assert minutes >= SEEN_AT_ALL or text["text"] in ("Australia", "New Zealand"), text
