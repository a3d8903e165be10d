"""The same files make the same bytes, whatever the disk says about them."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

from packing.archive import write


def folder(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"in {name}", encoding="utf-8")
    return root


def test_neither_order_nor_time_nor_mode_nor_empty_folders_change_a_byte(tmp_path: Path) -> None:
    first = folder(tmp_path / "first", "b.py", "a/c.py", "a.py")
    second = folder(tmp_path / "second", "a.py", "a/c.py", "b.py")
    os.utime(second / "a.py", (1, 1))
    (second / "b.py").chmod(0o600)
    (second / "empty").mkdir()
    write(first, tmp_path / "first.zip")
    write(second, tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_everyone_may_read_what_was_readable_to_its_owner_only(tmp_path: Path) -> None:
    private = folder(tmp_path / "in", "a.py")
    (private / "a.py").chmod(0o600)
    write(private, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as opened:
        assert [stat.filemode(entry.external_attr >> 16) for entry in opened.infolist()] == ["-rw-r--r--"]
        assert opened.read("a.py") == b"in a.py"
