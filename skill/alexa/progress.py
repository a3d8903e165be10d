"""A word while she waits: sent before what may take long, and never waited for longer than anything else.

What may take long here are the calls for reminders, two or three of them in a row. Nothing else is announced: the store
answers in milliseconds or not at all, and her time zone is one call.
"""

from __future__ import annotations

from skill.alexa.api import Access, Api, ApiError
from skill.alexa.envelope import Request
from skill.alexa.limits import PROGRESSIVE
from skill.coach.reply import Reply


def announce(api: Api, request: Request, reply: Reply, words: str) -> None:
    """Say `words` now, if this request may have them. Where a level is announced nothing comes before it."""
    if request.kind not in PROGRESSIVE or reply.level is not None:
        return
    try:
        api.speak(Access(request.endpoint, request.api_token), request.id, words)
    except ApiError:
        # It was only a courtesy.
        return
