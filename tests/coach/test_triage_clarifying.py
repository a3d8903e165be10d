"""Second and clarifying questions, and what a picture keeps of the answers."""

from __future__ import annotations

import pytest

from skill.coach.levels import ANSWERS, LEVELS, Answer, rank
from skill.coach.triage import WEEKS, Picture, outcome, question, take, tell, tell_weeks
from tests.coach.test_triage_questions import at, with_answers
from tests.factories import content

PROTOCOL = content().protocol


def level(picture: Picture) -> str:
    return LEVELS[picture.level]


# Second and clarifying questions


@pytest.mark.parametrize(
    ("first", "second", "gives"),
    [
        ("no", "no", "SELF_CARE"),
        ("no", "unknown", "URGENT"),
        ("no", "yes", "EMERGENCY"),
        ("unknown", "no", "URGENT"),
        ("unknown", "unknown", "URGENT"),
        ("unknown", "yes", "EMERGENCY"),
    ],
)
def test_the_higher_of_two_answers_counts_and_nothing_before_the_second(
    first: Answer, second: Answer, gives: str
) -> None:
    between = take(Picture(), "bladder_retention", first, PROTOCOL)
    assert question(between, PROTOCOL) == "bladder_retention/second"
    assert between.level == 0
    assert "bladder_retention" not in between.settled
    after = take(between, "bladder_retention/second", second, PROTOCOL)
    assert (level(after), after.open) == (gives, ())
    assert "bladder_retention" in after.settled


def test_a_yes_needs_no_second_question() -> None:
    after = take(Picture(), "bladder_retention", "yes", PROTOCOL)
    assert (level(after), after.open) == ("EMERGENCY", ())


@pytest.mark.parametrize(("answer", "gives"), [("yes", "SELF_CARE"), ("no", "EMERGENCY"), ("unknown", "EMERGENCY")])
def test_a_small_leak_with_a_cough_is_no_loss_of_control(answer: Answer, gives: str) -> None:
    between = take(Picture(), "control_loss", "yes", PROTOCOL)
    assert question(between, PROTOCOL) == "control_loss/clarify"
    after = take(between, "control_loss/clarify", answer, PROTOCOL)
    assert (level(after), after.open) == (gives, ())


@pytest.mark.parametrize(("answer", "gives"), [("no", "SELF_CARE"), ("unknown", "URGENT")])
def test_only_a_yes_is_clarified(answer: Answer, gives: str) -> None:
    for id in ("control_loss", "both_legs"):
        after = take(at(None), id, answer, PROTOCOL)
        assert (level(after), after.open) == (gives, ())


POSITION = with_answers(at(None), saddle_numb="no", leg_weakness="no")


def test_tingling_that_moving_ends_is_cleared_by_yes_to_every_part_of_the_test() -> None:
    for id, parts in (("leg_numb_tingle", 2), ("both_legs", 3)):
        picture = take(POSITION, id, "yes", PROTOCOL)
        for part in range(1, parts + 1):
            assert question(picture, PROTOCOL) == f"{id}/clarify{part if part > 1 else ''}"
            assert picture.level == 0
            picture = take(picture, f"{id}/clarify{part if part > 1 else ''}", "yes", PROTOCOL)
        assert (level(picture), picture.open) == ("SELF_CARE", ())
        assert id in picture.settled
        assert id not in picture.found


@pytest.mark.parametrize("answer", ["no", "unknown"])
@pytest.mark.parametrize("part", ["clarify", "clarify2", "clarify3"])
def test_any_other_answer_in_the_test_leaves_the_sign(part: str, answer: Answer) -> None:
    picture = take(POSITION, "both_legs", "yes", PROTOCOL)
    while (open_ := question(picture, PROTOCOL)) != f"both_legs/{part}":
        assert open_ is not None
        picture = take(picture, open_, "yes", PROTOCOL)
    picture = take(picture, f"both_legs/{part}", answer, PROTOCOL)
    assert (level(picture), picture.open) == ("EMERGENCY", ())


@pytest.mark.parametrize("other", ["saddle_numb", "leg_weakness"])
@pytest.mark.parametrize("known", ["unknown", None])
def test_the_test_clears_nothing_while_another_sign_is_not_a_clear_no(other: str, known: Answer | None) -> None:
    rest = {"saddle_numb", "leg_weakness"} - {other}
    picture = with_answers(at(None), **dict.fromkeys(rest, "no"))
    picture = picture if known is None else tell(picture, other, PROTOCOL, known)
    after = take(picture, "leg_numb_tingle", "yes", PROTOCOL)
    assert (after.open, "leg_numb_tingle" in after.found) == ((), True)


