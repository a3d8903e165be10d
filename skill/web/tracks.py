"""Rendered tracks over HTTP: in ranges, because a player seeks; kept for ever where the name is a hash."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import request
from werkzeug.exceptions import NotFound
from werkzeug.utils import send_file
from werkzeug.wrappers import Response

TYPES = {
    "mp3": "audio/mpeg",
    "vtt": "text/vtt",
    "json": "application/json",
    "txt": "text/plain",
}
"""Werkzeug adds the charset to text; JSON has none to say (RFC 8259, 8.1)."""
NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,127}}\.({'|'.join(TYPES)})", re.ASCII)
"""Of a file that may be asked for: one part, not hidden, of a kind we make."""
HASHED = re.compile(r"(?:.*[._-])?[0-9a-f]{16,64}\.(?:mp3|vtt)", re.ASCII)
"""A name with a hash of the content: other content has another name."""
FOR_EVER = "public, max-age=31536000, immutable"
"""A year is the longest that means anything (RFC 9111, 5.2.2.1); immutable: RFC 8246."""
ASK_EACH_TIME = "no-cache"
RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})|bytes=-(\d{1,18})", re.ASCII | re.IGNORECASE)


def track(folder: Path, name: str) -> Response:
    """The file of this name in the folder, or the part of it that was asked for.

    Raises:
        NotFound: there is none, or not of a kind we serve, or it is a link that leads out of the folder.
        RequestedRangeNotSatisfiable: the part begins behind its end.
    """
    named = NAME.fullmatch(name)
    if not named:
        raise NotFound
    hashed = HASHED.fullmatch(name) is not None
    try:
        path = _inside(folder, name)
        response = send_file(
            path,
            _with_one_range(request.environ, path.stat().st_size),
            mimetype=TYPES[named[1]],
            conditional=True,
            etag=name.rpartition(".")[0] if hashed else True,
        )
    except (OSError, RuntimeError):
        # Gone meanwhile, not for us to read, or a link to itself: a RuntimeError until Python 3.13.
        raise NotFound from None
    response.headers["Cache-Control"] = FOR_EVER if hashed else ASK_EACH_TIME
    return response


def _inside(folder: Path, name: str) -> Path:
    root = folder.resolve()
    path = (root / name).resolve()
    if path.parent != root or not path.is_file():
        raise NotFound
    return path


def _with_one_range(environ: dict[str, Any], size: int) -> dict[str, Any]:
    """The request without a range that it is allowed or bound to overlook: then the whole file is sent.

    Werkzeug answers 416 to each of them. RFC 9110, 14.2: a range counts with GET only, another unit and an invalid
    range are overlooked, several ranges may be; 14.1.2: a suffix longer than the file means all of it.
    """
    asked = RANGE.fullmatch(environ.get("HTTP_RANGE", "").strip())
    if asked and environ["REQUEST_METHOD"] == "GET":
        first, last, suffix = asked.groups()
        if suffix is not None and 0 < int(suffix) <= size:
            return environ
        if first is not None and (not last or int(first) <= int(last)):
            return environ
    return {key: value for key, value in environ.items() if key != "HTTP_RANGE"}
