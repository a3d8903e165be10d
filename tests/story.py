"""A story: one conversation as YAML, its expectations in a closed vocabulary. The stories are the specification.

A turn says something (`say`, `intent` with `slots`, or `event`), may first let time pass (`after`, which begins a new
session), may come from another `session` or `user`, or put her somewhere (`setup`). `expect` and `never` hold for the
answer to it. Prose stands as `judged` and is counted, never passed.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml
from msgspec import Struct

FOLDER = Path(__file__).parent / "conversations"
LEAST_TURNS = 3


class Expect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must hold of an answer."""

    asks: str | msgspec.UnsetType | None = msgspec.UNSET
    says_any: list[str] = []
    says_all: list[str] = []
    level: str | msgspec.UnsetType | None = msgspec.UNSET
    place: Literal["same", "next", "kept"] | msgspec.UnsetType = msgspec.UNSET
    """Against the answer before: the same exercise and step, or a later step; `kept`: a routine still has a place."""
    routine: dict[str, Any] | msgspec.UnsetType | None = msgspec.UNSET
    """A subset of the answer's `routine`; a list as value means any of these."""
    profile: dict[str, Any] = {}
    slots: dict[str, Any] = {}
    signs: list[str] = []
    listening: bool | msgspec.UnsetType = msgspec.UNSET
    ended: bool | msgspec.UnsetType = msgspec.UNSET
    words_at_most: int | None = None
    effects: list[str] = []
    track: str | msgspec.UnsetType | None = msgspec.UNSET
    """The track that is to play; null = none."""


class Never(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must not be."""

    says: list[str] = []
    asks: list[str] = []
    level: list[str] = []
    routine: list[dict[str, Any]] = []
    """None of these subsets may match."""


class Turn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One turn."""

    say: str | None = None
    intent: str | None = None
    slots: dict[str, Any] = {}
    event: str | None = None
    after: str = ""
    """Time that passes before it, e.g. "20 minutes", "2 days"; the session before has ended."""
    waits: str = ""
    """Time that passes within the session."""
    session: str = "a"
    user: str = "she"
    setup: dict[str, Any] | None = None
    expect: Expect = Expect()
    never: Never = Never()
    judged: list[str] = []


class Story(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One conversation."""

    title: str
    keep: Literal["personal", "settings"] = "personal"
    triage: Literal["ask", "inform"] = "ask"
    """`GENTLE_BACK_TRIAGE` of the house it happens in."""
    plays: bool = False
    """Her devices can play tracks, and there are some."""
    locale: str = "en-US"
    now: datetime = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
    never: Never = Never()
    """Holds for every answer of the story."""
    turns: list[Turn]

    @property
    def must_nots(self) -> int:
        """How many things the story forbids."""
        return sum(
            len(never.says) + len(never.asks) + len(never.level) + len(never.routine)
            for never in (self.never, *(turn.never for turn in self.turns))
        )


def load(path: Path) -> Story:
    """The story in a file."""
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Story)


def stories() -> list[Path]:
    """All stories, in order."""
    return sorted(FOLDER.glob("*.yaml"))


def duration(text: str) -> timedelta:
    """ "20 minutes", "2 days"."""
    number, unit = text.split()
    return timedelta(**{unit if unit.endswith("s") else unit + "s": float(number)})


def _matches(subset: dict[str, Any], whole: dict[str, Any] | None) -> bool:
    if whole is None:
        return False
    return all(
        whole.get(key) in value if isinstance(value, list) else whole.get(key) == value for key, value in subset.items()
    )


def _says(answer: dict[str, Any], text: str) -> bool:
    return re.search(r"(?<!\w)" + re.escape(text.lower()) + r"(?!\w)", answer["speech"].lower()) is not None


def faults(expect: Expect, never: Never, answer: dict[str, Any], before: dict[str, Any] | None) -> list[str]:
    """Everything that is not as the turn says."""
    found: list[str] = []
    exact = {"asking": expect.asks, "level": expect.level, "listening": expect.listening, "ended": expect.ended}
    for key, wanted in exact.items():
        if wanted is not msgspec.UNSET and answer[key] != wanted:
            found.append(f"{key} is {answer[key]!r}, not {wanted!r}")
    sounds = answer["track"]["track"] if answer.get("track") else None
    if expect.track is not msgspec.UNSET and sounds != expect.track:
        found.append(f"plays {sounds!r}, not {expect.track!r}")
    if expect.says_any and not any(_says(answer, text) for text in expect.says_any):
        found.append(f"says none of {expect.says_any}")
    found += [f"does not say {text!r}" for text in expect.says_all if not _says(answer, text)]
    found += [f"says {text!r}" for text in never.says if _says(answer, text)]
    found += [f"asks {id!r}" for id in never.asks if answer["asking"] == id]
    found += [f"level {level!r}" for level in never.level if answer["level"] == level]
    found += [f"routine matches {subset}" for subset in never.routine if _matches(subset, answer["routine"])]
    if expect.routine is None and answer["routine"] is not None:
        found.append(f"routine is {answer['routine']}, not none")
    if isinstance(expect.routine, dict) and not _matches(expect.routine, answer["routine"]):
        found.append(f"routine is {answer['routine']}, not {expect.routine}")
    for key, subset in (("profile", expect.profile), ("slots", expect.slots)):
        if subset and not _matches(subset, answer[key]):
            found.append(f"{key} is {answer[key]}, not {subset}")
    heard = {sign["id"] for sign in answer["signs"]}
    found += [f"the sign {sign!r} is not heard" for sign in expect.signs if sign not in heard]
    words = len(answer["speech"].split())
    if expect.words_at_most is not None and words > expect.words_at_most:
        found.append(f"{words} words, at most {expect.words_at_most}")
    done = {effect["type"] for effect in answer["effects"]}
    found += [f"no effect {effect!r}" for effect in expect.effects if effect not in done]
    return found + _place(expect, answer, before)


def _place(expect: Expect, answer: dict[str, Any], before: dict[str, Any] | None) -> list[str]:
    if expect.place is msgspec.UNSET:
        return []
    here, there = answer["routine"], before["routine"] if before else None
    if here is None:
        return ["no place in a routine"]
    if expect.place == "same" and (there is None or here["exercise"] != there["exercise"]):
        return [f"the exercise is {here['exercise']}, before it was {there and there['exercise']}"]
    if expect.place == "next" and (there is None or here["step"] <= there["step"]):
        return [f"the step is {here['step']}, before it was {there and there['step']}"]
    return []
