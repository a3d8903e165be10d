"""What a screen shows of every reply: all its words, where she is, the number to call; nothing on a private route."""

from __future__ import annotations

import re
from functools import cache

import pytest
from msgspec import structs

from skill.coach import phrases
from skill.coach.reply import Play
from skill.coach.showing import Shown, at_hand, lines, shown
from skill.coach.timeline import Breathe, Chime, Count, Listen, Mark, Rest, Say
from tests.coach.moments import MOMENTS, session
from tests.coach.walk import walk
from tests.factories import NIGHT, Session, content, keepsake, sign

NAME = "Gentle Back"


def seen(here: Session) -> Shown:
    return shown(here.reply, here.talk, here.kept, here.words)


@cache
def moment(name: str) -> Session:
    return MOMENTS[name](session())


def at(name: str) -> Session:
    return moment(name).copy()


# Words

WORDS = re.compile(r"[a-z0-9']+")


def plain(text: str) -> list[str]:
    """Its words, numbers read digit by digit."""
    return WORDS.findall(phrases.digits(text).lower())


@pytest.mark.parametrize("name", list(MOMENTS))
def test_the_caption_is_every_word_that_is_said(name: str) -> None:
    here = at(name)
    if name != "violence":
        assert plain(" ".join(seen(here).caption)) == plain(here.reply.text)


@pytest.mark.parametrize("seed", range(6))
def test_no_word_is_lost_on_any_walk(seed: int) -> None:
    for here, _, _ in walk(seed, turns=30):
        assert plain(" ".join(seen(here).caption)) == plain(here.reply.text)


def test_speech_is_a_line_each_and_a_repetition_is_one_line() -> None:
    timeline = (
        Mark("a#0"),
        Say("Sit tall."),
        Say("Feet flat."),
        Chime("begin"),
        Mark("a#1"),
        Breathe("in", 4.0, "In."),
        Count(3.0, "Tip."),
        Rest(1.0),
        Mark("a#2"),
        Breathe("in", 4.0, "In."),
        Say("Last one."),
        Breathe("out", 4.0, "Out."),
        Listen(),
    )
    assert lines(timeline) == ["Sit tall.", "Feet flat.", "In. Tip.", "In.", "Last one.", "Out."]


def test_a_number_is_read_as_digits() -> None:
    assert "Call 911 now" in " ".join(seen(at("emergency")).caption)
    here = session()
    here.hear("report_warning_sign", sign("self_harm_thoughts"))
    assert "988, by call or text" in " ".join(seen(here).caption)


def test_numbers_that_are_no_telephone_stay_words() -> None:
    assert seen(at("how bad")).caption == ("From zero to ten, how bad is it right now?",)


# Where she is


def test_the_exercise_is_the_title_and_its_number_the_count() -> None:
    here = at("ready")
    steps = [s for s in here.talk.routine.steps if s.exercise != "settle"]  # type: ignore[union-attr]
    for n in range(1, 4):
        told = seen(here)
        assert here.reply.guiding
        assert told.title.lower() == here.words.exercises[steps[n - 1].exercise].name
        assert told.count == f"{n} of {len(steps)}"
        here.hear("answer_yes")
        while (here.reply.asking or "").startswith("gate_"):
            assert (seen(here).title, seen(here).count) == (NAME, "")
            here.hear("answer_no")


def test_the_count_never_goes_past_its_end_on_any_walk() -> None:
    counts = {seen(here).count for seed in range(8) for here, _, _ in walk(seed, turns=40)}
    numbers = [tuple(map(int, count.split(" of "))) for count in counts if count]
    assert len(numbers) > 10
    assert all(1 <= at <= all_ and all_ > 1 for at, all_ in numbers)


def test_a_single_exercise_is_not_counted() -> None:
    here = session()
    here.hear("baby_status", baby="free")
    here.hear("start_exercise", exercise="bridge")
    here.then("answer_no", "answer_no", "answer_no", "answer_no")
    assert (seen(here).title, seen(here).count) == ("Bridges", "")


@pytest.mark.parametrize("name", ["fresh", "greeted", "it hurts", "first question", "emergency", "topics", "numb"])
def test_outside_an_exercise_the_title_is_the_products_name(name: str) -> None:
    assert (seen(at(name)).title, seen(at(name)).count) == (NAME, "")


def test_while_a_track_plays_only_where_she_is_is_shown() -> None:
    here = at("ready")
    here.reply = structs.replace(here.reply, play=Play(track="walking/free", title="Walking", at=2))
    told = seen(here)
    assert told == Shown(title="Walking", count=told.count)
    assert told.count.startswith("1 of ")


