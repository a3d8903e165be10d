"""A door simple enough to see through, the application over it, waitress under it, a client that sends any bytes."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from skill.web.answering import Answering
from skill.web.app import Verify, create_app
from skill.web.readiness import Readiness

ANSWER = {"version": "1.0", "response": {"shouldEndSession": True}}
JSON = "application/json; charset=utf-8"
PATIENT = 60.0
"""Seconds, so that a busy machine changes nothing."""


class DummyDoor:
    """Answers always the same, or does what it is told; remembers what it was asked."""

    def __init__(self, does: Callable[[Mapping[str, Any]], dict[str, Any]] = lambda _: ANSWER) -> None:
        self.does = does
        self.asked: list[Mapping[str, Any]] = []

    def answer(self, envelope: Mapping[str, Any]) -> dict[str, Any]:
        self.asked.append(envelope)
        return self.does(envelope)


def accepts(_headers: Mapping[str, str], _body: bytes) -> None:
    """For tests that are not about verifying."""


class Client(FlaskClient):
    """Reads every answer to its end and closes it, as a server does."""

    def open(self, *arguments: Any, **named: Any) -> TestResponse:
        return super().open(*arguments, **{"buffered": True} | named)


class Over(NamedTuple):
    """An application and what can be seen of it from inside."""

    app: Flask
    door: DummyDoor
    lines: list[str]

    @property
    def logged(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


def over(
    door: DummyDoor | None = None,
    verify: Verify | None = accepts,
    tracks: Path | None = None,
    ready: Readiness | None = None,
) -> Over:
    lines: list[str] = []
    door = door or DummyDoor()
    app = create_app(door, verify, tracks=tracks, ready=ready, write=lines.append)
    app.test_client_class = Client
    return Over(app, door, lines)


@contextmanager
def served(app: Flask, proxy: str | None = None) -> Iterator[tuple[str, int]]:
    """The application under waitress on a port of its own."""
    answering = Answering(app, "127.0.0.1", 0, proxy=proxy)
    thread = Thread(target=answering.run)
    thread.start()
    try:
        yield "127.0.0.1", int(answering.url.rpartition(":")[2])
    finally:
        answering.end()
        thread.join(PATIENT)


class Answered(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


def sent(address: tuple[str, int], request: bytes) -> Answered:
    """What comes back for these very bytes."""
    with socket.create_connection(address, timeout=PATIENT) as connection:
        connection.sendall(request)
        return received(connection)


def received(connection: socket.socket, method: str = "POST") -> Answered:
    with HTTPResponse(connection, method=method) as response:
        response.begin()
        return Answered(response.status, dict(response.getheaders()), response.read())


def post(headers: Mapping[str, str], body: bytes, path: str = "/alexa") -> bytes:
    """A request as bytes, its headers as they are given, however wrong."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join((*lines, "", "")).encode("utf-8", "surrogatepass") + body
