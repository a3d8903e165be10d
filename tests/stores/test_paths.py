"""Where her document lies by default."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.stores.paths import default_path

FILE = "keepsakes.sqlite3"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def test_linux_keeps_it_in_the_users_data_folder(home: Path) -> None:
    assert default_path({}, "linux") == home / ".local" / "share" / "gentle-back" / FILE


def test_an_absolute_xdg_data_home_is_followed_and_a_relative_one_ignored(home: Path) -> None:
    assert default_path({"XDG_DATA_HOME": str(home / "d")}, "linux") == home / "d" / "gentle-back" / FILE
    assert default_path({"XDG_DATA_HOME": "d"}, "linux") == default_path({}, "linux")


def test_macos_keeps_it_in_application_support(home: Path) -> None:
    expected = home / "Library" / "Application Support" / "gentle-back" / FILE
    assert default_path({"XDG_DATA_HOME": str(home)}, "darwin") == expected


def test_windows_keeps_it_in_appdata(home: Path) -> None:
    assert default_path({"APPDATA": str(home / "Roaming")}, "win32") == home / "Roaming" / "gentle-back" / FILE
    assert default_path({}, "win32") == home / "AppData" / "Roaming" / "gentle-back" / FILE


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_gentle_back_home_overrides_every_platform(home: Path, platform: str) -> None:
    environment = {"GENTLE_BACK_HOME": str(home / "mine"), "XDG_DATA_HOME": str(home), "APPDATA": str(home)}
    assert default_path(environment, platform) == home / "mine" / FILE


def test_an_empty_setting_counts_as_none() -> None:
    assert default_path({"GENTLE_BACK_HOME": "", "XDG_DATA_HOME": ""}, "linux") == default_path({}, "linux")
