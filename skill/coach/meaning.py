"""Half understood: "Did you want to ...?" rather than a guess or a flat "sorry"."""

from __future__ import annotations

from msgspec import structs

from skill.coach.conversation import Conversation
from skill.coach.heard import Heard
from skill.coach.scene import Scene

ASKED = "meant"
"""Id of the open question; what a yes would do waits in `Conversation.meant`."""
MAYBE = "maybe"
"""Slot of an unclear turn: the intent it may have been."""
HALF_SURE = 0.35
"""Below this confidence a question would be a guess too."""


def taken_up(talk: Conversation, heard: Heard) -> tuple[Conversation, Heard]:
    """A yes to "did you want to ...?" is what was half understood before; anything else closes that question."""
    if talk.asked is None or talk.asked.id != ASKED or talk.meant is None:
        return talk, heard
    if heard.intent == "answer_yes":
        facts = {name: value for name, value in heard.slots.items() if name != "answer"}
        heard = structs.replace(talk.meant, slots=talk.meant.slots | facts, signs=heard.signs)
        return structs.replace(talk, asked=None, meant=None), heard
    if heard.intent in ("answer_no", "answer_unsure", "unclear", "silence", "repeat"):
        return talk, heard
    return structs.replace(talk, asked=None, meant=None), heard


def opened(talk: Conversation, heard: Heard) -> Heard:
    """A hello while nothing is open begins the session as opening it does."""
    free = talk.asked is None and (talk.routine is None or talk.routine.status not in ("running", "paused"))
    return structs.replace(heard, intent="launch") if heard.intent == "greeting" and free else heard


def doubted(heard: Heard) -> Heard:
    """An intent that is not sure enough to act on: unclear, with what it may have been."""
    maybe = {MAYBE: heard.intent} if heard.confidence >= HALF_SURE else {}
    return structs.replace(heard, intent="unclear", slots=heard.slots | maybe)


def can_ask(scene: Scene) -> bool:
    """Whether the doubt can be put as a question: nothing else is asked, and nobody is being counted for.

    In the middle of an exercise (`Heard.reached`) half a sentence is rather the television than she.
    """
    free = scene.asked is None or scene.asked.id == "ready"
    again = scene.heard.reached is not None or scene.talk.misses > 0
    return free and not again and f"mean.{scene.slot(MAYBE)}" in scene.content.phrases


def ask(scene: Scene) -> Scene:
    """Name what she may have meant."""
    maybe = str(scene.slot(MAYBE))
    slots = {name: value for name, value in scene.heard.slots.items() if name != MAYBE}
    meant = structs.replace(scene.heard, intent=maybe, slots=slots, confidence=1.0)
    what = scene.words(f"mean.{maybe}")
    return scene.ask("meant", maybe, what=what).with_talk(meant=meant)


def was_not_meant(scene: Scene) -> Scene:
    """She meant something else: she is asked to say it in other words, and not asked twice."""
    return scene.with_talk(asked=None, meant=None, misses=1).say("say_it_again")
