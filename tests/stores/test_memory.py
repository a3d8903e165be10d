"""The memory store keeps the contract."""

from __future__ import annotations

import pytest

from skill.stores.memory import MemoryStore
from tests.contracts.store_contract import StoreContract


class TestMemoryStore(StoreContract[MemoryStore]):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()

    def put_bytes(self, store: MemoryStore, key: str, document: bytes) -> None:
        store.rows[key] = (7, document)

    def set_aside(self, store: MemoryStore) -> list[tuple[str, bytes]]:
        return [(key, document) for key, _, document in store.broken]
