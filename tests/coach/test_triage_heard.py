"""Signs in her own words: a certain one acts or is taken in, a half-said one asks its own question."""

from __future__ import annotations

import pytest
from msgspec import structs

from skill.coach.levels import LEVELS
from skill.coach.situation import Profile
from tests.coach.moments import MOMENTS, questions, session, until
from tests.coach.questions import QUESTIONS
from tests.factories import Session, born, content, sign

SIGNS = content().signs
WEEK_FIVE = Profile(born=born(35))
NO_HISTORY = Profile(born=born(35), neuraxial=False, immune_risk=False, bone_risk=False, cancer_history=False)


def fresh(profile: Profile = NO_HISTORY) -> Session:
    at = session()
    at.kept = structs.replace(at.kept, profile=profile)
    return at


def said(at: Session, *signs: str, possible: tuple[str, ...] = (), intent: str = "report_warning_sign") -> Session:
    at.hear(intent, *map(sign, signs), *(sign(id, possible=True) for id in possible))
    return at


# Certain signs


@pytest.mark.parametrize("id", list(SIGNS))
def test_a_certain_sign_is_announced_at_its_level_at_once(id: str) -> None:
    at = said(fresh(), id)
    row = SIGNS[id]
    assert (at.reply.level, at.talk.level) == (row.level, row.level)
    assert id in at.talk.signs
    assert id in at.talk.told


def test_the_gravest_of_several_signs_is_announced_and_told_first() -> None:
    for order in (("pain_worse", "fever", "seizure"), ("seizure", "pain_worse", "fever")):
        at = said(fresh(), *order)
        assert at.reply.level == "EMERGENCY"
        assert at.talk.signs == ("seizure", "fever", "pain_worse")
        assert SIGNS["seizure"].tell in at.reply.text


def test_two_signs_that_together_are_an_emergency_are_announced_as_one() -> None:
    at = said(fresh(), "vision_change", "bp_high")
    assert at.reply.level == "EMERGENCY"
    assert at.talk.verdict is not None
    assert at.talk.verdict.rules == ("R2",)


def test_what_she_said_before_counts_with_what_she_says_now() -> None:
    at = said(fresh(), "vision_change")
    assert at.reply.level == "URGENT"
    assert said(at, "bp_high").reply.level == "EMERGENCY"


def test_a_lesser_sign_does_not_take_the_words_of_a_graver_one_that_stands() -> None:
    at = said(fresh(), "fever")
    said(at, "pain_night")
    assert (at.reply.level, at.talk.level) == ("URGENT", "URGENT")
    assert at.talk.signs == ("fever", "pain_night")
    assert SIGNS["fever"].tell in at.reply.text


def test_a_graver_sign_comes_first_from_then_on() -> None:
    at = said(said(fresh(), "pain_night"), "fever")
    assert at.talk.level == "URGENT"
    assert at.talk.signs == ("fever", "pain_night")


@pytest.mark.parametrize("intent", ["answer_no", "answer_yes", "next", "stop", "start_routine", "thanks_goodbye"])
def test_a_certain_sign_beats_the_intent_it_came_with(intent: str) -> None:
    at = said(fresh(), "chest_pain", intent=intent)
    assert at.reply.level == "EMERGENCY"


def test_a_sign_the_protocol_does_not_know_is_left_to_the_intent() -> None:
    at = fresh()
    at.hear("help", sign("nothing_known"))
    assert at.reply.level is None
    assert at.talk.told == ()


# Inside the questionnaire


@pytest.mark.parametrize("question", list(QUESTIONS))
def test_a_sign_below_an_emergency_is_taken_in_and_the_questions_go_on(question: str) -> None:
    at = QUESTIONS[question](session())
    for intent in ("report_warning_sign", "answer_no", "answer_unsure"):
        there = said(at.copy(), "breast_red_painful", intent=intent)
        assert there.reply.level is None
        assert "breast_red_painful" in there.talk.told
        assert there.talk.survey is not None
        assert there.talk.survey.status == "running"
        row = SIGNS.get(question.partition("/")[0])
        if row is not None and row.level != "SOON":
            assert there.reply.asking == question, "no word of hers has answered it"
        assert there.talk.asked is not None
        assert there.talk.asked.check


@pytest.mark.parametrize("question", list(QUESTIONS))
@pytest.mark.parametrize("id", ["seizure", "low_mood", "baby_unwell", "violence"])
def test_an_emergency_or_a_sign_of_the_mind_or_the_baby_is_announced_at_any_question(question: str, id: str) -> None:
    at = said(QUESTIONS[question](session()), id)
    assert at.reply.level is not None
    assert LEVELS.index(at.reply.level) >= LEVELS.index(SIGNS[id].level)


