"""P3, P5, P7 and P9 on every path of the questions after twelve weeks, and with much known before.

`./run prove` walks all of them, from every start.
"""

from __future__ import annotations

import pytest

from proof.engine import Engine, engine
from proof.settling import most_questions
from proof.starts import alike, heard, parts, start, told_first, unreachable, unsaid, unwatched
from proof.tree import Walk
from skill.coach.levels import ANSWERS, Answer
from skill.coach.triage import EMERGENCY, WEEKS, Picture

ENGINE = engine()
PROTOCOL = ENGINE.protocol
KNOWN: dict[str, Answer] = {"neuraxial": "no", "immune_risk": "no", "bone_risk": "no", "cancer_history": "no"}


def walked(of: Engine, begun: Picture) -> Walk:
    walk = Walk(of, replayed=False)
    assert list(walk.from_start(begun)) == []
    return walk


def test_every_path_after_twelve_weeks_holds_every_law_also_told_at_once() -> None:
    begun = start(ENGINE, {}, weeks=13)
    walk = Walk(ENGINE)
    assert list(walk.from_start(begun.picture, begun.told)) == []
    ends = walk.ends[begun.picture]
    assert all(ends.paths), "every level is reached"
    assert ends.total > 1_000_000
    assert ends.longest <= most_questions(PROTOCOL)


@pytest.mark.parametrize("weeks", [6, 8, 12, None])
def test_every_path_with_the_history_known_holds_every_law(weeks: int | None) -> None:
    begun = start(ENGINE, KNOWN, weeks=weeks)
    walk = Walk(ENGINE, replayed=False)
    assert list(walk.from_start(begun.picture, begun.told)) == []
    assert all(walk.ends[begun.picture].paths)


@pytest.mark.parametrize("signs", list(heard(ENGINE)), ids=lambda signs: signs[0])
def test_what_she_said_herself_stands_through_every_path(signs: tuple[str, ...]) -> None:
    begun = start(ENGINE, KNOWN, signs, weeks=13)
    walk = Walk(ENGINE, replayed=False)
    assert list(walk.from_start(begun.picture, begun.told)) == []
    assert not {id for id in walk.asked if id.partition("/")[0] in signs}


def test_every_emergency_in_her_own_words_ends_the_questions_and_no_answer_unsays_a_sign() -> None:
    assert list(told_first(ENGINE, Walk(ENGINE), [])) == []
    assert [violation for id in PROTOCOL.signs for violation in unsaid(ENGINE, id)] == []


def brute(picture: Picture) -> tuple[list[int], int]:
    """Paths by level and the longest, each path walked by itself."""
    question = ENGINE.question(picture, PROTOCOL)
    if question is None:
        return [int(level == picture.level) for level in range(4)], 0
    after = [brute(ENGINE.take(picture, question, answer, PROTOCOL)) for answer in ANSWERS]
    return [sum(counts) for counts in zip(*(counts for counts, _ in after), strict=True)], 1 + max(n for _, n in after)


@pytest.mark.parametrize("weeks", [6, 13])
def test_multiplying_counts_the_same_paths_as_walking_each(weeks: int) -> None:
    asked = ("fever", "pain_severe", "leg_numb_tingle", "pain_sudden", "saddle_numb")
    begun = Picture(weeks=weeks, settled=frozenset({WEEKS, *PROTOCOL.order} - set(asked) - set(KNOWN)))
    ends = walked(ENGINE, begun).ends[begun]
    counts, longest = brute(begun)
    assert (list(ends.paths), ends.longest) == (counts, longest)
    assert ends.total > 100


def test_the_longest_path_may_have_twenty_core_questions_the_conditional_ones_and_the_facts() -> None:
    core = sum(sign.core + bool(sign.core and sign.ask_second) for sign in PROTOCOL.signs.values())
    conditional = ["kidney_signs", "heart_racing", "vision_change", "tearing_pain", "weight_loss"]
    clarifying = sum(len(PROTOCOL.signs[id].clarify) for id in PROTOCOL.order if id in PROTOCOL.signs)
    assert core == 20
    assert clarifying == 6
    assert len(PROTOCOL.facts) == 5
    assert most_questions(PROTOCOL) == core + len(conditional) + clarifying + len(PROTOCOL.facts)


def test_every_sign_is_asked_for_or_heard_and_every_question_comes_up() -> None:
    walk = Walk(ENGINE, replayed=False)
    for begun in parts(ENGINE):
        assert list(walk.from_start(begun.picture, begun.told)) == []
    assert list(unreachable(ENGINE, walk)) == []


def test_the_picture_keeps_every_answer_that_is_looked_at_again() -> None:
    assert list(unwatched(ENGINE)) == []


def test_not_knowing_a_fact_counts_as_its_yes_in_every_rule() -> None:
    assert list(alike(ENGINE)) == []


def test_an_emergency_is_the_highest_level() -> None:
    assert EMERGENCY == 3
