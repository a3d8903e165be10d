"""Whether tracks are played is hers to choose, by voice; and what of her goes with one to a device."""

from __future__ import annotations

from msgspec import structs

from skill.coach.keepsake import for_mode
from skill.coach.playing import carried
from tests.coach.tracks import Speaker, started, words
from tests.factories import cleared, keepsake


def test_she_may_ask_for_it_by_voice_and_take_it_back_in_the_middle() -> None:
    speaker = Speaker(keepsake(profile=cleared(140)))
    assert speaker.start().guiding
    reply = speaker.hear("settings", setting="guide", value="tracks")
    # "Ready for the next?" is answered by that: it plays the next, and the one before was done.
    assert reply.play is not None
    assert (speaker.place.step, speaker.running.done) == ("tilts", ("settle", "breathe"))
    assert speaker.at.kept.settings.guide == "tracks"
    reply = speaker.hear("settings", setting="guide", value="turns")
    assert (reply.guiding, reply.stops_player, reply.play) == (True, True, None)
    assert speaker.at.kept.settings.guide == "turns"


def test_asked_for_with_the_routine_it_is_kept() -> None:
    speaker = Speaker(keepsake(profile=cleared(140)))
    assert speaker.hear("start_routine", baby="in_arms", guide="tracks").play is not None
    assert speaker.at.kept.settings.guide == "tracks"


def test_a_device_without_a_player_says_so_and_goes_step_by_step() -> None:
    speaker = Speaker(keepsake(profile=cleared(140)), plays=False)
    reply = speaker.hear("settings", setting="guide", value="tracks")
    assert reply.text.startswith("I can't play it through on this device")
    assert speaker.start().guiding
    assert speaker.at.kept.settings.guide == "tracks"  # another device of hers may


def test_what_goes_with_a_track_is_nothing_she_told_but_the_place_of_her_baby() -> None:
    speaker = started()
    told = structs.replace(
        speaker.at.talk,
        profile=cleared(9),
        gate=(False,),
        declined=frozenset({"weeks"}),
        early_score=3.0,
        topic="posture",
    )
    assert carried(told, speaker.running.at) == speaker.remembered


def test_the_keepsake_of_a_chain_survives_a_change_of_mode() -> None:
    speaker = started()
    assert for_mode(speaker.at.kept, "settings").place == speaker.place


def test_where_a_later_step_is_not_played_she_hears_how_to_go_on_once_it_falls_quiet() -> None:
    mixed = Speaker()
    mixed.at.words = structs.replace(words(), tracks={id: t for id, t in words().tracks.items() if "breathing" in id})
    assert mixed.start().text.endswith("When it falls quiet, say continue.")
    assert mixed.at.reply.play is not None
    alone = Speaker().hear("start_exercise", exercise="diaphragmatic_breathing", baby="in_arms")
    assert alone.play is not None
    assert "quiet" not in alone.text
