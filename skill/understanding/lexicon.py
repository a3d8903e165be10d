"""The names of our content in her language, given by the caller: understanding never imports content."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from skill.understanding.normalise import phrase

Named = tuple[tuple[str, ...], str, str]
"""Words, which list they fill (`exercise`, `topic`, `kind`), and the id."""


class Lexicon(Struct, frozen=True, kw_only=True):
    """Phrases and what they name. Build it with `lexicon`."""

    exercises: dict[str, str] = {}
    """Name -> exercise id."""
    topics: dict[str, str] = {}
    """Phrase -> advice id."""
    kinds: dict[str, str] = {}
    """Phrase -> kind of routine."""
    families: dict[str, str] = {}
    """Advice id -> the family name she hears as `topic`."""
    ids: frozenset[str] = frozenset()
    """Every id of an exercise, an entry of advice or a kind: in a slot it is no word of hers."""
    index: dict[str, tuple[Named, ...]] = {}
    """First word -> what may begin there, longest first."""


def lexicon(
    exercises: Mapping[str, str],
    topics: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
    families: Mapping[str, str] | None = None,
) -> Lexicon:
    """A lexicon from plain dicts of phrase -> id; the phrases are normalised like her words."""
    topics, kinds = topics or {}, kinds or {}
    index: dict[str, list[Named]] = {}
    for fills, table in (("exercise", exercises), ("topic", topics), ("kind", kinds)):
        for text, named in table.items():
            words = tuple(phrase(text))
            if words:
                index.setdefault(words[0], []).append((words, fills, named))
    return Lexicon(
        exercises=dict(exercises),
        topics=dict(topics),
        kinds=dict(kinds),
        families=dict(families or {}),
        ids=frozenset((*exercises.values(), *topics.values(), *kinds.values(), *(families or {}))),
        index={first: tuple(sorted(named, key=lambda n: (-len(n[0]), n))) for first, named in index.items()},
    )
