"""Opening the house: content and the names in it, a store, and the exchange over them. For every door."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache

from skill.coach.content import Content
from skill.coach.errors import BadRequest
from skill.coach.keepsake import Keep
from skill.coach.scene import TriageMode
from skill.content.load import load
from skill.exchange import Exchange
from skill.stores import Store
from skill.understanding import Lexicon, lexicon


def lexicon_of(content: Content) -> Lexicon:
    """What exercises, routines and topics are called, for the understanding."""
    exercises = {}
    for exercise in content.exercises.values():
        for name in (exercise.name, exercise.id.replace("_", " "), *exercise.also_called):
            exercises[_plain(name)] = exercise.id
    topics = {
        _plain(phrase): advice.id for advice in content.advice.values() for phrase in (advice.title, *advice.asked_as)
    }
    kinds = {_plain(routine.name.removeprefix("the ")): routine.kind for routine in content.routines.values()}
    families = {advice.id: advice.family for advice in content.advice.values()}
    return lexicon(exercises, topics, kinds, families)


def _plain(text: str) -> str:
    return text.lower().strip(" .?!")


@lru_cache(maxsize=8)
def names(locale: str) -> Lexicon:
    """The lexicon of a locale. Raises UnknownLocale or ContentError."""
    return lexicon_of(load(locale))


def triage_mode() -> TriageMode:
    """`GENTLE_BACK_TRIAGE`: `ask` (the default) or `inform`. Raises BadRequest for anything else."""
    modes: dict[str, TriageMode] = {"ask": "ask", "inform": "inform"}
    wanted = os.environ.get("GENTLE_BACK_TRIAGE", "ask")
    if wanted not in modes:
        raise BadRequest(f"GENTLE_BACK_TRIAGE is {wanted!r}: ask or inform.")
    return modes[wanted]


def open_exchange(
    store: Store, *, keep: Keep = "personal", secret: str = "", content: Callable[[str], Content] = load
) -> Exchange:
    """An exchange over this store, with the content of every locale at hand. Raises BadRequest for a bad setting.

    `content`: for a door that has tracks to play.
    """
    return Exchange(store, content=content, lexicon=names, keep=keep, triage=triage_mode(), secret=secret)
