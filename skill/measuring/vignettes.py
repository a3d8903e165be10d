"""Vignettes: what she says first and the facts behind it, against the level that is right: `./run measure ear FILE`.

One turn: her words, then at most two questions on what was half heard. With the questionnaire: her words, then every
question answered from the facts, until there is a level and nothing more is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from skill.coach.conversation import Conversation
from skill.coach.errors import BadRequest
from skill.coach.heard import Said
from skill.coach.levels import Level, rank
from skill.coach.situation import Profile
from skill.content.load import load
from skill.measuring.shares import Share
from skill.measuring.talking import NOW, Talking

MOST_QUESTIONS = 60
"""More would be a questionnaire that does not end."""
ONE_TURN_QUESTIONS = 2


class Vignette(Struct, frozen=True, kw_only=True):
    """One line of the file; other fields are for its readers."""

    id: str
    text: str
    facts: dict[str, Any] = {}
    weeks_postpartum: float | None = None
    delivery: str | None = None
    expected_level: Level
    acceptable_levels: list[Level]
    category: str = ""


def read(path: Path) -> list[Vignette]:
    """The vignettes of a file. Raises BadRequest for a line that is none."""
    out = []
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                out.append(msgspec.json.decode(line, type=Vignette))
            except msgspec.MsgspecError as error:
                raise BadRequest(f"{path}, line {at}: {error}") from error
    return out


def beginning(vignette: Vignette) -> Talking:
    """She has said how long ago the birth was and of what kind; nothing else is known."""
    born = None if vignette.weeks_postpartum is None else NOW.date() - timedelta(weeks=vignette.weeks_postpartum)
    kinds: dict[str, Any] = {"vaginal": "vaginal", "caesarean": "cesarean", "cesarean": "cesarean"}
    delivery = kinds.get(vignette.delivery or "")
    return Talking(Conversation(profile=Profile(born=born, delivery=delivery), baby="free"))


def answer(vignette: Vignette, asking: str) -> Said:
    """Her answer to a question, from the facts; what is absent is a no."""
    sign, _, part = asking.partition("/")
    names = {sign, {"self_harm_thoughts": "baby_harm_thoughts"}.get(sign, sign)}
    if sign == "fever" and part:
        names = set()
    values = [vignette.facts.get(name, False) for name in names]
    if part.startswith("clarify"):
        return Said(intent="answer_no")  # the sign is true, so what would clear it is not
    if True in values:
        return Said(intent="answer_yes")
    return Said(intent="answer_unsure" if "unknown" in values else "answer_no")


def one_turn(vignette: Vignette) -> Level:
    """The level after her words and at most two questions on what was half heard."""
    talking = beginning(vignette)
    talking.say(Said(text=vignette.text))
    signs = load("en-US").signs
    for _ in range(ONE_TURN_QUESTIONS):
        if talking.level is not None or talking.asking not in signs:
            break
        talking.say(answer(vignette, talking.reply.asking or ""))
    return talking.level or "SELF_CARE"


def dialogue(vignette: Vignette) -> Level:
    """The level after her words and the whole questionnaire. Raises BadRequest if it does not end."""
    talking = beginning(vignette)
    talking.say(Said(text=vignette.text))
    if talking.level is None and talking.asking not in load("en-US").protocol.signs:
        talking.say(Said(intent="is_this_serious"))
        if talking.asking == "own_words":
            talking.say(Said(text=vignette.text))
    for _ in range(MOST_QUESTIONS):
        said = _next(vignette, talking)
        if said is None or talking.level == "EMERGENCY":
            return talking.level or "SELF_CARE"
        talking.say(said)
    raise BadRequest(f"{vignette.id}: still asking after {MOST_QUESTIONS} questions")


def _next(vignette: Vignette, talking: Talking) -> Said | None:
    asking, protocol = talking.reply.asking or "", load("en-US").protocol
    if asking in ("readback", "check_more"):
        return Said(intent="answer_yes")
    if asking == "weeks_postpartum":
        return Said(intent="answer_unsure")
    if protocol.asks(asking):
        return answer(vignette, asking)
    if talking.level is None and asking != "own_words":
        return Said(intent="is_this_serious")
    return Said(intent="answer_no") if asking == "own_words" else None


def report(vignettes: list[Vignette], *, misses: bool = False) -> str:
    """Both ways, with n and intervals; with `misses`, the vignettes that ended elsewhere."""
    ways: dict[str, Callable[[Vignette], Level]] = {"one turn": one_turn, "questionnaire": dialogue}
    out: list[str] = []
    wrong: list[str] = []
    for name, way in ways.items():
        got = [(v, way(v)) for v in vignettes]
        grave = [g for g in got if g[0].expected_level == "EMERGENCY"]
        mild = [g for g in got if g[0].expected_level == "SELF_CARE"]
        lost = sum(level == "SELF_CARE" for _, level in grave)
        over = sum(rank(level) > max(map(rank, v.acceptable_levels)) for v, level in got)
        out += [
            name,
            f"  emergencies found          {Share(sum(level == 'EMERGENCY' for _, level in grave), len(grave))}",
            f"  an acceptable level        {Share(sum(level in v.acceptable_levels for v, level in got), len(got))}",
            f"  self-care right            {Share(sum(level == 'SELF_CARE' for _, level in mild), len(mild))}",
            f"  emergencies as self-care   {Share(lost, len(grave))}",
            f"  too high                   {Share(over, len(got))}",
        ]
        wrong += [
            f"{name:13} {v.id}: {level}, expected {v.expected_level}: {v.text}"
            for v, level in got
            if level not in v.acceptable_levels
        ]
    return "\n".join([*out, "", *wrong] if misses else out)