def test_a_sign_in_the_questions_after_a_level_was_announced_does_not_end_them() -> None:
    at = MOMENTS["questions offered"](session()).then("answer_yes")
    assert (at.talk.level, at.reply.asking) == ("SOON", "trouble_breathing")
    said(at, "fever")
    assert at.reply.asking == "trouble_breathing"
    assert at.hear("answer_yes").level == "EMERGENCY"


def test_a_sign_told_at_the_read_back_is_taken_in_before_the_level() -> None:
    at = questions(session(), 5)
    for _ in range(40):
        if at.reply.asking == "readback":
            break
        at.hear("answer_no")
    said(at, "headache_persistent")
    assert at.reply.asking == "vision_change", "what follows from it is asked"
    assert at.hear("answer_yes").level == "EMERGENCY"


def test_a_rule_that_makes_an_emergency_ends_the_questions_even_within_a_clarifying_one() -> None:
    at = said(QUESTIONS["both_legs/clarify"](session()), "vision_change", "bp_high")
    assert (at.reply.level, at.reply.asking) == ("EMERGENCY", None)


def test_her_own_words_where_they_were_asked_for_begin_the_questions() -> None:
    at = said(fresh().then("is_this_serious"), "pain_night")
    assert (at.reply.level, at.reply.asking) == (None, "trouble_breathing")
    for id in ("chest_pain", "low_mood"):
        there = said(fresh().then("is_this_serious"), id)
        assert there.reply.level == SIGNS[id].level, "these are not put off"
        beside = said(fresh().then("is_this_serious"), id, "pain_night")
        assert beside.reply.level == SIGNS[id].level, "nor with one that may wait beside them"


def test_her_own_words_while_a_level_stands_are_announced() -> None:
    at = said(fresh(), "pain_night").then("is_this_serious")
    assert at.reply.asking == "own_words"
    assert said(at, "fever").reply.level == "URGENT"


# Half said


@pytest.mark.parametrize("id", [id for id, row in SIGNS.items() if row.asks is None])
def test_a_half_said_sign_asks_its_own_question_and_pauses_what_runs(id: str) -> None:
    at = said(MOMENTS["ready"](session()), possible=(id,))
    assert (at.reply.asking, at.reply.level) == (id, None)
    assert SIGNS[id].ask in at.reply.text
    assert at.talk.routine is not None
    assert at.talk.routine.status == "paused"


def test_despair_asks_the_question_of_self_harm_and_each_answer_has_its_level() -> None:
    at = said(fresh(), possible=("distress_ambiguous",))
    assert at.reply.asking == "self_harm_thoughts"
    for answer, level, id in (
        ("answer_yes", "EMERGENCY", "self_harm_thoughts"),
        ("answer_unsure", "URGENT", "distress_ambiguous"),
        ("answer_no", "SOON", "low_mood"),
    ):
        there = at.copy()
        assert there.hear(answer).level == level
        assert there.talk.signs[0] == id


@pytest.mark.parametrize("id", list(SIGNS))
def test_not_knowing_a_half_said_sign_has_its_own_level(id: str) -> None:
    row = SIGNS[id]
    if row.asks is not None:
        return
    at = said(fresh(), possible=(id,)).then("answer_unsure")
    expected = None if row.unknown == "SELF_CARE" else row.unknown
    assert at.talk.level == expected
    assert (id in at.talk.unsure) is (expected is not None)


def test_the_graver_of_two_half_said_signs_is_asked_first_and_the_other_is_not_forgotten() -> None:
    for order in (("pain_night", "seizure"), ("seizure", "pain_night")):
        at = said(fresh(), possible=order)
        assert at.reply.asking == "seizure"
        assert at.hear("answer_no").asking == "pain_night"


def test_a_sign_that_was_declined_is_not_asked_again_but_still_counts_when_it_is_certain() -> None:
    at = fresh()
    at.talk = structs.replace(at.talk, declined=frozenset({"chest_pain"}))
    assert said(at.copy(), possible=("chest_pain",), intent="help").reply.asking != "chest_pain"
    assert said(at.copy(), "chest_pain").reply.level == "EMERGENCY"
    assert said(at.copy(), possible=("chest_pain", "fever")).reply.asking == "fever"


