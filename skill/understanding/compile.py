"""Build time: `interaction_models/<language>/*.yaml` -> `<language>.json` beside this file.

Run `python -m skill.understanding.compile`. Needs PyYAML and hassil, which are never imported at run time. The output
depends on nothing but the YAML, so the committed file can be checked for drift.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from skill.coach.errors import ContentError
from skill.understanding.called import called, questions_file
from skill.understanding.model import STATES
from skill.understanding.normalise import normalise, part, phrase, split
from skill.understanding.phrases import GAP, MEANS, Automaton, written

MODELS = Path(__file__).parents[2] / "interaction_models"
MOST_READINGS = 60000
"""A template that stands for more sentences than this is cut into smaller ones by its author."""
STRENGTHS = {"strong": 4, "keys": 2, "weak": 1, "against": -3}
"""What one key phrase of each block counts."""
EDGES = {"starts": "b", "ends": "e"}
EDGE_WEIGHT = 3

Tree = dict[str, Any]


class Grower:
    """Collects phrases into one tree per meaning's name and folds them into one automaton.

    One tree each, because merging the beginnings of unlike phrases multiplies their nodes.
    """

    def __init__(self) -> None:
        self.trees: dict[str, Tree] = {}

    def add(self, words: Iterable[str], entry: list[Any]) -> None:
        """Let `words` mean `entry`, beside whatever they mean already."""
        node = self.trees.setdefault(entry[1], {})
        for word in words:
            node = node.setdefault(word, {})
        entries = node.setdefault(MEANS, [])
        if entry not in entries:
            entries.append(entry)

    def folded(self) -> dict[str, Any]:
        """The automaton: equal endings share their nodes, and nodes often pointed at have short numbers."""
        fold = _Fold()
        first: dict[str, list[int]] = {}
        for tree in self.trees.values():
            for word, child in sorted(tree.items()):
                first.setdefault(word, []).append(fold.number(child))
        order = sorted(range(len(fold.nodes)), key=lambda number: (-fold.pointed[number], number))
        new = {old: at for at, old in enumerate(order)}
        nodes = [
            written({edge: target if edge == MEANS else new[target] for edge, target in fold.nodes[old].items()})
            for old in order
        ]
        starts = {word: [new[number] for number in numbers] for word, numbers in sorted(first.items())}
        return {"first": starts, "nodes": nodes, "meanings": fold.meanings}


class _Fold:
    """Nodes numbered once per shape, meanings once per value."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, int]] = []
        self.pointed: list[int] = []
        self.meanings: list[list[list[Any]]] = []
        self._shapes: dict[tuple[tuple[str, int], ...], int] = {}
        self._known: dict[str, int] = {}

    def number(self, node: Tree) -> int:
        """The number of the node with this tree's shape."""
        out: dict[str, int] = {}
        for edge in sorted(node):
            out[edge] = self._meaning(node[edge]) if edge == MEANS else self.number(node[edge])
        shape = tuple(out.items())
        if shape not in self._shapes:
            self._shapes[shape] = len(self.nodes)
            self.nodes.append(out)
            self.pointed.append(0)
            for edge, target in out.items():
                if edge != MEANS:
                    self.pointed[target] += 1
        return self._shapes[shape]

    def _meaning(self, entries: list[list[Any]]) -> int:
        key = repr(entries)
        if key not in self._known:
            self._known[key] = len(self.meanings)
            self.meanings.append(entries)
        return self._known[key]


class Templates:
    """hassil's sentence templates, opened into the phrases they stand for."""

    def __init__(self) -> None:
        from hassil import parse_sentence

        self._parse = parse_sentence

    def whole(self, template: str) -> list[list[str]]:
        """Every sentence `template` stands for, in the shape of an utterance; `{list}` stays a word."""
        return _once([word for piece in _pieces(text) for word in _whole(piece)] for text in self.texts(template))

    def heard(self, template: str) -> list[list[str]]:
        """Every row of words `template` stands for, before anything is dropped."""
        return _once(split(text) for text in self.texts(template))

    def parts(self, template: str) -> list[list[str]]:
        """Every phrase `template` stands for. One that lost a filler stands only if there is no other."""
        exact: list[list[str]] = []
        worn: list[list[str]] = []
        for text in self.texts(template):
            words: list[str] = []
            lost = False
            for piece in _pieces(text):
                more, less = ([_edge(piece)], False) if piece.startswith("{") else _part(piece)
                words += more
                lost = lost or less
            (worn if lost else exact).append(words)
        return _once(exact or [words for words in worn if len(words) > 1])

    def texts(self, template: str) -> Iterator[str]:
        """Every sentence `template` stands for, as written. Raises ContentError if there are too many."""
        from hassil.sample import sample_expression

        sentence = self._parse(f"({template})")
        for count, text in enumerate(sample_expression(sentence.expression, {}, {}, expand_lists=False)):
            if count > MOST_READINGS:
                raise ContentError(f"{template!r} stands for too many sentences", mend="Cut it into smaller ones.")
            yield text


def _once(rows: Iterable[list[str]]) -> list[list[str]]:
    return [list(row) for row in dict.fromkeys(tuple(row) for row in rows if row)]


def _pieces(text: str) -> list[str]:
    """The text between lists, and the lists."""
    return [p.strip() for p in text.replace("{", "\0{").replace("}", "}\0").split("\0") if p.strip()]


def _edge(name: str) -> str:
    return GAP if name == "{any}" else name


_part, _phrase = cache(part), cache(phrase)  # the sentences of a template share most of their pieces


