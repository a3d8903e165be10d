"""The SQLite store keeps the contract, with several processes, when killed, and on a disk that takes no writing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from skill.coach.errors import Conflict, StoreError, StoreFull
from skill.coach.keepsake import Keepsake
from skill.deadline import SECONDS, Deadline
from skill.stores import Kept
from skill.stores.sqlite import LONGEST_SECONDS, SqliteStore
from skill.stores.sqlite_file import connect
from tests.clocks import DummyClock
from tests.contracts.store_contract import KEY, OTHER, SAVES, StoreContract, both_at_once, count_one_more, with_voice
from tests.stores.another_process import NEW, PATIENT
from tests.stores.on_disk import OLD, keep_in, kept_in

ROOT = Path(__file__).parents[2]


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.stores.another_process", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


class TestSqliteStore(StoreContract[SqliteStore]):
    @pytest.fixture
    def store(self, path: Path) -> Iterator[SqliteStore]:
        store = SqliteStore(path, connect=PATIENT)
        yield store
        store.close()

    def put_bytes(self, store: SqliteStore, key: str, document: bytes) -> None:
        connection = connect(store.path)
        connection.execute("REPLACE INTO keepsakes VALUES (?, 7, ?)", (key, document))
        connection.close()

    def set_aside(self, store: SqliteStore) -> list[tuple[str, bytes]]:
        connection = connect(store.path)
        rows = connection.execute("SELECT key, document FROM broken").fetchall()
        connection.close()
        return rows


# Several at once


def test_two_stores_at_one_file_lose_nothing(path: Path) -> None:
    def device() -> None:
        store = SqliteStore(path, connect=PATIENT)
        for _ in range(SAVES):
            count_one_more(store, KEY)
        store.close()

    both_at_once(device, device)
    assert kept_in(path).keepsake.settings.knows == {"tilt": 2 * SAVES}


def test_two_processes_beginning_and_saving_at_once_lose_nothing(path: Path) -> None:
    processes = [start("count_up", path), start("count_up", path)]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    assert kept_in(path).keepsake.settings.knows == {"tilt": 2 * SAVES}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on Windows")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_opens_a_connection_of_its_own(store: SqliteStore, path: Path) -> None:
    store.save(KEY, OLD, 0)
    child = os.fork()
    if child == 0:
        try:
            store.save(OTHER, with_voice("child"), 0)
            store.close()
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    assert store.load(OTHER).keepsake == with_voice("child")
    store.save(KEY, with_voice("parent"), store.load(KEY).revision)
    assert kept_in(path).keepsake == with_voice("parent")


# Killed


def test_a_process_that_dies_within_a_save_leaves_the_old_document(path: Path) -> None:
    keep_in(path, OLD)
    process = start("die", path, 1)
    process.communicate()
    assert process.returncode == 9
    assert kept_in(path).keepsake == OLD


@pytest.mark.parametrize("step", [2, 4, 8, 1_000])
def test_wherever_a_process_dies_the_document_is_whole(path: Path, step: int) -> None:
    keep_in(path, OLD)
    process = start("die", path, step)
    process.communicate()
    after = kept_in(path).keepsake
    assert after == with_voice(NEW) or (after == OLD and process.returncode == 9)


def test_a_process_killed_while_saving_leaves_a_whole_document_no_older_than_its_last_word(path: Path) -> None:
    process = start("save_for_ever", path)
    assert process.stdout is not None
    last = [int(process.stdout.readline()) for _ in range(20)][-1]
    process.kill()
    last = max(last, *(int(line) for line in process.communicate()[0].splitlines() if line.isdigit()), 0)
    voice = kept_in(path).keepsake.settings.voice or ""
    numbers = set(voice.split())
    assert len(numbers) == 1
    assert len(voice.split()) == 5_000
    assert int(numbers.pop()) >= last


# Full, read-only, locked


def no_room(path: Path) -> sqlite3.Connection:
    """SQLite's own limit of pages raises what a full disk raises."""
    connection = connect(path)
    connection.execute("PRAGMA max_page_count = 1")
    return connection


