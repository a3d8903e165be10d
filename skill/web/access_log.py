"""One line of JSON a request: what was asked for, how it ended, how long it took. Nothing of her or of what she said.

No address, no user, no device, no name of a track and no path as it came: who asks for which exercise, and when, is
health data. For the same reason an error is named by its class and its place in the source; its words may quote hers.
"""

from __future__ import annotations

import re
import sys
import time
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
from flask import g

_KIND = re.compile(r"[A-Za-z]+(?:\.[A-Za-z]+)*", re.ASCII)
MOST_KIND = 60
"""Characters; ours. The longest type of request has some forty."""


def begin() -> None:
    """Start the clock of this request."""
    g.begun = time.perf_counter()


def line(asked: str, status: int, *, verified: bool) -> str:
    """The line of this request. `asked` is one of our own names for an address, never the address itself."""
    entry: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "asked": asked,
        "status": status,
        "ms": round((time.perf_counter() - g.begun) * 1000, 1),
    }
    if kind := g.get("kind", ""):
        entry["kind"] = kind if len(kind) <= MOST_KIND and _KIND.fullmatch(kind) else "unknown"
    if refused := g.get("refused", ""):
        entry["refused"] = refused
    if error := g.get("error"):
        entry["error"] = type(error).__name__
        entry["where"] = _where(error)
    if not verified and asked == "alexa":
        entry["unverified"] = True
    return msgspec.json.encode(entry).decode()


def print_line(line: str) -> None:
    """To standard error, as the door does. Where that is gone she is still answered."""
    with suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.replace(chr(92), '/').rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
