"""A safety question that stays open when her session ends: whom to call, and what of it outlives the session.

A smart speaker says nothing after her last silence, so what to do is in the words before it.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec import structs

from skill.coach import scripts
from skill.coach.conversation import SURVEY, Asked
from skill.coach.protocol import Sign
from skill.coach.scene import Scene

CAREFUL = timedelta(days=1)
"""As long as answers of a check that was left count where they may be kept (`skill.coach.keepsake.LEFT_HOURS`)."""


def sign_of(scene: Scene, asked: Asked) -> Sign | None:
    """The sign that a question is about; None for a fact."""
    return scene.content.signs.get(asked.id.partition("/")[0])


def line(scene: Scene, asked: Asked) -> str:
    """Whom to call if she is unsure."""
    sign = sign_of(scene, asked)
    return str(scripts.slots(scene)["crisis" if sign is not None and sign.route == "mind" else "urgent_line"])


def told(scene: Scene) -> Scene:
    """What to do if she does not answer an open warning question.

    Not of a route that is said once: her silence may have its reasons.
    """
    asked = scene.asked
    if asked is None or not asked.check or not scene.listening:
        return scene
    sign = sign_of(scene, asked)
    if (sign is None and asked.id != "hurt_numb") or (sign is not None and sign.route in scene.content.said_once):
        return scene
    return structs.replace(scene, unanswered=scene.words("if_unanswered", line=line(scene, asked)))


def careful(scene: Scene, asked: Asked) -> Scene:
    """Where nothing of the check may be kept: for a day only the gentlest, and whether anything is new comes first."""
    until, standing = scene.now.date() + CAREFUL, scene.kept.see_care_until
    doubtful = sign_of(scene, asked) is not None and (asked.about != SURVEY or bool(scene.talk.told))
    if not doubtful or (standing is not None and standing >= until):
        return scene
    return scene.with_kept(see_care_until=until)