def _whole(piece: str) -> list[str]:
    return [_edge(piece)] if piece.startswith("{") else _phrase(piece)


def read(language: str) -> dict[str, Any]:
    """All YAML of a language as one mapping. Everything is text: in YAML a bare `no` would be false."""
    import yaml

    whole: dict[str, Any] = {}
    for file in sorted((MODELS / language).glob("*.yaml")):
        part = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        if not isinstance(part, dict):
            raise ContentError("expected a mapping", file=str(file))
        for key, value in part.items():
            if isinstance(value, dict):
                whole.setdefault(key, {}).update(value)
            else:
                whole[key] = value
    return whole


SAMPLES = re.compile(r"\{(?!exercise|topic|minutes)[a-z_]+\}")
"""Slots that are no list here: a sample with one is left to the classifier."""


def alexa_samples(language: str) -> dict[str, list[str]]:
    """The Alexa samples of every intent: sentences that an author wrote down, for every device."""
    import yaml

    out: dict[str, list[str]] = {}
    for file in _alexa_files(language):
        for intent, templates in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["intents"].items():
            texts = [text.replace("{minutes}", "{number}") for text in templates if not SAMPLES.search(text)]
            out.setdefault(intent, []).extend(texts)
    return out


def _alexa_files(language: str) -> list[Path]:
    return sorted((MODELS / language / "alexa").glob("samples_*.yaml"))


def near_misses(language: str) -> Iterator[tuple[str, list[str]]]:
    """The protocol's phrases that announce nothing, each with the signs whose question may be asked."""
    import yaml

    file = MODELS / language / "tests" / "protocol.yaml"
    for block in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).values():
        for near in block["near"]:
            if near["max_level"] == "SELF_CARE" or near.get("only_ask") == "true":
                yield near["say"], near["may_ask"]


def digest(language: str) -> str:
    """A hash of all YAML the compiled file depends on."""
    total = hashlib.sha256()
    tested = MODELS / language / "tests" / "protocol.yaml"
    for file in [
        *sorted((MODELS / language).glob("*.yaml")),
        tested,
        *_alexa_files(language),
        questions_file(MODELS / language),
    ]:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def compiled(language: str) -> bytes:
    """The compiled file of `language`."""
    source = read(language)
    templates = Templates()
    rewrites, names, phrases = Grower(), Grower(), Grower()
    for right, heard in source.get("rewrites", {}).items():
        for template in heard:
            for words in templates.heard(template):
                rewrites.add(words, ["w", " ".join(split(right))])
    for name, values in source.get("lists", {}).items():
        _add(names, templates, values["values"], ["n", name, ""])
    for fills in ("exercise", "topic"):
        for named, values in source.get(f"{fills}s", {}).items():
            _add(names, templates, values, ["n", fills, named])
    for intent, block in source["intents"].items():
        _intent(phrases, templates, intent, block, "")
        for state, said in block.get("when", {}).items():
            _intent(phrases, templates, intent, said, "".join(STATES[s] for s in state.split()))
    for intent, samples in alexa_samples(language).items():
        _intent(phrases, templates, intent, {"sentences": samples}, "")
    for slot, by_value in source.get("facts", {}).items():
        for value, values in by_value.items():
            _add(phrases, templates, values, ["f", slot, value])
    for sign, block in source.get("signs", {}).items():
        for status, kind in (("present", "certain"), ("possible", "possible")):
            _add(phrases, templates, block.get(kind, ()), ["s", sign, status])
        _add(phrases, templates, block.get("near", ()), ["i", sign])
    _add(phrases, templates, source.get("idioms", ()), ["i", ""])
    misheard = Automaton(**rewrites.folded())
    for text, ask in near_misses(language):
        phrases.add(normalise(text, misheard).all, ["q", "near", ask])
    whole = {
        "digest": digest(language),
        "rewrites": rewrites.folded(),
        "names": names.folded(),
        "phrases": phrases.folded(),
        "brief": sorted(i for i, block in source["intents"].items() if block.get("brief") == "true"),
        "ours": sorted({word for line in source.get("ours", ()) for word in phrase(line)}),
        "soon": sorted(s for s, block in source.get("signs", {}).items() if block.get("soon") == "true"),
        "sticky": sorted(s for s, block in source.get("signs", {}).items() if block.get("sticky") == "true"),
        "signs": list(source.get("signs", {})),
        "intents": sorted({*source["intents"], "report_warning_sign"}),
        "called": called(MODELS / language, source.get("signs", {})),
    }
    return json.dumps(whole, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _add(grower: Grower, templates: Templates, values: Iterable[str], entry: list[Any]) -> None:
    for template in values:
        for words in templates.whole(template) if entry[0] == "a" else templates.parts(template):
            while words and words[-1] == GAP:
                words.pop()
            if words and words[0] != GAP:
                grower.add(words, entry)


def _intent(grower: Grower, templates: Templates, intent: str, block: Mapping[str, Any], states: str) -> None:
    _add(grower, templates, block.get("sentences", ()), ["a", intent, states])
    for strength, weight in STRENGTHS.items():
        _add(grower, templates, block.get(strength, ()), ["k", intent, states, weight])
    for edge, kind in EDGES.items():
        _add(grower, templates, block.get(edge, ()), [kind, intent, states, EDGE_WEIGHT])


def main() -> int:
    """Write the compiled file of every language that has a folder."""
    for folder in sorted(path for path in MODELS.iterdir() if path.is_dir() and path.name != "alexa"):
        file = Path(__file__).with_name(f"{folder.name}.json")
        file.write_bytes(compiled(folder.name))
        sys.stdout.write(f"{file.name}: {file.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
