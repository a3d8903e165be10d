"""For which machine and which Python a function is built."""

from __future__ import annotations

import platform
import sys
from typing import Literal

from msgspec import Struct

Arch = Literal["arm64", "x86_64"]
"""Amazon's names for them."""

MACHINES: dict[Arch, str] = {"arm64": "aarch64", "x86_64": "x86_64"}
"""As wheels and the kernel call them."""
PYTHONS = ("3.11", "3.12", "3.13")
"""Runtimes at Amazon that we support."""


class Target(Struct, frozen=True):
    """A machine and a Python."""

    arch: Arch = "arm64"
    python: str = "3.13"

    @property
    def name(self) -> str:
        """For file names."""
        return f"{self.arch}-python{self.python}"

    @property
    def wheels(self) -> tuple[str, ...]:
        """Tags of compiled wheels that run there, the newest first.

        Python 3.12 and later run on Amazon Linux 2023 with glibc 2.34, 3.11 on Amazon Linux 2 with glibc 2.26
        (AWS Lambda developer guide, "Lambda runtimes").
        """
        machine = MACHINES[self.arch]
        newer = (f"manylinux_2_28_{machine}",) if self.python != "3.11" else ()
        return (*newer, f"manylinux2014_{machine}")


def here() -> Target:
    """The machine at hand, with the Python that runs this."""
    arch: Arch = "arm64" if platform.machine().lower() in ("aarch64", "arm64") else "x86_64"
    return Target(arch, "{}.{}".format(*sys.version_info))
