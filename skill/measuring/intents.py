"""How well the intents and slots of a file of utterances are understood: `./run measure intent FILE`.

FILE is tab-separated: goal, state, utterance, slots (JSON), note; its README says how it is scored. Its ids are its
own: they are mapped to ours here and nowhere else. Lines are for measuring only; nothing is learnt from them.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from skill.coach.dialogue import MOVES, SURE_IN_A_ROUTINE
from skill.coach.errors import BadRequest
from skill.coach.heard import Heard, Said
from skill.measuring.sample_ids import EXERCISES, SIGNS
from skill.measuring.shares import Share
from skill.understanding import material
from skill.understanding.hearing import hear
from skill.understanding.lexicon import Lexicon
from skill.understanding.standing import standing

TODAY = date(2026, 3, 19)
"""A fixed day, so that "last Wednesday" measures the same every day."""
_UNMEASURED = frozenset({"also"})


_ADVICE = frozenset({"tips", "ask_about"})
"""Which of these is told by whether the topic has a family: a matter of our list of entries, not of her words."""


class Line(NamedTuple):
    """One line of the sample."""

    goal: str
    state: str
    text: str
    slots: dict[str, Any]
    note: str

    @property
    def fine(self) -> set[str]:
        """The goal and every other that is fine too."""
        return {self.goal} | {
            other
            for part in self.note.split(";")
            if part.strip().startswith("alt=")
            for other in part.strip()[4:].split(",")
        }


IN_A_ROUTINE = frozenset(
    ("pause", "resume", "next", "previous", "repeat", "start_over", "slower", "faster", "easier", "harder", "time_left")
) | {"whats_next", "that_hurts", "stop"}
"""Intents of our own files that are said in the middle of a routine."""
_STATES = (
    dict.fromkeys(IN_A_ROUTINE, "routine")
    | dict.fromkeys(("answer_yes", "answer_no", "answer_unsure", "why_do_you_ask", "correct_answer"), "triage")
    | {"pain_score": "scale"}
)


def state_of(intent: str) -> str:
    """Where a line of our own files is said: they don't tell."""
    return _STATES.get(intent, "open")


def lines(path: Path) -> list[Line]:
    """The lines of a sample file, or of one of `aside/`. Raises BadRequest for a file that is neither."""
    with path.open(encoding="utf-8") as file:
        if not file.readline().startswith("goal\t"):
            return [
                Line("not_a_warning_sign" if row.near else row.intent, state_of(row.intent), row.text, {}, "")
                for row in material.lines(path)
                if row.intent != "report_warning_sign" or any(row.signs.values())
            ]
    out = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            try:
                out.append(
                    Line(
                        row["goal"], row["state"], row["utterance"], json.loads(row["slots"] or "{}"), row["note"] or ""
                    )
                )
            except (KeyError, ValueError) as error:
                raise BadRequest(f"{path}: not a sample line: {row}") from error
    return out


def heard_in(line: Line, lexicon: Lexicon) -> Iterator[Heard]:
    """What we hear in the line, once for each state it is said in."""
    for state in ("open", "routine") if line.state == "any" else (line.state,):
        yield hear(Said(text=line.text), standing(state), lexicon, TODAY)


def intent_right(line: Line, heard: Heard) -> bool:
    """Whether the intent is the goal or another fine one; for a near miss, that no alarm would be raised."""
    if line.goal == "not_a_warning_sign":
        return not any(sign.status == "present" for sign in heard.signs) and heard.intent != "report_warning_sign"
    fine = line.fine | {"partner"} if "profile" in line.fine else line.fine
    return heard.intent in fine or (heard.intent in _ADVICE and bool(fine & _ADVICE))


def slots_right(line: Line, heard: Heard) -> bool:
    """Whether every slot of the line was heard, in our vocabulary."""
    return all(_same(name, value, heard, line) for name, value in line.slots.items() if name not in _UNMEASURED)


def _same(name: str, value: Any, heard: Heard, line: Line) -> bool:
    if name == "sign":
        return any(sign.id in SIGNS.get(value, {value}) for sign in heard.signs)
    if name == "exercise":
        value = EXERCISES.get(value, value)
    if name == "weeks_postpartum" and "accept" in line.note:
        said = heard.slots.get(name)
        low, _, high = line.note.split("accept")[1].split(";")[0].strip().partition("-")
        allowed = {int(value), int(low)} if not high else set(range(int(low), int(high) + 1)) | {int(value)}
        return said in allowed
    return bool(heard.slots.get(name) == value)


def intent_report(sample: list[Line], lexicon: Lexicon) -> str:
    """Top-1 accuracy, slots and confusions."""
    by_goal: dict[str, list[bool]] = {}
    slotted: list[bool] = []
    sure: dict[int, list[bool]] = {}
    acted: list[bool] = []
    confusions: Counter[tuple[str, str]] = Counter()
    lenient = 0
    for line in sample:
        heard = list(heard_in(line, lexicon))
        right = all(intent_right(line, h) for h in heard)
        by_goal.setdefault(line.goal, []).append(right)
        unclear = line.goal == "out_of_scope" and all(h.intent in ("out_of_scope", "unclear") for h in heard)
        lenient += right or unclear
        for one in heard:
            if one.intent != "unclear" and not one.signs:
                sure.setdefault(min(9, int(one.confidence * 10)), []).append(intent_right(line, one))
        if line.goal == "out_of_scope" and line.state in ("routine", "any"):
            last = heard[-1]
            acted.append(last.confidence >= SURE_IN_A_ROUTINE and last.intent in MOVES)
        if line.slots:
            slotted.append(all(slots_right(line, h) for h in heard))
        if not right:
            confusions[line.goal, next(h.intent for h in heard if not intent_right(line, h))] += 1
    total = sum(map(len, by_goal.values()))
    right_lines = sum(sum(v) for v in by_goal.values())
    mean = sum(sum(v) / len(v) for v in by_goal.values()) / max(1, len(by_goal))
    out = [
        f"intent, lines      {Share(right_lines, total)}",
        f"  unclear counted as out of scope  {Share(lenient, total)}",
        f"intent, mean of {len(by_goal):2} goals  {mean:6.1%}",
        f"slots exactly right {Share(sum(slotted), len(slotted))}",
        f"others' talk in a routine that is acted on  {Share(sum(acted), len(acted))}",
        "right where it is as sure as   "
        + "  ".join(f".{tenth}: {sum(v)}/{len(v)}" for tenth, v in sorted(sure.items()) if v),
        "",
    ]
    out += [
        f"  {goal:22} {sum(v):3} of {len(v):3}"
        for goal, v in sorted(by_goal.items(), key=lambda g: sum(g[1]) / len(g[1]))
    ]
    out += ["", "confusions (goal -> heard)"]
    out += [f"  {goal:22} -> {intent:22} {count}" for (goal, intent), count in confusions.most_common(30)]
    return "\n".join(out)
