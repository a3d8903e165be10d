"""Rendered tracks over HTTP: in ranges, because a player seeks; kept for ever where the name is a hash."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import request
from werkzeug.exceptions import NotFound
from werkzeug.utils import send_file
from werkzeug.wrappers import Response

from skill.track_files import NAME, TYPES, is_hashed, kept_for

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
    try:
        path = _inside(folder, name)
        response = send_file(
            path,
            _with_one_range(request.environ, path.stat().st_size),
            mimetype=TYPES[named[1]],
            conditional=True,
            etag=name.rpartition(".")[0] if is_hashed(name) else True,
        )
    except (OSError, RuntimeError):
        # Gone meanwhile, not for us to read, or a link to itself: a RuntimeError until Python 3.13.
        raise NotFound from None
    response.headers["Cache-Control"] = kept_for(name)
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
