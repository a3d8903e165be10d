from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from packing.target import here
from tests.packing.built import built


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The function for this machine and this Python."""
    return built(here(), tmp_path_factory.mktemp("archive") / "function.zip")


@pytest.fixture(scope="session")
def task(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, unpacked as Lambda does."""
    folder = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder
