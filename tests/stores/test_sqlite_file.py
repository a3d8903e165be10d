"""A broken file costs her nothing but what was in it, and what is erased is gone from the disk."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from skill.coach.keepsake import Keepsake, Settings
from skill.stores import Kept
from skill.stores.document import pack
from skill.stores.sqlite import SqliteStore
from skill.stores.sqlite_file import connect
from tests.contracts.store_contract import KEY, OTHER, with_voice
from tests.stores.on_disk import OLD, bytes_on_disk, keep_in, kept_in, scribble

# A broken file


@pytest.mark.parametrize("at", [0, 4096, 8192], ids=["its header", "its second page", "its third page"])
def test_a_broken_file_is_renamed_and_a_new_one_is_begun(path: Path, at: int) -> None:
    keep_in(path, OLD)
    scribble(path, at, b"\xa5" * 4096)
    broken = path.read_bytes()
    store = SqliteStore(path)
    kept = store.load(KEY)
    assert kept.keepsake == Keepsake()
    store.save(KEY, with_voice("anew"), kept.revision)
    assert store.load(KEY).keepsake == with_voice("anew")
    assert Path(f"{path}.broken-1").read_bytes() == broken
    store.close()


def test_a_second_broken_file_takes_the_next_number(path: Path) -> None:
    path.parent.mkdir()
    for junk in (b"first" * 999, b"second" * 999):
        path.write_bytes(junk)
        assert kept_in(path) == Kept(Keepsake(), 0)
    assert Path(f"{path}.broken-1").read_bytes().startswith(b"first")
    assert Path(f"{path}.broken-2").read_bytes().startswith(b"second")


def test_a_file_that_breaks_while_the_store_is_open_is_renamed_too(store: SqliteStore, path: Path) -> None:
    store.save(KEY, OLD, 0)
    connection = connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    scribble(path, 0, b"\xa5" * path.stat().st_size)
    other = SqliteStore(path)
    assert other.load(KEY) == Kept(Keepsake(), 0)
    revision = other.save(KEY, with_voice("anew"), 0)
    other.close()
    assert store.load(KEY) == Kept(with_voice("anew"), revision)
    assert [file.name for file in path.parent.glob("*.broken-?")] == ["keepsakes.sqlite3.broken-1"]


def test_a_file_deleted_under_an_open_store_is_begun_again(store: SqliteStore, path: Path) -> None:
    store.save(KEY, OLD, 0)
    for file in path.parent.iterdir():
        file.unlink()
    assert store.load(KEY) == Kept(Keepsake(), 0)
    store.save(KEY, with_voice("anew"), 0)
    assert kept_in(path).keepsake == with_voice("anew")


@pytest.mark.parametrize("document", ["text", "CAST(x'ff' AS TEXT)", "7", "zeroblob(9)"])
def test_a_row_of_the_wrong_kind_is_set_aside(store: SqliteStore, path: Path, document: str) -> None:
    store.load(KEY)
    connection = connect(path)
    value = document if document[0] in "Cz7" else f"'{document}'"
    connection.execute(f"INSERT INTO keepsakes VALUES (?, 'not a number', {value})", (KEY,))
    assert store.load(KEY) == Kept(Keepsake(), 0, broken=True)
    assert connection.execute("SELECT count(*) FROM broken").fetchone() == (1,)
    connection.close()
    store.save(KEY, OLD, 0)


# Her words on the disk


def test_erasing_overwrites_the_bytes_in_every_file(store: SqliteStore, path: Path) -> None:
    secret = b"a name nobody else has"
    revision = store.save(KEY, with_voice(secret.decode()), 0)
    assert secret in bytes_on_disk(path)
    store.save(KEY, with_voice(secret.decode() * 2_000), revision)
    store.erase(KEY)
    assert secret not in bytes_on_disk(path)
    assert KEY.encode() not in bytes_on_disk(path)


def test_erasing_deletes_a_set_aside_file_she_is_in_and_no_other(path: Path) -> None:
    for n, key in ((1, KEY), (2, OTHER)):
        store = SqliteStore(path)
        store.save(key, OLD, 0)
        store.close()
        scribble(path, 0, b"\xa5" * 16)
        assert kept_in(path).revision == 0
        assert Path(f"{path}.broken-{n}").exists()
    store = SqliteStore(path)
    store.erase(KEY)
    store.close()
    assert [file.name for file in path.parent.glob("*.broken-?")] == ["keepsakes.sqlite3.broken-2"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_only_she_may_read_the_folder_and_its_files(store: SqliteStore, path: Path) -> None:
    store.save(KEY, OLD, 0)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes


def test_a_document_written_by_hand_is_read(store: SqliteStore, path: Path) -> None:
    store.load(KEY)
    connection = connect(path)
    connection.execute("INSERT INTO keepsakes VALUES (?, 1, ?)", (KEY, pack(Keepsake(settings=Settings(pace=1.2)))))
    connection.close()
    assert store.load(KEY) == Kept(Keepsake(settings=Settings(pace=1.2)), 1)
