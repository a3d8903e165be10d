"""Keys that were validated, by the URL they came from: few, and none longer than its certificates are valid."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from skill.alexa.certificate_chain import SigningKey

MOST_KEYS = 16
"""Ours. Alexa signs with one certificate at a time and changes it some times a year."""


class ValidatedKeys:
    """Safe under several threads. When full, the key that was not used for longest goes."""

    def __init__(self, most: int = MOST_KEYS) -> None:
        self._most = most
        self._keys: OrderedDict[str, SigningKey] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._keys)

    def get(self, url: str, now: datetime) -> SigningKey | None:
        """The key of this URL, if there is one that is good at this moment."""
        with self._lock:
            key = self._keys.get(url)
            if key is None:
                return None
            if not key.good(now):
                del self._keys[url]
                return None
            self._keys.move_to_end(url)
            return key

    def keep(self, url: str, key: SigningKey) -> None:
        """Remember a key whose chain was found good."""
        with self._lock:
            self._keys[url] = key
            self._keys.move_to_end(url)
            while len(self._keys) > self._most:
                self._keys.popitem(last=False)
