"""A Keepsake as bytes: JSON with a version number, and the steps that bring older documents up to date.

A change that an older program would misread raises `VERSION` and adds one step to `UPGRADES`. A document is never
read by halves: what this version does not know is refused, so that saving can't drop it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from skill.coach.errors import StoreError
from skill.coach.keepsake import DOCUMENT_VERSION, Keepsake
from skill.stores import StoreCorrupt

VERSION = DOCUMENT_VERSION
"""The version this program writes."""

Document = dict[str, Any]

PACE_WORDS = {"slow": 1.25, "usual": 1.0, "fast": 0.85}
"""Version 0 kept the pace as a word."""
CLEARANCE_WORDS = {"yes": True, "no": False, "unknown": None}
"""Version 0 kept the provider's answer as a word."""
DELIVERY_WORDS = {"vaginal": "vaginal", "caesarean": "cesarean", "unknown": None}
"""Version 0 spelled as `clinical/` does; `ids.md` decided otherwise."""


def _from_0(old: Document) -> Document:
    """Version 0 (the prototype): pace, clearance and delivery as words of their own."""
    new = dict(old)
    if old.get("settings") is not None:
        new["settings"] = settings = dict(old["settings"])
        if "pace" in settings:
            settings["pace"] = PACE_WORDS[settings["pace"]]
    if old.get("profile") is not None:
        new["profile"] = profile = dict(old["profile"])
        if "clearance" in profile:
            profile["cleared"] = CLEARANCE_WORDS[profile.pop("clearance")]
        if "delivery" in profile:
            profile["delivery"] = DELIVERY_WORDS[profile["delivery"]]
    return new


def _from_1(old: Document) -> Document:
    """Version 1 kept only the question of a check that was left open."""
    new = dict(old)
    question = new.pop("unfinished", None)
    return new | ({"left": {"question": question}} if question is not None else {})


def _from_2(old: Document) -> Document:
    """Version 2 knew no tracks: nothing played, and everything was guided in turns, which is the default still."""
    return dict(old)


UPGRADES: dict[int, Callable[[Document], Document]] = {0: _from_0, 1: _from_1, 2: _from_2}
"""From this version to the next; one step for every version before `VERSION`."""


def pack(keepsake: Keepsake) -> bytes:
    """The document of a Keepsake. Raises StoreError if it could not be read back, so nothing unreadable is kept."""
    try:
        fields: Document = msgspec.to_builtins(keepsake)
        fields.pop("version", None)
        data = msgspec.json.encode({"version": VERSION, **fields})
        msgspec.json.decode(data, type=Keepsake)
    except (msgspec.MsgspecError, TypeError, ValueError, OverflowError) as error:
        raise StoreError(f"this keepsake cannot be written: {error}") from error
    return data


def unpack(data: bytes) -> Keepsake:
    """The Keepsake of a document of any version up to ours.

    Raises StoreCorrupt for bytes that are no document, StoreError for a document kept by a newer version.
    """
    try:
        document = msgspec.json.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise StoreCorrupt(f"not a document: {error}") from error
    version = document.get("version") if isinstance(document, dict) else None
    if type(version) is not int or version < 0:
        raise StoreCorrupt("not a document: it has no version number")
    if version > VERSION:
        raise StoreError(f"kept by a newer version: document {version}, this program reads up to {VERSION}")
    try:
        for step in range(version, VERSION):
            document = UPGRADES[step](document)
        document["version"] = VERSION
        keepsake = msgspec.convert(document, Keepsake)
    except (msgspec.MsgspecError, LookupError, TypeError, ValueError, OverflowError) as error:
        raise StoreCorrupt(f"a document of version {version} that breaks its own shape: {error}") from error
    unknown = sorted(set(_unknown(document, keepsake)))
    if unknown:
        raise StoreError(f"kept by a newer version: unknown {', '.join(unknown)}")
    return keepsake


def _unknown(raw: Any, value: Any, path: str = "") -> Iterator[str]:
    """The keys of `raw` that found no field in `value`, at any depth."""
    if isinstance(value, Struct):
        for key, inner in raw.items():
            if key in value.__struct_fields__:
                yield from _unknown(inner, getattr(value, key), f"{path}{key}.")
            else:
                yield f"{path}{key}"
    elif isinstance(value, tuple):
        for inner, item in zip(raw, value, strict=True):
            yield from _unknown(inner, item, path)
