"""What a level leaves behind: what stands, what is repeated, what ends, and which question may still raise it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec import structs

from skill.coach import safety
from skill.coach.conversation import Asked
from skill.coach.levels import LEVELS
from skill.coach.situation import Profile
from tests.coach.moments import MOMENTS, session
from tests.coach.test_triage_heard import NO_HISTORY, fresh, said
from tests.factories import NOON, born, content

WEEK_FIVE = Profile(born=born(35))


# What a level leaves behind


@pytest.mark.parametrize(("id", "days"), [("pain_night", 7), ("fever", 14), ("chest_pain", 14)])
def test_only_gentle_moves_for_a_week_or_two_and_no_reason_is_kept(id: str, days: int) -> None:
    at = said(fresh(), id)
    assert at.kept.see_care_until == NOON.date() + timedelta(days=days)


def test_a_later_date_that_stands_already_is_not_shortened() -> None:
    at = fresh()
    later = NOON.date() + timedelta(days=30)
    at.kept = structs.replace(at.kept, see_care_until=later)
    assert said(at, "fever").kept.see_care_until == later


def test_whatever_runs_or_waits_ends_and_open_checks_with_it() -> None:
    for moment in ("ready", "paused"):
        at = said(MOMENTS[moment](session()), "fever")
        assert at.talk.routine is not None
        assert at.talk.routine.status == "stopped"
        assert at.talk.pending == ()


def test_help_that_is_coming_ends_the_repeats_until_something_graver_is_said() -> None:
    at = said(fresh(), "chest_pain").then("help_coming")
    assert at.talk.help_coming
    assert said(at.copy(), "fever").talk.help_coming, "a lesser sign changes nothing"
    assert not said(at.copy(), "seizure").talk.help_coming


def test_the_short_form_is_repeated_while_an_emergency_stands() -> None:
    at = said(fresh(), "chest_pain")
    short = at.words.scripts["EMERGENCY.physical"].short
    for intent in ("help", "tips", "unclear", "answer_no"):
        reply = at.copy().hear(intent)
        assert reply.level == "EMERGENCY"
        assert reply.text.split()[0] == short.split()[0]


def test_violence_is_never_repeated_but_a_sign_that_stands_beside_it_is() -> None:
    at = said(fresh(), "violence").then("answer_no")
    assert "danger" not in at.copy().hear("help").text.lower()
    said(at, "chest_pain")
    assert at.hear("help").level == "EMERGENCY"


def test_a_lesser_sign_after_violence_has_its_own_words() -> None:
    at = said(fresh(), "violence").then("answer_yes")
    said(at, "fever")
    assert at.talk.level == "EMERGENCY"
    assert at.talk.signs[0] == "fever"
    assert "danger" not in at.reply.text


def test_the_baby_is_put_down_first_in_an_emergency_unless_it_is_put_down_already() -> None:
    script = content().scripts["EMERGENCY.physical"]
    for place, first in (("in_arms", True), ("carrier", True), (None, True), ("mat", False), ("free", False)):
        at = fresh()
        at.talk = structs.replace(at.talk, baby=place)
        assert said(at, "chest_pain").reply.text.startswith(script.holding) is first


@pytest.mark.parametrize("moment", ["own words asked", "first question", "read back", "ready"])
def test_nothing_is_said_before_the_call_wherever_an_emergency_is_heard(moment: str) -> None:
    at = said(MOMENTS[moment](session()), "chest_pain")
    script = content().scripts["EMERGENCY.physical"]
    assert at.reply.text.removeprefix(script.holding).strip().startswith(script.full.split("{")[0].strip())


def test_what_is_of_violence_is_not_kept_for_repeat_all_else_is() -> None:
    for id, private in (("self_harm_thoughts", False), ("violence", True), ("chest_pain", False), ("fever", False)):
        assert (said(fresh(), id).talk.last == "") is private, id


# The one fact, and the questions


@pytest.mark.parametrize(
    ("id", "profile", "asks"),
    [
        ("pain_worse", WEEK_FIVE, "neuraxial"),
        ("pain_worse", NO_HISTORY, "check_more"),
        ("pain_worse", Profile(born=born(140)), "check_more"),
        ("pain_worse", structs.replace(WEEK_FIVE, gave_birth=False), "check_more"),
        ("chest_pain", WEEK_FIVE, None),
        ("low_mood", WEEK_FIVE, None),
    ],
)
def test_the_fact_that_could_raise_a_level_is_asked_with_it_else_the_questions_are_offered(
    id: str, profile: Profile, asks: str | None
) -> None:
    assert said(fresh(profile), id).reply.asking == asks


@pytest.mark.parametrize(
    ("answer", "level"), [("answer_yes", "URGENT"), ("answer_unsure", "URGENT"), ("answer_no", "SOON")]
)
def test_its_answer_raises_the_level_or_leaves_it(answer: str, level: str) -> None:
    at = said(fresh(WEEK_FIVE), "pain_worse").then(answer)
    assert at.talk.level == level
    assert (at.reply.level == level) is (level == "URGENT")
    assert level == "URGENT" or at.reply.asking == "check_more"


def test_the_questions_are_not_offered_twice() -> None:
    at = said(fresh(), "pain_night").then("answer_yes")
    for _ in range(40):
        if at.talk.survey is not None and at.talk.survey.status == "done":
            break
        at.hear("answer_yes" if at.reply.asking == "readback" else "answer_no")
    assert at.reply.asking != "check_more"
    assert said(at, "pain_worse").reply.asking != "check_more"


def test_two_levels_are_compared_and_nothing_is_the_lowest() -> None:
    assert safety.higher(None, None) is None
    assert safety.higher("SOON", None) == safety.higher(None, "SOON") == "SOON"
    for n, low in enumerate(LEVELS):
        for high in LEVELS[n:]:
            assert safety.higher(low, high) == safety.higher(high, low) == high


def test_a_question_is_a_signs_own_only_if_it_names_one() -> None:
    from skill.coach.heard import Heard
    from skill.coach.scene import Scene

    at = fresh()
    scene = Scene(talk=at.talk, kept=at.kept, heard=Heard(intent="help"), now=NOON, content=at.words, keep="personal")
    assert safety.asks_sign(Asked("fever"), scene)
    assert not safety.asks_sign(Asked("ready"), scene)
    assert not safety.asks_sign(None, scene)
