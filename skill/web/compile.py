"""docs/privacy.md -> privacy.html beside this module. Build time only: `./run content`, checked by a drift test."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt

from skill.coach.errors import ContentError
from skill.web.pages import PRIVACY

NOTICE = Path(__file__).parents[2] / "docs" / "privacy.md"
_LINK = re.compile(r'(?:href|src)="([^"]*)"')


def build(text: str) -> str:
    """The notice as HTML without a frame. HTML inside the text is shown as text.

    Raises:
        ContentError: it links to a file beside it, which no web page has.
    """
    html: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    for target in _LINK.findall(html):
        if not target.startswith(("https://", "#", "mailto:")):
            mend = "Name the page in words, or link to it with https://."
            raise ContentError(f"A link to {target} leads nowhere on the web.", file="docs/privacy.md", mend=mend)
    return html.replace("<th>", '<th scope="col">')


def main() -> None:
    """Write skill/web/privacy.html."""
    PRIVACY.write_text(build(NOTICE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
