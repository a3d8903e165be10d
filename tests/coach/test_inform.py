"""The mode that asks nothing (`GENTLE_BACK_TRIAGE=inform`): what is said is heard and answered, nothing is asked."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from skill.content.check import words
from tests.coach.moments import INTENTS, MOMENTS, session, slots_of
from tests.factories import Session, content, keepsake, sign

OF_THE_BIRTH = frozenset({"weeks", "delivery", "cleared"})
QUESTIONS_ONLY = frozenset(
    (
        *("weeks asked", "delivery asked", "cleared asked", "first question", "second bladder question", "clarifier"),
        *("third clarifier", "question of the mind", "weeks in the questions", "fact in the questions", "read back"),
        *("nothing to read back", "safety net offered", "safety net", "left check offered", "last of the gate"),
        "anything new",
    )
)
"""Moments that a question leads to, so they do not come up here."""
HERE = [name for name in MOMENTS if name not in QUESTIONS_ONLY]
SIGNS = list(content().signs)


def informed(moment: str = "fresh") -> Session:
    return MOMENTS[moment](session(triage="inform"))


def asks_of_her_health(at: Session) -> bool:
    """Whether a safety question, one about a sign or a fact of the birth is open."""
    asked = at.talk.asked
    protocol = at.words.protocol
    return asked is not None and (asked.check or asked.id in OF_THE_BIRTH or protocol.asks(asked.id))


def turns(moment: str) -> Iterator[tuple[str, Session]]:
    """Every intent with its slots, and every sign, certain and possible, with what she may be answering."""
    there = informed(moment)
    for intent in INTENTS:
        for slots in slots_of(intent):
            at = there.copy()
            at.hear(intent, **slots)
            yield f"{intent} {slots}", at
    for id in SIGNS:
        for possible in (False, True):
            for intent in ("report_warning_sign", "answer_yes", "that_hurts", "start_routine", "unclear"):
                at = there.copy()
                at.hear(intent, sign(id, possible=possible))
                yield f"{intent} with {id}, possible: {possible}", at


@pytest.mark.parametrize("moment", HERE)
def test_nothing_of_her_health_is_ever_asked(moment: str) -> None:
    assert not [(said, at.reply.asking) for said, at in turns(moment) if asks_of_her_health(at)]


@pytest.mark.parametrize("moment", HERE)
def test_a_certain_sign_is_announced_as_ever(moment: str) -> None:
    there = informed(moment)
    for id in SIGNS:
        at = there.copy()
        reply = at.hear("unclear", sign(id))
        assert reply.level is not None, id
        assert not reply.guiding, id
        assert words(reply.text) <= 45, reply.text


def test_a_half_said_sign_is_answered_with_what_to_do_if_it_is_that() -> None:
    for id in SIGNS:
        at = informed()
        reply = at.hear("unclear", sign(id, possible=True))
        assert reply.text, id
        assert not asks_of_her_health(at), id
        assert reply.level is None, id
        if content().signs[id].level in ("EMERGENCY", "URGENT"):
            assert "call" in reply.text.lower() or "danger" in reply.text.lower(), reply.text


def test_a_sign_half_said_beside_a_certain_one_is_told_as_well() -> None:
    for certain in SIGNS:
        for half in SIGNS:
            if half == certain:
                continue
            at = informed()
            reply = at.hear("unclear", sign(certain), sign(half, possible=True))
            assert reply.level == content().signs[certain].level, (certain, half)
            name = content().signs[half].name if content().signs[half].route == "physical" else "something like that"
            assert name in f"{reply.text} {reply.reprompt}", (certain, half, reply.text)
            assert words(reply.text) <= 45, reply.text
            assert not asks_of_her_health(at), (certain, half)


TODAY = "Call your ob-gyn or midwife's on-call number now: this needs checking today."
BOOK = "Book with your provider in the next two or three days."
DRIVEN = "Call nine, one, one now, or have someone drive you to the emergency department."


def both(certain: str, half: str, baby: str = "free") -> Session:
    at = informed()
    at.hear("baby_status", baby=baby)
    at.hear("unclear", sign(certain), sign(half, possible=True))
    return at


def test_a_graver_one_half_said_leaves_the_certain_one_its_short_form() -> None:
    assert both("fever", "leg_weakness").reply.text == f"{TODAY} If that's new leg weakness: {DRIVEN}"
    assert both("low_mood", "self_harm_thoughts").reply.text == (
        "Talk to your doctor or midwife in the next two or three days."
        " If that's something like that: Call nine, one, one or nine, eight, eight, by call or text now."
    )


def test_a_half_said_sign_pauses_what_runs() -> None:
    at = informed("ready")
    at.hear("unclear", sign("leg_weakness", possible=True))
    assert at.talk.routine is not None
    assert at.talk.routine.status == "paused"


def test_the_short_form_is_that_of_what_was_announced_now() -> None:
    at = informed()
    at.hear("unclear", sign("low_mood"))
    at.hear("unclear", sign("fever"), sign("leg_weakness", possible=True))
    assert at.reply.text == f"{TODAY} If that's new leg weakness: {DRIVEN}"


def test_where_there_is_room_both_are_said_in_full() -> None:
    quiet = "If you are in danger, call nine, one, one."
    assert both("violence", "fever").reply.text == f"{quiet} If that's a fever or chills: {TODAY}"


@pytest.mark.parametrize("half", ["pain_night", "headache_persistent"])
def test_a_lesser_one_cuts_nothing_of_what_to_do_at_once_and_is_said_next(half: str) -> None:
    at = both("fever", half)
    assert at.reply.text.startswith(TODAY)
    assert at.reply.text.endswith("Go to the emergency department.")
    name = content().signs[half].name
    same = content().signs[half].level == "URGENT"
    assert at.reply.reprompt == (f"Say so there if it's also {name}." if same else f"If that's {name}: {BOOK}")


def test_neither_does_a_lesser_one_of_another_route() -> None:
    at = both("fever", "low_mood")
    assert at.reply.text.endswith("Go to the emergency department.")
    assert at.reply.reprompt.startswith("If that's something like that: Talk to your doctor or midwife")


def test_one_of_another_route_is_said_at_once_and_the_baby_is_still_laid_down_first() -> None:
    text = both("chest_pain", "self_harm_thoughts").reply.text
    assert text.startswith(f"{DRIVEN} I can't call for you")
    assert text.endswith("Call nine, one, one or nine, eight, eight, by call or text now.")
    held = both("chest_pain", "self_harm_thoughts", "in_arms")
    assert held.reply.text.startswith("Sit down now. Lay your baby")
    assert "something like that" in f"{held.reply.text} {held.reply.reprompt}"


def test_is_this_serious_tells_the_signs_one_part_a_turn() -> None:
    at = informed()
    parts = [at.hear("is_this_serious").text]
    for _ in at.words.safety_net[1:]:
        assert at.reply.asking == "net_more"
        parts.append(at.hear("answer_yes").text)
    for part, said in zip(at.words.safety_net, parts, strict=True):
        assert said.startswith(part)
    assert at.reply.asking in (None, "start")


@pytest.mark.parametrize("seed", range(40))
def test_no_walk_ever_comes_to_a_question_of_her_health(seed: int) -> None:
    random = Random(seed)
    at = Session(keepsake(), triage="inform") if seed % 2 else informed()
    for _ in range(60):
        intent = random.choice((*INTENTS, "answer_yes", "next", "start_routine", "resume"))
        slots = random.choice(slots_of(intent))
        if random.random() < 0.03:
            slots = slots | {"baby": random.choice(("free", "in_arms"))}
        heard = [sign(random.choice(SIGNS), possible=random.random() < 0.8)] * (random.random() < 0.05)
        at.hear(intent, *heard, **slots)
        assert not asks_of_her_health(at), (intent, slots, heard, at.reply.asking)
        if at.reply.ended or random.random() < 0.03:
            at = at.later(hours=random.choice((1, 30, 24 * 10)))


def test_without_the_gate_and_the_birth_only_what_she_told_by_herself_opens_a_stronger_move() -> None:
    untold = Session(keepsake(), triage="inform")
    untold.hear("baby_status", baby="free")
    assert not untold.hear("start_exercise", exercise="bridge").guiding
    told = Session(keepsake(), triage="inform")
    told.hear("profile", baby="free", weeks_postpartum=20, delivery="vaginal", cleared=True)
    assert told.hear("start_exercise", exercise="bridge").guiding
    assert "Leave this out today if" in told.reply.text


def test_at_the_end_of_a_routine_nothing_is_asked() -> None:
    at = Session(keepsake(), triage="inform")
    at.hear("baby_status", baby="in_arms")
    at.hear("start_exercise", exercise="chin_tuck")
    at.hear("answer_yes")
    assert at.talk.routine is not None
    assert at.talk.routine.status == "finished"
    assert (at.reply.asking, at.reply.ended) == (None, True)


@pytest.mark.parametrize("moment", ["fresh", "ready", "offer"])
@pytest.mark.parametrize("intent", ["answer_yes", "answer_unsure"])
def test_a_yes_to_what_to_do_says_that_it_is_so_and_starts_nothing(moment: str, intent: str) -> None:
    for id in SIGNS:
        if intent == "answer_unsure" and content().signs[id].unknown == "SELF_CARE":
            continue
        at = informed(moment)
        at.hear("unclear", sign(id, possible=True))
        reply = at.hear(intent)
        assert reply.level is not None, id
        assert (reply.guiding, asks_of_her_health(at)) == (False, False), id


def test_what_to_do_is_said_again_where_she_is_not_understood() -> None:
    at = informed()
    first = at.hear("unclear", sign("heavy_bleeding", possible=True))
    assert first.text in at.hear("unclear").text
    assert first.reprompt == first.text


def test_while_somebody_has_to_see_her_a_launch_says_so_and_offers_no_place() -> None:
    at = informed("ready")
    at.hear("unclear", sign("chest_pain"))
    reply = at.later(hours=1).hear("launch")
    assert "new or worse" in reply.text
    assert "Shall we" not in reply.text
    assert reply.asking == "start"


@pytest.mark.parametrize("possible", [False, True])
def test_the_sentence_for_danger_is_said_once_also_to_her_silence(possible: bool) -> None:
    at = informed()
    reply = at.hear("unclear", sign("violence", possible=possible))
    assert "danger" in reply.text
    assert (reply.private, reply.reprompt) == (True, "")
    assert "danger" not in at.hear("unclear").text
