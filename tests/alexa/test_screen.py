"""What leaves for a screen: the data of every moment, in a directive that the SDK takes for its own."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Response
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.envelope import Screen
from skill.alexa.limits import MOST_RESPONSE_BYTES, MOST_SPEECH
from skill.alexa.screen import DAY, NIGHT, columns, data, version
from skill.coach.choices import Choice
from skill.coach.conversation import Asked, Conversation
from skill.coach.showing import Shown, shown
from tests.alexa.drawing import drawn, moment, on_screen
from tests.coach.moments import MOMENTS, routine, session
from tests.coach.walk import walk
from tests.factories import NIGHT as LATE
from tests.factories import Session, content


def walked(seeds: int) -> Iterator[Session]:
    for seed in range(seeds):
        for here, _, _ in walk(seed, turns=40):
            yield here


@pytest.mark.parametrize("name", list(MOMENTS))
def test_the_sdk_takes_every_directive_for_one_of_its_own(name: str) -> None:
    (directive,) = drawn(moment(name))
    told = DefaultSerializer().deserialize(json.dumps({"directives": [directive]}), Response)
    again = DefaultSerializer().serialize(told)["directives"][0]
    assert type(told.directives[0]).__name__ == "RenderDocumentDirective"
    assert again == directive


def test_what_is_read_is_what_the_core_shows() -> None:
    here = moment("ready")
    told, seen = on_screen(here), shown(here.reply, here.talk, here.kept, here.words)
    assert told["title"] == seen.title
    assert told["count"] == seen.count
    assert told["caption"].split("<br>") == list(seen.caption)
    assert [button["label"] for button in told["choices"]] == [choice.label for choice in seen.choices]
    assert told["colors"] == DAY
    assert told["picture"] == ""
    assert on_screen(MOMENTS["ready"](session(LATE)))["colors"] == NIGHT


def test_text_that_would_be_markup_is_escaped() -> None:
    told = data(Shown(title="A < B", caption=("<b>1 & 2</b>", "3"), choices=(Choice("4 > 3 & 2", "next"),)))
    assert told["title"] == "A &lt; B"
    assert told["caption"] == "&lt;b&gt;1 &amp; 2&lt;/b&gt;<br>3"
    assert told["choices"][0]["label"] == "4 &gt; 3 &amp; 2"


def test_the_largest_screen_leaves_room_for_the_rest_of_the_response() -> None:
    sizes = [len(json.dumps(drawn(here)).encode()) for here in walked(12)]
    sizes += [len(json.dumps(drawn(routine(session(), kind))).encode()) for kind in ("strength", "floor", "bedtime")]
    assert max(sizes) + 2 * MOST_SPEECH < MOST_RESPONSE_BYTES / 2


def test_of_violence_nothing_at_all_leaves_for_the_screen() -> None:
    told = on_screen(moment("violence"))
    assert {key: told[key] for key in ("title", "caption", "choices", "calls", "count")} == {
        "title": "Gentle Back",
        "caption": "",
        "choices": [],
        "calls": [],
        "count": "",
    }


@pytest.mark.parametrize(
    ("apl", "shows"),
    [("2024.3", True), ("2023.1", True), ("1.9", True), ("1.4", True), ("1.3", False), ("1.0", False), ("", False)],
)
def test_an_older_screen_shows_nothing_rather_than_half(apl: str, shows: bool) -> None:
    assert bool(drawn(moment("ready"), Screen(apl))) == shows


def test_a_device_without_a_screen_gets_no_directive() -> None:
    assert drawn(moment("ready"), None) == []


@given(st.text())
def test_any_text_is_a_version_or_none(text: str) -> None:
    assert all(isinstance(part, int) for part in version(text))


@pytest.mark.parametrize(
    ("labels", "side_by_side"),
    [
        (["Yes", "No", "I don't know"], 1),
        ([*map(str, range(11)), "Skip"], 3),
        ([f"{n} weeks" for n in range(17)], 2),
        (["Next", "Again", "Easier", "That hurts", "Stop"], 2),
        (["Shoulder blade squeezes"] * 7, 1),
        ([], 1),
    ],
)
def test_buttons_stand_side_by_side_where_their_words_fit(labels: list[str], side_by_side: int) -> None:
    assert columns([Choice(label, "next") for label in labels]) == side_by_side


def test_every_locale_has_every_label() -> None:
    for locale in ("en-US", "en-GB", "en-CA", "en-AU", "en-IN"):
        words = content(locale)
        here = Session(words=words)
        here.talk = Conversation(asked=Asked("delivery"))
        assert len(on_screen(here)["choices"]) == 3
