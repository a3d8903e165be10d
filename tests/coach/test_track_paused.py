"""A track that she pauses or stops: was that pain, or the baby? Asked once, and never in the way."""

from __future__ import annotations

import pytest

from skill.coach.keepsake import for_mode
from tests.coach.tracks import Speaker, started, words
from tests.factories import TODAY, cleared, keepsake


def paused() -> Speaker:
    speaker = started()
    speaker.ms = 28_000
    reply = speaker.hear("pause")
    assert (reply.text, reply.asking) == ("Paused. Was that pain, or the baby?", "paused_why")
    assert (reply.stops_player, reply.listening) == (True, True)
    assert (speaker.place.status, speaker.place.rep) == ("paused", 1)
    return speaker


def test_a_pause_asks_one_short_question_and_pain_is_looked_into() -> None:
    for answer in ("that_hurts", "answer_yes"):
        assert paused().hear(answer).asking == "hurt_numb"


def test_a_pause_for_the_baby_waits_for_her_word() -> None:
    speaker = paused()
    reply = speaker.hear("pause", why="baby")
    assert (reply.text, reply.listening) == ("Baby first. Say continue when you're ready.", False)
    assert (speaker.place.why, speaker.place.status) == ("baby", "paused")


@pytest.mark.parametrize("answer", ["answer_no", "answer_unsure", "silence"])
def test_neither_or_silence_leaves_her_in_peace_with_her_place_kept(answer: str) -> None:
    speaker = paused()
    reply = speaker.hear(answer)
    assert (reply.listening, reply.asking) == (False, None)
    assert (speaker.place.step, speaker.place.rep, speaker.place.status) == ("breathe", 1, "paused")


def test_going_on_is_an_answer_too_and_the_way_into_the_position_is_said_first() -> None:
    speaker = paused()
    reply = speaker.hear("resume")
    assert reply.play is not None
    assert reply.play.ms == words().tracks[reply.play.track].chapters[1].ms
    assert "Sit back" in reply.text


def test_hours_later_her_kept_place_is_resumed_and_the_old_track_counts_for_nothing() -> None:
    speaker = paused()
    speaker.hear("answer_no")
    speaker.passes(hours=5)
    reply = speaker.hear("resume")
    assert reply.asking == "baby_now"
    reply = speaker.hear("baby_status", baby="in_arms")
    assert reply.play is not None
    assert reply.play.ms > 0


@pytest.mark.parametrize("where", ["resume", "launch"])
def test_stop_ends_at_once_and_the_next_session_asks_why_once(where: str) -> None:
    speaker = started()
    reply = speaker.hear("stop")
    assert (reply.asking, reply.ended, reply.stops_player) == (None, True, True)
    assert (speaker.place.status, speaker.place.why, speaker.place.chain) == ("stopped", "untold", "")
    speaker.passes(hours=1)
    reply = speaker.hear(where)
    assert reply.asking == "stopped_why"
    speaker.hear("end")
    assert speaker.hear(where).asking in ("baby_now", "resume")


@pytest.mark.parametrize("where", ["resume", "launch"])
def test_after_the_answer_she_goes_on_where_she_wanted_to(where: str) -> None:
    for intent, slots, why in (("pause", {"why": "baby"}, "baby"), ("answer_no", {}, "break")):
        speaker = started()
        speaker.hear("stop")
        speaker.passes(minutes=2)
        speaker.hear(where)
        reply = speaker.hear(intent, **slots)
        assert speaker.place.why == why or reply.play is not None
        expected = "resume" if where == "launch" else "baby_now" if why == "baby" else None
        assert reply.asking == expected


def test_if_it_was_pain_that_is_looked_into_before_anything_moves_and_remembered() -> None:
    speaker = started()
    speaker.hear("stop")
    speaker.passes(hours=1)
    speaker.hear("resume")
    assert speaker.hear("that_hurts").asking == "hurt_numb"
    assert speaker.at.kept.hurt == {"diaphragmatic_breathing": TODAY}
    assert speaker.place.why == "pain"


def test_where_nothing_of_her_health_may_be_asked_neither_question_is() -> None:
    speaker = started(triage="inform")
    reply = speaker.hear("pause")
    assert (reply.asking, reply.stops_player) == (None, True)
    assert "pain" not in reply.text
    speaker = started(triage="inform")
    speaker.hear("stop")
    assert speaker.place.why == "break"


def test_no_word_about_a_baby_in_the_question_where_there_is_none() -> None:
    speaker = Speaker(keepsake(guide="tracks", no_baby_words=True, profile=cleared(140)), baby="not_here")
    assert speaker.start().play is not None
    assert speaker.hear("pause").text == "Paused. Was that pain?"


def test_in_settings_mode_nothing_of_the_pain_is_kept() -> None:
    speaker = started(keep="settings")
    speaker.hear("stop")
    speaker.hear("resume")
    speaker.hear("that_hurts")
    kept = for_mode(speaker.at.kept, "settings")
    assert kept.place is not None
    assert (kept.place.why, kept.hurt) == ("break", {})
