"""Track mode from her voice to the speaker: the model, the door, the token on the device, the player and the clock."""

from __future__ import annotations

from typing import Any

import pytest

from skill.alexa.carriers import Slot
from skill.alexa.door import Door
from skill.alexa.tracks import Tracks
from skill.alexa.twin import Clock, Device, Standing
from skill.alexa.twin_envelopes import SKILL_ID
from skill.coach.keepsake import Keepsake, Place, Settings
from skill.content.load import load
from skill.opening import open_exchange
from skill.stores import key_of
from skill.stores.memory import MemoryStore
from tests.alexa.rendered import lengths, tracks
from tests.factories import NOON

SECRET = "the secret of a deployment"
USER = "she"


class Home:
    """Her speakers, and what is kept for her."""

    def __init__(self, *, guide: str = "tracks", folder: Tracks | None = None) -> None:
        self.store, self.clock = MemoryStore(), Clock(NOON)
        self.key = key_of(f"amzn1.ask.account.{USER}", secret=SECRET)
        self.store.save(self.key, Keepsake(settings=Settings(welcomed=True, guide=guide)), 0)  # type: ignore[arg-type]
        self.folder = folder or tracks()
        self.kitchen, self.bedroom = self.speaker("kitchen"), self.speaker("bedroom")

    def speaker(self, where: str, **more: Any) -> Device:
        folder = self.folder
        exchange = open_exchange(
            self.store, keep="settings", secret=SECRET, content=lambda locale: folder.filled(load(locale))
        )
        door = Door(exchange, app_ids=frozenset((SKILL_ID,)), secret=SECRET, tracks=folder, clock=self.clock)
        standing = Standing(user=USER, device=where, **more)
        return Device(door.answer, self.clock, standing, length=lengths().__getitem__)

    @property
    def place(self) -> Place:
        place = self.store.load(self.key).keepsake.place
        assert place is not None
        return place


def first_days(home: Home) -> Device:
    """The first track of the routine for the first days plays in the kitchen."""
    device = home.kitchen
    device.say("open gentle back")
    device.say("start the first days routine")
    if device.session is not None:
        device.say("in my arms")
    assert playing(device)
    return device


def playing(device: Device) -> bool:
    return device.player.sounding.activity == "PLAYING"


def kinds(device: Device) -> list[str]:
    return [done.request["request"]["type"].rpartition(".")[2] for done in device.history]


def test_a_routine_plays_through_by_itself_and_is_finished() -> None:
    home = Home()
    device = first_days(home)
    assert (home.place.step, home.place.status) == ("breathe", "running")
    steps = []
    for _ in range(40):
        device.wait(10)
        kept = home.store.load(home.key).keepsake.place
        if kept is None:
            break
        steps.append(kept.step)
    assert list(dict.fromkeys(steps)) == ["breathe", "lift", "breathe_again"]
    assert not playing(device)
    assert kinds(device)[-1] == "PlaybackFinished"
    assert home.store.load(home.key).keepsake.settings.knows["diaphragmatic_breathing"] == 2


def test_hours_after_a_pause_alexa_resume_goes_on_at_the_same_repetition() -> None:
    home = Home()
    device = first_days(home)
    device.wait(45)
    device.say("Alexa, pause")
    assert device.heard == "Paused. Was that pain, or the baby?"
    assert not playing(device)
    device.silence()
    assert not playing(device)
    assert (home.place.rep, home.place.status) == (2, "paused")
    device.wait(3 * 3600)
    device.say("Alexa, resume")
    device.say("in my arms")
    assert playing(device)
    assert (home.place.step, home.place.rep) == ("breathe", 2)
    assert device.player.sounding.offset > 30_000


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        ("the baby", "Baby first. To go on, say: Alexa, open gentle back."),
        ("neither", "Paused."),
        ("pain", "Stop there, and let it rest. Is there any numbness, tingling, or weakness with it?"),
    ],
)
def test_the_question_after_a_pause_is_answered_with_a_word(answer: str, heard: str) -> None:
    device = first_days(Home())
    device.wait(45)
    device.say("Alexa, pause")
    device.say(answer)
    assert device.heard.startswith(heard)
    assert not playing(device)


def test_stop_ends_at_once_and_the_next_time_asks_first_on_any_device() -> None:
    home = Home()
    device = first_days(home)
    device.wait(45)
    device.say("Alexa, stop")
    assert (device.session, playing(device)) == (None, False)
    home.clock.pass_by(600)
    home.bedroom.say("open gentle back")
    assert "Was that pain, or the baby?" in home.bedroom.heard
    home.bedroom.say("neither")
    assert "Shall we go on there?" in home.bedroom.heard
    home.bedroom.say("yes")
    assert playing(home.bedroom)
    assert home.place.rep == 2


