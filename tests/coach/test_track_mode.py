"""Track mode: what is played, what moves the place, and what stops the player."""

from __future__ import annotations

import pytest
from msgspec import structs

from skill.coach.conversation import Conversation
from skill.coach.playing import key_of, reps_of
from skill.coach.routine import SETTLE
from skill.coach.timeline import Listen
from tests.coach.tracks import Speaker, started, words
from tests.factories import TODAY, cleared, keepsake, sign


def test_a_routine_begins_with_its_words_and_then_a_track_while_nobody_listens() -> None:
    reply = Speaker().start()
    assert reply.play is not None
    assert (reply.play.track, reply.play.ms, reply.play.after) == ("diaphragmatic_breathing/seated_in_arms", 0, False)
    assert reply.text.startswith("This is the baby in arms routine")
    assert "Sleepy or dizzy?" in reply.text
    assert (reply.listening, reply.ended, reply.guiding, reply.asking) == (False, True, False, None)
    assert not any(isinstance(cue, Listen) for cue in reply.speech)


@pytest.mark.parametrize("why_not", ["the setting", "the device", "the track", "a slower pace", "care", "a partner"])
def test_without_any_one_of_these_the_step_is_guided_in_turns(why_not: str) -> None:
    kept = keepsake(guide="tracks", profile=cleared(140))
    if why_not == "the setting":
        kept = keepsake(profile=cleared(140))
    if why_not == "a slower pace":
        kept = keepsake(guide="tracks", pace=1.15, profile=cleared(140))
    if why_not == "care":
        kept = structs.replace(kept, see_care_until=TODAY)
    speaker = Speaker(kept, plays=why_not != "the device", triage="inform" if why_not == "care" else "ask")
    if why_not == "the track":
        speaker.at.words = structs.replace(words(), tracks={})
    if why_not == "a partner":
        speaker.hear("partner", partner=True)
    reply = speaker.start()
    assert reply.play is None
    assert (reply.guiding, reply.listening, reply.asking) == (True, True, "ready")
    assert speaker.place.chain == ""


def test_what_asks_something_first_or_is_stronger_is_never_played() -> None:
    speaker = Speaker(baby="free")
    speaker.start("strength")
    tiers = {e.id: e.tier for e in words().exercises.values()}
    for _ in range(12):
        if speaker.at.reply.play is not None:
            assert tiers[speaker.at.reply.play.track.partition("/")[0]] == 0
        asking = speaker.at.reply.asking or ""
        speaker.hear("answer_no" if asking.startswith("gate_") else "answer_yes" if asking else "next")


def test_after_one_exercise_hurt_all_are_guided_in_turns() -> None:
    speaker = started()
    assert speaker.hear("that_hurts").stops_player
    speaker.hear("answer_no")
    speaker.hear("pain_score", score=1)
    speaker.hear("next")
    assert speaker.at.reply.play is None
    assert speaker.at.reply.guiding


def test_with_little_time_a_track_that_takes_longer_is_not_played() -> None:
    speaker = Speaker()
    reply = speaker.hear("start_routine", baby="in_arms", minutes=5)
    assert speaker.running.here.reps < reps_of(words().tracks[key_of(speaker.running.here)])
    assert (reply.play, reply.guiding) == (None, True)


def test_the_tracks_follow_each_other_as_long_as_nothing_has_to_be_asked_and_the_place_goes_along() -> None:
    speaker = started()
    steps = [step.step for step in speaker.running.steps if step.exercise != SETTLE]
    passed = [speaker.place.step]
    while speaker.plays_on():
        assert speaker.place.status == "running"
        passed.append(speaker.place.step)
    assert passed == steps[: len(passed)] == ["breathe", "tilts", "blades", "chin"]
    assert (speaker.place.step, speaker.place.rep, speaker.place.status) == ("turns", 0, "paused")
    # That one is of the next tier, and its questions come first.
    assert (speaker.hear("resume").asking or "").startswith("gate_")


def gentle() -> Speaker:
    """A routine of the first days: all of it may be played."""
    speaker = Speaker(keepsake(guide="tracks", profile=cleared(3)))
    assert speaker.start("first_days").play is not None
    speaker.tells("started")
    return speaker


def test_a_chain_that_has_played_to_its_end_finishes_the_routine_without_a_word() -> None:
    speaker = gentle()
    steps = [step for step in speaker.running.steps if step.exercise != SETTLE]
    played = 1
    while speaker.plays_on():
        played += 1
    assert played == len(steps) >= 3
    assert speaker.at.kept.place is None
    entry = speaker.at.kept.diary[-1]
    assert (entry.kind, entry.routine, entry.finished) == ("session", "first_days_breathing", True)
    assert entry.minutes >= 2
    assert set(speaker.at.kept.settings.knows) == {step.exercise for step in steps}


def test_no_event_of_a_chain_says_a_word_or_listens() -> None:
    for event in ("started", "stopped", "nearly", "finished", "failed"):
        reply = gentle().tells(event, ms=9_000)
        assert (reply.text, reply.reprompt, reply.listening, reply.asking) == ("", "", False, None)


def test_an_interruption_keeps_the_repetition_that_was_heard() -> None:
    speaker = started()
    chapters = words().tracks["diaphragmatic_breathing/seated_in_arms"].chapters
    speaker.tells("stopped", ms=chapters[3].ms + 1)
    assert (speaker.place.rep, speaker.place.status, speaker.place.why) == (3, "paused", "break")


