"""Which tracks there are: one for every variant of an exercise, as a device plays them, and routines as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache

from msgspec import Struct, structs

from audio.piper_voice import NAME as PIPER
from audio.pronouncing import SPELLED, engine_of
from skill.coach.content import Content
from skill.coach.conversation import Conversation
from skill.coach.errors import BadRequest
from skill.coach.exercise import Exercise, Variant
from skill.coach.heard import Heard, Said
from skill.coach.manifest import hash_of
from skill.coach.routine import Permit, Routine
from skill.coach.situation import Situation
from skill.coach.timeline import Timeline, as_track
from skill.coach.whole import whole
from skill.understanding import Lexicon, hear

RENDERER = 5
"""Raised when the same words would become another sound: every track is then made again."""
ANY_DAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""A recording belongs to no day; noon is in no quiet hours."""


class Speaker(Struct, frozen=True, kw_only=True):
    """How tracks are spoken."""

    voice: str = ""
    """`piper`, or an id, name or language of the system's voices; empty = its default."""
    rate: float
    """Words a minute."""
    pace: float = 1.0
    """Beats are this much longer."""
    breath: bool = False
    """With a quiet breath under the breathing cues."""

    @property
    def spelled(self) -> list[str]:
        """What it says instead of words that it gets wrong."""
        engine = engine_of(self.voice if self.voice == PIPER else "system")
        return [f"{word}={said}" for word, said in SPELLED.get(engine, {}).items()]


class Job(Struct, frozen=True, kw_only=True):
    """One track to make."""

    key: str
    """Its name in the manifest: `<exercise>/<variant>`, or `<routine>/<the baby's place>-<hash>`."""
    title: str
    timeline: Timeline
    names: Mapping[str, str]
    """What a chapter is called, by its step."""
    situation: Situation | None = None
    """Of a routine as a whole: for whom it was fitted."""

    @property
    def cues(self) -> str:
        """A hash of everything that is said and done in it."""
        return hash_of(self.timeline)

    def fingerprint(self, speaker: Speaker) -> str:
        """A hash of everything that makes its sound: while it stays the same, nothing is made again."""
        told = [RENDERER, self.cues, self.title, dict(self.names)]
        told += [speaker.voice, speaker.rate, speaker.pace, speaker.breath, *speaker.spelled]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def exercise_job(exercise: Exercise, variant: Variant, pace: float = 1.0) -> Job:
    """The track of a variant."""
    return Job(
        key=f"{exercise.id}/{variant.id}",
        title=_capital(exercise.name),
        timeline=as_track(exercise.id, variant, pace=pace),
        names={exercise.id: exercise.name},
    )


def routine_job(content: Content, routine: Routine, situation: Situation, pace: float = 1.0) -> Job | Permit:
    """A routine as a whole, or why there is none for this situation."""
    made = whole(content, routine, situation, _nothing_said(), ANY_DAY, pace=pace)
    if isinstance(made, Permit):
        return made
    # Not what was told of her: a manifest may lie where anybody can read it.
    return Job(
        key=f"{routine.id}/{situation.baby}-{hash_of(made.timeline)[:8]}",
        title=_capital(routine.name),
        timeline=made.timeline,
        names=made.names,
        situation=situation,
    )


@cache
def _nothing_said() -> Heard:
    return hear(Said(event="launch"), Conversation(), Lexicon(), ANY_DAY.date())


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def planned(content: Content, wanted: str = "all", pace: float = 1.0) -> list[Job]:
    """The exercises of everything, of a routine, or one exercise, in the order of the content.

    Raises BadRequest for a name that is neither; the message lists what there is.
    """
    if wanted == "all":
        exercises: Iterable[str] = content.exercises
    elif wanted in content.exercises:
        exercises = (wanted,)
    elif wanted in content.routines:
        named = {step.exercise for step in content.routines[wanted].steps}
        exercises = [id for id in content.exercises if id in named]
    else:
        known = ", ".join((*content.routines, *content.exercises))
        raise BadRequest(f"No routine or exercise {wanted!r}. There are: all, {known}.")
    found = [content.exercises[id] for id in exercises]
    return [exercise_job(exercise, variant, pace) for exercise in found for variant in exercise.variants]


def planned_wholes(
    content: Content, wanted: str, situation: Situation, pace: float = 1.0
) -> tuple[list[Job], dict[str, Permit]]:
    """Routines as a whole, and why some are none for this situation. An exercise is no routine.

    Where no place of the baby is told, each is for the place it is made for.
    """
    jobs, refused = list[Job](), dict[str, Permit]()
    for routine in content.routines.values():
        if wanted not in ("all", routine.id):
            continue
        place = situation.baby or routine.implies or ("in_arms" if "in_arms" in routine.places else routine.places[0])
        made = routine_job(content, routine, structs.replace(situation, baby=place), pace)
        if isinstance(made, Job):
            jobs.append(made)
        else:
            refused[routine.id] = made
    return jobs, refused
