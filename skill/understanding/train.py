"""Build time: the material in `interaction_models/<language>/material/` -> `<language>.ear.bin` beside this file.

`./run train` (extra `train`: scikit-learn). One logistic regression a sign and one for "any sign at all" over hashed
features, pruned to the heaviest weights and rounded to 8 bits. What is in `aside/` is never read here.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from skill.understanding import authored
from skill.understanding.classifier import ANY, FILES, Head
from skill.understanding.compile import MODELS
from skill.understanding.features import BUCKETS, features
from skill.understanding.listed import listed
from skill.understanding.material import Line, lines
from skill.understanding.model import load
from skill.understanding.normalise import normalise
from skill.understanding.phrases import scan

STRENGTH = 40.0
"""Inverse regularisation: chosen on `aside/one.tsv`."""
ENTRIES = 455_000
"""The heaviest weights that are kept, so that the file stays below 1 MB."""
TIMES = 3
"""How often each phrase of the protocol counts: a clinician will read them one by one."""
APART = 4
"""One line in so many is judged by a classifier that has not seen it, to learn how its two opinions join."""
VERSION = 1
"""Of the way it is trained; raise it when this file or `features` changes what comes out."""


def material(language: str) -> list[Path]:
    """The files that are trained on."""
    return sorted((MODELS / language / "material").glob("*.tsv"))


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


def digest(language: str) -> str:
    """A hash of everything the classifier depends on."""
    total = hashlib.sha256(f"{VERSION} {STRENGTH} {ENTRIES}".encode())
    texts = (MODELS / language).glob("*.yaml"), (MODELS / language / "tests").glob("*.yaml")
    for file in [*material(language), *sorted(texts[0]), *sorted(texts[1])]:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    for name in ("authored.py", "features.py", "normalise.py", "numbers.py", "stripped.py"):
        total.update(Path(__file__).with_name(name).read_bytes())
    return total.hexdigest()


def trained(language: str) -> bytes:
    """The classifier's file. Needs scikit-learn."""
    import numpy as np

    rows = [line for file in material(language) for line in lines(file)]
    rows += [*of_her_lines(rows), *authored_lines(language)]
    labels = (*load(language).signs, ANY)
    told = _counted(rows, language)
    wanted = np.array([[any(r.signs.values()) if label == ANY else label in r.signs for label in labels] for r in rows])
    weights, biases = _fitted(told, wanted)
    return _packed(weights, biases, labels, _joined(told, wanted, rows), digest(language))


def _counted(rows: list[Line], language: str) -> Any:
    """The features of every line, one row a line."""
    from scipy.sparse import csr_matrix

    rewrites = load(language).rewrites
    place: list[int] = []
    bucket: list[int] = []
    value: list[float] = []
    for at, row in enumerate(rows):
        for block in features(normalise(row.text, rewrites).all):
            place += [at] * len(block)
            bucket += sorted(block)
            value += [len(block) ** -0.5] * len(block)
    return csr_matrix((value, (place, bucket)), shape=(len(rows), BUCKETS))


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

    apart = np.arange(len(rows)) % APART == 0
    weights, biases = _fitted(told[~apart], wanted[~apart])
    unseen = told[apart] @ weights + biases
    half = np.array([bool(r.signs) and not any(r.signs.values()) for r in rows])[apart]
    two = np.clip(np.column_stack([unseen[:, -1], unseen[:, :-1].max(axis=1)]), -9.2, 9.2)
    fit = LogisticRegression(C=1.0).fit(two[~half], wanted[apart][~half, -1])
    return round(float(fit.coef_[0][0]), 4), round(float(fit.coef_[0][1]), 4), round(float(fit.intercept_[0]), 4)


def _packed(
    weights: Any, biases: Any, labels: tuple[str, ...], joined: tuple[float, float, float], made_of: str
) -> bytes:
    import numpy as np

    least = np.partition(np.abs(weights).ravel(), -ENTRIES)[-ENTRIES]
    scales = np.abs(weights).max(axis=0) / 127
    whole = np.round(np.where(np.abs(weights) >= least, weights, 0) / scales).astype(np.int8)
    bucket, label = np.nonzero(whole)
    counts = np.bincount(bucket, minlength=BUCKETS).astype(np.uint8)
    head = Head(
        digest=made_of,
        labels=labels,
        scales=tuple(float(round(s, 8)) for s in scales),
        biases=tuple(float(round(b, 6)) for b in biases),
        entries=len(bucket),
        joined=joined,
    )
    table = counts.tobytes() + label.astype(np.uint8).tobytes() + whole[bucket, label].tobytes()
    return bytes(msgspec.json.encode(head) + b"\n" + table)


def main() -> int:
    """Train every language."""
    for language, file in FILES.items():
        file.write_bytes(trained(language))
        sys.stdout.write(f"{file.name}: {file.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
