"""What a screen shows of a reply: title, count, every word, the number to call, and the buttons. The same for any door.

Of a route that is said once nothing is shown: someone may be looking (`clinical/triage.md` section 8).
"""

from __future__ import annotations

import re

from msgspec import Struct

from skill.coach import phrases
from skill.coach.choices import Choice, choices, is_private, manner_of
from skill.coach.content import Content
from skill.coach.conversation import Conversation
from skill.coach.exercise import Exercise
from skill.coach.keepsake import Keepsake, Settings
from skill.coach.phrases import label
from skill.coach.reply import Reply
from skill.coach.routine import SETTLE
from skill.coach.scripts import countries_of
from skill.coach.timeline import BEATS, Mark, Say, Timeline


class Call(Struct, frozen=True):
    """An emergency number, as digits."""

    number: str
    words: str
    """The same for a screen reader: "Call 911"."""
    where: str = ""
    """The country it counts in, where two are shown."""


class Shown(Struct, frozen=True, kw_only=True):
    """One screen."""

    title: str
    """The exercise that is guided, else the product's name."""
    count: str = ""
    """Where she is in the routine: "3 of 8"."""
    caption: tuple[str, ...] = ()
    """All the words of the reply, line by line."""
    calls: tuple[Call, ...] = ()
    """Shown large for as long as an EMERGENCY stands."""
    choices: tuple[Choice, ...] = ()
    asked: tuple[str, str] = ("", "")
    """Which question the buttons answer (`Asked.id` and `about`); empty where nothing is asked."""
    night: bool = False
    picture: str = ""
    """Kept free for a picture of the exercise."""


def shown(reply: Reply, talk: Conversation, kept: Keepsake, content: Content) -> Shown:
    """The screen after a turn. While a track plays only where she is in the routine is shown."""
    if reply.private or is_private(talk, content):
        return Shown(title=label("screen.title", content, manner_of(talk, kept)), night=reply.night)
    title, count = _where(talk, kept, content)
    if reply.play is not None:
        return Shown(title=title, count=count, night=reply.night)
    asked = talk.asked
    return Shown(
        title=title,
        count=count,
        caption=tuple(in_digits(line, kept.settings, content) for line in lines(reply.speech)),
        calls=calls(talk, kept, content),
        choices=() if reply.ended else choices(talk, kept, content),
        asked=("", "") if asked is None else (asked.id, asked.about),
        night=reply.night,
    )


def at_hand(talk: Conversation, content: Content) -> Exercise | None:
    """The exercise she is in; None outside a routine, in its set-up, at a safety question, or while a level stands."""
    running = talk.routine
    inside = running is not None and running.status in ("running", "paused")
    if running is None or not inside or talk.level is not None or (talk.asked is not None and talk.asked.check):
        return None
    return content.exercises.get(running.here.exercise)


def _where(talk: Conversation, kept: Keepsake, content: Content) -> tuple[str, str]:
    """The title and the count."""
    manner, exercise, running = manner_of(talk, kept), at_hand(talk, content), talk.routine
    if exercise is None or running is None:
        return label("screen.title", content, manner), ""
    left_out = {out.step for out in running.left_out}
    steps = [n for n, step in enumerate(running.steps) if step.exercise != SETTLE and step.step not in left_out]
    title, at = exercise.name[:1].upper() + exercise.name[1:], sum(n <= running.at for n in steps)
    return title, label("screen.count", content, manner, at=at, all=len(steps)) if len(steps) > 1 else ""


def calls(talk: Conversation, kept: Keepsake, content: Content) -> tuple[Call, ...]:
    """The number to call while an EMERGENCY stands; like its words it goes once help is coming or she has been seen."""
    if talk.level != "EMERGENCY" or talk.help_coming:
        return ()
    manner = manner_of(talk, kept)
    return tuple(
        Call(number, label("screen.call", content, manner, number=f"{number}, {name}" if name else number), name)
        for name, row in countries_of(kept.settings, content)
        for number in row.emergency
    )


def lines(timeline: Timeline) -> list[str]:
    """The words of a timeline as lines to read: a cue of speech each, the beats of a repetition together."""
    out: list[str] = []
    beats: list[str] = []
    for cue in timeline:
        if isinstance(cue, BEATS):
            beats += [cue.text] * bool(cue.text)
        elif isinstance(cue, (Say, Mark)):
            out += [" ".join(beats)] * bool(beats)
            out += [cue.text] if isinstance(cue, Say) and cue.text else []
            beats = []
    return out + [" ".join(beats)] * bool(beats)


_DIGIT = "(?:zero|one|two|three|four|five|six|seven|eight|nine)"
_BY_DIGITS = re.compile(rf"\b{_DIGIT}, {_DIGIT}\b", re.IGNORECASE)


def in_digits(text: str, settings: Settings, content: Content) -> str:
    """Numbers that are spoken digit by digit, as digits again: "nine, one, one" -> "911"."""
    if not _BY_DIGITS.search(text):
        return text
    for _, row in countries_of(settings, content):
        fields = (row.urgent_line, row.crisis, row.maternal_mind_line, row.baby_line, row.poison, *row.emergency)
        numbers = {number for field in fields for number in re.findall(r"\d{2,}", field)}
        for number in sorted(numbers, key=len, reverse=True):
            text = re.sub(rf"\b{phrases.digits(number)}\b", number, text, flags=re.IGNORECASE)
    return text
