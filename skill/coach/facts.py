"""Facts she says in passing are taken in before anything is answered, and never asked again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from msgspec import structs

from skill.coach.conversation import SURVEY, Conversation
from skill.coach.judging import Told
from skill.coach.keepsake import LEFT_HOURS, Keepsake
from skill.coach.levels import Answer
from skill.coach.routine import Fact
from skill.coach.scene import Scene, profile_of
from skill.coach.situation import BABY_PLACES, Profile, Situation, born_weeks_ago
from skill.coach.triage import WEEKS

PAST_BIRTH = 99
"""Weeks that are outside every window after birth."""
HURT_DAYS = 14
"""An exercise that hurt is taken easier for this long."""


def take_in(scene: Scene) -> Scene:
    """The scene with every fact of this utterance: birth, clearance, the baby's place, minutes, partner."""
    slots = scene.heard.slots
    if not slots:
        return scene
    scene = _profile(scene, slots)
    scene = _baby(scene, slots)
    if slots.get("catheter") is True:
        left = {e.id for e in scene.content.exercises.values() if "catheter" in e.skip_if}
        scene = scene.with_talk(skipped=scene.talk.skipped | left)
    if slots.get("pregnant"):
        scene = scene.with_talk(pregnant=True)
    if isinstance(minutes := slots.get("minutes"), (int, float)) and 0 < minutes <= 1440:
        scene = scene.with_talk(minutes=max(1, min(60, round(minutes))))
    if slots.get("guide") in ("turns", "tracks"):
        scene = scene.with_settings(guide=slots["guide"])
    if slots.get("partner"):
        scene = scene.with_talk(partner=True)
    return scene


def _baby(scene: Scene, slots: dict[str, Any]) -> Scene:
    """The baby's place. After a loss or intensive care it is taken up again only when she says the baby is home."""
    baby = slots.get("baby")
    if baby not in BABY_PLACES:
        return scene
    if baby == "not_here":
        return scene.with_talk(baby=baby).with_settings(no_baby_words=True)
    if scene.no_baby and not slots.get("home"):
        return scene
    return scene.with_talk(baby=baby).with_settings(no_baby_words=False)


def _profile(scene: Scene, slots: dict[str, Any]) -> Scene:
    today = scene.now.date()
    flags = ("complicated", "neuraxial", "cancer_history", "bone_risk", "immune_risk", "cleared", "gave_birth")
    told: dict[str, Any] = {k: slots[k] for k in flags if isinstance(slots.get(k), bool)}
    if slots.get("delivery") in ("vaginal", "cesarean"):
        told["delivery"] = slots["delivery"]
    if isinstance(days := slots.get("days_postpartum"), (int, float)) and 0 <= days <= 3660:
        told |= {"born": today - timedelta(days=round(days)), "born_within_days": 0}
    elif isinstance(weeks := slots.get("weeks_postpartum"), (int, float)) and 0 <= weeks <= 520:
        told |= {"born": born_weeks_ago(weeks, today), "born_within_days": 0}
    if not told:
        return scene
    scene = scene.with_talk(profile=structs.replace(scene.talk.profile, **told))
    if scene.keep == "personal":
        scene = scene.with_kept(profile=structs.replace(scene.kept.profile or Profile(), **told))
    return scene


NOT_FOR_OTHERS = frozenset({"heavy_bleeding", WEEKS, "neuraxial"})
"""Questions of birth, skipped for someone who did not give birth (`triage.md` section 2, rule 8)."""


def told_of(scene: Scene) -> Told:
    """All that was told and answered, as the engine of triage reads it."""
    profile, protocol = scene.profile, scene.content.protocol
    facts: dict[str, Answer] = {}
    for id in protocol.facts:
        if isinstance(value := getattr(profile, id, None), bool):
            facts[id] = "yes" if value else "no"
    signs = tuple(id for id in scene.talk.told if id in protocol.signs)
    answers = {id: answer for id, answer in scene.talk.answers.items() if protocol.asks(id)}
    if profile.gave_birth is False:
        facts["neuraxial"] = "no"
        return Told(weeks=PAST_BIRTH, facts=facts, signs=signs, answers=answers, settled=NOT_FOR_OTHERS)
    return Told(weeks=profile.weeks(scene.now.date()), facts=facts, signs=signs, answers=answers)