def test_the_open_signs_own_question_is_left_to_its_answer() -> None:
    at = said(fresh(), possible=("fever",))
    assert said(at.copy(), possible=("fever",), intent="answer_no").reply.level is None
    assert said(at.copy(), possible=("fever",), intent="answer_yes").reply.level == "URGENT"
    assert said(at.copy(), "fever", intent="answer_no").reply.level == "URGENT"


def test_what_she_says_of_the_open_sign_is_her_answer_and_it_is_not_asked_again() -> None:
    at = said(until(questions(session(), 5), "fainted"), possible=("fainted",), intent="answer_no")
    assert at.reply.asking == "heavy_bleeding"
    there = said(said(fresh(), possible=("fever",)), possible=("fever",), intent="answer_no")
    assert there.reply.asking != "fever"


def test_a_yes_that_comes_with_another_half_said_sign_is_a_yes() -> None:
    at = said(fresh(), possible=("fever",))
    assert said(at, possible=("pain_night",), intent="answer_yes").reply.level == "URGENT"
    assert "fever" in at.talk.told


def test_a_yes_in_a_slot_counts_as_a_yes() -> None:
    at = said(fresh(), possible=("fever",))
    at.hear("report_warning_sign", sign("pain_night", possible=True), answer="yes")
    assert at.reply.level == "URGENT"


def test_half_said_within_the_questions_is_asked_next_and_then_they_go_on() -> None:
    at = until(questions(session(), 5), "fainted")
    assert said(at, possible=("gut_feeling",)).reply.asking == "gut_feeling"
    assert at.hear("answer_no").asking == "fainted"


def test_half_said_where_her_own_words_were_asked_for_begins_with_it() -> None:
    at = said(fresh().then("is_this_serious"), possible=("pain_night",))
    assert at.reply.asking == "pain_night"
    assert at.hear("answer_no").asking == "trouble_breathing"


def test_a_fever_while_the_babys_signs_stand_is_the_babys() -> None:
    at = said(fresh(), "baby_unwell")
    said(at, "fever")
    assert at.talk.signs == ("baby_unwell",)
    there = said(fresh(), "pain_night")
    said(there, "fever")
    assert there.talk.signs[0] == "fever"


# Both at once


@pytest.mark.parametrize(
    ("certain", "half", "asks"),
    [
        ("fever", "chest_pain", "chest_pain"),
        ("pain_night", "fever", "fever"),
        ("low_mood", "self_harm_thoughts", "self_harm_thoughts"),
        ("low_mood", "distress_ambiguous", "self_harm_thoughts"),
    ],
)
def test_a_graver_sign_half_said_in_the_same_breath_is_asked_at_once(certain: str, half: str, asks: str) -> None:
    at = said(fresh(), certain, possible=(half,))
    assert (at.reply.level, at.reply.asking) == (SIGNS[certain].level, asks)
    assert at.copy().hear("answer_yes").level == SIGNS[asks].level
    assert at.copy().hear("answer_unsure").level == SIGNS[asks].unknown
    at.hear("answer_no")
    assert at.talk.level == SIGNS[certain].level


@pytest.mark.parametrize(
    ("certain", "half"),
    [("fever", "pain_night"), ("fever", "wound_infection"), ("chest_pain", "seizure"), ("violence", "chest_pain")],
)
def test_one_that_is_no_graver_is_not(certain: str, half: str) -> None:
    assert said(fresh(), certain, possible=(half,)).reply.asking != half


def test_the_gravest_of_those_half_said_is_the_one_and_none_she_answered_declined_or_told() -> None:
    assert said(fresh(), "pain_night", possible=("fever", "chest_pain")).reply.asking == "chest_pain"
    declined, told = fresh(), said(fresh(), "pain_worse")
    declined.talk = structs.replace(declined.talk, declined=frozenset({"fever"}))
    assert said(declined, "pain_night", possible=("fever",)).reply.asking != "fever"
    told.talk = structs.replace(told.talk, answers={"fever": "no"})
    assert said(told, "pain_night", possible=("fever",)).reply.asking != "fever"


def test_half_said_beside_a_certain_one_in_the_questions_is_asked_next() -> None:
    at = said(until(questions(session(), 5), "fainted"), "fever", possible=("sepsis_signs",))
    assert at.reply.asking == "sepsis_signs"
    there = said(fresh().then("is_this_serious"), "fever", possible=("sepsis_signs",))
    assert there.reply.asking == "sepsis_signs"
    assert "fever" in there.talk.told
    despair = said(fresh().then("is_this_serious"), "fever", possible=("distress_ambiguous",))
    assert despair.reply.asking == "trouble_breathing", "its question, of self-harm, is one of the questions"
