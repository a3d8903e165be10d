"""Where the laptop and a self-hosted server keep her document by default."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from skill.coach.errors import StoreError

FOLDER = "gentle-back"
FILE = "keepsakes.sqlite3"


def default_path(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path:
    """The database file: in `GENTLE_BACK_HOME` if set, else in the platform's folder for a user's data.

    Linux and others: `$XDG_DATA_HOME` or `~/.local/share`, a relative one being ignored (XDG Base Directory
    Specification); macOS: `~/Library/Application Support` (Apple, File System Programming Guide); Windows: `%APPDATA%`
    (Microsoft, KNOWNFOLDERID RoamingAppData). Raises StoreError if there is no home folder.
    """
    environment = os.environ if environment is None else environment
    if environment.get("GENTLE_BACK_HOME"):
        return Path(environment["GENTLE_BACK_HOME"]).expanduser() / FILE
    if platform == "win32":
        return Path(environment.get("APPDATA") or _home() / "AppData" / "Roaming") / FOLDER / FILE
    if platform == "darwin":
        return _home() / "Library" / "Application Support" / FOLDER / FILE
    data = environment.get("XDG_DATA_HOME", "")
    return (Path(data) if os.path.isabs(data) else _home() / ".local" / "share") / FOLDER / FILE


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        raise StoreError("there is no home folder: set GENTLE_BACK_HOME") from error
