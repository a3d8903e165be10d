"""What a script reaches is what it imports, at once or late, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from packing.errors import PackingError
from packing.reach import reached


def tree(root: Path, **files: str) -> Path:
    """`a__b="..."` becomes a/b.py; every folder is a package. The entry is entry.py."""
    for name, text in files.items():
        path = root / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for folder in [path for path in root.rglob("*") if path.is_dir()]:
        (folder / "__init__.py").touch()
    return root / "entry.py"


def files(entry: Path, root: Path) -> set[str]:
    return {file.as_posix() for file in reached(entry, root, "ours").files}


def test_a_module_is_reached_with_every_package_above_it_and_its_neighbours_are_not(tmp_path: Path) -> None:
    entry = tree(tmp_path, entry="import ours.room.table", ours__room__table="", ours__room__chair="")
    assert files(entry, tmp_path) == {"ours/__init__.py", "ours/room/__init__.py", "ours/room/table.py"}


def test_what_is_imported_late_and_far_away_is_reached(tmp_path: Path) -> None:
    entry = tree(
        tmp_path,
        entry="from ours import near",
        ours__near="def go():\n    if True:\n        from ours.far import away\n        return away",
        ours__far="import ours.last as last",
        ours__last="",
    )
    assert {"ours/near.py", "ours/far.py", "ours/last.py"} < files(entry, tmp_path)


def test_modules_that_import_each_other_are_reached_once(tmp_path: Path) -> None:
    entry = tree(tmp_path, entry="import ours.a", ours__a="import ours.b", ours__b="import ours.a")
    assert files(entry, tmp_path) == {"ours/__init__.py", "ours/a.py", "ours/b.py"}


def test_what_is_imported_for_types_only_is_not_reached_but_its_other_branch_is(tmp_path: Path) -> None:
    entry = tree(
        tmp_path,
        entry="if TYPE_CHECKING:\n    import ours.types\nelse:\n    import ours.real",
        ours__types="",
        ours__real="",
    )
    assert files(entry, tmp_path) == {"ours/__init__.py", "ours/real.py"}


def test_what_is_not_ours_is_named_with_who_imports_it(tmp_path: Path) -> None:
    entry = tree(tmp_path, entry="import ours.a", ours__a="import heavy.part\nfrom other import thing")
    assert reached(entry, tmp_path, "ours").outside == {"heavy": "ours/a.py", "other": "ours/a.py"}


def test_a_relative_import_is_refused_because_it_would_be_missed(tmp_path: Path) -> None:
    entry = tree(tmp_path, entry="import ours.a", ours__a="from . import b", ours__b="")
    with pytest.raises(PackingError, match=r"a\.py: a relative import"):
        reached(entry, tmp_path, "ours")
