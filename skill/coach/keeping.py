"""Her settings and her data: change, hear, export, erase."""

from __future__ import annotations

from msgspec import structs

from skill.coach import asking, guiding, phrases, playing
from skill.coach.conversation import Conversation
from skill.coach.keepsake import Keepsake
from skill.coach.place import routine_of
from skill.coach.reply import CancelReminder, Erase, Export
from skill.coach.scene import Scene

SLOWEST, FASTEST = 1.5, 0.75
"""Bounds of the pace; faster than this the words no longer fit their beats."""
A_STEP = 1.15


def pace(scene: Scene, factor: float) -> Scene:
    """Slower or faster, kept for next time; mid-exercise she goes on in the repetition she was in."""
    new = round(max(FASTEST, min(SLOWEST, scene.settings.pace * factor)), 3)
    same = new == scene.settings.pace
    scene = scene.with_settings(pace=new).say("pace_limit" if same else "slower" if factor > 1 else "faster")
    running = scene.talk.routine
    if running is not None and running.status == "running" and (scene.heard.reached is not None or running.chain):
        return guiding.again(scene)
    return asking.back(scene)


def slower(scene: Scene) -> Scene:
    """Slower."""
    return pace(scene, A_STEP)


def faster(scene: Scene) -> Scene:
    """Faster."""
    return pace(scene, 1 / A_STEP)


ON = {"on", "yes", "true"}


def settings(scene: Scene) -> Scene:
    """A setting by voice: chimes, night, words, country, rate, voice."""
    setting, value = scene.slot("setting"), scene.slot("value")
    if setting == "rate" and value in ("slower", "faster"):
        return pace(scene, A_STEP if value == "slower" else 1 / A_STEP)
    if setting in ("chime", "chimes"):
        return asking.back(
            scene.with_settings(chimes=str(value) in ON).say("chimes_on" if str(value) in ON else "chimes_off")
        )
    if setting == "night":
        return asking.back(
            scene.with_settings(night="on" if str(value) in ON else "off").say(
                "night_on" if str(value) in ON else "night_off"
            )
        )
    if setting == "guide" and value in ("turns", "tracks"):
        return guide(scene, tracks=value == "tracks")
    if setting == "words" and value in ("full", "short"):
        return asking.back(scene.with_settings(words=value).say(f"words_{value}"))
    value = f"en-{value}" if setting == "country" and f"en-{value}" in scene.content.countries else value
    if setting == "country" and value in scene.content.countries:
        number = phrases.listing([phrases.digits(n) for n in scene.content.countries[value].emergency], "or")
        return asking.back(scene.with_settings(country=value).say("country_set", number=number))
    if setting == "voice" and value:
        return asking.back(scene.with_settings(voice=str(value)[:80]).say("voice_set"))
    return asking.back(scene.say("settings_menu"))


def guide(scene: Scene, *, tracks: bool) -> Scene:
    """Played through, or step by step; a routine that runs goes on that way at once."""
    scene = scene.with_settings(guide="tracks" if tracks else "turns")
    if tracks and not scene.talk.plays:
        return asking.back(scene.say("guide_not_here"))
    scene = scene.say("guide_tracks" if tracks else "guide_turns")
    running = scene.talk.routine
    if running is None or running.status not in ("running", "paused"):
        return asking.back(scene)
    if not tracks:
        return guiding.again(scene) if running.chain else asking.back(scene)
    coming = guiding.upcoming(running) if scene.asked is not None and scene.asked.id == "ready" else None
    if coming is None:
        return asking.back(scene) if playing.track_of(scene, running) is None else guiding.again(scene)
    onward = structs.replace(running, at=running.steps.index(coming))
    return asking.back(scene) if playing.track_of(scene, onward) is None else guiding.advance(scene)


def hear_my_data(scene: Scene) -> Scene:
    """What is kept, in a few sentences; nothing of it is her words."""
    kept, place = scene.kept, scene.kept.place
    routine = routine_of(scene.content, place.routine) if place else None
    scene = scene.say("data_place", name=routine.name) if routine else scene.say("data_settings")
    scores = sum(1 for e in kept.diary if e.kind == "score")
    sessions = sum(1 for e in kept.diary if e.kind == "session")
    if scene.keep == "personal" and (scores or sessions or kept.profile):
        scene = scene.say(
            "data_diary", scores=phrases.count(scores, "score"), sessions=phrases.count(sessions, "session")
        )
    return asking.back(scene.say("data_offer"))


def export(scene: Scene) -> Scene:
    """Hand over everything kept as a file."""
    return asking.back(scene.effect(Export()).say("exported"))


def erase(scene: Scene) -> Scene:
    """Asked once."""
    return scene.ask("erase")


def erase_yes(scene: Scene) -> Scene:
    """Erase everything, this session's facts and reminders too."""
    if scene.kept.reminder is not None:
        scene = scene.effect(CancelReminder())
    # What stands for her safety in this very session stays until it ends; nothing of it is kept.
    told = scene.talk
    fresh = Conversation(
        level=told.level or ("SOON" if scene.kept.see_care_until is not None else None),
        gate=told.gate if any(answer is not False for answer in told.gate) else (),
        signs=told.signs,
        help_coming=told.help_coming,
        hurt=told.hurt,
        skipped=told.skipped,
        enough=told.enough,
        pregnant=told.pregnant,
        baby="not_here" if scene.no_baby else None,
        turns=told.turns,
    )
    return structs.replace(scene, kept=Keepsake(), talk=fresh).effect(Erase()).say("erased").quiet(end=True)


def erase_no(scene: Scene) -> Scene:
    """She changed her mind."""
    return scene.with_talk(asked=None).say("not_erased")


def privacy(scene: Scene) -> Scene:
    """What is kept and who can hear it, in two sentences."""
    return asking.back(scene.say(f"privacy.{scene.keep}"))