def test_an_open_question_comes_before_every_other_one() -> None:
    picture = take(at(None), "bladder_retention", "no", PROTOCOL)
    assert question(tell(picture, "fever", PROTOCOL), PROTOCOL) == "bladder_retention/second"
    assert question(tell(picture, "bladder_retention", PROTOCOL, "no"), PROTOCOL) != "bladder_retention/second"


def test_an_emergency_ends_even_a_question_that_is_open() -> None:
    picture = take(at(None), "bladder_retention", "no", PROTOCOL)
    assert question(tell(picture, "seizure", PROTOCOL), PROTOCOL) is None


def test_two_open_questions_are_closed_one_by_one_the_last_first() -> None:
    picture = take(take(POSITION, "bladder_retention", "no", PROTOCOL), "leg_numb_tingle", "yes", PROTOCOL)
    assert question(picture, PROTOCOL) == "leg_numb_tingle/clarify"
    picture = take(picture, "leg_numb_tingle/clarify", "no", PROTOCOL)
    assert question(picture, PROTOCOL) == "bladder_retention/second"
    assert dict(picture.open) == {"bladder_retention/second": "no"}


def test_what_an_answer_settles_is_told_apart_from_what_it_opens() -> None:
    assert outcome(Picture(), "neuraxial", "unknown", PROTOCOL) == ("neuraxial", "unknown")
    assert outcome(Picture(), "fever", "yes", PROTOCOL) == ("fever", "yes")
    assert outcome(Picture(), "bladder_retention", "no", PROTOCOL) == ("bladder_retention/second", None)
    assert outcome(POSITION, "both_legs/clarify", "yes", PROTOCOL) == ("both_legs/clarify2", None)
    assert outcome(POSITION, "both_legs/clarify3", "yes", PROTOCOL) == ("both_legs", "no")
    assert outcome(POSITION, "both_legs/clarify2", "unknown", PROTOCOL) == ("both_legs", "yes")


# The picture


def test_a_picture_keeps_only_what_can_still_matter() -> None:
    assert with_answers(Picture(), chest_pain="unknown").doubts == frozenset()
    assert with_answers(Picture(), leg_weakness="unknown").doubts == {"leg_weakness"}
    picture = with_answers(Picture(), fever="yes", pain_worse="unknown", gut_feeling="yes")
    assert picture.found == {"fever"}
    assert picture.doubts == {"pain_worse"}
    assert picture.settled == {"fever", "pain_worse", "gut_feeling"}


def test_a_later_yes_takes_the_place_of_a_doubt_and_a_later_no_lowers_nothing() -> None:
    doubt = tell(at(None), "fever", PROTOCOL, "unknown")
    assert doubt.doubts == {"fever"}
    sure = tell(doubt, "fever", PROTOCOL)
    assert (sure.found, sure.doubts, level(sure)) == ({"fever"}, frozenset(), "URGENT")
    assert level(tell(sure, "fever", PROTOCOL, "no")) == "URGENT"


def test_rules_raise_the_moment_their_last_part_is_told() -> None:
    picture = with_answers(at(12), fever="yes", pain_worse="yes")
    assert level(picture) == "URGENT"
    assert level(tell(picture, "neuraxial", PROTOCOL)) == "EMERGENCY"
    assert level(tell(picture, "neuraxial", PROTOCOL, "unknown")) == "EMERGENCY"
    assert level(tell(picture, "neuraxial", PROTOCOL, "no")) == "URGENT"
    assert level(tell(with_answers(at(13), fever="yes", pain_worse="yes"), "neuraxial", PROTOCOL)) == "URGENT"


def test_a_rule_of_two_needs_two() -> None:
    assert level(with_answers(at(13), vision_change="yes")) == "URGENT"
    assert level(with_answers(at(13), vision_change="yes", bp_high="yes")) == "EMERGENCY"
    assert level(with_answers(at(13), vision_change="yes", bp_high="unknown")) == "URGENT"


def test_weeks_told_are_settled_and_raise_nothing_by_themselves() -> None:
    for weeks in (None, 3, 40):
        picture = tell_weeks(Picture(), weeks, PROTOCOL)
        assert (picture.weeks, picture.settled, picture.level) == (weeks, {WEEKS}, 0)


def test_levels_and_answers_are_in_rising_order() -> None:
    assert [rank(each) for each in ("SELF_CARE", "SOON", "URGENT", "EMERGENCY")] == [0, 1, 2, 3]
    assert ANSWERS == ("no", "unknown", "yes")
