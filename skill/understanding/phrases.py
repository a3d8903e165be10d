"""Finding phrases in words: one small automaton, built at build time, walked at run time.

A node is edges (word, `{list}` or a gap) to node numbers; the edge `=` points to what the phrase means. In the file
a node is one line, opened when first walked: an utterance walks a few hundred of thousands, so loading stays fast.
`{any}` stands for up to five words of any kind. Nothing here is a regular expression: the cost is bounded by the
number of words, whatever she says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

GAP = "~"
"""How `{any}` is written in the compiled file."""
MEANS = "="
TARGET = ">"
"""Begins a node number; the edges that lead there stand before it: `feed feeding >12 = >3`."""
GAP_WORDS = 5
"""The most words one `{any}` may skip."""
STEPS = 4000
"""The most edges walked per utterance and pass: hostile repetition costs no more than this."""

Spans = Mapping[int, Sequence[tuple[str, int]]]
"""Word position -> (`{list}`, end position) of every list value that begins there."""


class Automaton(Struct, frozen=True):
    """Phrases folded into shared nodes."""

    first: dict[str, list[int]]
    """First word (or `{list}`) of a phrase -> the nodes it leads to."""
    nodes: list[str]
    meanings: list[list[list[Any]]]
    opened: dict[int, dict[str, int]] = {}
    """Nodes walked before, by number: only a copy of `nodes`, kept because opening costs more than walking."""

    def node(self, number: int) -> dict[str, int]:
        """The edges of a node."""
        known = self.opened.get(number)
        if known is None:
            known = self.opened[number] = _open(self.nodes[number])
        return known


def written(edges: Mapping[str, int]) -> str:
    """A node as one line of the compiled file."""
    by_target: dict[tuple[bool, int], list[str]] = {}
    for name, target in edges.items():
        by_target.setdefault((name == MEANS, target), []).append(name)
    return " ".join(f"{' '.join(names)} {TARGET}{target}" for (_, target), names in by_target.items())


def _open(line: str) -> dict[str, int]:
    edges: dict[str, int] = {}
    names: list[str] = []
    for word in line.split(" "):
        if word[0] == TARGET:
            edges |= dict.fromkeys(names, int(word[1:]))
            names = []
        else:
            names.append(word)
    return edges


class Match(NamedTuple):
    """A phrase found in words `start` to `end`."""

    start: int
    end: int
    gaps: tuple[tuple[int, int], ...]
    """What its gaps skipped, as word positions."""
    words: int
    """How many words the phrase itself explains, gaps not counted."""
    entry: list[Any]
    """What it means: a kind letter, then what `compile` wrote."""


_Step = tuple[int, int, tuple[tuple[int, int], ...], int]
"""Position, node, gaps so far, words explained so far."""


def scan(words: Sequence[str], spans: Spans, automaton: Automaton) -> list[Match]:
    """Every phrase of `automaton` in `words`, in order of position."""
    meanings, end = automaton.meanings, len(words)
    said = [[(word, at + 1), *spans.get(at, ())] for at, word in enumerate(words)]
    found: list[Match] = []
    left = STEPS
    for start, here in enumerate(said):
        todo: list[_Step] = [
            (stop, number, (), stop - start) for name, stop in here for number in automaton.first.get(name, ())
        ]
        while todo and left > 0:
            at, number, gaps, explained = todo.pop()
            node = automaton.node(number)
            left -= 1
            if MEANS in node:
                found += [Match(start, at, gaps, explained, entry) for entry in meanings[node[MEANS]]]
                if len(node) == 1:
                    continue
            if at == end:
                continue
            for name, stop in said[at]:
                if name in node:
                    todo.append((stop, node[name], gaps, explained + stop - at))
            if GAP in node:
                target = automaton.node(node[GAP])
                for later in range(at, min(at + GAP_WORDS + 1, end)):
                    for name, stop in said[later]:
                        if name in target:
                            skipped = (*gaps, (at, later)) if later > at else gaps
                            todo.append((stop, target[name], skipped, explained + stop - later))
    return found


def longest(matches: Sequence[Match]) -> list[Match]:
    """The matches that are not inside a longer unbroken one: `not cleared` silences `cleared`."""
    solid = [match for match in matches if not match.gaps]
    kept = []
    for match in matches:
        size = match.end - match.start
        inside = any(
            other.start <= match.start and match.end <= other.end and other.end - other.start > size for other in solid
        )
        if not inside:
            kept.append(match)
    return kept
