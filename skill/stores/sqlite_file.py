"""The database file itself: how it begins, how it is opened, what its errors mean, what happens when it is broken."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from skill.coach.errors import StoreError, StoreFull
from skill.stores import StoreCorrupt

BUSY_SECONDS = 1.0
"""How long a statement waits for another process; one utterance has 6 s for everything."""

TABLES = (
    "CREATE TABLE IF NOT EXISTS keepsakes (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, document BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS broken (key TEXT NOT NULL, revision, document)",
)
SETTINGS = (
    "PRAGMA journal_mode=WAL",
    # A crash of the program loses nothing; a power cut may lose the last saves, never half of one.
    "PRAGMA synchronous=NORMAL",
    # Erased means overwritten.
    "PRAGMA secure_delete=ON",
)

_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
"""SQLITE_CANTOPEN: the file was opened before, so it is the log beside it that cannot be made."""
_NO_ROOM_FOR_LOG = sqlite3.SQLITE_IOERR_SHMSIZE
"""The index of the log could not grow: "may indicate that the underlying filesystem volume is out of space"
(sqlite.org/rescode.html)."""
_NO_WRITING = {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def our_errors(doing: str) -> Iterator[None]:
    """Raise StoreCorrupt, StoreFull or StoreError in place of the errors of SQLite and of the file system."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        if code & 0xFF in _BROKEN:
            raise StoreCorrupt(f"{doing}: {error}") from error
        if code & 0xFF in _NO_ROOM or code == _NO_ROOM_FOR_LOG:
            raise StoreFull(f"{doing}: {error}") from error
        raise StoreError(f"{doing}: {error}") from error
    except OSError as error:
        raise (StoreFull if error.errno in _NO_WRITING else StoreError)(f"{doing}: {error}") from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has already rolled back by itself after some errors, a full disk among them.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def connect(path: Path, timeout: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open the database, begun if need be: folder 0700, file 0600 (SQLite gives its log the file's mode).

    `timeout` in seconds. Raises StoreCorrupt, StoreFull, StoreError.
    """
    with our_errors(f"open {path}"):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(path, timeout):
            _begin(path)
            connection = sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=False)
            try:
                for statement in (*SETTINGS, *TABLES):
                    connection.execute(statement)
            except BaseException:
                connection.close()
                raise
            return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open the database on a disk that takes no writing, not even the log's index. Raises StoreCorrupt, StoreFull."""
    # An immutable file is read without its log, so that way comes second (sqlite.org/wal.html, read-only databases).
    for way in ("mode=ro", "mode=ro&immutable=1"):
        with suppress(StoreFull), our_errors(f"read {path}"):
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?{way}", uri=True, timeout=BUSY_SECONDS)
            try:
                connection.execute("SELECT 1 FROM keepsakes")
            except BaseException:
                connection.close()
                raise
            return connection
    raise StoreFull(f"{path} can be neither written nor read")


def set_aside(path: Path) -> None:
    """Rename a broken database to `*.broken-<n>`, its log with it, unless another process has just done so.

    Raises StoreFull, StoreError.
    """
    with our_errors(f"set aside {path}"), _alone(path, BUSY_SECONDS):
        if not path.exists() or _sound(path):
            return
        n = 1
        while os.path.lexists(f"{path}.broken-{n}"):
            n += 1
        # The log first: left behind, it would be taken for the new database's own.
        for part in ("-wal", ""):
            with suppress(FileNotFoundError):
                os.rename(f"{path}{part}", f"{path}.broken-{n}{part}")
        Path(f"{path}-shm").unlink(missing_ok=True)


def forget_set_aside(path: Path, key: str) -> None:
    """Delete the set-aside databases in which `key` occurs: what cannot be opened cannot be erased in part.

    Raises StoreFull, StoreError.
    """
    with our_errors(f"erase beside {path}"):
        for file in path.parent.iterdir():
            if file.name.startswith(f"{path.name}.broken-") and key.encode() in file.read_bytes():
                file.unlink()


def _sound(path: Path) -> bool:
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        try:
            found: tuple[str] = connection.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in _BROKEN:
                return False
            raise
        return found[0] == "ok"


@contextmanager
def _alone(path: Path, timeout: float) -> Iterator[None]:
    """No other process begins or sets aside this database meanwhile.

    An empty database of its own serves as the lock: it works on every platform and goes when its process dies.
    """
    guard = Path(f"{path}-guard")
    _begin(guard)
    with closing(sqlite3.connect(guard, timeout=timeout, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def _begin(path: Path) -> None:
    """An empty file that only its owner may read, where there is none.

    An existing one is not even opened: closing it would drop the locks that this process holds on it
    (sqlite.org/howtocorrupt.html, POSIX advisory locks).
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
