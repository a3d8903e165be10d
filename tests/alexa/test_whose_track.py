"""A track that another voice began, or that counts for nothing any more: it does not play on over what she says."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs

from skill.alexa.carriers import Slot
from skill.alexa.door import Door
from skill.alexa.twin import Device
from skill.alexa.twin_envelopes import SKILL_ID
from skill.coach.keepsake import Keepsake, Settings
from skill.opening import open_exchange
from skill.owner import Owner
from tests.alexa.test_door import BrokenExchange
from tests.alexa.test_track_mode_on_the_twin import SECRET, USER, Home, first_days, playing
from tests.factories import NOON


def spoken_by(device: Device, person: str) -> None:
    """Whose voice is recognised from now on; nobody's by an empty name."""
    device.standing = structs.replace(device.standing, person=person)


def begun_by_a_known_voice(home: Home) -> Device:
    """The first track plays for her, whose voice was recognised; now it is not."""
    owner = Owner(f"amzn1.ask.account.{USER}", "amzn1.ask.person.eve", SECRET)
    kept = Keepsake(settings=Settings(welcomed=True, guide="tracks"))
    home.store.save(owner.key, owner.enrolled(home.store, kept, NOON.date()), 0)
    home.key = owner.key
    spoken_by(home.kitchen, "eve")
    device = first_days(home)
    device.wait(45)
    spoken_by(device, "")
    return device


@pytest.mark.parametrize("words", ["Alexa, stop", "Alexa, pause", "ask gentle back that hurts"])
def test_a_voice_that_is_not_recognised_stops_the_track_of_one_that_was(words: str) -> None:
    home = Home()
    device = begun_by_a_known_voice(home)
    device.say(words)
    device.silence()
    assert not playing(device)
    # The track told where it was stopped, and whose it is.
    assert (home.place.step, home.place.rep, home.place.status) == ("breathe", 2, "paused")


@pytest.mark.parametrize(("button", "then"), [("Pause", ("breathe", 2, "stopped")), ("Next", ("lift", 0, "running"))])
def test_a_button_moves_the_place_of_the_voice_that_began_the_track(button: str, then: tuple[str, int, str]) -> None:
    home = Home()
    device = begun_by_a_known_voice(home)
    device.press(button)
    assert (home.place.step, home.place.rep, home.place.status) == then


def test_a_button_does_not_use_up_the_question_whether_it_was_pain() -> None:
    home = Home()
    device = first_days(home)
    device.press("Pause")
    device.press("Play")
    assert not playing(device)
    device.say("open gentle back")
    assert device.heard.endswith("Was that pain, or the baby?")


def test_where_something_breaks_no_track_plays_on() -> None:
    home = Home()
    device = first_days(home)
    exchange = BrokenExchange(RuntimeError())
    here: dict[str, Any] = {"app_ids": frozenset((SKILL_ID,)), "tracks": home.folder, "clock": home.clock}
    broken = Device(Door(exchange, secret=SECRET, **here).answer, home.clock, device.standing)
    broken.player = device.player
    broken.say("Alexa, stop")
    broken.silence()
    assert not playing(broken)


def test_a_recognised_voice_stops_the_track_of_one_that_was_not() -> None:
    device = first_days(Home())
    spoken_by(device, "bob")
    device.say("Alexa, stop")
    assert not playing(device)


def test_a_track_whose_token_counts_for_nothing_any_more_is_stopped_by_any_word() -> None:
    home = Home()
    device = first_days(home)
    exchange = open_exchange(home.store, keep="settings", secret=SECRET)
    here: dict[str, Any] = {"app_ids": frozenset((SKILL_ID,)), "tracks": home.folder, "clock": home.clock}
    newer = Device(Door(exchange, secret="another secret", **here).answer, home.clock, device.standing)
    newer.player = device.player
    newer.say("Alexa, stop")
    assert not playing(newer)


def test_a_track_that_is_not_hers_does_not_begin_again_while_somebody_has_to_see_her() -> None:
    home = Home()
    device = first_days(home)
    home.bedroom.say("open gentle back")
    home.bedroom.say("yes")
    assert playing(home.bedroom)
    home.bedroom.deliver("report_warning_sign", {"sign": Slot("i have chest pain")})
    home.bedroom.close()
    assert playing(device)
    device.say("what is the weather")
    assert not playing(device)


def test_where_the_baby_was_for_an_older_track_is_not_taken_for_where_it_is() -> None:
    home = Home()
    device = first_days(home)
    home.clock.pass_by(60)
    home.bedroom.say("open gentle back")
    home.bedroom.say("yes")
    home.bedroom.deliver("baby_status", {"baby": Slot("on the mat", "mat")})
    home.bedroom.say("Alexa, stop")
    assert home.place.baby == "mat"
    device.say("Alexa, resume")
    device.say("neither")
    assert home.place.baby == "mat"
