"""Ask one HTTPS server one thing, within limits of time and size, at exactly the address that was given."""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Mapping
from functools import cache
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlsplit

PIECE = 8_192
MOST_HEAD = 16_384
"""Bytes that may come on top of what was asked for: status, headers, lengths of chunks. Ours."""
_PLAIN = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?/[A-Za-z0-9._~%/-]*", re.ASCII)
"""Nothing that could end the first line or a header of what we ask, and no query, which we would not ask for."""
_PRINTED = re.compile(r"[\x20-\x7e]+", re.ASCII)
"""Nothing that could end a header."""


class Limits(NamedTuple):
    """How long one question may take, in seconds. Alexa waits eight for our answer, all of them included."""

    connect: float = 1.0
    """For one address and its greeting."""
    read: float = 1.0
    """Of silence."""
    whole: float = 3.0
    """Over all; also a server that sends a byte now and then must come to an end."""


LIMITS = Limits()


class NotFetched(OSError):
    """What was found there is not what was asked for, or it came too late."""


class Got(NamedTuple):
    """What was answered, whatever the status."""

    status: int
    content: bytes


def ask_over_https(
    url: str,
    most: int,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    limits: Limits = LIMITS,
    trust: ssl.SSLContext | None = None,
) -> Got:
    """One question, one answer of at most `most` bytes. It follows no redirect and asks no proxy: either could answer
    for another address.

    Raises:
        OSError: it could not be reached, proven or read in time (`NotFetched`: no HTTP, not whole, or too big).
    """
    end = time.monotonic() + limits.whole
    parts = urlsplit(url)
    if not _PLAIN.fullmatch(url) or not parts.hostname:
        raise NotFetched("not a plain https address")
    asked = _asked(method, parts.path, {"Host": parts.netloc} | dict(headers or {}), body)
    with _greeted(parts.hostname, parts.port or 443, trust or _trust(), limits, end) as server:
        server.settimeout(_left(limits.read, end))
        server.sendall(asked)
        answer = _answer(server, most + MOST_HEAD, limits, end)
    response = HTTPResponse(answer)  # type: ignore[arg-type]  # it only calls `makefile`
    try:
        response.begin()
        content = response.read()
    except HTTPException as error:
        raise NotFetched(f"no HTTP, or cut short ({type(error).__name__})") from error
    if len(content) > most:
        raise NotFetched("too big")
    return Got(response.status, content)


def _asked(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    if not all(_PRINTED.fullmatch(value) for value in headers.values()):
        raise NotFetched("not a plain header")
    length = {"Content-Length": str(len(body))} if body or method != "GET" else {}
    lines = dict(headers) | length | {"Accept-Encoding": "identity", "Connection": "close"}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body


class _Answer(BytesIO):
    """All that a server sent, for a reader that expects a connection."""

    def makefile(self, _mode: str) -> _Answer:
        return self


def _answer(server: ssl.SSLSocket, most: int, limits: Limits, end: float) -> _Answer:
    """Read to the end before anything is parsed: the parser waits for a line as long as bytes of it keep coming."""
    answer = _Answer()
    while True:
        server.settimeout(_left(limits.read, end))
        piece = server.recv(PIECE)
        if not piece:
            answer.seek(0)
            return answer
        if answer.tell() + len(piece) > most:
            raise NotFetched("too big")
        answer.write(piece)


def _greeted(host: str, port: int, trust: ssl.SSLContext, limits: Limits, end: float) -> ssl.SSLSocket:
    """A connection to the first address that answers, its certificate proven.

    Address by address, because the limit of `create_connection` counts anew for each of up to eight. Only the look-up
    of the name has no limit but the system's.
    """
    failed: OSError = NotFetched("no address")
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            plain = socket.create_connection((str(address[0]), port), timeout=_left(limits.connect, end))
        except OSError as error:
            failed = error
            continue
        try:
            plain.settimeout(_left(limits.connect, end))
            return trust.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
    raise failed


def _left(most: float, end: float) -> float:
    """How long the next wait may be."""
    left = end - time.monotonic()
    if left <= 0:
        raise NotFetched("too late")
    return min(most, left)


@cache
def _trust() -> ssl.SSLContext:
    # Made on first use: reading the roots takes some tens of milliseconds that no other start should pay.
    try:
        import certifi
    except ModuleNotFoundError:
        # In a function at Amazon, whose system has its own list; its archive does without (decision 0025).
        return ssl.create_default_context()
    return ssl.create_default_context(cafile=certifi.where())
