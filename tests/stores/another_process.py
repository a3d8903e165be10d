"""A second process at the same database, for the tests of the SQLite store (run with `python -m`)."""

from __future__ import annotations

import os
import sqlite3
import sys
from functools import partial
from itertools import count
from pathlib import Path

from skill.stores.sqlite import SqliteStore
from skill.stores.sqlite_file import connect
from tests.contracts.store_contract import KEY, SAVES, count_one_more, with_voice

PATIENT_SECONDS = 60.0
"""On a busy test machine a lock may be held longer than a mother should wait."""
PATIENT = partial(connect, timeout=PATIENT_SECONDS)

NEW = "new" * 20_000
"""Long enough to take many steps and many pages to write."""


def count_up(path: Path) -> None:
    store = SqliteStore(path, connect=PATIENT)
    for _ in range(SAVES):
        count_one_more(store, KEY)


def die_in_the_middle_of_a_save(path: Path, step: int) -> None:
    """The process ends without any clean-up at the `step`-th instruction of the save."""
    opened: list[sqlite3.Connection] = []

    def remembering(path: Path) -> sqlite3.Connection:
        opened.append(connect(path))
        return opened[0]

    store = SqliteStore(path, connect=remembering)
    revision = store.load(KEY).revision
    steps = count(1)
    opened[0].set_progress_handler(lambda: os._exit(9) if next(steps) == step else 0, 1)
    store.save(KEY, with_voice(NEW), revision)
    os._exit(0)


def save_for_ever(path: Path) -> None:
    """Save and say so, line by line, until killed."""
    store = SqliteStore(path, connect=PATIENT)
    revision = store.load(KEY).revision
    for n in count(1):
        revision = store.save(KEY, with_voice(f"{n} " * 5_000), revision)
        print(n, flush=True)


if __name__ == "__main__":
    task, path = sys.argv[1], Path(sys.argv[2])
    if task == "count_up":
        count_up(path)
    elif task == "die":
        die_in_the_middle_of_a_save(path, int(sys.argv[3]))
    else:
        save_for_ever(path)
