from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from packing.target import Target, here
from tests.packing.built import built

ArchiveOf = Callable[[Target], Path]


@pytest.fixture(scope="session")
def archive_of(tmp_path_factory: pytest.TempPathFactory) -> ArchiveOf:
    """The function for a target, built once."""
    return cache(lambda target: built(target, tmp_path_factory.mktemp("archive") / f"{target.name}.zip"))


@pytest.fixture(scope="session")
def archive(archive_of: ArchiveOf) -> Path:
    """The function for this machine and this Python."""
    return archive_of(here())


@pytest.fixture(scope="session")
def task(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, unpacked as Lambda does."""
    return unpacked(archive, tmp_path_factory.mktemp("task"))


def unpacked(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder
