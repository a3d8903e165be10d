"""Slots that came with an intent, in our vocabulary: platforms send words, ids, numbers or ISO durations."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from skill.coach.situation import BABY_PLACES
from skill.understanding.normalise import LONGEST, normalise
from skill.understanding.numbers import value_of
from skill.understanding.phrases import Match
from skill.understanding.slots import day_in, frequency_in, half, named, time_in

_NUMBERS = {"minutes": (1, 120), "score": (0, 10), "weeks_postpartum": (0, 520), "days_postpartum": (0, 3650)}
_YES_NO = ("cleared", "complicated", "neuraxial", "partner", "loss", "home", "gave_birth", "pregnant", "sleepy")
_PLAIN = ("day", "kind", "exercise", "topic", "advice", "sign", "cause", "why")


def spoken_text(slots: Mapping[str, Any], ids: Container[str] = ()) -> str:
    """Every word in the slots, for the ear and for facts said in passing. `ids` are ours, not her words."""
    said = (str(value).replace("_", " ") for value in slots.values() if isinstance(value, str) and value not in ids)
    return " . ".join(said)[:LONGEST]


def unknown_slots(slots: Mapping[str, Any]) -> dict[str, Any]:
    """Slots whose names are none of ours: only their words count."""
    known = {*_NUMBERS, *_YES_NO, *_PLAIN, "frequency", "setting", "value", "baby", "delivery", "time"}
    return {name: value for name, value in slots.items() if name not in known}


def ready_slots(slots: Mapping[str, Any], names: Sequence[Match]) -> dict[str, Any]:
    """The slots we know, normalised; what fits nothing is dropped."""
    out: dict[str, Any] = {}
    for name, value in slots.items():
        if name in _NUMBERS:
            number = _number(value)
            if number is not None:
                least, most = _NUMBERS[name]
                out[name] = max(least, min(most, half(number) if name == "score" else int(number + 0.5)))
        elif name in _YES_NO:
            truth = _truth(value)
            if truth is not None:
                out[name] = truth
        elif (name == "baby" and value in BABY_PLACES) or (name == "delivery" and value in ("vaginal", "cesarean")):
            out[name] = value
        elif name == "time" and isinstance(value, str):
            time = time_in(normalise(value).all)
            if time is not None:
                out[name] = time
        elif name in ("setting", "value"):
            out |= _setting(name, value)
        elif name == "frequency" and isinstance(value, str) and value:
            out |= _how_often(value)
        elif name in _PLAIN and isinstance(value, str) and value:
            out[name] = _named(name, value, names)
    return out


_SETTINGS = {"chimes": "chime", "voices": "voice", "speed": "rate", "pace": "rate"}


def _setting(name: str, value: Any) -> dict[str, Any]:
    """What to set and to which value: `on` and `off` may come as booleans, a country as two letters."""
    if isinstance(value, bool):
        return {name: "on" if value else "off"}
    if not isinstance(value, str) or not value:
        return {}
    if name == "setting":
        return {name: _SETTINGS.get(value.lower(), value.lower())}
    return {name: f"en-{value}" if len(value) == 2 and value.isupper() else value}


def _how_often(value: str) -> dict[str, Any]:
    """An id as it is; her words as how often, and the day in them."""
    words = normalise(value).all
    found = {"frequency": frequency_in(words) or value, "day": day_in(words)}
    return {name: fact for name, fact in found.items() if fact is not None}


def _named(name: str, value: str, names: Sequence[Match]) -> str:
    return (named(names, name) if name in ("exercise", "kind") else None) or value


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"yes": True, "true": True, "no": False, "false": False}.get(str(value).lower())


def _number(value: Any) -> float | None:
    """A number from 10, "10", "ten", "PT10M", "PT1H" or "P6W"."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < 1e6 else None
    text = str(value)[:40].strip()
    if text.upper().startswith("P") and any(c.isdigit() for c in text):
        digits = "".join(c for c in text if c.isdigit())
        return float(digits) * {"H": 60.0, "Y": 52.0}.get(text[-1:].upper(), 1.0)
    words = normalise(text).all
    number = next((number for word in words if (number := value_of(word)) is not None), None)
    return number + 0.5 if number is not None and "half" in words[1:] else number
