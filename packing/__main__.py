"""`python -m packing zip` and `python -m packing skill-package`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from packing.errors import PackingError
from packing.function import ROOT, build
from packing.target import MACHINES, PYTHONS, Target


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run", description="What goes to Amazon.")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    function = verbs.add_parser("zip", help="the archive of the Lambda function")
    function.add_argument("--arch", choices=tuple(MACHINES), default="arm64")
    function.add_argument("--python", choices=PYTHONS, default="3.13")
    function.add_argument("--out", type=Path, metavar="FILE.zip", help="default: build/gentle-back-ARCH-pythonX.Y.zip")
    function.add_argument("--no-pyc", action="store_true", help="leave out the bytecode: slower cold starts")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb. Returns the exit status; what went wrong is one line on standard error."""
    arguments = _parser().parse_args(argv)
    try:
        print(_zip(arguments))
    except PackingError as error:
        print(f"{arguments.verb}: {error}", file=sys.stderr)
        return 1
    return 0


def _zip(arguments: argparse.Namespace) -> str:
    target = Target(arguments.arch, arguments.python)
    out: Path = arguments.out or ROOT / "build" / f"gentle-back-{target.name}.zip"
    build(target, out, pyc=not arguments.no_pyc)
    return f"{out}: {out.stat().st_size / 1e6:.1f} MB for {target.arch}, Python {target.python}"


if __name__ == "__main__":
    sys.exit(main())
