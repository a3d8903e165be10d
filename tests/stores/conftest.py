"""A SQLite store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skill.stores.sqlite import SqliteStore
from tests.stores.another_process import PATIENT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "keepsakes.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(path, connect=PATIENT)
    yield store
    store.close()
