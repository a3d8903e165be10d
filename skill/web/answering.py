"""waitress, set up for us: one address, nothing of itself in an answer, and at the end running requests finish."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from threading import Event, RLock
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from skill.alexa.verify import MOST_BODY
from skill.coach.errors import GentleBackError

THREADS = 16
"""Ours. A turn takes some milliseconds of a processor; the rest are for waiting: for a store in the cloud, for a disk,
and up to three seconds for Amazon's certificates."""
MOST_CONNECTIONS = 500
"""Open at once; a proxy keeps some tens. Those beyond wait in the queue of the system."""
MOST_HEAD = 16_384
"""Bytes of a request before its body. Alexa's has about one thousand."""
IDLE_SECONDS = 60
GRACE_SECONDS = 8.0
"""How long an end waits for running requests. Alexa gives up after eight."""
THREADS_SECONDS = 1.0
"""How long after that a thread may still run before it is left behind."""
PAUSE = 0.1
"""Seconds between two looks at what still runs."""


class _BareError(ErrorTask):  # type: ignore[misc]
    """What waitress refuses by itself: no HTTP, or a body that says it is too big, before it is read."""

    def execute(self) -> None:
        """A 400 without a word, like every other refusal."""
        self.status = "400 Bad Request"
        self.set_close_on_finish()
        self.content_length = 0
        self.write(b"")


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _BareError

    def writable(self) -> bool:
        """Not while a thread is sending: it wakes the loop for what is left, and the loop would only spin till then."""
        if self.requests and self.total_outbufs_len:
            if not self.outbuf_lock.acquire(blocking=False):
                return False
            self.outbuf_lock.release()
        return bool(super().writable())

    @property
    def busy(self) -> bool:
        """A request is coming in, is being answered, or its answer is on the way."""
        return bool(self.requests or self.total_outbufs_len or self.close_when_flushed or self.request is not None)


class Answering:
    """A server that listens from now on and answers while `run` runs.

    Args:
        app: a WSGI application that never raises.
        host, port: where to listen; port 0: any that is free.
        proxy: the address of a proxy whose word counts on whether a request came over HTTPS.

    Raises:
        GentleBackError: it cannot listen there.
    """

    def __init__(self, app: Callable[..., Any], host: str, port: int, *, proxy: str | None = None) -> None:
        # One line for each request that waits would drown the others.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._channels: dict[int, Any] = {}
        self._ended = Event()
        # One that its own thread may take twice: a signal may come in the middle of anything.
        self._waking = RLock()
        self._closed = False
        self._server = create_server(
            app,
            map=self._channels,
            sockets=[_listening(host, port)],
            threads=THREADS,
            connection_limit=MOST_CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            max_request_header_size=MOST_HEAD,
            # It refuses what has as many bytes; so much more is ours to refuse.
            max_request_body_size=MOST_BODY + 1,
            ident=None,
            expose_tracebacks=False,
            log_socket_errors=False,
            asyncore_use_poll=True,
            # What a proxy leaves must stay to be seen by `loopback.come_from_afar`.
            clear_untrusted_proxy_headers=False,
            **({"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-proto"}} if proxy else {}),
        )
        self._server.channel_class = _Channel

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._server.effective_host, self._server.effective_port
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def end(self) -> None:
        """Ask it to end; from a signal or another thread, and as often as one likes."""
        self._ended.set()
        with self._waking:
            # Once it is closed, its number may already be that of someone else's file.
            if not self._closed:
                self._server.pull_trigger()

    def run(self) -> None:
        """Answer until `end` is called, then finish what has begun."""
        while not self._ended.is_set():
            self._look(1.0)
        # What has come in until now counts as begun.
        self._look(0)
        self._server.del_channel()
        self._server.socket.close()
        until = time.monotonic() + GRACE_SECONDS
        while self._still_busy() and time.monotonic() < until:
            self._look(PAUSE)
        self._server.task_dispatcher.shutdown(timeout=THREADS_SECONDS)
        with self._waking:
            self._closed = True
            wasyncore.close_all(self._channels)

    def _look(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._channels, count=1)

    def _still_busy(self) -> bool:
        """Whether anything runs; connections on which nothing runs are closed."""
        for channel in list(self._server.active_channels.values()):
            if not channel.busy:
                channel.handle_close()
        return bool(self._server.active_channels)


def _listening(host: str, port: int) -> socket.socket:
    """A socket at the first address of this name, so that there is one place that must end, not two."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        try:
            if family == socket.AF_INET6:
                listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
        except BaseException:
            listening.close()
            raise
    except (OSError, UnicodeError) as error:
        raise GentleBackError(f"cannot listen on {host}, port {port}: {error}") from error
    return listening
