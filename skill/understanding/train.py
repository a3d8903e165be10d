"""Build time: the material in `interaction_models/<language>/material/` -> the classifiers beside this file.

`./run train` (extra `train`: scikit-learn). Hashed features, pruned to the heaviest weights and rounded to 8 bits. What
is in `aside/` is never read here.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from skill.understanding import authored
from skill.understanding.classifier import FILES, Head
from skill.understanding.compile import MODELS
from skill.understanding.features import BUCKETS, features
from skill.understanding.material import Line
from skill.understanding.model import load
from skill.understanding.normalise import normalise

VERSION = 2
"""Of the way it is trained; raise it when the training code changes what comes out."""


def material(language: str) -> list[Path]:
    """The files that are trained on."""
    return sorted((MODELS / language / "material").glob("*.tsv"))


def digest(language: str) -> str:
    """A hash of everything the classifiers depend on."""
    total = hashlib.sha256(str(VERSION).encode())
    texts = (MODELS / language).glob("*.yaml"), (MODELS / language / "tests").glob("*.yaml")
    asked = Path(authored.ADVICE.format(language))
    for file in [*material(language), *sorted(texts[0]), *sorted(texts[1]), asked]:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    own = "authored features normalise numbers stripped train_intents train_signs"
    for name in own.split():
        total.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return total.hexdigest()


def counted(texts: Iterable[str], language: str) -> Any:
    """The features of every text, one row a text."""
    from scipy.sparse import csr_matrix

    rewrites = load(language).rewrites
    place: list[int] = []
    bucket: list[int] = []
    value: list[float] = []
    rows = 0
    for at, text in enumerate(texts):
        rows = at + 1
        for block in features(normalise(text, rewrites).all):
            place += [at] * len(block)
            bucket += sorted(block)
            value += [len(block) ** -0.5] * len(block)
    return csr_matrix((value, (place, bucket)), shape=(rows, BUCKETS))


def packed(weights: Any, biases: Any, entries: int, **head: Any) -> bytes:
    """The file: its head, then the `entries` heaviest weights in 8 bits. Weights have one column a label."""
    import numpy as np

    least = np.partition(np.abs(weights).ravel(), -entries)[-entries]
    scales = np.abs(weights).max(axis=0) / 127
    whole = np.round(np.where(np.abs(weights) >= least, weights, 0) / scales).astype(np.int8)
    bucket, label = np.nonzero(whole)
    counts = np.bincount(bucket, minlength=BUCKETS).astype(np.uint8)
    first = Head(
        scales=tuple(float(round(s, 8)) for s in scales),
        biases=tuple(float(round(b, 6)) for b in biases),
        entries=len(bucket),
        **head,
    )
    table = counts.tobytes() + label.astype(np.uint8).tobytes() + whole[bucket, label].tobytes()
    return bytes(msgspec.json.encode(first) + b"\n" + table)


def apart(rows: list[Line], one_in: int) -> Any:
    """Which rows are judged by a classifier that has not seen them."""
    import numpy as np

    return np.arange(len(rows)) % one_in == 0


def main() -> int:
    """Train every classifier of every language, or those named: `ear`, `intents`."""
    from skill.understanding import train_intents, train_signs

    ways: dict[str, Callable[[str], bytes]] = {"ear": train_signs.trained, "intents": train_intents.trained}
    for of in sys.argv[1:] or ways:
        for language, file in FILES[of].items():
            file.write_bytes(ways[of](language))
            sys.stdout.write(f"{file.name}: {file.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
