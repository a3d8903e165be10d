"""Finding phrases in words: one small automaton, built at build time, walked at run time.

A node is a dict of edges (word, `{list}` or a gap) to node numbers; the edge `=` points to what the phrase means.
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
    nodes: list[dict[str, int]]
    meanings: list[list[list[Any]]]


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
    nodes, meanings, end = automaton.nodes, automaton.meanings, len(words)
    said = [[(word, at + 1), *spans.get(at, ())] for at, word in enumerate(words)]
    found: list[Match] = []
    left = STEPS
    for start, here in enumerate(said):
        todo: list[_Step] = [
            (stop, number, (), stop - start) for name, stop in here for number in automaton.first.get(name, ())
        ]
        while todo and left > 0:
            at, number, gaps, explained = todo.pop()
            node = nodes[number]
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
                target = nodes[node[GAP]]
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
