"""The wire to DynamoDB, where anything may happen to a request: a server that answers what it is told to, or not."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Answer = tuple[int, bytes]
"""HTTP status and body."""
Happening = Callable[["Wire", str, bytes], Answer | None]
"""What happens to a request (operation, body); None = the connection ends without an answer."""


class Wire:
    """Requests meet `happenings` one after the other, and the last one for ever; `asked` has their operations."""

    def __init__(self, *happenings: Happening, to: int = 0) -> None:
        self.happenings = list(happenings)
        self.to = to
        self.asked: list[str] = []
        self.sent: list[bytes] = []
        self._released = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Wire:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def meets(self, operation: str, body: bytes) -> Answer | None:
        happening = self.happenings.pop(0) if len(self.happenings) > 1 else self.happenings[0]
        self.asked.append(operation)
        self.sent.append(body)
        return happening(self, operation, body)

    def wait_until_released(self) -> None:
        self._released.wait()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        wire = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = wire.meets(self.headers["X-Amz-Target"].rpartition(".")[2], body)
                if answer is not None:
                    self.send_response(answer[0])
                    self.send_header("Content-Type", "application/x-amz-json-1.0")
                    self.send_header("Content-Length", str(len(answer[1])))
                    self.end_headers()
                    self.wfile.write(answer[1])

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


def says(status: int, body: bytes | dict[str, Any]) -> Happening:
    answer = status, body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda wire, operation, sent: answer


def refuses(status: int, code: str, message: str = "") -> Happening:
    """DynamoDB's way to say no."""
    return says(status, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": message})


def hangs(wire: Wire, operation: str, body: bytes) -> None:
    """Accepts, and never answers."""
    wire.wait_until_released()


def drops(wire: Wire, operation: str, body: bytes) -> None:
    """The connection ends before the request reaches anyone."""


def passes_on(wire: Wire, operation: str, body: bytes) -> Answer:
    """The real answer comes back."""
    connection = http.client.HTTPConnection("127.0.0.1", wire.to)
    headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}", "Content-Type": "application/x-amz-json-1.0"}
    connection.request("POST", "/", body, headers | {"Authorization": SIGNED})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def loses_the_answer(wire: Wire, operation: str, body: bytes) -> None:
    """The request is carried out, its answer is lost on the way."""
    passes_on(wire, operation, body)


SIGNED = "AWS4-HMAC-SHA256 Credential=test/20261123/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0"
