"""A stand-in for Alexa's services: a real HTTPS server that keeps reminders, and answers as a test tells it to."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

from skill.alexa.api import Access

TOKEN = "Atza|a-token"
Trouble = Callable[[BaseHTTPRequestHandler], None]


class Call(NamedTuple):
    """What was asked."""

    method: str
    path: str
    body: Any


class Amazon(ThreadingHTTPServer):
    """`trouble` answers instead, per method and path: each time until it is taken away."""

    def __init__(self, certificate: Path) -> None:
        self.calls: list[Call] = []
        self.kept: dict[str, dict[str, Any]] = {}
        """Reminders by their `alertToken`."""
        self.time_zone: Any = "Europe/London"
        self.permitted = True
        self.trouble: dict[str, Trouble] = {}
        self.over = Event()
        super().__init__(("127.0.0.1", 0), _Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def endpoint(self) -> str:
        return f"https://localhost:{self.server_port}"

    @property
    def access(self) -> Access:
        return Access(self.endpoint, TOKEN)

    def asked(self) -> list[str]:
        """Method and path of every call, in order."""
        return [f"{call.method} {call.path}" for call in self.calls]

    def keep(self, trigger: dict[str, Any], status: str = "ON") -> str:
        token = f"reminder-{len(self.calls)}-{len(self.kept)}"
        self.kept[token] = {"alertToken": token, "status": status, "trigger": trigger, "version": "1"}
        return token

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Amazon

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    def _answer(self, method: str) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length)) if length else None
        amazon = self.server
        amazon.calls.append(Call(method, self.path, body))
        trouble = amazon.trouble.get(f"{method} {self.path}") or amazon.trouble.get(method)
        if trouble is not None:
            trouble(self)
        elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
            sends(401)(self)
        elif self.path == "/v2/devices/kitchen/settings/System.timeZone":
            sends(200, amazon.time_zone)(self)
        elif self.path == "/v1/directives":
            sends(204)(self)
        elif not amazon.permitted:
            sends(401, {"code": "UNAUTHORIZED"})(self)
        elif self.path == "/v1/alerts/reminders" and method == "GET":
            sends(200, {"totalCount": str(len(amazon.kept)), "alerts": list(amazon.kept.values())})(self)
        elif self.path == "/v1/alerts/reminders" and method == "POST":
            sends(200, {"alertToken": amazon.keep(body["trigger"]), "status": "ON"})(self)
        else:
            found = amazon.kept.pop(self.path.rpartition("/")[2], None)
            sends(200 if found else 404)(self)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def sends(status: int, content: Any = None) -> Trouble:
    """An answer with this status, and this as JSON (bytes as they are)."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        whole = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
        to.send_response(status)
        to.send_header("Content-Length", str(len(whole)))
        to.end_headers()
        to.wfile.write(whole)

    return answer


def falls_silent(to: BaseHTTPRequestHandler) -> None:
    """Takes the question and never answers."""
    amazon = to.server
    assert isinstance(amazon, Amazon)
    amazon.over.wait()


def hangs_up(to: BaseHTTPRequestHandler) -> None:
    """Takes the question and closes."""
    to.close_connection = True
