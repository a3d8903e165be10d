"""What is kept for her between sessions: one contract, several stores (`memory`, `sqlite`, `dynamodb`).

A store keeps one document per key and never looks into it: what may be kept and for how long is decided by the core
(`coach.keepsake.for_mode`, `expire`). Keys are made by `key_of`, so no store ever sees who she is.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Protocol

from msgspec import Struct

from skill.coach.errors import StoreError
from skill.coach.keepsake import Keepsake

__all__ = ["Kept", "NotErased", "Store", "StoreCorrupt", "first_revision", "key_of"]


class StoreCorrupt(StoreError):
    """Kept bytes that are no document of ours. They are set aside, not deleted, and a new document begins."""

    spoken = "I couldn't read what I had kept for you, so we begin afresh."


class NotErased(StoreError):
    """Something she asked us to erase is still there."""

    spoken = "I couldn't erase everything just now, so some of it is still kept. Please ask me again in a moment."


class Kept(Struct, frozen=True):
    """What a store holds for one key."""

    keepsake: Keepsake
    revision: int
    """0 = nothing is kept. Otherwise a number that changes with every save; only equality has a meaning."""
    broken: bool = False
    """What was kept could not be read and has just been set aside; `keepsake` is empty."""


class Store(Protocol):
    """The contract, proven for every store by `tests/contracts/store_contract.py`."""

    def load(self, key: str) -> Kept:
        """What is kept for `key`. Raises StoreError when it cannot be read, also when a newer version wrote it."""
        ...

    def save(self, key: str, keepsake: Keepsake, revision: int) -> int:
        """Keep `keepsake` if the stored revision is still `revision`; gives the new revision.

        All or nothing. Raises Conflict when another session saved or erased first, StoreFull when the disk is full or
        read-only, StoreError otherwise.
        """
        ...

    def erase(self, key: str) -> None:
        """Delete everything kept for `key`, what was set aside too; nothing kept is no error. Raises StoreError."""
        ...

    def close(self) -> None:
        """Let go of files and connections. Closing twice is fine; any other use afterwards raises StoreError."""
        ...


def first_revision() -> int:
    """The revision of a document that begins.

    Drawn at random, because a count from 1 would meet again after an erase: a session from before it could then
    overwrite what was kept since.
    """
    return 1 + int.from_bytes(os.urandom(6))


def key_of(user: str, person: str = "", secret: str = "") -> str:
    """The key for a platform's user id and, where the voice was recognised, the person: 64 hexadecimal digits.

    HMAC-SHA256 with the deployment's secret: without the secret nobody can test whether an id is among the keys.
    """
    # The length in front keeps ("ab", "c") and ("a", "bc") apart.
    message = f"{len(user)}:{user}{person}".encode("utf-8", "surrogatepass")
    return hmac.new(secret.encode("utf-8", "surrogatepass"), message, hashlib.sha256).hexdigest()
