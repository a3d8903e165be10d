"""Fetch one small file over HTTPS, within limits of time and size, from exactly the address that was asked for."""

from __future__ import annotations

import socket
import ssl
import time
from functools import cache
from http.client import HTTPException, HTTPSConnection
from typing import NamedTuple
from urllib.parse import urlsplit

import certifi

from skill.alexa.certificate_chain import MOST_BYTES

PIECE = 8_192


class Limits(NamedTuple):
    """How long one fetch may take, in seconds. Alexa waits eight for our answer, fetching included."""

    connect: float = 1.0
    """For one address and its greeting."""
    read: float = 1.0
    """Of silence."""
    whole: float = 3.0
    """Over all; also a server that sends a byte now and then must come to an end."""


LIMITS = Limits()


class NotFetched(OSError):
    """What was found there is not a file of the size asked for, or it came too late."""


def fetch_over_https(
    url: str, most: int = MOST_BYTES, *, limits: Limits = LIMITS, trust: ssl.SSLContext | None = None
) -> bytes:
    """What is at this URL. It follows no redirect and asks no proxy: either could answer for another address.

    Raises:
        OSError: it could not be reached, proven or read in time (`NotFetched`: it is not there, not whole or too big).
    """
    end = time.monotonic() + limits.whole
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise NotFetched("not an https address")
    connection = HTTPSConnection(parts.hostname, parts.port or 443)
    try:
        connection.sock = _greeted(parts.hostname, parts.port or 443, trust or _trust(), limits, end)
        connection.request("GET", parts.path, headers={"Accept-Encoding": "identity", "Connection": "close"})
        connection.sock.settimeout(_left(limits.read, end))
        response = connection.getresponse()
        if response.status != 200:
            raise NotFetched(f"status {response.status}")
        pieces, size = [], 0
        while piece := response.read1(PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > most:
                raise NotFetched("too big")
            _left(limits.read, end)
        if str(size) != response.getheader("Content-Length", str(size)):
            raise NotFetched("cut short")
        return b"".join(pieces)
    except HTTPException as error:
        raise NotFetched(f"no HTTP ({type(error).__name__})") from error
    finally:
        connection.close()


def _greeted(host: str, port: int, trust: ssl.SSLContext, limits: Limits, end: float) -> ssl.SSLSocket:
    """A connection to the first address that answers, its certificate proven.

    Address by address, because the limit of `HTTPSConnection` counts anew for each of up to eight. Only the look-up of
    the name has no limit but the system's.
    """
    failed: OSError = NotFetched("no address")
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            plain = socket.create_connection((str(address[0]), port), timeout=_left(limits.connect, end))
        except OSError as error:
            failed = error
            continue
        try:
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
    return ssl.create_default_context(cafile=certifi.where())
