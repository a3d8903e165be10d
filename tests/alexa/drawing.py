"""Drawing a session's last turn, and the parts of the document that draws it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from skill.alexa.envelope import Screen
from skill.alexa.screen import directives, document
from tests.coach.moments import MOMENTS, session
from tests.factories import Session

SHOW = Screen("2024.1", False, 1280, 800)


def drawn(here: Session, on: Screen | None = SHOW) -> list[dict[str, Any]]:
    return directives(here.reply, here.talk, here.kept, here.words, on)


def on_screen(here: Session) -> dict[str, Any]:
    """The data of what is shown."""
    return drawn(here)[0]["datasources"]["screen"]  # type: ignore[no-any-return]


@cache
def moment(name: str) -> Session:
    return MOMENTS[name](session())


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every part of a document that has a type, wherever it stands."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node
        for inner in node.values():
            yield from parts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from parts(inner)


def components(kind: str) -> list[dict[str, Any]]:
    return [part for part in parts(document()) if part["type"] == kind]
