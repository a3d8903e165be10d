"""A zip that is the same, byte for byte, whenever the same files go in."""

from __future__ import annotations

import zipfile
from pathlib import Path

STAMP = (1980, 1, 1, 0, 0, 0)
"""The first time a zip can tell."""
READABLE = 0o100644
"""Lambda runs as another user than the owner: everyone may read (AWS Lambda developer guide, ".zip file archives")."""
UNIX = 3


def write(folder: Path, out: Path) -> None:
    """Zip the files of `folder` into `out`: sorted, with one time, one mode and no folders of their own."""
    out.parent.mkdir(parents=True, exist_ok=True)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in files:
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, UNIX, READABLE << 16
            archive.writestr(entry, (folder / name).read_bytes())
