"""Is this serious, what do I tell them, whom do I call: the rows of the table that lead to care."""

from __future__ import annotations

from typing import Any

from skill.coach import asking, beginning, questionnaire
from skill.coach.conversation import SURVEY
from skill.coach.levels import rank
from skill.coach.safety import pause
from skill.coach.scene import Scene
from skill.coach.scripts import slots


def is_this_serious(scene: Scene) -> Scene:
    """In her own words first, which the ear hears; then the questions. One left open goes on where it was."""
    if scene.informs:
        return inform(scene)
    survey = scene.talk.survey
    if survey is not None and survey.status == "left":
        return questionnaire.go_on(scene)
    if scene.asked is not None and scene.asked.about == SURVEY:
        return questionnaire.put(scene, scene.asked.id)
    return own_words(pause(scene).say("what_bothers"))


def own_words(scene: Scene) -> Scene:
    """Ask for her own words."""
    return scene.with_talk(asked=None).ask("own_words", quietly=True, check=True)


def report(scene: Scene) -> Scene:
    """She reports something the ear could not name: it is not guessed at; the questions find out."""
    if scene.informs:
        return inform(scene)
    if scene.asked is not None and scene.asked.id == "own_words":
        return questionnaire.begin(questionnaire.opening(scene))
    return own_words(pause(scene).say("say_it_in_your_words"))


def inform(scene: Scene, part: int = 0) -> Scene:
    """Where nothing may be asked: the signs and what to do, one part a turn."""
    net = scene.content.safety_net
    scene = pause(scene).tell(net[part].format(**slots(scene)))
    if part + 1 < len(net):
        return scene.ask("net_more", str(part + 1))
    return beginning.invite(scene.with_talk(asked=None))


def net_more(scene: Scene) -> Scene:
    """The next part of the safety net; after the last one she may begin something."""
    asked = scene.asked
    part = int(asked.about) if asked is not None and asked.about.isdigit() else 0
    return inform(scene.with_talk(asked=None), part)


def help_coming(scene: Scene) -> Scene:
    """Help is on its way: the repeats end, exercise does not come back in this session."""
    return scene.with_talk(help_coming=True, asked=None).say("help_is_coming").quiet()


def been_seen(scene: Scene) -> Scene:
    """She was seen: the repeats end; anything new or worse counts as new."""
    return scene.with_talk(help_coming=True, asked=None).say("been_seen")


def what_to_tell(scene: Scene) -> Scene:
    """Two sentences to read out on the phone, by the route of the gravest sign; nothing of the mind or of violence."""
    named, routes = slots(scene), _gravest_routes(scene)
    if routes and "physical" not in routes:
        return _then_the_check(_tell_of_another_route(scene, routes[0], named["weeks"]))
    if "mind" in routes:
        return _then_the_check(_tell_of_the_body(scene, named).say("what_to_tell_mind_too"))
    return _then_the_check(_tell_of_the_body(scene, named))


def _gravest_routes(scene: Scene) -> tuple[str, ...]:
    """The routes of the standing signs with the highest level, the newest first."""
    rows = [scene.content.signs[id] for id in scene.talk.signs]
    ranks = [rank(row.unknown if row.id in scene.talk.unsure else row.level) for row in rows]
    return tuple(row.route for row, own in zip(rows, ranks, strict=True) if own == max(ranks))


def _tell_of_another_route(scene: Scene, route: str, weeks: str) -> Scene:
    if route == "baby":
        return scene.say("what_to_tell_baby")
    if route != "mind":
        return scene.say("what_to_tell_private")
    if scene.profile.gave_birth is False:
        return scene.say("what_to_tell_mind_plain")
    return scene.say("what_to_tell_mind", weeks=weeks)


def _tell_of_the_body(scene: Scene, named: dict[str, Any]) -> Scene:
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
    numbers = {k: named[k] for k in ("emergency", "urgent_line", "care_provider")}
    return _then_the_check(scene.say("find_care", **numbers))


def _then_the_check(scene: Scene) -> Scene:
    asked = scene.asked
    return asking.again(scene, asked) if asked is not None and asked.check else scene
