"""A linear classifier in whole numbers, read as it lies in the file: one for warning signs, one for intents.

The file is one line of JSON (labels, scales, biases, the hash of what it was trained on), then the table in bytes: how
many entries each bucket has, the entries' labels, the entries' weights. Nothing is built at load time but the running
sum of the counts. `skill.understanding.train` writes it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from math import exp, log, sqrt
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from skill.coach.errors import ContentError, UnknownLocale
from skill.understanding.features import BUCKETS, features

ANY = "any"
"""The label of "is there any sign at all?"."""
REPORT = "report_warning_sign"
"""The intent that means the same, in the other classifier."""


DIGIT, ZERO = 3, 128
"""Bytes of a label's digit: room for the weights of 65,000 features. What is stored for a weight of nothing."""


class Head(Struct, frozen=True):
    """The first line of the file."""

    digest: str
    """Hash of everything it was trained on: the drift test compares it."""
    labels: tuple[str, ...]
    """Intents; or sign ids, the last of them `any`: whether there is a sign at all."""
    scales: tuple[float, ...]
    """What one unit of weight is worth, per label."""
    biases: tuple[float, ...]
    entries: int
    joined: tuple[float, float, float] | None = None
    """For signs: how the log-odds of "any sign" and of the likeliest sign join into one probability, and what is
    added."""


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
        self._none = bytes((ZERO, *[0] * (DIGIT - 1))) * len(self.head.labels)
        self._rows: dict[int, int] = {}

    def log_odds(self, words: Sequence[str]) -> dict[str, float]:
        """Each label's log-odds for words as `normalise` gives them."""
        return _remembered(self, tuple(words))

    def _log_odds(self, words: tuple[str, ...]) -> dict[str, float]:
        head = self.head
        sums = [0.0] * len(head.labels)
        for buckets in features(words):
            if not buckets:
                continue
            # All labels are added up at once, as the digits of one long number, and taken apart at the end.
            digits = sum(map(self._row, buckets)).to_bytes(DIGIT * len(head.labels), "little")
            one, zeros = 1 / sqrt(len(buckets)), ZERO * len(buckets)
            for at in range(len(sums)):
                sums[at] += one * (int.from_bytes(digits[DIGIT * at : DIGIT * at + DIGIT], "little") - zeros)
        scaled = (bias + scale * total for bias, scale, total in zip(head.biases, head.scales, sums, strict=True))
        return dict(zip(head.labels, scaled, strict=True))

    def share(self, words: Sequence[str], label: str) -> float:
        """How likely `label` is among all of them, 0 to 1, where exactly one is right."""
        log_odds = self.log_odds(words)
        most = max(log_odds.values())
        shares = {name: exp(value - most) for name, value in log_odds.items()}
        return shares[label] / sum(shares.values())

    def _row(self, bucket: int) -> int:
        """A bucket's weights for all labels as one number, a digit of 24 bits each; 128 stands for none."""
        row = self._rows.get(bucket)
        if row is None:
            begin, end = self._starts[bucket], self._starts[bucket + 1]
            digits = bytearray(self._none)
            for number, weight in zip(self._labels[begin:end], self._weights[begin:end], strict=True):
                digits[DIGIT * number] = ZERO + weight
            row = self._rows[bucket] = int.from_bytes(digits, "little")
        return row

    def likely(self, words: Sequence[str]) -> dict[str, float]:
        """Each sign's probability, 0 to 1, and that of `any`.

        `any` is joined from its own and from that of the likeliest sign: that there is one counts more where it is
        also clear which. Raises ContentError for a classifier of something else.
        """
        if self.head.joined is None:
            raise ContentError("This classifier knows no signs.", mend="Run ./run train.")
        likely = {label: chance(z) for label, z in self.log_odds(words).items()}
        any_sign, one_sign, more = self.head.joined
        most = max(p for label, p in likely.items() if label != ANY)
        likely[ANY] = chance(any_sign * odds(likely[ANY]) + one_sign * odds(most) + more)
        return likely


@lru_cache(maxsize=8)
def _remembered(classifier: Classifier, words: tuple[str, ...]) -> dict[str, float]:
    """The ear and the intents ask the same of the same words within one utterance."""
    return classifier._log_odds(words)


FILES = {
    "ear": {"en": Path(__file__).with_name("en.ear.bin")},
    "intents": {"en": Path(__file__).with_name("en.intents.bin")},
}
"""What is told apart -> language -> its classifier."""


@cache
def load_classifier(of: Literal["ear", "intents"], language: str = "en") -> Classifier:
    """A classifier of a language. Raises UnknownLocale where there is none, ContentError for a broken file."""
    if language not in FILES[of]:
        raise UnknownLocale(f"no {of} for {language!r}")
    try:
        return Classifier(FILES[of][language].read_bytes())
    except OSError as error:
        raise ContentError(f"The classifier is missing: {error}", mend="Run ./run train.") from error
