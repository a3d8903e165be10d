"""What she half said where nothing may be asked (`GENTLE_BACK_TRIAGE=inform`): what to do if it is that."""

from __future__ import annotations

from msgspec import structs

from skill.coach import safety
from skill.coach.levels import rank
from skill.coach.safety import pause
from skill.coach.scene import Scene
from skill.coach.scripts import and_cannot_call, baby_down, script_of, short_form, words_of


def inform(scene: Scene, sign: str) -> Scene:
    """What to do if it is that. A yes to it moves nothing on: it says that it is."""
    once = scene.content.signs[sign].route in scene.content.said_once
    words = _if_it_is(scene, sign)
    scene = structs.replace(pause(scene).tell(words).ask("if_it_is", sign, quietly=True), private=scene.private or once)
    return structs.replace(scene, reprompt="" if once else words)


def answer(scene: Scene, value: bool | None) -> Scene:
    """She said by herself whether it is that. "I don't know" is never kinder than a no."""
    row = scene.content.signs[scene.asked.about if scene.asked is not None else ""]
    scene = scene.with_talk(asked=None)
    if value is True or (value is None and row.unknown != "SELF_CARE"):
        return safety.verdict(scene, (row.id,), unknown=value is None)
    return scene.say("all_right")


def beside(before: Scene, announced: Scene, sign: str) -> Scene:
    """A sign half said beside a certain one: both are told.

    Without room for both in full, one that is graver or of another route cuts the certain one to its short form. For a
    lesser one nothing is cut of what to do at once: it is what is said next, if she is silent.
    """
    level, first = announced.talk.level, announced.content.signs[announced.talk.signs[0]]
    assert level is not None
    script, row = script_of(announced, level, first), announced.content.signs[sign]
    short, other = short_form(announced, script), _if_it_is(announced, sign)
    if other.endswith(short):
        # The same call: only what to tell there is more.
        other = announced.words("inform_too", name=_named(announced, sign))
    if announced.has_room(other):
        return announced.tell(other)
    cuts = rank(row.level) > rank(level) or (row.level == level and row.route != first.route)
    brief = structs.replace(announced, cues=before.cues)
    brief = and_cannot_call(baby_down(brief, script, level, first).tell(short), level)
    return brief.tell(other) if cuts and brief.has_room(other) else structs.replace(announced, reprompt=other)


def _if_it_is(scene: Scene, sign: str) -> str:
    row = scene.content.signs[sign]
    script = script_of(scene, row.level, row)
    return f"{scene.words('inform_if', name=_named(scene, sign))} {short_form(scene, script)}"


def _named(scene: Scene, sign: str) -> str:
    """Its name; nothing of the mind, of violence or of the baby is said aloud."""
    physical = scene.content.signs[sign].route == "physical"
    return words_of(scene, sign, "name") if physical else scene.words("inform_that")
