"""What the tests of the SQLite store do to its files, and what they find there."""

from __future__ import annotations

from pathlib import Path

from skill.coach.keepsake import Keepsake
from skill.stores import Kept
from skill.stores.sqlite import SqliteStore
from tests.contracts.store_contract import KEY, with_voice

OLD = with_voice("old")


def kept_in(path: Path) -> Kept:
    store = SqliteStore(path)
    try:
        return store.load(KEY)
    finally:
        store.close()


def keep_in(path: Path, keepsake: Keepsake) -> None:
    store = SqliteStore(path)
    store.save(KEY, keepsake, 0)
    store.close()


def bytes_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def scribble(path: Path, at: int, junk: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(junk)
