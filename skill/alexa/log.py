"""One line of JSON per request, to standard error, where Lambda and every service manager collect it.

Never an utterance, a slot's value, a level or an id, and of an error only its kind and where it was raised: a message
may quote what she said.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from traceback import extract_tb
from typing import Any

from skill.alexa.envelope import Request
from skill.alexa.handlers import KNOWN


def answered(request: Request, *, kept: bool, milliseconds: float) -> None:
    """A request was answered; `kept` is False when the store failed."""
    _write(_of(request) | {"kept": kept, "ms": round(milliseconds, 1)})


def failed(request: Request, error: Exception) -> None:
    """Something was raised that should not have been."""
    frames = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    _write(_of(request) | {"error": type(error).__name__, "at": frames[-4:]})


def no_tracks(locale: str, error: Exception) -> None:
    """The manifest of this locale could not be read: everything is guided in turns."""
    _write({"tracks": locale[:5], "error": type(error).__name__})


def _of(request: Request) -> dict[str, Any]:
    """A kind that nobody knows may be anything, so it is not written."""
    return {"kind": request.kind if request.kind in KNOWN else "unknown", "locale": request.locale[:5]}


def _write(fields: dict[str, Any]) -> None:
    # Whoever collects the lines may be gone; she is answered all the same.
    with suppress(OSError, ValueError):
        print(json.dumps(fields), file=sys.stderr, flush=True)
