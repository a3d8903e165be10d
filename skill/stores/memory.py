"""A store that forgets when the program ends: for tests, the Alexa twin and a first try without a disk."""

from __future__ import annotations

from threading import Lock

from skill.coach.errors import Conflict, StoreError
from skill.coach.keepsake import Keepsake
from skill.stores import Kept, StoreCorrupt, first_revision
from skill.stores.document import pack, unpack


class MemoryStore:
    """Keeps documents as bytes, like every other store, so that nothing works here that fails on a disk."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[int, bytes]] = {}
        """Key -> revision and document."""
        self.broken: list[tuple[str, int, bytes]] = []
        """What was set aside because it could not be read."""
        self._lock = Lock()
        self._closed = False

    def load(self, key: str) -> Kept:
        """See `skill.stores.Store`."""
        with self._lock:
            self._check_open()
            if key not in self.rows:
                return Kept(Keepsake(), 0)
            revision, document = self.rows[key]
            try:
                return Kept(unpack(document), revision)
            except StoreCorrupt:
                self.broken.append((key, revision, document))
                del self.rows[key]
                return Kept(Keepsake(), 0, broken=True)

    def save(self, key: str, keepsake: Keepsake, revision: int) -> int:
        """See `skill.stores.Store`."""
        document = pack(keepsake)
        with self._lock:
            self._check_open()
            stored = self.rows[key][0] if key in self.rows else 0
            if stored != revision:
                raise Conflict(f"revision {stored} is stored, not {revision}")
            new = revision + 1 if revision else first_revision()
            self.rows[key] = (new, document)
            return new

    def erase(self, key: str) -> None:
        """See `skill.stores.Store`."""
        with self._lock:
            self._check_open()
            self.rows.pop(key, None)
            self.broken = [row for row in self.broken if row[0] != key]

    def close(self) -> None:
        """See `skill.stores.Store`."""
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("the store is closed")
