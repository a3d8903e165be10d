"""Does the ear hear? Each line is said to the real coach, and what it does is counted: `./run measure ear FILE`.

Reads `utterances.tsv` (goal, state, utterance, slots, note) and our own files of `aside/` (intent, signs, words; `~`
for a near miss). *Caught*: a level is announced, or that sign's own question is asked. *False alarm*: a level on a
line that is no warning sign. *Needless*: a safety question on such a line. With `--through alexa` a line first goes
through a generated model (`skill.alexa.resolving`), and what that delivers is said. *Reachable*: a warning sign that
is delivered by anything but Fallback and caught.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal, NamedTuple

from skill.coach.errors import BadRequest
from skill.content.load import load
from skill.measuring import intents
from skill.measuring.sample_ids import CRITICAL, SIGNS
from skill.measuring.shares import Share
from skill.measuring.talking import Talking
from skill.measuring.through import Alexa, Way, typed
from skill.understanding.material import lines
from skill.understanding.standing import standing

Kind = Literal["sign", "half", "near", "other"]


class Spoken(NamedTuple):
    """One line with what is right for it."""

    text: str
    states: tuple[str, ...]
    kind: Kind
    signs: frozenset[str]
    """Ids of ours that count as naming it; `half`: whose question is right."""
    critical: bool


class Result(NamedTuple):
    """What the coach did, in the worst of the line's states."""

    level: bool
    asked: frozenset[str]
    named: bool


def read(path: Path) -> list[Spoken]:
    """The lines of either kind of file. Raises BadRequest or ContentError for a file that is neither."""
    with path.open(encoding="utf-8") as file:
        head = file.readline()
    return _sample(path) if head.startswith("goal\t") else _aside(path)


def _sample(path: Path) -> list[Spoken]:
    ours = load("en-US").signs
    known = SIGNS | {id: frozenset({id}) for id in ours if id not in SIGNS}
    critical = CRITICAL | {id for id, sign in ours.items() if sign.level == "EMERGENCY" and id not in SIGNS}
    out = []
    for line in intents.lines(path):
        states = ("open", "routine") if line.state == "any" else (line.state,)
        kind: Kind = "other"
        signs: frozenset[str] = frozenset()
        told = [line.slots["sign"], *line.slots.get("also", ())] if line.goal == "report_warning_sign" else []
        if told:
            unknown = [name for name in told if name not in known]
            if unknown:
                raise BadRequest(f"{path}: unknown sign {unknown[0]!r}")
            kind, signs = "sign", frozenset().union(*(known[name] for name in told))
        elif line.goal == "not_a_warning_sign":
            kind = "near"
        out.append(Spoken(line.text, states, kind, signs, bool(set(told[:1]) & critical)))
    return out


def _aside(path: Path) -> list[Spoken]:
    levels = {id: sign.level for id, sign in load("en-US").signs.items()}
    out = []
    for line in lines(path):
        sure = frozenset(id for id, certain in line.signs.items() if certain)
        signs = sure or frozenset(line.signs)
        kind: Kind = "sign" if sure else "half" if signs else "near" if line.near else "other"
        states = ("routine",) if line.intent in intents.IN_A_ROUTINE else ("open",)
        critical = any(levels[id] == "EMERGENCY" for id in sure)
        out.append(Spoken(line.text, states, kind, signs, critical))
    return out


def result(spoken: Spoken, way: Way = typed) -> Result:
    """What the coach does on a line; where it is said in two states, the worse of both."""
    each = [_one(spoken, state, way) for state in spoken.states]
    if spoken.kind == "sign":
        return min(each, key=lambda r: (r.level, bool(r.asked & spoken.signs)))
    return max(each, key=lambda r: (r.level, bool(r.asked)))


def _one(spoken: Spoken, state: str, way: Way) -> Result:
    talking = Talking(standing(state))
    reply = talking.say(way(spoken.text))
    signs = load("en-US").signs
    heard = {sign.id for sign in talking.heard.signs} if talking.heard is not None else set()
    # A question counts where it is asked because of what was heard, not where the questionnaire goes on by itself.
    # Despair is asked with the question about harm, which is its own.
    asked = frozenset(id for id in heard if (signs[id].asks or id) == talking.asking)
    return Result(reply.level is not None, asked, bool(heard & spoken.signs))


def report(spoken: list[Spoken], *, misses: bool = False, alexa: Alexa | None = None) -> str:
    """Every share with its n and interval; with `misses`, the lines that went wrong."""
    results = [(line, result(line, alexa or typed)) for line in spoken]
    by: Counter[str] = Counter()
    of: Counter[str] = Counter()
    wrong: list[str] = []
    for line, got in results:
        if line.kind == "sign":
            own = not got.level and bool(got.asked & line.signs)
            for group in ("sign", *(["critical"] if line.critical else [])):
                of[group] += 1
                by[f"{group} level"] += got.level
                by[f"{group} caught"] += got.level or own
            by["named"] += got.named
            if not (got.level or own):
                wrong.append(f"missed      {', '.join(sorted(line.signs)):24} {line.text}")
            continue
        of[line.kind] += 1
        by[f"{line.kind} level"] += got.level
        by[f"{line.kind} asked"] += not got.level and bool(got.asked)
        if line.kind != "half" and (got.level or (got.asked and line.kind == "other")):
            wrong.append(f"{'false alarm' if got.level else 'needless   '} {'':24} {line.text}")
    rows = [
        ("caught by a level", "sign level", "sign"),
        ("caught, with its own question", "sign caught", "sign"),
        ("critical, by a level", "critical level", "critical"),
        ("critical, with its own question", "critical caught", "critical"),
        ("named", "named", "sign"),
        ("false alarms, near misses", "near level", "near"),
        ("questions, near misses", "near asked", "near"),
        ("false alarms, all other lines", "other level", "other"),
        ("needless questions, other lines", "other asked", "other"),
    ]
    if of["half"]:
        rows += [("half said: asked", "half asked", "half"), ("half said: a level", "half level", "half")]
    out = [f"{name:33}{Share(by[key], of[n])}" for name, key, n in rows]
    if alexa is not None:
        out = [*_reach(results, alexa), "", *out]
    return "\n".join([*out, "", *wrong] if misses else out)


def _reach(results: list[tuple[Spoken, Result]], alexa: Alexa) -> list[str]:
    """What the model carries at all: lines, and the warning signs of which at least one line is caught."""
    signs = [(line, got) for line, got in results if line.kind == "sign"]
    arrived = [(line, got) for line, got in signs if alexa.arrives(line.text)]
    caught = [line for line, got in arrived if got.level or got.asked & line.signs]
    known = {sign for line, _ in signs for sign in line.signs}
    reached = {sign for line in caught for sign in line.signs}
    others = [line for line, _ in results if line.kind != "sign"]
    return [
        f"{'warning signs reachable':33}{Share(len(caught), len(signs))}",
        f"{'delivered, not as Fallback':33}{Share(len(arrived), len(signs))}",
        f"{'kinds of signs reached':33}{len(reached)} of {len(known)}",
        f"{'other lines delivered':33}{Share(sum(alexa.arrives(line.text) for line in others), len(others))}",
    ]
