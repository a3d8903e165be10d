"""The twin's player: a stream against the clock, the queue behind it, and her voice in between."""

from __future__ import annotations

from tests.alexa.dummy_skill import MINUTE, PLAYS, device_with, kinds, only, play, said


def test_a_stream_plays_to_its_end_against_the_clock() -> None:
    device = device_with(**PLAYS)
    device.open()
    device.wait(70)
    assert kinds(device)[1:] == [f"AudioPlayer.Playback{what}" for what in ("Started", "NearlyFinished", "Finished")]
    offsets = [done.request["request"]["offsetInMilliseconds"] for done in device.history[1:]]
    assert offsets == [0, 50_000, MINUTE]
    assert device.history[3].request["request"]["timestamp"] == "2026-11-23T12:01:00Z"


def test_what_is_enqueued_in_time_follows() -> None:
    device = device_with(**PLAYS, PlaybackNearlyFinished=only(play("two", "ENQUEUE", after="one")))
    device.open()
    device.wait(90)
    assert kinds(device)[3:] == ["AudioPlayer.PlaybackFinished", "AudioPlayer.PlaybackStarted"]
    assert device.player.sounding.token == "two"
    assert device.player.sounding.offset == 30_000


def test_what_is_enqueued_behind_another_stream_is_ignored() -> None:
    device = device_with(**PLAYS, PlaybackNearlyFinished=only(play("two", "ENQUEUE", after="zero")))
    device.open()
    device.wait(90)
    assert device.player.sounding.token == "one"
    assert device.player.sounding.activity == "FINISHED"


def test_her_voice_interrupts_the_stream_and_it_goes_on_by_itself() -> None:
    device = device_with(**PLAYS, HelpIntent=said("You can say stop.", end=True))
    device.open()
    device.wait(20)
    device.say("ask gentle back for help")
    assert kinds(device)[2:] == ["AMAZON.HelpIntent", "AudioPlayer.PlaybackStopped", "AudioPlayer.PlaybackStarted"]
    assert device.history[2].request["context"]["AudioPlayer"]["playerActivity"] == "PLAYING"
    assert device.history[4].request["request"]["offsetInMilliseconds"] == 20_000


def test_or_it_is_stopped_before_her_words_are_sent() -> None:
    device = device_with(stopped_first=True, **PLAYS, HelpIntent=said("You can say stop.", end=True))
    device.open()
    device.wait(20)
    device.say("ask gentle back for help")
    assert kinds(device)[2:] == ["AudioPlayer.PlaybackStopped", "AMAZON.HelpIntent", "AudioPlayer.PlaybackStarted"]
    assert device.history[3].request["context"]["AudioPlayer"]["playerActivity"] == "STOPPED"


def test_it_waits_for_the_end_of_the_talk() -> None:
    device = device_with(**PLAYS, HelpIntent=said("What is it?"))
    device.open()
    device.say("ask gentle back for help")
    assert device.player.sounding.activity == "STOPPED"
    device.silence()
    assert kinds(device)[-2:] == ["SessionEndedRequest", "AudioPlayer.PlaybackStarted"]


def test_what_was_stopped_stays_silent() -> None:
    device = device_with(**PLAYS, PauseIntent=said("Paused.", end=True, directives=[{"type": "AudioPlayer.Stop"}]))
    device.open()
    device.wait(20)
    device.say("Alexa, pause")
    device.wait(600)
    assert kinds(device)[2:] == ["AMAZON.PauseIntent", "AudioPlayer.PlaybackStopped"]
    assert device.player.sounding.offset == 20_000


def test_hours_later_resume_still_reaches_the_skill_whose_stream_it_was() -> None:
    device = device_with(**PLAYS, PauseIntent=said("Paused.", end=True, directives=[{"type": "AudioPlayer.Stop"}]))
    device.open()
    device.say("pause")
    device.wait(6 * 3600)
    device.say("Alexa, resume")
    request = device.history[-1].request
    assert kinds(device)[-1] == "AMAZON.ResumeIntent"
    assert (request["session"]["new"], request["context"]["AudioPlayer"]["token"]) == (True, "one")


def test_after_other_music_it_does_not() -> None:
    device = device_with(**PLAYS)
    device.open()
    device.play_music()
    assert device.say("resume") is None
    assert kinds(device)[-1] == "AudioPlayer.PlaybackStopped"


def test_words_for_somebody_else_only_interrupt_it() -> None:
    device = device_with(**PLAYS)
    device.open()
    assert device.say("what time is it") is None
    assert kinds(device)[2:] == ["AudioPlayer.PlaybackStopped", "AudioPlayer.PlaybackStarted"]


def test_a_new_stream_replaces_the_one_that_plays() -> None:
    device = device_with(**PLAYS, NextIntent=said("Next.", end=True, directives=[play("two")]))
    device.open()
    device.say("next")
    tokens = [done.request["request"].get("token") for done in device.history[2:]]
    assert tokens == [None, "one", "two"]


def test_a_cleared_queue_stops_what_plays() -> None:
    clear = {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"}
    device = device_with(**PLAYS, PauseCommandIssued=only(clear))
    device.open()
    device.press("Pause")
    assert kinds(device)[2:] == ["PlaybackController.PauseCommandIssued", "AudioPlayer.PlaybackStopped"]


def test_a_stream_that_breaks_off_can_be_answered_with_another() -> None:
    device = device_with(**PLAYS, PlaybackFailed=only(play("two")))
    device.open()
    device.fail()
    assert device.history[2].request["request"]["error"]["type"] == "MEDIA_ERROR_INVALID_REQUEST"
    assert device.player.sounding.token == "two"


def test_a_players_event_answered_with_words_is_refused() -> None:
    device = device_with(lenient=True, **PLAYS, PlaybackStarted=said("I begin.", end=True))
    device.open()
    refused = device.history[2].request["request"]
    assert refused["type"] == "System.ExceptionEncountered"
    assert refused["cause"]["requestId"] == device.history[1].request["request"]["requestId"]
