"""lambda/requirements.txt anew: the newest releases that fit, with the hash of every wheel we may ship.

`python -m packing.pinning`, then read the difference. What ask-sdk-core asks for but never imports on our way is not
named: requests, urllib3, certifi, idna and charset-normalizer serve its own web client, which we do not use.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from packing.function import REQUIREMENTS
from packing.target import MACHINES, PYTHONS, Target

PACKAGES = ("ask-sdk-core<2", "ask-sdk-model<2", "ask-sdk-runtime<2", "msgspec", "python-dateutil<3", "six", "tzdata")
"""six is for ask-sdk-model; tzdata because a function's system need not have time zones. Ours are found before the
runtime's: its botocore asks for a dateutil before 3, so ours must be one."""
HEAD = """# What goes into the function beside our own code: python -m packing.pinning writes this file.
# Left out on purpose: boto3 (the runtime has it), and what only ask-sdk-core's web client imports.
"""


def pins(folder: Path) -> str:
    """The file's text for the wheels in `folder`."""
    hashes: dict[str, list[str]] = defaultdict(list)
    for wheel in sorted(folder.glob("*.whl")):
        name, version, *_ = wheel.name.split("-")
        hashes[f"{name.replace('_', '-')}=={version}"].append(hashlib.sha256(wheel.read_bytes()).hexdigest())
    return HEAD + "".join(
        f"{pin}" + "".join(f" \\\n    --hash=sha256:{digest}" for digest in digests) + "\n"
        for pin, digests in hashes.items()
    )


def main() -> None:
    """Download for every machine and Python we build for, and write the pins."""
    with tempfile.TemporaryDirectory() as made:
        for target in [Target(arch, python) for arch in MACHINES for python in PYTHONS]:
            platforms = [argument for tag in target.wheels for argument in ("--platform", tag)]
            subprocess.run(
                [
                    *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"),
                    *(*platforms, "--implementation", "cp", "--python-version", target.python),
                    *("--dest", made, *PACKAGES),
                ],
                check=True,
            )
        REQUIREMENTS.write_text(pins(Path(made)), encoding="utf-8")


if __name__ == "__main__":
    main()