def situation(scene: Scene) -> Situation:
    """Her situation as `permit` and `fit` see it. What she declined to say counts as the stricter answer."""
    return situation_of(scene.talk, scene.kept, scene.now)


def situation_of(talk: Conversation, kept: Keepsake, now: datetime) -> Situation:
    """The same from its parts."""
    profile, today = profile_of(talk, kept), now.date()
    recent = {exercise for exercise, day in kept.hurt.items() if (today - day).days <= HURT_DAYS}
    return Situation(
        baby="not_here" if kept.settings.no_baby_words or talk.baby == "not_here" else talk.baby,
        day=profile.day(today),
        delivery=profile.delivery,
        complicated=profile.complicated,
        cleared=profile.cleared,
        gate_passed=gate_passed(talk.gate, gate_questions(profile, today)),
        ceiling=ceiling(talk, kept, today),
        minutes=talk.minutes,
        hour=now.hour,
        hurt=frozenset(recent.union(talk.hurt)),
        skipped=talk.skipped,
        gave_birth=profile.gave_birth is not False,
    )


BABY_TRUSTED = timedelta(minutes=30)
"""What she said of the baby's place counts this long (`clinical/exercises.md` section 3, rule 8)."""
GATE_TRUSTED = timedelta(hours=4)
"""The gate of four counts for one session; on a device that never ends one it counts this long."""


def forget_the_old(scene: Scene) -> Scene:
    """In a session left open for long, the baby's place, the gate, and after a day the questions are asked anew."""
    away = scene.now - scene.talk.at if scene.talk.at is not None else timedelta(0)
    if away > BABY_TRUSTED and scene.talk.baby not in (None, "not_here"):
        scene = scene.with_talk(baby=None)
    if away > GATE_TRUSTED:
        scene = scene.with_talk(gate=(), minutes=None)
    if away > timedelta(hours=LEFT_HOURS) and scene.talk.level is None:
        asked = scene.asked
        in_survey = asked is not None and (asked.about == SURVEY or asked.id == "readback")
        scene = scene.with_talk(answers={}, told=(), survey=None, answered=None, asked=None if in_survey else asked)
    return scene


GATE_QUESTIONS = 4
BLEEDING_WEEKS = 12


def gate_questions(profile: Profile, today: date) -> int:
    """How many of the gate are asked: bleeding up to twelve weeks or while weeks are unknown (`triage.md` 5)."""
    weeks = profile.weeks(today)
    past = profile.gave_birth is False or (weeks is not None and weeks > BLEEDING_WEEKS)
    return GATE_QUESTIONS - 1 if past else GATE_QUESTIONS


def gate_passed(gate: tuple[bool | None, ...], questions: int = GATE_QUESTIONS) -> bool | None:
    """Whether the gate is passed: False as soon as one answer is not a no, None while it is not finished."""
    if any(answer is not False for answer in gate):
        return False
    return True if len(gate) >= questions else None


def ceiling(talk: Conversation, kept: Keepsake, today: date) -> int:
    """The highest tier that standing advice allows: -1 nothing, 0 gentle, 3 no limit."""
    if talk.level in ("EMERGENCY", "URGENT") or talk.pregnant or talk.enough:
        return -1
    standing = kept.see_care_until
    if talk.level == "SOON" or (standing is not None and standing >= today):
        return 0
    return 3


def no_exercise(scene: Scene) -> bool:
    """Nothing may be exercised in this session any more."""
    return ceiling(scene.talk, scene.kept, scene.now.date()) < 0


def missing(asks: tuple[Fact, ...], scene: Scene) -> Fact | None:
    """The first fact still worth asking; None when one of them was declined, because then the answer is no."""
    if any(fact in scene.talk.declined for fact in asks):
        return None
    return asks[0] if asks else None
