"""How well we understand lines of people talking: `./run measure intent FILE`, `./run measure ear FILE`.

FILE is tab-separated: goal, state, utterance, slots (JSON), note; its README says how it is scored. Its ids are its
own: they are mapped to ours here and nowhere else. Lines are for measuring only; nothing is learnt from them.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from skill.coach.errors import BadRequest
from skill.coach.heard import Heard, Said
from skill.understanding.hearing import hear
from skill.understanding.lexicon import Lexicon
from skill.understanding.standing import standing
from skill.understanding.vocabulary_of_sample import EXERCISES, SIGNS

TODAY = date(2026, 3, 19)
"""A fixed day, so that "last Wednesday" measures the same every day."""
_UNMEASURED = frozenset({"also"})


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


class Share(NamedTuple):
    """So many right of so many."""

    right: int
    of: int

    def __str__(self) -> str:
        low, high = interval(self.right, self.of)
        part = self.right / self.of if self.of else 0.0
        return f"{part:6.1%} ({self.right} of {self.of}; 95% {low:.1%} to {high:.1%})"


def interval(right: int, of: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share."""
    if not of:
        return 0.0, 1.0
    z, p = 1.96, right / of
    middle, spread = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def lines(path: Path) -> list[Line]:
    """The lines of a sample file. Raises BadRequest for a file that is not one."""
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
    return heard.intent in line.fine or (heard.intent == "partner" and "profile" in line.fine)


def slots_right(line: Line, heard: Heard) -> bool:
    """Whether every slot of the line was heard, in our vocabulary."""
    return all(_same(name, value, heard, line) for name, value in line.slots.items() if name not in _UNMEASURED)


def _same(name: str, value: Any, heard: Heard, line: Line) -> bool:
    if name == "sign":
        return any(sign.id in SIGNS[value] for sign in heard.signs)
    if name == "exercise":
        value = EXERCISES.get(value, value)
    if name == "weeks_postpartum" and "accept" in line.note:
        said = heard.slots.get(name)
        low, _, high = line.note.split("accept")[1].split(";")[0].strip().partition("-")
        allowed = {int(value), int(low)} if not high else set(range(int(low), int(high) + 1)) | {int(value)}
        return said in allowed
    return bool(heard.slots.get(name) == value)


def measure(path: str, lexicon: Lexicon, what: str = "intent") -> str:
    """The report for one file: `what` is `intent` or `ear`. Raises BadRequest for anything else."""
    sample = lines(Path(path))
    if what == "intent":
        return intent_report(sample, lexicon)
    if what == "ear":
        return ear_report(sample, lexicon)
    raise BadRequest(f"cannot measure {what!r}: intent or ear")


def intent_report(sample: list[Line], lexicon: Lexicon) -> str:
    """Top-1 accuracy, slots and confusions."""
    by_goal: dict[str, list[bool]] = {}
    slotted: list[bool] = []
    confusions: Counter[tuple[str, str]] = Counter()
    lenient = 0
    for line in sample:
        heard = list(heard_in(line, lexicon))
        right = all(intent_right(line, h) for h in heard)
        by_goal.setdefault(line.goal, []).append(right)
        unclear = line.goal == "out_of_scope" and all(h.intent in ("out_of_scope", "unclear") for h in heard)
        lenient += right or unclear
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
        "",
    ]
    out += [
        f"  {goal:22} {sum(v):3} of {len(v):3}"
        for goal, v in sorted(by_goal.items(), key=lambda g: sum(g[1]) / len(g[1]))
    ]
    out += ["", "confusions (goal -> heard)"]
    out += [f"  {goal:22} -> {intent:22} {count}" for (goal, intent), count in confusions.most_common(30)]
    return "\n".join(out)


def ear_report(sample: list[Line], lexicon: Lexicon) -> str:
    """Caught by an announced level or by that sign's own question; false alarms; needless questions."""
    signs = [line for line in sample if line.goal == "report_warning_sign"]
    others = [line for line in sample if line.goal != "report_warning_sign"]
    level = question = 0
    for line in signs:
        wanted = SIGNS[line.slots["sign"]] | {s for also in line.slots.get("also", ()) for s in SIGNS[also]}
        each = [
            {h.status for h in heard.signs if h.id in wanted} | {h.status for h in heard.signs if h.status == "present"}
            for heard in heard_in(line, lexicon)
        ]
        level += all("present" in statuses for statuses in each)
        question += all(statuses and "present" not in statuses for statuses in each)
    near = [line for line in others if line.goal == "not_a_warning_sign"]
    out = [
        f"caught by a level            {Share(level, len(signs))}",
        f"caught, with own question    {Share(level + question, len(signs))}",
    ]
    for name, group in (("near misses", near), ("all other lines", others)):
        alarms, questions = _raised(group, lexicon)
        out += [
            f"false alarms, {name:15}{Share(alarms, len(group))}",
            f"needless questions, {name:9}{Share(questions, len(group))}",
        ]
    return "\n".join(out)


def _raised(group: list[Line], lexicon: Lexicon) -> tuple[int, int]:
    alarms = questions = 0
    for line in group:
        statuses = {sign.status for heard in heard_in(line, lexicon) for sign in heard.signs}
        alarms += "present" in statuses
        questions += statuses == {"possible"}
    return alarms, questions
