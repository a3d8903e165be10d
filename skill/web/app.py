"""The web application: which address answers what, and that nothing else leaves the house, whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import msgspec
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as BaseResponse

from skill.alexa.verify import MOST_BODY
from skill.coach.errors import RequestRefused
from skill.web import pages
from skill.web.access_log import begin, line, print_line
from skill.web.loopback import come_from_afar
from skill.web.readiness import Readiness
from skill.web.tracks import track

Verify = Callable[[Mapping[str, str], bytes], None]
"""`skill.alexa.verify.RequestVerifier`: returns, or raises RequestRefused."""

POLICY = (
    f"default-src 'none'; style-src {pages.STYLE_SOURCE}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
"""On every answer. Our pages hold text and one style; they load nothing, run nothing and stand in no frame."""
OVER_HTTPS = "max-age=31536000"
"""Strict-Transport-Security, a year, only where the request came over HTTPS (RFC 6797, 7.2)."""


class Door(Protocol):
    """`skill.alexa.door.Door`, or anything that answers as it does."""

    def answer(self, envelope: Mapping[str, Any]) -> dict[str, Any]:
        """The response to a request envelope. Raises RequestRefused for another skill's request, and nothing else."""
        ...


def create_app(
    door: Door,
    verify: Verify | None,
    *,
    tracks: Path | None = None,
    ready: Readiness | None = None,
    write: Callable[[str], None] = print_line,
) -> Flask:
    """The application.

    Args:
        door: answers what Alexa asks.
        verify: proves that a request comes from Alexa; None, for development: this machine is answered without proof.
        tracks: the folder of the rendered tracks; None: there are none.
        ready: what has to work before requests are sent here.
        write: takes the lines of the access log.
    """
    app = Flask("gentle-back", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MOST_BODY, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.merge_slashes = False
    checks = ready or Readiness({})
    app.add_url_rule("/", "about", pages.about)
    app.add_url_rule("/privacy", "privacy", pages.privacy)
    app.add_url_rule("/healthz", "health", lambda: _json({"alive": True}))
    app.add_url_rule("/readyz", "ready", lambda: _readiness(checks))
    app.add_url_rule("/tracks/<name>", "track", lambda name: _track(tracks, name))
    app.add_url_rule("/alexa", "alexa", lambda: _alexa(door, verify), methods=["POST"])
    app.before_request(begin)
    app.after_request(_with_headers)
    app.after_request(lambda response: _written(response, write, verified=verify is not None))
    app.register_error_handler(Exception, _bare)
    return app


def _alexa(door: Door, verify: Verify | None) -> Response:
    """In this order: form, size, proof over the raw bytes; only then is anything in the body read."""
    if request.mimetype != "application/json":
        raise RequestRefused("content type: not JSON")
    body = request.get_data(cache=False)
    headers = dict(request.headers.items())
    if verify is not None:
        verify(headers, body)
    elif reason := come_from_afar(request.environ):
        raise RequestRefused(reason)
    envelope = _envelope(body)
    g.kind = _kind(envelope)
    return _json(door.answer(envelope))


def _envelope(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (ValueError, RecursionError):
        # `from None`: what a parser says may quote what she said.
        raise RequestRefused("body: no JSON object") from None


def _kind(envelope: Mapping[str, Any]) -> str:
    asked = envelope.get("request")
    return str(asked.get("type", "")) if isinstance(asked, dict) else ""


def _track(folder: Path | None, name: str) -> BaseResponse:
    if folder is None:
        raise NotFound
    return track(folder, name)


def _readiness(checks: Readiness) -> Response:
    found = checks()
    return _json(found, 200 if all(found.values()) else 503)


def _json(content: Mapping[str, Any], status: int = 200) -> Response:
    return Response(
        msgspec.json.encode(content),
        status,
        {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"},
    )


def _bare(error: Exception) -> Response:
    """A status and nothing more: no reason, no trace, none of her words. The reason goes into the log."""
    if isinstance(error, RequestRefused):
        g.refused = str(error)
        return _nothing(400)
    if not isinstance(error, HTTPException):
        g.error = error
        return _nothing(500)
    if request.path == "/alexa" and error.code != 405:
        g.refused = error.name.lower()
        return _nothing(400)
    answer = _nothing(error.code or 500)
    for name, value in error.get_headers(request.environ):
        # Allow with a 405, Content-Range with a 416: without them the status says too little.
        if name in ("Allow", "Content-Range"):
            answer.headers[name] = value
    return answer


def _nothing(status: int) -> Response:
    answer = Response(status=status, headers={"Cache-Control": "no-store"})
    del answer.headers["Content-Type"]
    return answer


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = OVER_HTTPS
    return response


def _written(response: Response, write: Callable[[str], None], *, verified: bool) -> Response:
    write(line(request.endpoint or "nothing", response.status_code, verified=verified))
    return response
