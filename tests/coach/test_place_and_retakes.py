"""Her place outlives content edits, days and devices; a turn taken again moves her once and answers one question."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from skill.coach.content import Content
from skill.coach.keepsake import Keepsake, Settings
from skill.coach.routine import SETTLE
from skill.coach.timeline import Mark, parse_mark
from tests.coach.moments import INTENTS, MOMENTS, past_gate, routine, session, slots_of
from tests.factories import Session, content, heard
from tests.strategies import keepsakes, steady

KINDS = ("strength", "floor", "feeding", "bedtime")


def edited(words: Content, id: str, data: Any) -> Content:
    """Content with a routine's steps dropped, reordered, renamed, and doses changed."""
    there = words.routines[id]
    order = data.draw(st.permutations(list(there.steps)))
    keep = data.draw(st.lists(st.sampled_from(order), min_size=1, unique_by=lambda step: step.id))
    steps = []
    for step in [s for s in order if s in keep]:
        if data.draw(st.booleans()):
            step = structs.replace(step, id=f"{step.id}_new")
        if step.exercise != SETTLE and data.draw(st.booleans()):
            step = structs.replace(step, reps=data.draw(st.integers(1, 20)))
        steps.append(step)
    if all(step.exercise == SETTLE for step in steps):
        steps += [step for step in there.steps if step.exercise != SETTLE][:1]
    changed = structs.replace(there, steps=tuple(steps), version=there.version + 1)
    return structs.replace(words, routines={**words.routines, id: changed})


@steady
@given(kind=st.sampled_from(KINDS), moves=st.integers(0, 9), days=st.integers(0, 30), data=st.data())
def test_a_place_survives_content_edits(kind: str, moves: int, days: int, data: Any) -> None:
    at = routine(past_gate(session()) if kind == "strength" else session(), kind)
    for _ in range(moves):
        at.hear("answer_no" if (at.reply.asking or "").startswith("gate_") else "next")
    at.hear("stop")
    place = at.kept.place
    if place is None:
        return
    words = edited(content(), place.routine, data)
    later = Session(at.kept, now=at.now + timedelta(days=days), words=words)
    later.hear("profile", baby="in_arms" if kind == "feeding" else "free")
    later.hear("resume")
    for _ in range(4):
        later.then(*["answer_no"] * ((later.reply.asking or "").startswith(("gate_", "new_since"))))
    running = later.talk.routine
    assert running is not None
    assert running.here.step in {step.id for step in words.routines[place.routine].steps}
    steps = words.routines[place.routine].steps
    open_today = {s.step for s in running.steps}
    named = next((s for s in steps if s.id == place.step), None) or next(
        (s for s in steps if s.exercise == place.exercise), None
    )
    if named is not None and named.id in open_today and named.exercise != SETTLE and running.status != "finished":
        assert running.here.exercise == named.exercise


@pytest.mark.parametrize("kind", KINDS)
def test_minutes_later_on_another_device_she_goes_on_at_the_same_step(kind: str) -> None:
    at = routine(session(), kind).then("answer_yes")
    kept = msgspec.convert(msgspec.to_builtins(at.kept), Keepsake)
    other = Session(kept, now=at.now + timedelta(minutes=5)).then("launch", "answer_yes")
    assert other.talk.routine is not None
    assert at.talk.routine is not None
    assert other.talk.routine.here.step == at.talk.routine.here.step


def target(at: Session) -> tuple[Any, ...]:
    """Where a turn has taken her, and what it asks."""
    running = at.talk.routine
    marks = [parse_mark(cue.id) for cue in at.reply.speech if isinstance(cue, Mark)]
    here = (running.routine, running.here.step, running.rep, running.status) if running else None
    return here, marks, at.reply.asking


MOVING = (
    "next",
    "previous",
    "answer_yes",
    "answer_no",
    "pause",
    "stop",
    "easier",
    "start_over",
    "that_hurts",
    "finished",
)


@steady
@given(moment=st.sampled_from(sorted(MOMENTS)), intent=st.sampled_from(MOVING), newer=keepsakes)
def test_a_turn_taken_again_on_a_newer_keepsake_moves_to_the_same_step(
    moment: str, intent: str, newer: Keepsake
) -> None:
    at = MOMENTS[moment](session())
    if at.talk.routine is None or at.talk.routine.status not in ("running", "paused"):
        return
    once, again = at.copy(), at.copy()
    # Another session saved first: its place, its settings of comfort and its diary are newer than what we read.
    again.kept = structs.replace(
        at.kept,
        place=newer.place,
        settings=structs.replace(at.kept.settings, voice="other", chimes=False),
        diary=newer.diary,
    )
    once.hear(intent)
    again.hear(intent)
    assert target(again)[:1] == target(once)[:1]
    assert target(again)[1] == target(once)[1]


@pytest.mark.parametrize("moment", list(MOMENTS))
def test_taking_the_same_turn_twice_gives_the_same_answer(moment: str) -> None:
    at = MOMENTS[moment](session())
    for intent in INTENTS:
        for slots in slots_of(intent)[:3]:
            first, second = at.copy(), at.copy()
            first.take(heard(intent, **slots))
            second.take(heard(intent, **slots))
            assert (first.talk, first.kept, first.reply) == (second.talk, second.kept, second.reply)


@pytest.mark.parametrize("answer", ["answer_yes", "answer_no", "answer_unsure", "next"])
def test_an_answer_counts_only_for_the_question_this_session_asked(answer: str) -> None:
    asking = MOMENTS["erase asked"](session())
    other = Session(asking.kept, now=asking.now)
    other.hear(answer)
    assert other.kept.profile == asking.kept.profile
    assert not other.reply.effects
    assert other.talk.gate == ()


def test_a_place_is_kept_after_every_turn_of_a_routine() -> None:
    at = routine(session())
    for _ in range(12):
        running, place = at.talk.routine, at.kept.place
        if running is None or running.status == "finished":
            break
        assert place is not None
        assert (place.routine, place.step, place.exercise) == (
            running.routine,
            running.here.step,
            running.here.exercise,
        )
        at.hear("answer_no" if (at.reply.asking or "").startswith("gate_") else "answer_yes")


def test_in_settings_mode_nothing_of_her_birth_or_body_is_put_into_the_keepsake() -> None:
    for intent in INTENTS:
        for slots in slots_of(intent):
            at = Session(Keepsake(settings=Settings(welcomed=True)), keep="settings")
            at.hear(intent, **slots)
            at.hear("pain_score", score=4)
            assert (at.kept.profile, at.kept.diary, at.kept.hurt, at.kept.plan) == (None, (), {}, None)
