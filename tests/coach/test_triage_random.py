"""Random courses: questions answered anyhow, signs and facts told in between, in any order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from proof.settling import most_questions, settled_by
from skill.coach.judging import Told, judge, picture_of, values_of, verdict_of
from skill.coach.levels import ANSWERS, Answer, rank
from skill.coach.protocol import level_of
from skill.coach.triage import EMERGENCY, WEEKS, Picture, question, remaining, take, tell, tell_weeks
from tests.factories import content
from tests.strategies import steady

PROTOCOL = content().protocol
FACTS = tuple(id for id in PROTOCOL.facts if id != WEEKS)
MILD = tuple(id for id, sign in PROTOCOL.signs.items() if sign.level != "EMERGENCY")

answers = st.sampled_from(ANSWERS)
weeks = st.none() | st.integers(0, 60)
signs = st.dictionaries(st.sampled_from(tuple(PROTOCOL.signs)), answers, max_size=8)
facts = st.dictionaries(st.sampled_from(FACTS), answers)
courses = st.lists(st.sampled_from(("no", "no", "no", "no", "unknown", "yes")), min_size=40, max_size=40)
asides = st.dictionaries(st.integers(0, 20), st.sampled_from(MILD), max_size=2)


@steady
@given(signs, facts, weeks, st.randoms(use_true_random=False))
def test_any_order_of_telling_gives_the_level_that_is_judged(
    told: dict[str, Answer], known: dict[str, Answer], week: int | None, chance: object
) -> None:
    steps = [*told.items(), *known.items()]
    chance.shuffle(steps)  # type: ignore[attr-defined]
    picture = Picture(weeks=week)
    for id, answer in steps:
        picture = tell(picture, id, PROTOCOL, answer)
    assert picture.level == rank(judge(told, known, week, PROTOCOL).level)


@steady
@given(signs, facts, weeks, st.data())
def test_raising_one_answer_never_lowers_the_level(
    told: dict[str, Answer], known: dict[str, Answer], week: int | None, data: st.DataObject
) -> None:
    before = rank(judge(told, known, week, PROTOCOL).level)
    sign = data.draw(st.sampled_from(tuple(PROTOCOL.signs)))
    higher: dict[str, Answer] = {"no": "unknown", "unknown": "yes", "yes": "yes"}
    assert rank(judge(told | {sign: higher[told.get(sign, "no")]}, known, week, PROTOCOL).level) >= before
    fact = data.draw(st.sampled_from(FACTS))
    assert rank(judge(told, known | {fact: "unknown"}, week, PROTOCOL).level) >= before
    assert rank(judge(told, known, None, PROTOCOL).level) >= before
    assert rank(judge(told, known, week, PROTOCOL, untold="unknown").level) >= before


@steady
@given(courses, asides, facts, weeks)
def test_every_course_ends_holds_what_was_said_and_tells_its_level(
    course: list[Answer], heard: dict[int, str], known: dict[str, Answer], week: int | None
) -> None:
    given_, told = {}, ()
    for n in range(most_questions(PROTOCOL) + 1):
        if n in heard:
            told = tuple(dict.fromkeys((*told, heard[n])))
        so_far = Told(weeks=week, facts=known, signs=told, answers=given_)
        picture = picture_of(so_far, PROTOCOL)
        values = values_of(so_far, PROTOCOL)
        assert all(values[id] == "yes" for id in told)
        assert picture.level >= max((rank(level_of(PROTOCOL.signs[id], "yes")) for id in told), default=0)
        id = question(picture, PROTOCOL)
        if id is None:
            break
        assert id not in given_
        assert id.partition("/")[0] not in told
        given_ = given_ | {id: course[n]}
    assert id is None
    assert picture.level == rank(verdict_of(so_far, PROTOCOL).level)
    assert picture.level == rank(verdict_of(so_far, PROTOCOL, left=True).level)


@steady
@given(courses, weeks)
def test_the_level_only_rises_and_what_is_left_only_shrinks_on_a_no(course: list[Answer], week: int | None) -> None:
    picture = Picture(weeks=week)
    for answer in course:
        id = question(picture, PROTOCOL)
        if id is None:
            break
        if id == WEEKS:
            after = tell_weeks(picture, week, PROTOCOL)
        else:
            after = take(picture, id, answer, PROTOCOL)
            settled = settled_by(picture, id, answer, PROTOCOL)
            if settled is not None and settled[1] == "yes" and PROTOCOL.signs.get(settled[0]) is not None:
                assert after.level >= rank(PROTOCOL.signs[settled[0]].level)
        assert after.level >= picture.level
        assert after.settled >= picture.settled
        if answer == "no" and id != WEEKS and "/" not in id:
            assert remaining(after, PROTOCOL) == remaining(picture, PROTOCOL) - 1
        picture = after
    assert question(picture, PROTOCOL) is None
    assert picture.level == EMERGENCY or not picture.open
