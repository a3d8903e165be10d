"""Is this serious, what do I tell them, whom do I call: the rows of the table that lead to care."""

from __future__ import annotations

from skill.coach.safety import pause, verdict
from skill.coach.scene import Scene
from skill.coach.scripts import slots


def is_this_serious(scene: Scene) -> Scene:
    """The most dangerous first, then the five situations for seeing a doctor, then her own words."""
    scene = pause(scene).tell(scene.content.safety_net_short)
    return scene.ask("is_it_now", check=True)


def is_it_now(scene: Scene, value: bool | None) -> Scene:
    """Yes or don't know: in her own words, which the ear hears. No: the five situations."""
    asked = scene.asked
    scene = scene.with_talk(asked=None, answered=asked)
    if value is not False:
        return scene.say("say_it_in_your_words").ask("own_words", "is_it_now", quietly=True, check=True)
    return scene.tell(scene.content.advice["see_doctor"].parts[0]).ask("is_it_like_that", check=True)


def is_it_like_that(scene: Scene, value: bool | None) -> Scene:
    """One of the five situations? Yes or don't know: in her own words."""
    asked = scene.asked
    scene = scene.with_talk(asked=None, answered=asked)
    if value is False:
        return scene.say("no_sign_now")
    return scene.say("say_it_in_your_words").ask("own_words", "is_it_like_that", quietly=True, check=True)


def report(scene: Scene) -> Scene:
    """She reports something the ear could not name: it is taken seriously, not guessed at."""
    if scene.asked is not None and scene.asked.id == "own_words":
        return verdict(scene, ("gut_feeling",))
    return pause(scene).say("say_it_in_your_words").ask("own_words", quietly=True, check=True)


def not_told(scene: Scene) -> Scene:
    """She said yes, but not what it is: it counts all the same."""
    return verdict(scene, ("gut_feeling",))


def help_coming(scene: Scene) -> Scene:
    """Help is on its way: the repeats end, exercise does not come back in this session."""
    return scene.with_talk(help_coming=True, asked=None).say("help_is_coming").quiet()


def been_seen(scene: Scene) -> Scene:
    """She was seen: the repeats end; anything new or worse counts as new."""
    return scene.with_talk(help_coming=True, asked=None).say("been_seen")


def what_to_tell(scene: Scene) -> Scene:
    """Two sentences to read out on the phone; never what is of the mind or of violence."""
    named = slots(scene)
    if scene.profile.gave_birth is False:
        return scene.say("what_to_tell_plain", signs=named["signs"])
    if scene.talk.partner:
        return scene.say("what_to_tell_she", weeks=named["weeks"])
    if any(scene.content.signs[s].route == "physical" for s in scene.talk.signs):
        return scene.say("what_to_tell", weeks=named["weeks"], signs=named["signs"])
    return scene.say("what_to_tell_any", weeks=named["weeks"])


def find_care(scene: Scene) -> Scene:
    """Whom to call, and that she must call herself."""
    named = slots(scene)
    return scene.say("find_care", **{k: named[k] for k in ("emergency", "urgent_line", "care_provider")})
