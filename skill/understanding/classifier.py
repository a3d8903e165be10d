"""The trained half of the ear: a linear classifier in whole numbers, read as it lies in the file.

The file is one line of JSON (labels, scales, biases, the hash of what it was trained on), then the table in bytes: how
many entries each bucket has, the entries' labels, the entries' weights. Nothing is built at load time but the running
sum of the counts. `skill.understanding.train` writes it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from math import exp, log, sqrt
from pathlib import Path

import msgspec
from msgspec import Struct

from skill.coach.errors import ContentError, UnknownLocale
from skill.understanding.features import BUCKETS, features

ANY = "any"
"""The label of "is there any sign at all?"."""


class Head(Struct, frozen=True):
    """The first line of the file."""

    digest: str
    """Hash of everything it was trained on: the drift test compares it."""
    labels: tuple[str, ...]
    """Sign ids; the last is `any`: whether there is a sign at all."""
    scales: tuple[float, ...]
    """What one unit of weight is worth, per label."""
    biases: tuple[float, ...]
    entries: int
    joined: tuple[float, float, float]
    """How the log-odds of "any sign" and of the likeliest sign join into one probability, and what is added."""


def odds(probability: float) -> float:
    """The log-odds of a probability."""
    kept = min(1 - 1e-4, max(1e-4, probability))
    return log(kept / (1 - kept))


def chance(log_odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))


class Classifier:
    """Words -> how likely each sign is in them."""

    def __init__(self, data: bytes) -> None:
        """Raises ContentError for a file that is not one."""
        line, _, table = data.partition(b"\n")
        try:
            self.head = msgspec.json.decode(line, type=Head)
        except msgspec.MsgspecError as error:
            raise ContentError(f"The classifier is broken: {error}", mend="Run ./run train.") from error
        count = self.head.entries
        if len(table) != BUCKETS + 2 * count:
            raise ContentError("The classifier is cut short.", mend="Run ./run train.")
        self._starts = array("I", accumulate(table[:BUCKETS], initial=0))
        self._labels = table[BUCKETS : BUCKETS + count]
        self._weights = memoryview(table[BUCKETS + count :]).cast("b")

    def likely(self, words: Sequence[str]) -> dict[str, float]:
        """Each label's probability, 0 to 1, for words as `normalise` gives them.

        `any` is joined from its own and from that of the likeliest sign: that there is one counts more where it is
        also clear which.
        """
        head = self.head
        sums = [0.0] * len(head.labels)
        starts, labels, weights = self._starts, self._labels, self._weights
        for buckets in features(words):
            if not buckets:
                continue
            block = [0] * len(head.labels)
            for bucket in buckets:
                begin, end = starts[bucket], starts[bucket + 1]
                for number, weight in zip(labels[begin:end], weights[begin:end], strict=True):
                    block[number] += weight
            one = 1 / sqrt(len(buckets))
            sums = [total + one * added for total, added in zip(sums, block, strict=True)]
        logits = (bias + scale * total for bias, scale, total in zip(head.biases, head.scales, sums, strict=True))
        likely = {label: chance(z) for label, z in zip(head.labels, logits, strict=True)}
        any_sign, one_sign, more = head.joined
        most = max(p for label, p in likely.items() if label != ANY)
        likely[ANY] = chance(any_sign * odds(likely[ANY]) + one_sign * odds(most) + more)
        return likely


FILES = {"en": Path(__file__).with_name("en.ear.bin")}
"""Language -> its trained ear."""


@cache
def load_classifier(language: str = "en") -> Classifier:
    """The classifier of a language. Raises UnknownLocale where there is none, ContentError for a broken file."""
    if language not in FILES:
        raise UnknownLocale(f"no ear for {language!r}")
    try:
        return Classifier(FILES[language].read_bytes())
    except OSError as error:
        raise ContentError(f"The classifier is missing: {error}", mend="Run ./run train.") from error
