"""What a device with a screen shows: one APL document, and what is on it now as its data. A press is a Said.

The data comes from `skill.coach.showing`; the document lays it out for any viewport. Why one document and this version
of APL: docs/decisions/0027.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from skill.alexa.envelope import Screen
from skill.coach.choices import BUTTONS, Choice
from skill.coach.content import Content
from skill.coach.conversation import Conversation
from skill.coach.heard import Said
from skill.coach.keepsake import Keepsake
from skill.coach.reply import Reply
from skill.coach.showing import Shown, shown

RENDER = "Alexa.Presentation.APL.RenderDocument"
TOKEN = "gentle-back"
CHOICE = "choice"
"""First argument of a press, before what it answers and what it says."""
OLDEST = (1, 4)
"""The document's own version: rows of buttons wrap from 1.4 on (apl-container). An older device only hears."""

DAY = {
    "paper": "#101820",
    "ink": "#FFFFFF",
    "quiet": "#C9D6DE",
    "button": "#1B4558",
    "alarm": "#8A0F1A",
    "onAlarm": "#FFFFFF",
}
NIGHT = {
    "paper": "#000000",
    "ink": "#B5AA9C",
    "quiet": "#A89E91",
    "button": "#171310",
    "alarm": "#3D0A0E",
    "onAlarm": "#D8CBBB",
}
"""Her quiet hours: dim and warm. Text stands out by 7:1 and more in both (WCAG 2.2, 1.4.6)."""

COUNTED = frozenset(("pain_score", "profile", "start_exercise"))
"""What buttons that are counted or named say besides the fixed ones."""
PRESSABLE = COUNTED | {intent for intent, _ in BUTTONS.values()}


def directives(
    reply: Reply, talk: Conversation, kept: Keepsake, content: Content, screen: Screen | None
) -> list[dict[str, Any]]:
    """The directive that shows this turn; none on a device without a screen or with one that is too old."""
    if screen is None or version(screen.apl) < OLDEST:
        return []
    told = shown(reply, talk, kept, content)
    return [{"type": RENDER, "token": TOKEN, "document": document(), "datasources": {"screen": data(told)}}]


def version(text: str) -> tuple[int, ...]:
    """A version of APL as numbers: "2024.1" -> (2024, 1). (0,) for anything else."""
    parts = text.split(".")
    return (
        tuple(int(part) for part in parts) if all(p.isascii() and p.isdigit() and len(p) < 6 for p in parts) else (0,)
    )


@cache
def document() -> dict[str, Any]:
    """The APL document. Not to be changed by anyone who gets it."""
    read: dict[str, Any] = json.loads(Path(__file__).with_name("screen.json").read_text(encoding="utf-8"))
    return read


def data(told: Shown) -> dict[str, Any]:
    """One screen as the document's data."""
    id, about = told.asked
    return {
        "title": escape(told.title),
        "count": told.count,
        "caption": "<br>".join(escape(line) for line in told.caption),
        "calls": [{"number": call.number, "words": call.words, "where": call.where} for call in told.calls],
        "choices": [_button(choice) for choice in told.choices],
        "columns": columns(told.choices),
        "asked": {"id": id, "about": about},
        "picture": told.picture,
        "colors": NIGHT if told.night else DAY,
    }


def escape(text: str) -> str:
    """Text as APL's markup, which reads `<` and `&` as its own (apl-text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _button(choice: Choice) -> dict[str, Any]:
    slot, value = next(iter(choice.slots.items()), ("", ""))
    label = escape(choice.label)
    return {"label": label, "intent": choice.intent, "slot": slot, "value": value}


def columns(choices: Sequence[Choice]) -> int:
    """How many buttons stand side by side: numbers in threes, many short ones in twos, so that no word breaks."""
    longest = max((len(choice.label) for choice in choices), default=0)
    return 3 if longest <= 4 and len(choices) > 5 else 2 if longest <= 12 and len(choices) > 4 else 1


def said_of(arguments: Sequence[Any], talk: Conversation) -> Said | None:
    """What a press says; None for anything malformed, and for a button of a question that is not the open one.

    So a second tap on "next" does not skip an exercise, and a screen left over from yesterday answers nothing.
    """
    if len(arguments) != 6 or arguments[0] != CHOICE:
        return None
    id, about, intent, slot, value = arguments[1:]
    open_ = ("", "") if talk.asked is None else (talk.asked.id, talk.asked.about)
    plain = isinstance(slot, str) and isinstance(value, (str, int, float)) and not isinstance(value, bool)
    if (id, about) != open_ or not isinstance(intent, str) or intent not in PRESSABLE or not plain:
        return None
    return Said(intent=intent, slots={slot: value} if slot else {})
