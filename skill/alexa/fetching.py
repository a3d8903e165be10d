"""Fetch one small file over HTTPS."""

from __future__ import annotations

import ssl

from skill.alexa.over_https import LIMITS, Limits, NotFetched, ask_over_https

MOST_BYTES = 65_536
"""Unless more is asked for: a chain of certificates is a tenth of it. Ours."""


def fetch_over_https(
    url: str, most: int = MOST_BYTES, *, limits: Limits = LIMITS, trust: ssl.SSLContext | None = None
) -> bytes:
    """What is at this URL.

    Raises:
        OSError: it could not be reached, proven or read in time (`NotFetched`: it is not there, not whole or too big).
    """
    got = ask_over_https(url, most, limits=limits, trust=trust)
    if got.status != 200:
        raise NotFetched(f"status {got.status}")
    return got.content