def test_a_side_question_lets_the_track_go_on_where_it_was() -> None:
    home = Home()
    device = first_days(home)
    device.wait(30)
    device.say("ask gentle back how long is left")
    assert "minute" in device.heard
    assert playing(device)
    assert device.player.sounding.offset == 30_000
    chain = home.place.chain
    device.wait(120)
    assert home.place.chain == chain
    assert home.place.step == "lift"


def test_next_and_previous_and_the_buttons_act_on_the_exercise_that_plays() -> None:
    home = Home()
    device = first_days(home)
    device.wait(10)
    device.say("Alexa, next")
    assert (home.place.step, playing(device)) == ("lift", True)
    device.wait(10)
    device.press("Previous")
    assert (home.place.step, playing(device)) == ("breathe", True)
    device.press("Next")
    assert (home.place.step, playing(device)) == ("lift", True)
    device.press("Pause")
    assert (home.place.status, home.place.why, playing(device)) == ("stopped", "untold", False)


def test_that_hurts_said_over_a_track_stops_it_and_asks() -> None:
    device = first_days(Home())
    device.wait(20)
    device.say("ask gentle back ouch that hurts")
    assert not playing(device)
    assert device.listening
    assert "numbness" in device.heard


def test_called_over_a_track_and_not_understood_it_stops_and_says_what_she_can_say() -> None:
    device = first_days(Home())
    device.wait(20)
    device.deliver("AMAZON.FallbackIntent", words="(mumbles)")
    assert not playing(device)
    assert device.listening
    assert "that hurts" in device.heard


def test_an_emergency_told_on_one_device_lets_no_track_follow_on_another() -> None:
    home = Home()
    device = first_days(home)
    device.wait(5)
    home.bedroom.say("open gentle back")
    home.bedroom.deliver("report_warning_sign", {"sign": Slot("I have crushing chest pain")}, "chest pain")
    before = len(device.history)
    device.wait(600)
    assert not playing(device)
    assert "PlaybackStarted" not in kinds(device)[before:]
    assert "Play" not in str([done.response for done in device.history[before:]])


def test_a_stream_that_breaks_off_is_guided_in_turns_the_next_time() -> None:
    home = Home()
    device = first_days(home)
    device.wait(5)
    device.fail()
    assert (home.place.status, home.place.by_turns) == ("paused", True)
    device.say("open gentle back")
    device.say("yes")
    assert not playing(device)
    assert device.listening


def test_begun_anew_on_another_device_the_first_ones_events_move_nothing() -> None:
    home = Home()
    device = first_days(home)
    device.wait(5)
    home.bedroom.say("open gentle back")
    home.bedroom.say("yes")
    if home.bedroom.session is not None:
        home.bedroom.say("in my arms")
    assert playing(home.bedroom)
    place = home.place
    device.wait(300)
    assert home.place == place
    home.bedroom.wait(100)
    assert home.place != place


def test_an_old_track_that_still_plays_is_stopped_at_her_word_and_her_place_elsewhere_stays() -> None:
    home = Home()
    device = first_days(home)
    device.wait(5)
    home.bedroom.say("open gentle back")
    home.bedroom.say("yes")
    if home.bedroom.session is not None:
        home.bedroom.say("in my arms")
    place = home.place
    assert playing(device)
    device.say("Alexa, stop")
    assert not playing(device)
    assert (home.place, playing(home.bedroom)) == (place, True)


def test_a_speaker_without_a_player_and_a_house_without_tracks_guide_in_turns() -> None:
    home = Home()
    radio = home.speaker("radio", player=False)
    radio.say("open gentle back")
    radio.say("start the first days routine")
    radio.say("in my arms")
    assert radio.listening
    assert radio.player.sounding.token == ""
    home = Home(folder=Tracks())
    home.kitchen.say("open gentle back")
    home.kitchen.say("start the first days routine")
    home.kitchen.say("in my arms")
    assert home.kitchen.listening


def test_she_turns_it_on_by_voice() -> None:
    home = Home(guide="turns")
    device = home.kitchen
    device.say("open gentle back")
    device.say("play it without stopping")
    assert "I'll play it through" in device.heard
    device.say("start the first days routine")
    if device.session is not None:
        device.say("in my arms")
    assert playing(device)
    device.say("ask gentle back to guide me step by step again")
    assert (playing(device), device.listening) == (False, True)


def test_music_in_between_and_the_place_is_still_kept() -> None:
    home = Home()
    device = first_days(home)
    device.wait(50)
    device.play_music()
    assert (home.place.status, home.place.rep) == ("paused", 3)
    device.say("open gentle back")
    assert "Shall we go on there?" in device.heard
    device.say("yes")
    assert playing(device)
    assert home.place.rep == 3