def test_the_place_of_a_picture_is_empty() -> None:
    assert {seen(at(name)).picture for name in MOMENTS} == {""}


def test_at_night_the_screen_knows_it() -> None:
    assert seen(MOMENTS["ready"](session(NIGHT))).night
    assert not seen(at("ready")).night


# The number


@pytest.mark.parametrize(
    ("locale", "country", "numbers"),
    [
        ("en-US", None, [("911", "")]),
        ("en-GB", None, [("999", "")]),
        ("en-AU", None, [("000", "Australia"), ("111", "New Zealand")]),
        ("en-AU", "en-NZ", [("111", "")]),
        ("en-US", "en-IE", [("112", ""), ("999", "")]),
        ("en-IN", None, [("112", "")]),
    ],
)
def test_the_number_is_hers_and_both_where_it_is_not_known(
    locale: str, country: str | None, numbers: list[tuple[str, str]]
) -> None:
    here = Session(keepsake(country=country), words=content(locale))
    here.hear("report_warning_sign", sign("chest_pain"))
    assert [(call.number, call.where) for call in seen(here).calls] == numbers
    assert all(call.words.startswith(f"Call {call.number}") for call in seen(here).calls)


@pytest.mark.parametrize(
    "intent", ["start_routine", "repeat", "unclear", "silence", "what_to_tell", "find_care", "stop"]
)
def test_the_number_stays_for_as_long_as_the_emergency_is_repeated(intent: str) -> None:
    here = at("emergency").then(intent)
    assert [call.number for call in seen(here).calls] == ["911"]


@pytest.mark.parametrize("intent", ["help_coming", "been_seen"])
def test_the_number_goes_when_help_is_coming_or_she_was_seen(intent: str) -> None:
    assert seen(at("emergency").then(intent)).calls == ()


@pytest.mark.parametrize("name", [n for n in MOMENTS if not n.startswith("emergency")])
def test_below_an_emergency_no_number_is_shown(name: str) -> None:
    here = at(name)
    assert seen(here).calls == () or here.talk.level == "EMERGENCY"


def test_every_emergency_shows_its_number_but_the_one_that_may_be_seen_by_the_wrong_person() -> None:
    for id, row in content().signs.items():
        if row.level == "EMERGENCY":
            here = session()
            here.hear("report_warning_sign", sign(id))
            assert bool(seen(here).calls) == (row.route not in content().said_once), id


# A private route

NOTHING = Shown(title=NAME)


@pytest.mark.parametrize("answer", ["answer_yes", "answer_no", "answer_unsure", "silence", "unclear"])
@pytest.mark.parametrize("after", ["repeat", "what_to_tell", "find_care", "why_this", "start_routine", "help", "stop"])
def test_of_violence_the_screen_shows_the_name_of_the_product_and_nothing_else(answer: str, after: str) -> None:
    here = session()
    here.hear("report_warning_sign", sign("violence"))
    assert seen(here) == NOTHING
    assert seen(here.then(answer)) == NOTHING
    assert seen(here.then(after)) == NOTHING


def test_half_said_violence_is_not_shown_either() -> None:
    here = session()
    here.hear("unclear", sign("violence", possible=True))
    assert here.reply.asking == "violence"
    assert seen(here) == seen(here.then("silence")) == NOTHING
    informed = session(triage="inform")
    informed.hear("unclear", sign("violence", possible=True))
    assert "danger" in informed.reply.text
    assert seen(informed) == NOTHING
    assert "danger" not in informed.hear("repeat").text


def test_violence_beside_another_emergency_shows_nothing() -> None:
    here = at("emergency")
    here.hear("report_warning_sign", sign("violence"))
    assert seen(here) == NOTHING


# Without a question


def test_buttons_belong_to_the_open_question() -> None:
    told = seen(at("ready"))
    assert told.asked[0] == "ready"
    assert told.asked != seen(at("ready").then("answer_yes", "answer_no", "answer_no", "answer_no")).asked
    assert seen(at("emergency")).asked == ("", "")


def test_a_session_that_has_ended_offers_no_button() -> None:
    here = at("stopped")
    assert here.reply.ended
    assert seen(here).choices == ()
    assert seen(here).caption


def test_nothing_is_at_hand_in_the_set_up_nor_once_it_is_over() -> None:
    assert at_hand(session().talk, content()) is None
    assert at_hand(at("stopped").talk, content()) is None
    assert at_hand(at("urgent").talk, content()) is None
