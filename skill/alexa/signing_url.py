"""Where Alexa's signing certificate may be fetched from: the header's URL, normalised, is the URL that is fetched.

Rules: developer.amazon.com/docs/custom-skills/host-a-custom-skill-as-a-web-service.html, "Verify the signature
certificate URL": https and host in any case, host s3.amazonaws.com, path beginning with /echo.api/ in this case, port
443 or none, all judged after normalising.
"""

from __future__ import annotations

import re

from skill.coach.errors import RequestRefused

MOST_CHARACTERS = 1_024
"""Ours; the URLs Alexa sends have about sixty."""
BUCKET = "https://s3.amazonaws.com"
FOLDER = "echo.api"

# An allow-list, because parsers disagree about what is left out here: user info, another port, query, fragment,
# backslash, white space, escapes. ASCII, because without it an old letter (long s) would pass for the "s" of the host.
_URL = re.compile(r"(?i:https://s3\.amazonaws\.com)(?::443)?(/[A-Za-z0-9._~%/-]*)", re.ASCII)
_DOT = re.compile("%2e", re.IGNORECASE)


def normalised(url: str) -> str:
    """The one URL that may be fetched for this header value.

    Dots and escaped dots are resolved as RFC 3986 does (section 5.2.4); whatever else is escaped, or would be read
    differently by another parser, is not resolved but refused.

    Raises:
        RequestRefused: the URL breaks a rule.
    """
    if len(url) > MOST_CHARACTERS:
        raise RequestRefused("certificate URL: too long")
    found = _URL.fullmatch(url)
    if not found:
        raise RequestRefused("certificate URL: not in the form of Alexa's")
    path = _DOT.sub(".", found[1])
    if "%" in path:
        raise RequestRefused("certificate URL: escapes in its path")
    segments = _resolved(path)
    if segments[0] != FOLDER or len(segments) < 2:
        raise RequestRefused("certificate URL: not in Alexa's folder")
    if not all(segments):
        # To the bucket, a//b and a/b are two things; no parser may be left to decide.
        raise RequestRefused("certificate URL: an empty part in its path")
    return f"{BUCKET}/{'/'.join(segments)}"


def _resolved(path: str) -> list[str]:
    """The path's parts after the first slash, without dots; dots at its end leave an empty part, as a folder's name."""
    segments: list[str] = []
    parts = path.split("/")[1:]
    for part in parts:
        if part == "..":
            del segments[-1:]
        elif part != ".":
            segments.append(part)
    return [*segments, ""] if parts[-1] in (".", "..") else segments