def test_events_of_an_older_chain_change_nothing() -> None:
    speaker = started()
    older = speaker.remembered
    speaker.passes(seconds=20)
    speaker.hear("start_over")
    assert speaker.remembered.routine != older.routine
    kept = speaker.at.kept
    for event in ("started", "stopped", "nearly", "finished", "failed"):
        reply = speaker.tells(event, ms=30_000, of=older)
        assert (reply.play, reply.stops_player) == (None, False)
        assert speaker.at.kept == kept


def test_what_is_no_longer_right_does_not_follow_and_what_begins_all_the_same_is_stopped() -> None:
    speaker = gentle()
    # On another device she has told of something that should be seen first.
    speaker.at.kept = structs.replace(speaker.at.kept, see_care_until=TODAY)
    assert speaker.tells("nearly").play is None
    assert speaker.tells("started").stops_player
    assert (speaker.place.status, speaker.place.chain) == ("paused", "")


def test_a_track_that_cannot_be_played_leads_to_turns_for_the_rest_of_the_place() -> None:
    speaker = started()
    assert speaker.tells("failed").stops_player
    assert (speaker.place.status, speaker.place.chain, speaker.place.by_turns) == ("paused", "", True)
    speaker.remembered = Conversation()
    reply = speaker.hear("resume")
    assert (reply.play, reply.guiding) == (None, True)
    assert speaker.hear("start_routine", kind="feeding").play is not None  # another one is tried again


@pytest.mark.parametrize("intent", ["next", "previous", "start_over", "repeat"])
def test_a_move_while_a_track_plays_plays_on_from_there_or_guides_in_turns(intent: str) -> None:
    speaker = gentle()
    speaker.plays_on()
    speaker.ms, speaker.at.reply = 30_000, structs.replace(speaker.at.reply, listening=False)
    before = speaker.place
    speaker.passes(seconds=30)
    reply = speaker.hear(intent)
    assert reply.play is not None
    assert not reply.stops_player
    assert speaker.place.chain not in ("", before.chain)
    steps = [step.step for step in speaker.running.steps if step.exercise != SETTLE]
    at = steps.index(before.step)
    there = {"next": at + 1, "previous": at - 1, "start_over": 0, "repeat": at}[intent]
    assert (speaker.place.step, speaker.place.rep) == (steps[there], 0)


def test_slower_and_easier_are_guided_in_turns_because_a_track_is_as_it_is() -> None:
    for intent in ("slower", "easier"):
        reply = started().hear(intent)
        assert (reply.guiding, reply.stops_player, reply.play) == (True, True, None)


@pytest.mark.parametrize(
    ("intent", "slots"),
    [("time_left", {}), ("whats_next", {}), ("why_this", {}), ("explain_exercise", {}), ("tips", {"topic": "lifting"})],
)
def test_a_side_question_is_answered_and_the_track_goes_on_by_itself(intent: str, slots: dict[str, str]) -> None:
    speaker = started()
    place = speaker.place
    reply = speaker.hear(intent, **slots)
    assert reply.text
    assert (reply.play, reply.stops_player, reply.ended, reply.asking) == (None, False, True, None)
    assert (speaker.place.step, speaker.place.chain, speaker.place.status) == (place.step, place.chain, "running")


def test_what_was_not_understood_may_have_been_that_it_hurts_so_the_track_stops() -> None:
    speaker = started()
    reply = speaker.hear("unclear")
    assert (reply.stops_player, reply.listening) == (True, True)
    assert "that hurts" in reply.text
    assert (speaker.place.status, speaker.place.chain) == ("paused", "")


@pytest.mark.parametrize("intent", ["out_of_scope", "silence"])
def test_what_is_not_hers_lets_the_track_go_on(intent: str) -> None:
    speaker = started()
    reply = speaker.hear(intent)
    assert (reply.stops_player, reply.ended) == (False, True)
    assert speaker.place.chain == speaker.remembered.routine.chain  # type: ignore[union-attr]


def test_her_baby_in_another_place_stops_what_was_fitted_to_the_old_one() -> None:
    speaker = Speaker(keepsake(guide="tracks", profile=cleared(3)), baby="free")
    assert speaker.start("first_days").play is not None
    old = speaker.remembered
    reply = speaker.hear("baby_status", baby="in_arms")
    assert reply.stops_player or reply.play is not None
    assert speaker.place.baby == "in_arms"
    assert speaker.tells("nearly", of=old).play is None


@pytest.mark.parametrize("id", ["chest_pain", "saddle_numb"])
def test_an_emergency_stops_the_player_and_no_track_follows(id: str) -> None:
    speaker = started()
    old = speaker.remembered
    reply = speaker.hear("report_warning_sign", sign(id))
    assert (reply.level, reply.stops_player, reply.play) == ("EMERGENCY", True, None)
    assert (speaker.tells("nearly", of=old).play, speaker.place.chain) == (None, "")


def test_an_emergency_stops_the_player_even_if_it_plays_nothing_that_is_known() -> None:
    speaker = Speaker()
    assert speaker.hear("report_warning_sign", sign("chest_pain")).stops_player
    assert not Speaker(plays=False).hear("report_warning_sign", sign("chest_pain")).stops_player
