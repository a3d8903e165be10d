"""Finding phrases in words: one small automaton, built at build time, walked at run time.

A node is a dict of edges (word, `{list}` or `{any}`) to node numbers; the edge `=` points to what the phrase means.
`{any}` stands for up to five words of any kind. Nothing here is a regular expression: the cost is bounded by the
number of words, whatever she says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

GAP = "{any}"
MEANS = "="
GAP_WORDS = 5
"""The most words one `{any}` may skip."""
STEPS = 4000
"""The most edges walked per utterance and pass: hostile repetition costs no more than this."""

Spans = Mapping[int, Sequence[tuple[str, int]]]
"""Word position -> (`{list}`, end position) of every list value that begins there."""


class Automaton(Struct, frozen=True):
    """Phrases folded into shared nodes."""

    nodes: list[dict[str, int]]
    meanings: list[list[list[Any]]]


class Match(NamedTuple):
    """A phrase found in words `start` to `end`."""

    start: int
    end: int
    gapped: bool
    words: int
    """How many words the phrase itself explains, gaps not counted."""
    entry: list[Any]
    """What it means: a kind letter, then what `compile` wrote."""


def scan(words: Sequence[str], spans: Spans, automaton: Automaton) -> list[Match]:
    """Every phrase of `automaton` in `words`, in order of position."""
    nodes, meanings, end = automaton.nodes, automaton.meanings, len(words)
    found: list[Match] = []
    left = STEPS
    for start in range(end):
        root = nodes[0]
        if words[start] not in root and not any(name in root for name, _ in spans.get(start, ())):
            continue
        todo = [(start, 0, False, 0)]
        while todo and left > 0:
            at, number, gapped, explained = todo.pop()
            node = nodes[number]
            left -= 1
            if MEANS in node and at > start:
                found += [Match(start, at, gapped, explained, entry) for entry in meanings[node[MEANS]]]
            if at < end:
                step = node.get(words[at])
                if step is not None:
                    todo.append((at + 1, step, gapped, explained + 1))
                for name, stop in spans.get(at, ()):
                    step = node.get(name)
                    if step is not None:
                        todo.append((stop, step, gapped, explained + stop - at))
                step = node.get(GAP)
                if step is not None:
                    target = nodes[step]
                    for later in range(at, min(at + GAP_WORDS + 1, end)):
                        if words[later] in target or any(name in target for name, _ in spans.get(later, ())):
                            todo.append((later, step, gapped or later > at, explained))
    return found


def longest(matches: Sequence[Match]) -> list[Match]:
    """The matches that are not inside a longer unbroken one: `not cleared` silences `cleared`."""
    solid = [match for match in matches if not match.gapped]
    kept = []
    for match in matches:
        size = match.end - match.start
        inside = any(
            other.start <= match.start and match.end <= other.end and other.end - other.start > size for other in solid
        )
        if not inside:
            kept.append(match)
    return kept
