"""A page of sound: what is heard, said and breathed, at its place in time."""

from __future__ import annotations

from array import array
from xml.etree import ElementTree

import pytest

from audio.clip import Clip, from_values, silence, to_samples
from audio.sheet import BREATH_LOW, BREATH_TOP, LEFT, ROW_SECONDS, WIDTH, sheet
from skill.coach.timeline import Breathe, Hold, Mark, Rest, Say, Timeline, schedule

SVG = "{http://www.w3.org/2000/svg}"
TIMELINE: Timeline = (
    Say("Sit <tall> & breathe.", 2.0),
    Mark("breathe#0"),
    Mark("breathe#1"),
    Breathe("in", 4.0, "In."),
    Breathe("out", 6.0, "Out."),
    Hold(30.0, "Stay."),
    Mark("breathe#2"),
    Breathe("in", 4.0),
    Rest(2.0),
)
SPANS = list(schedule(TIMELINE, lambda text: 1.0))
RATE = 24_000


def loud_until(seconds: float) -> Clip:
    loud = from_values(array("h", [9_000, -9_000]) * (to_samples(seconds, RATE) // 2), RATE)
    return Clip(loud.pcm + silence(to_samples(SPANS[-1].end, RATE) - loud.samples, RATE).pcm, RATE)


def page(sound: Clip | None = None) -> ElementTree.Element:
    told = sheet("A <routine>", sound or loud_until(1.0), SPANS, {"breathe": "belly breathing"})
    return ElementTree.fromstring(told)


def texts(root: ElementTree.Element, kind: str) -> list[str | None]:
    return [text.text for text in root.iter(f"{SVG}text") if text.get("class") == kind]


def points(drawn: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (point.split(",") for point in str(drawn.get("points")).split())]


def test_it_has_its_title_its_words_and_its_chapters() -> None:
    root = page()
    assert root.findtext(f"{SVG}title") == "A <routine>"
    assert texts(root, "w") == ["Sit <tall> & breathe.", "In.", "Out.", "Stay."]
    assert texts(root, "c") == ["belly breathing", "1", "2"]
    assert "4 sentences, 2 breaths in, 1 holds" in str(root.findtext(f"{SVG}desc"))


def test_the_curve_rises_with_a_breath_in_and_falls_with_a_breath_out() -> None:
    breaths = [points(line) for line in page().iter(f"{SVG}polyline")]
    up, down = breaths[0], breaths[1]
    assert up[0][1] - up[-1][1] == pytest.approx(BREATH_LOW - BREATH_TOP)
    assert down[-1][1] - down[0][1] == pytest.approx(BREATH_LOW - BREATH_TOP)
    assert up[-1] == pytest.approx(down[0])
    assert up[-1][0] - up[0][0] == pytest.approx(4.0 / ROW_SECONDS * WIDTH, abs=0.2)


def test_a_row_is_so_long_and_what_reaches_into_the_next_goes_on_there() -> None:
    root = page()
    assert len([1 for drawn in root.iter(f"{SVG}polygon")]) == 2
    for line in root.iter(f"{SVG}polyline"):
        assert all(LEFT <= x <= LEFT + WIDTH for x, _ in points(line))


def test_the_waveform_is_wide_where_it_is_loud_and_flat_where_it_is_silent() -> None:
    wave = points(next(page().iter(f"{SVG}polygon")))
    height = {x: max(y for at, y in wave if at == x) - min(y for at, y in wave if at == x) for x, _ in wave}
    assert height[LEFT + 20] > 70
    assert height[LEFT + 400] == 0


def test_silence_is_a_page_too() -> None:
    assert page(silence(to_samples(SPANS[-1].end, RATE), RATE)).tag == f"{SVG}svg"
    assert ElementTree.fromstring(sheet("", silence(0), [], {})).tag == f"{SVG}svg"
