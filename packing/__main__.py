"""`python -m packing zip` and `python -m packing skill-package`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from packing.errors import PackingError
from packing.function import ROOT, build
from packing.skill_package import lay_out
from packing.target import MACHINES, PYTHONS, Target


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run", description="What goes to Amazon.")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    function = verbs.add_parser("zip", help="the archive of the Lambda function")
    function.add_argument("--arch", choices=tuple(MACHINES), default="arm64")
    function.add_argument("--python", choices=PYTHONS, default="3.13")
    function.add_argument("--out", type=Path, metavar="FILE.zip", help="default: build/gentle-back-ARCH-pythonX.Y.zip")
    function.add_argument("--no-pyc", action="store_true", help="leave out the bytecode: slower cold starts")
    package = verbs.add_parser("skill-package", help="what ask-cli deploys: manifest and models")
    package.add_argument("--endpoint", required=True, metavar="ARN|URL", help="the function, or https://.../alexa")
    package.add_argument("--privacy-url", required=True, metavar="URL", help="where docs/privacy.md can be read")
    package.add_argument("--skill-id", default="", metavar="ID", help="update this skill instead of making a new one")
    package.add_argument("--wildcard", action="store_true", help="the web server's certificate is a wildcard's")
    package.add_argument("--out", type=Path, default=ROOT / "build" / "skill", metavar="FOLDER")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb. Returns the exit status; what went wrong is one line on standard error."""
    arguments = _parser().parse_args(argv)
    try:
        print(_zip(arguments) if arguments.verb == "zip" else _package(arguments))
    except PackingError as error:
        print(f"{arguments.verb}: {error}", file=sys.stderr)
        return 1
    return 0


def _zip(arguments: argparse.Namespace) -> str:
    target = Target(arguments.arch, arguments.python)
    out: Path = arguments.out or ROOT / "build" / f"gentle-back-{target.name}.zip"
    build(target, out, pyc=not arguments.no_pyc)
    return f"{out}: {out.stat().st_size / 1e6:.1f} MB for {target.arch}, Python {target.python}"


def _package(arguments: argparse.Namespace) -> str:
    out: Path = arguments.out
    lay_out(
        out,
        endpoint=arguments.endpoint,
        privacy=arguments.privacy_url,
        skill_id=arguments.skill_id,
        wildcard=arguments.wildcard,
    )
    return f"{out}: now there, once, npm install and npx ask configure; then npx ask deploy"


if __name__ == "__main__":
    sys.exit(main())
