"""The store of the laptop and of a server at home: one SQLite file, for several processes and threads at once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeVar

from skill.coach.errors import Conflict, StoreError, StoreFull
from skill.coach.keepsake import Keepsake
from skill.deadline import time_for
from skill.stores import Kept, StoreCorrupt, first_revision
from skill.stores.document import pack, unpack
from skill.stores.paths import default_path
from skill.stores.sqlite_file import (
    BUSY_SECONDS,
    connect,
    connect_to_read,
    forget_set_aside,
    our_errors,
    set_aside,
    transaction,
)

Row = tuple[int, bytes | None]
"""Revision and document."""
LONGEST_SECONDS = 3 * BUSY_SECONDS
"""Other threads first, then another process."""
T = TypeVar("T")


class _Hold:
    """One process's hold on the file. A connection must not cross a fork (sqlite.org/howtocorrupt.html)."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.turn = Lock()
        self.connection: sqlite3.Connection | None = None
        self.file: tuple[int, int] | None = None

    def let_go(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = self.file = None


class SqliteStore:
    """Documents in one table; a row that cannot be read moves to the table `broken`, a broken file is renamed.

    `path`: the database file, `default_path()` if not given. `connect` opens it.
    """

    def __init__(self, path: Path | None = None, *, connect: Callable[[Path], sqlite3.Connection] = connect) -> None:
        self.path = path or default_path()
        self._connect = connect
        self._holds = [_Hold()]
        self._closed = False

    def load(self, key: str) -> Kept:
        """See `skill.stores.Store`. Works on a read-only disk too."""
        try:
            row = self._run(f"load from {self.path}", lambda connection: _read(connection, key))
        except StoreFull:
            with closing(connect_to_read(self.path)) as connection, our_errors(f"read {self.path}"):
                row = _read(connection, key)
        if row is None:
            return Kept(Keepsake(), 0)
        revision, document = row
        try:
            if type(revision) is not int or document is None:
                raise StoreCorrupt("a row without a revision or a document")
            return Kept(unpack(document), revision)
        except StoreCorrupt:
            self._run(f"set aside a row of {self.path}", lambda connection: _move_to_broken(connection, key, row))
            return Kept(Keepsake(), 0, broken=True)

    def save(self, key: str, keepsake: Keepsake, revision: int) -> int:
        """See `skill.stores.Store`."""
        document = pack(keepsake)
        new = revision + 1 if revision else first_revision()
        saved = self._run(f"save to {self.path}", lambda connection: _write(connection, key, document, revision, new))
        if not saved:
            raise Conflict(f"revision {revision} is no longer the stored one")
        return new

    def erase(self, key: str) -> None:
        """See `skill.stores.Store`. The bytes are overwritten, in the log too."""
        self._run(f"erase from {self.path}", lambda connection: _delete(connection, key))
        forget_set_aside(self.path, key)

    def close(self) -> None:
        """See `skill.stores.Store`."""
        self._closed = True
        hold = self._hold()
        with hold.turn:
            hold.let_go()

    def _hold(self) -> _Hold:
        # The parent's hold stays in the list: collecting it would close the parent's connection in the child.
        if self._holds[-1].process != os.getpid():
            self._holds.append(_Hold())
        return self._holds[-1]

    def _run(self, doing: str, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do one piece of work; where the file turns out to be broken, once more on a new one."""
        with self._my_turn() as hold:
            try:
                with our_errors(doing):
                    return work(self._open(hold))
            except StoreCorrupt:
                hold.let_go()
                set_aside(self.path)
                with our_errors(doing):
                    return work(self._open(hold))

    @contextmanager
    def _my_turn(self) -> Iterator[_Hold]:
        hold = self._hold()
        if not time_for(LONGEST_SECONDS):
            raise StoreError("no time is left for it")
        if not hold.turn.acquire(timeout=2 * BUSY_SECONDS):
            raise StoreError("other threads kept the store busy for too long")
        try:
            if self._closed:
                raise StoreError("the store is closed")
            yield hold
        finally:
            hold.turn.release()

    def _open(self, hold: _Hold) -> sqlite3.Connection:
        """This process's connection, a new one if the file was renamed or deleted meanwhile."""
        if hold.connection is not None and hold.file != _identity(self.path):
            hold.let_go()
        if hold.connection is None:
            hold.connection = self._connect(self.path)
            hold.file = _identity(self.path)
        return hold.connection


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _read(connection: sqlite3.Connection, key: str) -> Row | None:
    # The cast, because a damaged row may hold a text that is not even UTF-8.
    query = "SELECT revision, CAST(document AS BLOB) FROM keepsakes WHERE key = ?"
    row: Row | None = connection.execute(query, (key,)).fetchone()
    return row


def _write(connection: sqlite3.Connection, key: str, document: bytes, revision: int, new: int) -> bool:
    if revision:
        statement = "UPDATE keepsakes SET revision = ?, document = ? WHERE key = ? AND revision = ?"
        return connection.execute(statement, (new, document, key, revision)).rowcount == 1
    statement = "INSERT INTO keepsakes (revision, document, key) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING"
    return connection.execute(statement, (new, document, key)).rowcount == 1


def _move_to_broken(connection: sqlite3.Connection, key: str, row: Row) -> None:
    where = "WHERE key = ? AND revision IS ? AND CAST(document AS BLOB) IS ?"
    with transaction(connection):
        connection.execute(f"INSERT INTO broken SELECT key, revision, document FROM keepsakes {where}", (key, *row))
        connection.execute(f"DELETE FROM keepsakes {where}", (key, *row))


def _delete(connection: sqlite3.Connection, key: str) -> None:
    with transaction(connection):
        connection.execute("DELETE FROM keepsakes WHERE key = ?", (key,))
        connection.execute("DELETE FROM broken WHERE key = ?", (key,))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
