"""Which tracks there are: one for every variant of an exercise, as a device plays them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from msgspec import Struct

from audio.piper_voice import NAME as PIPER
from audio.pronouncing import SPELLED, engine_of
from skill.coach.content import Content
from skill.coach.errors import BadRequest
from skill.coach.exercise import Exercise, Variant
from skill.coach.manifest import cues_of

RENDERER = 2
"""Raised when the same words would become another sound: every track is then made again."""


class Speaker(Struct, frozen=True, kw_only=True):
    """How tracks are spoken."""

    voice: str = ""
    """An id, name or language of the system's voices; empty = its default."""
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


class Job(Struct, frozen=True):
    """One track to make."""

    exercise: Exercise
    variant: Variant

    @property
    def key(self) -> str:
        """Its name in the manifest."""
        return f"{self.exercise.id}/{self.variant.id}"

    def fingerprint(self, speaker: Speaker) -> str:
        """A hash of everything that makes its sound: while it stays the same, nothing is made again."""
        told = [RENDERER, cues_of(self.exercise.id, self.variant, speaker.pace), self.exercise.name]
        told += [speaker.voice, speaker.rate, speaker.pace, speaker.breath, *speaker.spelled]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def planned(content: Content, wanted: str = "all") -> list[Job]:
    """The tracks of everything, of a routine, or of an exercise, in the order of the content.

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
    return [Job(content.exercises[id], variant) for id in exercises for variant in content.exercises[id].variants]
