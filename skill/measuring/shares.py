"""A share with its n and its 95% interval."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple


class Share(NamedTuple):
    """So many right of so many."""

    right: int
    of: int

    def __str__(self) -> str:
        low, high = interval(self.right, self.of)
        part = self.right / self.of if self.of else 0.0
        return f"{part:6.1%} ({self.right} of {self.of}; 95% {low:.1%} to {high:.1%})"


def interval(right: int, of: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share."""
    if not of:
        return 0.0, 1.0
    z, p = 1.96, right / of
    middle, spread = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)
