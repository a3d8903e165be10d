"""Whatever the player tells, and in whatever order: the place stays sane, and nobody else's event moves it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from skill.coach.conversation import Conversation, Running
from skill.coach.exercise import Exercise, Variant
from skill.coach.playing import ms_at, rep_at, reps_of
from skill.coach.routine import SETTLE
from skill.coach.timeline import Chapter, Track, as_track, laid_out, mark, parse_mark, seconds
from tests.coach.tracks import Speaker, words
from tests.factories import cleared, keepsake
from tests.strategies import steady

EVENTS = ("started", "stopped", "nearly", "finished", "failed")
INTENTS = ("next", "previous", "pause", "resume", "stop", "start_over", "repeat", "time_left", "that_hurts", "slower")
MILLISECONDS = st.integers(min_value=0, max_value=400_000)

gaps = st.lists(st.integers(min_value=1, max_value=90_000), min_size=1, max_size=14)
tracks = gaps.map(
    lambda gaps: Track(
        ms=sum(gaps), chapters=tuple(Chapter(mark("bridge", n), sum(gaps[:n])) for n in range(len(gaps)))
    )
)
variants = st.sampled_from([(e, v) for e in words().exercises.values() for v in e.variants])


@steady
@given(track=tracks, data=st.data())
def test_a_place_in_a_track_is_found_again_and_so_is_every_moment_of_its_repetition(
    track: Track, data: st.DataObject
) -> None:
    rep = data.draw(st.integers(min_value=0, max_value=reps_of(track)))
    assert rep_at(track, ms_at(track, rep)) == rep
    ms = data.draw(st.integers(min_value=0, max_value=track.ms + 10_000))
    assert ms_at(track, rep_at(track, ms)) <= ms
    assert rep_at(track, ms_at(track, rep_at(track, ms))) == rep_at(track, ms)


@steady
@given(track=tracks, times=st.tuples(MILLISECONDS, MILLISECONDS))
def test_later_in_a_track_is_never_an_earlier_repetition(track: Track, times: tuple[int, int]) -> None:
    early, late = sorted(times)
    assert rep_at(track, early) <= rep_at(track, late) <= reps_of(track)


@steady
@given(track=tracks, rep=st.integers(min_value=0, max_value=99))
def test_a_repetition_that_a_track_does_not_have_is_its_last(track: Track, rep: int) -> None:
    assert rep_at(track, ms_at(track, rep)) == min(rep, reps_of(track))


@steady
@given(variant=variants)
def test_every_track_as_written_has_all_its_repetitions_in_order(variant: tuple[Exercise, Variant]) -> None:
    exercise, form = variant
    track = laid_out(exercise.id, form)
    assert [parse_mark(c.mark) for c in track.chapters] == [(exercise.id, n) for n in range(form.reps + 1)]
    assert all(a.ms < b.ms for a, b in pairwise(track.chapters))
    assert track.chapters[-1].ms < track.ms == round(seconds(as_track(exercise.id, form)) * 1000)


def gentle() -> Speaker:
    """The first track of a routine plays, all of which may be played."""
    speaker = Speaker(keepsake(guide="tracks", profile=cleared(3)))
    speaker.start("first_days")
    speaker.tells("started")
    return speaker


@steady
@given(
    events=st.lists(st.tuples(st.sampled_from(EVENTS), MILLISECONDS), min_size=1, max_size=6),
    chain=st.text(max_size=12) | st.sampled_from(["", "0-0"]),
    at=st.integers(min_value=0, max_value=3),
)
def test_an_event_of_any_other_chain_changes_nothing(events: list[tuple[str, int]], chain: str, at: int) -> None:
    speaker = gentle()
    running = speaker.remembered.routine
    assert running is not None
    foreign = structs.replace(
        speaker.remembered, routine=structs.replace(running, chain=chain, at=at % len(running.steps))
    )
    kept = speaker.at.kept
    for event, ms in events:
        reply = speaker.tells(event, ms, of=foreign)
        # Without a chain it is live speech that has ended, and answered in words.
        if chain:
            assert (reply.text, reply.play, reply.stops_player, reply.effects) == ("", None, False, ())
            assert speaker.at.kept == kept


@steady
@given(
    happens=st.lists(
        st.tuples(st.sampled_from((*EVENTS, *EVENTS, *INTENTS)), MILLISECONDS, st.booleans()), min_size=1, max_size=14
    )
)
def test_whatever_happens_in_whatever_order_the_place_is_one_of_the_routine(
    happens: list[tuple[str, int, bool]],
) -> None:
    speaker = gentle()
    older = speaker.remembered
    for what, ms, old in happens:
        speaker.passes(seconds=ms / 1000)
        chain = speaker.at.kept.place.chain if speaker.at.kept.place is not None else ""
        if what in EVENTS:
            reply = speaker.tells(what, ms, of=older if old else None)
            assert reply.text == ""
            assert not reply.listening
            place = speaker.at.kept.place
            assert place is None or place.chain in ("", chain)
        else:
            speaker.ms = ms
            reply = speaker.hear(what)
            assert bool(reply.play) + reply.stops_player <= 1
            assert reply.play is None or (reply.ended and not reply.listening)
        _is_sane(speaker)


def _is_sane(speaker: Speaker) -> None:
    place = speaker.at.kept.place
    if place is None:
        return
    routine = words().routines[place.routine]
    step = next(step for step in routine.steps if step.id == place.step)
    assert step.exercise == place.exercise != SETTLE
    variant = next(v for v in words().exercises[place.exercise].variants if v.id == place.variant)
    assert 0 <= place.rep <= variant.most
    assert place.status != "finished"
    assert not (place.chain and place.by_turns)


def test_what_a_device_remembers_without_a_routine_is_nothing_to_go_on_from() -> None:
    speaker = gentle()
    for event in EVENTS:
        kept = speaker.at.kept
        if event != "finished":
            speaker.tells(event, 5_000, of=Conversation(plays=True))
            assert speaker.at.kept == kept
    assert isinstance(speaker.remembered.routine, Running)
