"""The APL document: valid by Amazon's own checker, whole by itself, readable from across a room."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import pytest

from skill.alexa.screen import CHOICE, DAY, NIGHT, OLDEST, document, version
from tests.alexa.drawing import components, moment, on_screen, parts
from tests.alexa.generated import NODE, node


def found(checked: dict[str, Any]) -> list[dict[str, Any]]:
    program = node("apl-suggester")
    run = subprocess.run(
        [program, "apl.js"], cwd=NODE, input=json.dumps(checked), capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)  # type: ignore[no-any-return]


def test_amazons_own_checker_finds_nothing_in_the_document() -> None:
    assert found(document()) == []


def test_the_checker_would_find_what_is_misspelt() -> None:
    broken = json.loads(json.dumps(document()))
    broken["layouts"]["Caption"]["items"][0]["fontsize"] = "40dp"
    assert [flaw["path"] for flaw in found(broken)] == ["/layouts/Caption/items/0"]


def test_the_document_is_whole_by_itself() -> None:
    assert "import" not in document()
    known = {"APL", "Text", "Container", "Frame", "ScrollView", "TouchWrapper", "Image", "SendEvent"}
    bound = {"boolean", "number"}
    assert {part["type"] for part in parts(document())} == known | bound | set(document()["layouts"])


def test_every_name_that_is_bound_exists() -> None:
    text = json.dumps(document()["layouts"])
    assert set(re.findall(r"screen\.([a-z]\w*)", text)) == set(on_screen(moment("ready")))
    assert set(re.findall(r"colors\.(\w+)", json.dumps(document()))) == set(DAY) == set(NIGHT)
    assert set(re.findall(r"choice\.(\w+)", text)) == set(on_screen(moment("ready"))["choices"][0])
    assert set(re.findall(r"data\.(\w+)", text)) == set(on_screen(moment("emergency"))["calls"][0])


def test_buttons_are_large_and_named_for_a_screen_reader() -> None:
    (button,) = components("TouchWrapper")
    assert int(button["minHeight"].removesuffix("dp")) >= 48
    assert button["role"] == "button"
    assert button["accessibilityLabel"] == "${choice.label}"
    (event,) = components("SendEvent")
    assert event["arguments"][0] == CHOICE
    assert len(event["arguments"]) == 6


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_in_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(
    ("ink", "ground"), [("ink", "paper"), ("quiet", "paper"), ("ink", "button"), ("onAlarm", "alarm")]
)
def test_text_stands_out_from_its_ground_by_seven_to_one(colours: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(colours[ink], colours[ground]) >= 7


def test_the_night_is_dimmer_than_the_day_in_every_colour() -> None:
    assert all(luminance(NIGHT[name]) < luminance(DAY[name]) for name in DAY)


def test_the_documents_version_is_the_oldest_that_is_served() -> None:
    assert version(document()["version"]) == OLDEST
