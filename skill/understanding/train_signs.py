"""Build time: what teaches the ear its warning signs: one logistic regression a sign and one for "any at all"."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from skill.understanding import authored
from skill.understanding.classifier import ANY
from skill.understanding.listed import listed
from skill.understanding.material import Line, lines
from skill.understanding.model import load
from skill.understanding.normalise import normalise
from skill.understanding.phrases import scan
from skill.understanding.train import apart, counted, digest, material, packed

STRENGTH = 40.0
"""Inverse regularisation: chosen on `aside/one.tsv`."""
ENTRIES = 455_000
"""The heaviest weights that are kept, so that the file stays below 1 MB."""
TIMES = 3
"""How often each phrase of the protocol counts: a clinician will read them one by one."""
APART = 4
"""One line in so many is judged by a classifier that has not seen it, to learn how its two opinions join."""


def authored_lines(language: str) -> Iterator[Line]:
    """What our own templates and test sentences add: nearly all of it is no sign."""
    model = load(language)
    for text in dict.fromkeys(authored.ordinary(language)):
        words = normalise(text, model.rewrites).all
        if not listed(words, scan(words, {}, model.phrases)).heard:
            yield Line("", {}, False, text)
    for sign, text in authored.signs(language):
        yield Line("", {sign: True} if sign else {}, False, text)
    for told, text in authored.protocol(language):
        yield from [Line("", told, False, text)] * TIMES
        if any(told.values()) and not NOT_OF_HER & told.keys():
            yield Line("", told, False, authored.of_her(text))


OF_HER_TOO = 5
"""One sign line in so many is also told by a partner."""
NOT_OF_HER = frozenset({"violence", "baby_emergency", "baby_unwell"})
"""In lines with these "she" is somebody else already."""


def of_her_lines(rows: list[Line]) -> Iterator[Line]:
    """Some of the lines in which she speaks of herself, as her partner would say them."""
    own = [r for r in rows if any(r.signs.values()) and not NOT_OF_HER & r.signs.keys() and r.text.split()[0] in _OWN]
    yield from (row._replace(text=authored.of_her(row.text)) for row in own[::OF_HER_TOO])


_OWN = frozenset(("i", "i'm", "i've", "my", "i'd"))


def trained(language: str) -> bytes:
    """The classifier's file. Needs scikit-learn."""
    import numpy as np

    rows = [line for file in material(language) for line in lines(file)]
    rows += [*of_her_lines(rows), *authored_lines(language)]
    labels = (*load(language).signs, ANY)
    told = counted([row.text for row in rows], language)
    wanted = np.array([[any(r.signs.values()) if label == ANY else label in r.signs for label in labels] for r in rows])
    weights, biases = _fitted(told, wanted)
    joined = _joined(told, wanted, rows)
    return packed(weights, biases, ENTRIES, labels=labels, joined=joined, digest=digest(language))


def _fitted(told: Any, wanted: Any) -> tuple[Any, Any]:
    """Weights and biases, one column a label."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    weights, biases = np.zeros((told.shape[1], wanted.shape[1])), np.zeros(wanted.shape[1])
    for column in range(wanted.shape[1]):
        fit = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, max_iter=1000, random_state=0).fit(
            told, wanted[:, column]
        )
        weights[:, column], biases[column] = fit.coef_[0], fit.intercept_[0]
        print(f"\r{column + 1} of {wanted.shape[1]} labels", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return weights, biases


def _joined(told: Any, wanted: Any, rows: list[Line]) -> tuple[float, float, float]:
    """How "any" and the likeliest sign join: learnt from lines judged by a classifier that had not seen them."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    judged = apart(rows, APART)
    weights, biases = _fitted(told[~judged], wanted[~judged])
    unseen = told[judged] @ weights + biases
    half = np.array([bool(r.signs) and not any(r.signs.values()) for r in rows])[judged]
    two = np.clip(np.column_stack([unseen[:, -1], unseen[:, :-1].max(axis=1)]), -9.2, 9.2)
    fit = LogisticRegression(C=1.0).fit(two[~half], wanted[judged][~half, -1])
    return round(float(fit.coef_[0][0]), 4), round(float(fit.coef_[0][1]), 4), round(float(fit.intercept_[0]), 4)
