"""The player's requests and directives: what counts, what may be answered, and what is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Response
from msgspec import structs

from skill.alexa.envelope import Player, Request
from skill.alexa.limits import ANSWERED_BY
from skill.alexa.player import BUTTONS, EVENTS, conversation_of, directives, said
from skill.alexa.tokens import restored, token_of
from skill.coach.conversation import Asked, Conversation
from skill.coach.heard import Said
from skill.coach.playing import carried
from skill.coach.reply import Play, Reply
from tests.alexa.rendered import BASE, tracks
from tests.coach.tracks import Speaker, words

SECRET = "the secret of a deployment"
TRACKS = tracks()
WORDS = words()


def remembered() -> Conversation:
    speaker = Speaker()
    speaker.start()
    return speaker.remembered


TALK = remembered()
TOKEN = token_of(TALK, SECRET)


def event(name: str, token: str = TOKEN, current: str = TOKEN, ms: int = 0, activity: str = "PLAYING") -> Request:
    return Request(kind=f"AudioPlayer.{name}", token=token, ms=ms, player=Player(current, ms, activity))


def spoken(kind: str = "IntentRequest", token: str = TOKEN, ms: int = 0, **more: Any) -> Request:
    activity = more.pop("activity", "PLAYING")
    told = {"new": True, "can_play": True} | more
    return Request(kind=kind, player=Player(token, ms, activity), **told)


# What counts


def test_every_event_of_amazons_player_is_one_of_the_cores() -> None:
    player_events = {"started", "stopped", "nearly", "finished", "failed"}
    assert set(EVENTS.values()) == player_events
    assert {said(event(kind.removeprefix("AudioPlayer."))).event for kind in EVENTS} == player_events  # type: ignore[union-attr]
    assert said(event("PlaybackStopped", ms=4_000)) == Said(event="stopped", ms=4_000)


@pytest.mark.parametrize("name", [kind.removeprefix("AudioPlayer.") for kind in EVENTS])
def test_an_event_counts_only_if_its_track_is_the_one_now_in_this_devices_player(name: str) -> None:
    assert said(event(name, token="another")) is None
    assert said(event(name, current="")) is None or name == "PlaybackFailed"
    assert said(event(name, token="", current="")) is None


def test_a_failure_counts_where_nothing_plays_because_it_never_began() -> None:
    assert said(event("PlaybackFailed", current="", activity="IDLE")) == Said(event="failed")
    assert said(event("PlaybackFailed", current="older", activity="STOPPED")) == Said(event="failed")


def test_buttons_are_the_control_words_and_a_pressed_pause_asks_nothing() -> None:
    pressed = {kind: said(Request(kind=kind)) for kind in BUTTONS}
    assert {found.intent for found in pressed.values() if found} == {"next", "previous", "resume", "stop"}


@pytest.mark.parametrize("kind", ["AudioPlayer.PlaybackQueued", "PlaybackController.Dance", "", "System.X"])
def test_what_is_not_known_means_nothing(kind: str) -> None:
    assert said(Request(kind=kind, token="x", player=Player("x"))) is None


# Whose conversation


def test_an_event_belongs_to_what_its_token_remembers_at_its_millisecond() -> None:
    chapters = WORDS.tracks["diaphragmatic_breathing/seated_in_arms"].chapters
    found = conversation_of(event("PlaybackStopped", ms=chapters[2].ms), Conversation(), WORDS, SECRET)
    assert found.routine is not None
    assert structs.replace(found, routine=structs.replace(found.routine, rep=0)) == TALK
    assert found.routine.rep == 2


@pytest.mark.parametrize("token", ["", "x.y", TOKEN[:-1], token_of(TALK, "another secret")])
def test_an_event_of_a_forged_token_belongs_to_nothing(token: str) -> None:
    assert conversation_of(event("PlaybackStopped", token=token), Conversation(), WORDS, SECRET) == Conversation()


@pytest.mark.parametrize("kind", ["LaunchRequest", "IntentRequest", *BUTTONS])
def test_a_new_session_goes_on_where_the_track_on_this_device_is(kind: str) -> None:
    found = conversation_of(spoken(kind, ms=40_000), Conversation(), WORDS, SECRET)
    assert found.routine is not None
    assert (found.routine.chain, found.routine.rep) == (TALK.routine.chain, 2)  # type: ignore[union-attr]
    assert found.plays


@pytest.mark.parametrize(
    "request_", [spoken(activity="FINISHED"), spoken(activity="IDLE"), spoken(token=""), spoken(token="else's.token")]
)
def test_a_player_that_holds_nothing_of_ours_gives_a_session_of_its_own(request_: Request) -> None:
    assert conversation_of(request_, Conversation(), WORDS, SECRET) == Conversation(plays=True)


def test_a_session_that_goes_on_is_its_own_whatever_the_player_holds() -> None:
    talk = Conversation(asked=Asked("paused_why"))
    assert conversation_of(spoken(new=False), talk, WORDS, SECRET) == structs.replace(talk, plays=True)


def test_a_device_without_a_player_plays_nothing() -> None:
    assert not conversation_of(spoken(token="", can_play=False), Conversation(), WORDS, SECRET).plays


# Directives

PLAY = Play(track="diaphragmatic_breathing/seated_in_arms", title="Belly breathing", at=1, ms=12_000)


def sent(request: Request, **reply: Any) -> tuple[dict[str, Any], ...]:
    return directives(request, Reply(speech=(), **reply), TALK, WORDS_OF_TRACKS, TRACKS, SECRET)


WORDS_OF_TRACKS = TRACKS.filled(WORDS)


def test_a_track_is_played_from_its_place_instead_of_all_else() -> None:
    (directive,) = sent(spoken(), play=PLAY)
    assert (directive["type"], directive["playBehavior"]) == ("AudioPlayer.Play", "REPLACE_ALL")
    stream, metadata = directive["audioItem"]["stream"], directive["audioItem"]["metadata"]
    assert stream["url"].startswith(BASE)
    assert stream["offsetInMilliseconds"] == 12_000
    assert "expectedPreviousToken" not in stream
    assert restored(stream["token"], SECRET, WORDS) == carried(TALK, 1)
    assert metadata == {"title": "Belly breathing", "subtitle": "Gentle Back"}


def test_the_next_track_is_queued_behind_the_one_that_asked() -> None:
    following = structs.replace(PLAY, after=True, ms=0, at=2)
    (directive,) = sent(event("PlaybackNearlyFinished"), play=following)
    stream = directive["audioItem"]["stream"]
    assert (directive["playBehavior"], stream["expectedPreviousToken"]) == ("ENQUEUE", TOKEN)
    found = restored(stream["token"], SECRET, WORDS)
    assert found is not None
    assert found.routine is not None
    assert (found.routine.at, found.routine.done) == (2, ("settle", "breathe"))
    assert stream["token"] != TOKEN


def test_amazons_own_models_take_every_directive() -> None:
    every = [
        *sent(spoken(), play=PLAY),
        *sent(event("PlaybackNearlyFinished"), play=structs.replace(PLAY, after=True)),
        *sent(spoken(), stops_player=True),
        *sent(event("PlaybackFailed"), stops_player=True),
    ]
    read = DefaultSerializer().deserialize(json.dumps({"directives": every}), Response)
    names = [type(directive).__name__ for directive in read.directives]
    assert names == ["PlayDirective", "PlayDirective", "StopDirective", "ClearQueueDirective"]
    assert read.directives[1].audio_item.stream.expected_previous_token == TOKEN


def test_after_a_failure_what_waits_behind_it_is_cleared_too() -> None:
    (directive,) = sent(event("PlaybackFailed"), stops_player=True)
    assert directive == {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"}


def test_no_answer_holds_what_amazon_refuses_there() -> None:
    assert sent(event("PlaybackStopped"), stops_player=True) == ()
    assert sent(event("PlaybackStopped"), play=PLAY) == ()
    for name in ("PlaybackStarted", "PlaybackFinished"):
        assert sent(event(name), play=PLAY) == ()
        assert [d["type"] for d in sent(event(name), stops_player=True)] == ["AudioPlayer.Stop"]
    assert set(ANSWERED_BY) <= set(EVENTS)


def test_a_device_without_a_player_gets_no_directive() -> None:
    assert sent(spoken(can_play=False), stops_player=True) == ()
    assert sent(spoken(can_play=False), play=PLAY) == ()


def test_nothing_wanted_is_nothing_sent() -> None:
    assert sent(spoken()) == ()
    assert sent(event("PlaybackStarted")) == ()
    assert sent(spoken(token="")) == ()


@pytest.mark.parametrize("talk", [Conversation(), structs.replace(TALK, routine=None)])
def test_what_plays_here_but_is_not_her_place_any_more_is_stopped_when_she_speaks(talk: Conversation) -> None:
    stop = ({"type": "AudioPlayer.Stop"},)
    told: Any = (Reply(speech=()), talk, WORDS, TRACKS, SECRET)
    assert directives(spoken(), *told) == stop
    assert directives(spoken(activity="FINISHED"), *told) == ()
    assert directives(spoken(new=False), *told) == ()
    assert directives(event("PlaybackStarted"), *told) == ()


UNSAID = ("pain", "birth", "postpartum", "cesarean", "bleed", "scar", "hurt", "baby")


def test_no_title_on_a_screen_names_pain_or_birth() -> None:
    titles = {exercise.name.lower() for exercise in WORDS.exercises.values()}
    assert [title for title in titles if any(word in title for word in UNSAID)] == []
