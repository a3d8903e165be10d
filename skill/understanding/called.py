"""Build time: what she calls a safety question when she comes back to it (`interaction_models/<language>/called/`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from skill.coach.errors import ContentError
from skill.understanding.correcting import plain


def called(folder: Path, order: Iterable[str]) -> dict[str, list[str]]:
    """What she calls a safety question -> ids of signs. `order`: every sign, the gravest first."""
    import yaml

    by_sign = yaml.load(questions_file(folder).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["questions"]
    out: dict[str, list[str]] = {}
    for sign in order:
        for name in by_sign.pop(sign, ()):
            out.setdefault(plain(name), []).append(sign)
    if by_sign:
        raise ContentError(f"no such sign: {', '.join(by_sign)}", file=str(questions_file(folder)))
    return dict(sorted(out.items()))


def questions_file(folder: Path) -> Path:
    """Where a language has them."""
    return folder / "called" / "questions.yaml"
