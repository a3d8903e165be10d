"""The whole tree of questions: each picture walked once, paths counted by multiplication.

`take`, `tell_weeks` and `question` see nothing but a picture, so equal pictures have equal futures: the number of paths
that leave one does not depend on how it was reached. Every path is a chain of steps between pictures, and every picture
that any path passes is walked, with every answer to its question. So a law that holds on every step and at every end
holds on every path.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from proof.engine import Engine, name, windows
from proof.settling import Known, bound, by_rules, known_no, most_questions, own_rank, settled_by
from skill.coach.judging import Told
from skill.coach.levels import ANSWERS, LEVELS, Answer, rank
from skill.coach.triage import EMERGENCY, WEEKS, Picture

Step = tuple[str, str, Picture]
"""A question, its answer, the picture after it."""


class Ends(Struct, frozen=True):
    """The ends of all paths from a picture: how many at each level, and the longest path."""

    paths: tuple[int, ...]
    longest: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.paths)


class _Visit:
    """A picture on the path from the start to where the walk is."""

    def __init__(self, picture: Picture, question: str | None, steps: list[Step]) -> None:
        self.picture, self.question, self.steps, self.at = picture, question, steps, -1

    @property
    def said(self) -> tuple[str, str]:
        """The answer that the walk has gone on with."""
        return self.steps[self.at][:2]


class Walk:
    """The walk through all pictures from some starts; `violations` of each start are found while it is walked."""

    def __init__(self, engine: Engine, *, replayed: bool = True) -> None:
        """`replayed`: the answers of one path to each picture are also given to `picture_of` and `verdict_of`."""
        self.engine, self.replayed = engine, replayed
        self.ends: dict[Picture, Ends] = {}
        self.asked: set[str] = set()
        self.steps = 0
        self.weeks = windows(engine.protocol)
        self.most = most_questions(engine.protocol)
        self._known: Known = {}

    def from_start(self, start: Picture, told: Told | None = None) -> Iterator[str]:
        """Walk everything that can follow; yields each violation as it is found. `told`: what the start was made of."""
        told = told or Told(weeks=start.weeks)
        path: list[_Visit] = []
        on_path: set[Picture] = set()
        if start not in self.ends:
            path.append(self._visit(start))
            on_path.add(start)
            yield from self._node(path, told)
        while path:
            here = path[-1]
            here.at += 1
            if here.at >= len(here.steps):
                self.ends[here.picture] = self._summed(here)
                on_path.discard(path.pop().picture)
                continue
            after = here.steps[here.at][2]
            if after in on_path:
                yield f"P5: {here.said[0]} answered {here.said[1]} leads back to where it was"
                return
            if after not in self.ends:
                path.append(self._visit(after))
                on_path.add(after)
                yield from self._node(path, told)
        if self.ends[start].longest > self.most:
            yield f"P5: a path of {self.ends[start].longest} questions, more than {self.most}"

    def _visit(self, picture: Picture) -> _Visit:
        question = self.engine.question(picture, self.engine.protocol)
        return _Visit(picture, question, [] if question is None else list(self._answers(picture, question)))

    def _answers(self, picture: Picture, question: str) -> Iterator[Step]:
        protocol = self.engine.protocol
        if question == WEEKS:
            for weeks in self.weeks:
                yield (
                    question,
                    "unknown" if weeks is None else str(weeks),
                    self.engine.tell_weeks(picture, weeks, protocol),
                )
        else:
            for answer in ANSWERS:
                yield question, answer, self.engine.take(picture, question, answer, protocol)

    def _summed(self, here: _Visit) -> Ends:
        if not here.steps:
            return Ends(tuple(int(level == here.picture.level) for level in range(len(LEVELS))))
        after = [self.ends[step[2]] for step in here.steps]
        counts = tuple(map(sum, zip(*(ends.paths for ends in after), strict=True)))
        return Ends(counts, 1 + max(ends.longest for ends in after))

    # The laws

    def _node(self, path: list[_Visit], told: Told) -> Iterator[str]:
        here = path[-1]
        if here.question is None:
            yield from self._end(here.picture)
        else:
            self.asked.add(here.question)
            self.steps += len(here.steps)
            if here.question in here.picture.settled:
                yield f"P5: {here.question} is asked although it is settled"
            if here.picture.level == EMERGENCY:
                yield f"P7: {here.question} is asked although it is an emergency"
            for step in here.steps:
                yield from self._step(here.picture, *step)
        if self.replayed:
            yield from self._replay(path, told)

    def _step(self, before: Picture, question: str, answer: str, after: Picture) -> Iterator[str]:
        """P9 (nothing is lowered), P3, P5 (each step settles more), and that the step is what `judge` would do."""
        here = f"{question} answered {answer}"
        if after.level < before.level or not after.found >= before.found:
            lost = before.found - after.found
            yield f"P9: {here} lowers {name(before.level)} to {name(after.level)}, or unsays {lost}"
        if _progress(after) <= _progress(before):
            yield f"P5: {here} settles nothing"
        rules = by_rules(after, self.engine, self._known)
        if rules < by_rules(before, self.engine, self._known):
            yield f"P8: {here} takes a rule back"
        if question == WEEKS:
            if after.level != max(before.level, rules) or WEEKS not in after.settled:
                yield f"agreement: {here} gives {name(after.level)}"
            return
        yield from self._settles(
            before, after, settled_by(before, question, _answer(answer), self.engine.protocol), here
        )

    def _settles(self, before: Picture, after: Picture, settled: tuple[str, Answer] | None, here: str) -> Iterator[str]:
        protocol = self.engine.protocol
        if settled is None:
            if not after.open or after.level != before.level or after.settled != before.settled:
                yield f"agreement: {here} must be followed by another question before it settles anything"
            return
        id, value = settled
        watched = id in protocol.watched
        if after.open or after.settled != before.settled | {id}:
            yield f"agreement: {here} must settle {id}"
        if after.found != before.found | ({id} if watched and value == "yes" else set()):
            yield f"agreement: {here} must make {id} {value}"
        if after.doubts != before.doubts | ({id} if watched and value == "unknown" else set()):
            yield f"agreement: {here} must make {id} {value}"
        sign = protocol.signs.get(id)
        if sign is not None and sign.level == "EMERGENCY" and value == "yes" and after.level != EMERGENCY:
            yield f"P3: {here} gives {name(after.level)}"
        if (
            value == "no"
            and "/clarify" in here
            and not all(known_no(before, o) for o in protocol.signs[id].clarify_needs_no)
        ):
            yield f"P3: {here} clears {id} while another sign is open"
        level = max(before.level, own_rank(id, value, protocol), by_rules(after, self.engine, self._known))
        if after.level != level:
            yield f"agreement: {here} gives {name(after.level)}, judged {name(level)}"

    def _end(self, picture: Picture) -> Iterator[str]:
        """P7: all that would still have been asked, answered anything, leaves the level as it is."""
        if picture.level != EMERGENCY:
            if picture.open:
                yield f"P7: the questions end with {picture.open[-1][0]} open"
            if WEEKS not in picture.settled:
                yield "P7: the questions end without the weeks since birth"
            if (most := bound(picture, self.engine, self._known)) != picture.level:
                yield f"P7: the questions end at {name(picture.level)}; what was left out could give {name(most)}"

    def _replay(self, path: list[_Visit], told: Told) -> Iterator[str]:
        """The answers of this path give the same level to `judge`; at an end also as the conversation tells them."""
        protocol, here = self.engine.protocol, path[-1].picture
        answers, weeks = dict(told.answers), told.weeks
        signs: dict[str, Answer] = dict.fromkeys(told.signs, "yes")
        facts = dict(told.facts)
        for visit in path[:-1]:
            question, said = visit.said
            if question == WEEKS:
                weeks, answers[question] = None if said == "unknown" else int(said), "unknown"
                continue
            answers[question] = _answer(said)
            if (settled := settled_by(visit.picture, question, _answer(said), protocol)) is not None:
                (signs if settled[0] in protocol.signs else facts)[settled[0]] = settled[1]
        level = rank(self.engine.judge(signs, facts, weeks, protocol).level)
        if level != here.level:
            yield f"agreement: {name(here.level)} in the picture, judged {name(level)} after {answers}"
        if path[-1].question is None:
            yield from self._told_at_once(here, Told(weeks=weeks, facts=told.facts, signs=told.signs, answers=answers))

    def _told_at_once(self, here: Picture, told: Told) -> Iterator[str]:
        protocol, over = self.engine.protocol, here.level != EMERGENCY
        if over and self.engine.picture_of(told, protocol) != here:
            yield f"agreement: the same answers told at once give another picture: {told}"
        level = rank(self.engine.verdict_of(told, protocol, left=over).level)
        if level != here.level:
            yield f"P7: leaving at the end gives {name(level)} instead of {name(here.level)}: {told}"


def _answer(said: str) -> Answer:
    return next(answer for answer in ANSWERS if answer == said)


def _progress(picture: Picture) -> tuple[int, int, int]:
    """Grows with every answer: what is settled, what is open, how far its clarifying has come."""
    part = picture.open[-1][0].partition("/")[2] if picture.open else ""
    return len(picture.settled), len(picture.open), int(part.removeprefix("clarify") or 1) if "clarify" in part else 0
