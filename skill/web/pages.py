"""The pages for people: what this is, and the privacy notice. Plain HTML that a screen reader and a phone like."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path

from flask import Response

PRIVACY = Path(__file__).with_name("privacy.html")
"""Made from docs/privacy.md by `skill.web.compile`, so that an installed package has it too."""
STYLE = (
    "body{max-width:44rem;margin:0 auto;padding:1rem;font:1.125rem/1.6 system-ui,sans-serif;color-scheme:light dark}"
    "table{border-collapse:collapse;display:block;overflow-x:auto}"
    "th,td{border:1px solid;padding:.4rem;text-align:left;vertical-align:top}"
    "code{overflow-wrap:anywhere}"
)
STYLE_SOURCE = f"'sha256-{b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
"""For the Content-Security-Policy: this style and no other."""
ABOUT = """<h1>Gentle Back</h1>
<p>A voice coach for back pain after birth. It teaches; it gives no medical advice and does not replace care.
In an emergency call your local emergency number.</p>
<p>This is the server that Alexa asks. There is nothing to click here: say &ldquo;Alexa, open gentle back&rdquo;.</p>
<p><a href="/privacy">Privacy: what is kept, where, how long, and how to erase it</a></p>
"""
AN_HOUR = "public, max-age=3600"


def about() -> Response:
    """What this server is."""
    return _page("Gentle Back", ABOUT)


def privacy() -> Response:
    """The privacy notice, as in docs/privacy.md."""
    return _page("Privacy - Gentle Back", _privacy())


@cache
def _privacy() -> str:
    return PRIVACY.read_text(encoding="utf-8")


def _page(title: str, content: str) -> Response:
    html = (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n{content}</main>\n</body>\n</html>\n"
    )
    return Response(html, headers={"Content-Type": "text/html; charset=utf-8", "Cache-Control": AN_HOUR})
