"""The function's archive: everything the handler needs, nothing else, the same bytes every time."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from packing.errors import PackingError
from packing.function import HANDLER, MOST_BYTES, REQUIREMENTS, ROOT, build, lay_ours
from packing.reach import reached
from packing.target import Target, here
from packing.wheels import unpack
from tests.packing.built import fetching

AARCH64 = 183
"""ELF's number of the machine (ELF for the Arm 64-bit architecture, e_machine)."""


def names(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


def test_a_second_build_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    build(here(), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_it_is_small(archive: Path) -> None:
    assert archive.stat().st_size <= MOST_BYTES


def test_what_the_runtime_has_and_what_only_other_doors_need_stays_out(archive: Path) -> None:
    tops = {name.partition("/")[0] for name in names(archive)}
    assert not tops & {"boto3", "botocore", "cryptography", "certifi", "flask", "requests", "urllib3", "audio", "yaml"}
    ours = {name for name in names(archive) if name.startswith("skill/")}
    for room in ("laptop", "web", "measuring"):
        assert not any(name.startswith(f"skill/{room}/") for name in ours), room
    assert not ours & {"skill/alexa/verify.py", "skill/alexa/compile.py", "skill/understanding/train.py"}
    assert not any(name.endswith((".yaml", ".tsv", ".dist-info/RECORD")) for name in names(archive))


def test_every_module_has_its_bytecode_beside_it(archive: Path) -> None:
    tag = sys.implementation.cache_tag
    inside = names(archive)
    for name in inside:
        if name.endswith(".py"):
            folder, _, module = name.rpartition("/")
            assert f"{folder}/__pycache__/{module[:-3]}.{tag}.pyc".lstrip("/") in inside


def test_what_is_shipped_holds_machine_code_of_its_machine_only(tmp_path: Path) -> None:
    with fetching():
        unpack(REQUIREMENTS, Target(), tmp_path)
    libraries = [path.read_bytes() for path in tmp_path.rglob("*.so")]
    assert libraries
    assert {struct.unpack_from("<H", library, 18)[0] for library in libraries} == {AARCH64}


ANSWERING = """
import json, sys
sys.path.insert(0, sys.argv[1])
import lambda_function
answer = lambda_function.handler(json.loads(sys.argv[2]), None)
files = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
print(json.dumps({"answer": answer, "installed": [file for file in files if "site-packages" in file]}))
"""


def test_the_handler_answers_with_nothing_installed_but_the_archive(task: Path) -> None:
    envelope = '{"session": {"application": {"applicationId": "ours"}, "user": {"userId": "u"}, "new": true}, \
        "request": {"type": "LaunchRequest", "requestId": "r", "locale": "en-US"}}'
    # A folder that cannot be reached: looking for it must not need more than the archive has, and it is done without.
    tracks = "https://localhost/there/is/none/"
    settings = {
        "GENTLE_BACK_SKILL_ID": "ours",
        "GENTLE_BACK_SECRET": "s" * 16,
        "GENTLE_BACK_TRACKS": tracks,
        "PATH": "",
    }
    command = [sys.executable, "-S", "-W", "error", "-c", ANSWERING, str(task), envelope]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=settings, cwd=task)
    assert run.returncode == 0, run.stderr
    assert "Gentle Back" in run.stdout
    assert '"installed": []' in run.stdout


def test_a_package_nobody_pinned_stops_the_build_and_is_named_with_who_asks_for_it(tmp_path: Path) -> None:
    asking = reached(HANDLER, ROOT).outside["msgspec"]
    with pytest.raises(PackingError, match=r"imports \w+, which is not in lambda/requirements\.txt"):
        lay_ours(tmp_path)
    assert (ROOT / asking).is_file()
