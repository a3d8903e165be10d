"""How files of a track folder are given out, by whoever does it: of which kind they are, how long they may be kept."""

from __future__ import annotations

import re

TYPES = {
    "mp3": "audio/mpeg",
    "vtt": "text/vtt",
    "json": "application/json",
    "txt": "text/plain",
}
"""The web host adds the charset to text; JSON has none to say (RFC 8259, 8.1)."""
NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,127}}\.({'|'.join(TYPES)})", re.ASCII)
"""Of a file that may be asked for: one part, not hidden, of a kind we make."""
_HASHED = re.compile(r"(?:.*[._-])?[0-9a-f]{16,64}\.(?:mp3|vtt|txt)", re.ASCII)
FOR_EVER = "public, max-age=31536000, immutable"
"""A year is the longest that means anything (RFC 9111, 5.2.2.1); immutable: RFC 8246."""
ASK_EACH_TIME = "no-cache"


def is_hashed(name: str) -> bool:
    """A name with a hash of the content: other content has another name."""
    return _HASHED.fullmatch(name) is not None


def kept_for(name: str) -> str:
    """The `Cache-Control` of a file."""
    return FOR_EVER if is_hashed(name) else ASK_EACH_TIME