def no_writing(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    connection.execute("PRAGMA query_only = ON")
    return connection


def test_a_full_disk_is_store_full_and_what_was_kept_is_intact(path: Path) -> None:
    keep_in(path, OLD)
    full = SqliteStore(path, connect=no_room)
    kept = full.load(KEY)
    with pytest.raises(StoreFull, match="full"):
        full.save(KEY, with_voice("x" * 1_000_000), kept.revision)
    assert full.load(KEY) == kept
    full.close()
    assert kept_in(path) == kept


def test_a_disk_with_room_again_can_be_saved_to_by_the_same_store(path: Path) -> None:
    connections: list[sqlite3.Connection] = []

    def tight(path: Path) -> sqlite3.Connection:
        connections.append(no_room(path))
        return connections[-1]

    keep_in(path, OLD)
    store = SqliteStore(path, connect=tight)
    revision = store.load(KEY).revision
    with pytest.raises(StoreFull):
        store.save(KEY, with_voice(NEW), revision)
    connections[-1].execute("PRAGMA max_page_count = 100000")
    store.save(KEY, with_voice(NEW), revision)
    assert store.load(KEY).keepsake == with_voice(NEW)
    store.close()


def test_a_read_only_database_is_store_full_and_still_read(path: Path) -> None:
    keep_in(path, OLD)
    store = SqliteStore(path, connect=no_writing)
    kept = store.load(KEY)
    assert kept.keepsake == OLD
    for write in (lambda: store.save(KEY, Keepsake(), kept.revision), lambda: store.erase(KEY)):
        with pytest.raises(StoreFull):
            write()
    assert store.load(KEY) == kept
    store.close()


def test_a_disk_on_which_nothing_can_be_begun_is_read_all_the_same(path: Path) -> None:
    def refuse(path: Path) -> sqlite3.Connection:
        raise StoreFull("no log can be made here")

    keep_in(path, OLD)
    store = SqliteStore(path, connect=refuse)
    assert store.load(KEY).keepsake == OLD
    assert store.load(OTHER) == Kept(Keepsake(), 0)
    with pytest.raises(StoreFull):
        store.save(KEY, Keepsake(), store.load(KEY).revision)


def test_without_a_database_a_disk_without_room_is_store_full(path: Path) -> None:
    def refuse(path: Path) -> sqlite3.Connection:
        raise StoreFull("no file can be made here")

    with pytest.raises(StoreFull):
        SqliteStore(path, connect=refuse).load(KEY)


def test_a_lock_held_too_long_is_a_store_error_and_nothing_is_written(path: Path) -> None:
    keep_in(path, OLD)
    other = connect(path)
    other.execute("BEGIN IMMEDIATE")
    store = SqliteStore(path, connect=partial(connect, timeout=0))
    kept = store.load(KEY)
    for write in (lambda: store.save(KEY, Keepsake(), kept.revision), lambda: store.erase(KEY)):
        with pytest.raises(StoreError, match="locked") as refusal:
            write()
        assert not isinstance(refusal.value, (StoreFull, Conflict))
    other.execute("ROLLBACK")
    other.close()
    assert store.load(KEY) == kept
    store.save(KEY, with_voice("free again"), kept.revision)
    store.close()


def test_nothing_is_begun_that_could_pass_the_deadline(store: SqliteStore) -> None:
    clock = DummyClock()
    with Deadline(clock=clock).running():
        revision = store.save(KEY, OLD, 0)
        clock.passes(SECONDS - LONGEST_SECONDS + 0.1)
        with pytest.raises(StoreError, match="no time"):
            store.save(KEY, with_voice("late"), revision)
    assert store.load(KEY) == Kept(OLD, revision)


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    store = SqliteStore(tmp_path / "a file" / "keepsakes.sqlite3")
    with pytest.raises(StoreError):
        store.load(KEY)
    with pytest.raises(StoreError):
        store.save(KEY, OLD, 0)
