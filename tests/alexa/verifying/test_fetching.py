"""The default fetch, against a real HTTPS server on this machine: one file, from that address alone, or an error."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from skill.alexa.fetching import Limits, NotFetched, fetch_over_https
from tests.alexa.verifying.authority import Authority, pem

FILE = b"-----BEGIN CERTIFICATE-----\n" + b"x" * 20_000
PATIENT = Limits(connect=20, read=20, whole=60)
"""So that a busy machine changes nothing."""
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Answers each path in its own way, and remembers which were asked for."""

    def __init__(self, certificate: Path) -> None:
        self.asked: list[str] = []
        self.over = Event()
        self.answers: dict[str, Answer] = {}
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def url(self, path: str, host: str = "localhost") -> str:
        return f"https://{host}:{self.server_port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.answers[self.path](self)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def sends(status: int, content: bytes, **headers: str) -> Answer:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(content)

    return answer


@pytest.fixture
def server(authority: Authority, tmp_path: Path) -> Iterator[Server]:
    holder = authority.signer(authority.root, names=("localhost",))
    key = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = tmp_path / "server.pem"
    path.write_bytes(key + pem(holder))
    with Server(path) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def trust(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=pem(authority.root).decode())


def test_a_file_comes_whole(server: Server, trust: ssl.SSLContext) -> None:
    server.answers["/echo.api/a.pem"] = sends(200, FILE, Content_Length=str(len(FILE)))
    assert fetch_over_https(server.url("/echo.api/a.pem"), limits=PATIENT, trust=trust) == FILE


def test_a_file_of_unknown_length_comes_whole(server: Server, trust: ssl.SSLContext) -> None:
    server.answers["/a"] = sends(200, FILE)
    assert fetch_over_https(server.url("/a"), limits=PATIENT, trust=trust) == FILE


def test_as_big_as_allowed_is_allowed_and_a_byte_more_is_not(server: Server, trust: ssl.SSLContext) -> None:
    server.answers["/a"] = sends(200, FILE)
    assert fetch_over_https(server.url("/a"), len(FILE), limits=PATIENT, trust=trust) == FILE
    with pytest.raises(NotFetched, match="too big"):
        fetch_over_https(server.url("/a"), len(FILE) - 1, limits=PATIENT, trust=trust)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int, server: Server, trust: ssl.SSLContext) -> None:
    server.answers["/a"] = sends(status, b"", Location=server.url("/b"))
    server.answers["/b"] = sends(200, FILE)
    with pytest.raises(NotFetched, match=f"status {status}"):
        fetch_over_https(server.url("/a"), limits=PATIENT, trust=trust)
    assert server.asked == ["/a"]


@pytest.mark.parametrize("status", [204, 206, 403, 404, 500])
def test_anything_but_a_file_is_an_error(status: int, server: Server, trust: ssl.SSLContext) -> None:
    server.answers["/a"] = sends(status, b"")
    with pytest.raises(NotFetched, match=f"status {status}"):
        fetch_over_https(server.url("/a"), limits=PATIENT, trust=trust)


def test_a_file_cut_short_is_an_error(server: Server, trust: ssl.SSLContext) -> None:
    server.answers["/a"] = sends(200, FILE, Content_Length=str(len(FILE) + 1))
    with pytest.raises(NotFetched, match="cut short"):
        fetch_over_https(server.url("/a"), limits=PATIENT, trust=trust)


def test_an_answer_that_is_no_http_is_an_error(server: Server, trust: ssl.SSLContext) -> None:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.wfile.write(b"hello\r\n\r\n")

    server.answers["/a"] = answer
    with pytest.raises(NotFetched, match="no HTTP"):
        fetch_over_https(server.url("/a"), limits=PATIENT, trust=trust)


def test_a_server_that_falls_silent_is_given_up(server: Server, trust: ssl.SSLContext) -> None:
    def answer(to: BaseHTTPRequestHandler) -> None:
        sends(200, b"-----", Content_Length="99")(to)
        to.wfile.flush()
        server.over.wait()

    server.answers["/a"] = answer
    with pytest.raises(OSError, match="timed out"):
        fetch_over_https(server.url("/a"), limits=PATIENT._replace(read=0.2), trust=trust)


def test_a_server_that_sends_a_byte_now_and_then_is_given_up(server: Server, trust: ssl.SSLContext) -> None:
    def answer(to: BaseHTTPRequestHandler) -> None:
        sends(200, b"")(to)
        while not server.over.wait(0.02):
            to.wfile.write(b"-")

    server.answers["/a"] = answer
    with pytest.raises(OSError, match=r"too late|timed out"):
        fetch_over_https(server.url("/a"), limits=PATIENT._replace(whole=0.5), trust=trust)


def test_a_server_that_never_ends_its_headers_is_given_up(server: Server, trust: ssl.SSLContext) -> None:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not server.over.wait(0.02):
            to.wfile.write(b"-")

    server.answers["/a"] = answer
    with pytest.raises(OSError, match=r"too late|timed out"):
        fetch_over_https(server.url("/a"), limits=PATIENT._replace(whole=0.5), trust=trust)


def test_a_server_that_sends_without_end_is_given_up(server: Server, trust: ssl.SSLContext) -> None:
    def answer(to: BaseHTTPRequestHandler) -> None:
        sends(200, b"")(to)
        while not server.over.is_set():
            to.wfile.write(FILE)

    server.answers["/a"] = answer
    with pytest.raises(NotFetched, match="too big"):
        fetch_over_https(server.url("/a"), limits=PATIENT, trust=trust)


def test_a_file_in_chunks_comes_whole(server: Server, trust: ssl.SSLContext) -> None:
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(FILE), FILE)
    server.answers["/a"] = sends(200, chunks, Transfer_Encoding="chunked")
    assert fetch_over_https(server.url("/a"), limits=PATIENT, trust=trust) == FILE


def test_no_time_left_is_an_error_before_anything_is_asked(server: Server, trust: ssl.SSLContext) -> None:
    with pytest.raises(NotFetched, match="too late"):
        fetch_over_https(server.url("/a"), limits=PATIENT._replace(whole=0), trust=trust)
    assert server.asked == []


def test_a_server_nobody_vouches_for_is_not_asked(server: Server) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        fetch_over_https(server.url("/a"), limits=PATIENT)
    assert server.asked == []


def test_a_server_of_another_name_is_not_asked(server: Server, trust: ssl.SSLContext) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        fetch_over_https(server.url("/a", host="127.0.0.1"), limits=PATIENT, trust=trust)
    assert server.asked == []


def test_an_address_where_nobody_listens_is_an_error(trust: ssl.SSLContext) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(OSError, match=r"refused|reset|timed out"):
            fetch_over_https(f"https://127.0.0.1:{taken.getsockname()[1]}/a", limits=PATIENT, trust=trust)


def test_only_https_is_fetched() -> None:
    for url in ("http://localhost/a", "file:///a", "a", "https:///a", "https://u@localhost/a", "https://localhost/a?b"):
        with pytest.raises(NotFetched, match="not a plain https address"):
            fetch_over_https(url)


def test_a_line_break_in_the_address_asks_for_nothing_more() -> None:
    for url in ("https://localhost/a\r\nX: y", "https://localhost/a HTTP/1.0", "https://localhost\r\n/a"):
        with pytest.raises(NotFetched, match="not a plain https address"):
            fetch_over_https(url)
