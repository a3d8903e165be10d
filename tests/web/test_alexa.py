"""What `POST /alexa` takes, and that whatever goes wrong tells the outside nothing."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from skill.alexa.verify import MOST_BODY
from skill.coach.errors import RequestRefused
from tests.strategies import steady
from tests.web.dummies import JSON, PATIENT, DummyDoor, over, post, received, sent, served

SECRET = "my back burns tonight"
ENVELOPE = {"request": {"type": "IntentRequest", "said": SECRET}}


def ask(client: FlaskClient, body: bytes | Mapping[str, Any] = ENVELOPE, kind: str | None = JSON) -> TestResponse:
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/alexa", data=body, content_type=kind)


def refuse(_headers: Mapping[str, str], _body: bytes) -> None:
    raise RequestRefused("signature: not of this body")


def test_the_verifier_sees_the_very_bytes_before_anything_reads_them() -> None:
    seen: list[bytes] = []
    room = over(verify=lambda headers, body: seen.append(body))
    odd = b'{ "request" :{"type":"LaunchRequest"}  , "n":1e3 }\n'
    assert ask(room.app.test_client(), odd).status_code == 200
    assert seen == [odd]


def test_a_body_that_is_refused_is_never_parsed() -> None:
    room = over(verify=refuse)
    assert ask(room.app.test_client(), b"[" * 100_000).status_code == 400
    assert room.logged[0]["refused"] == "signature: not of this body"


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "junk"]
)
def test_what_does_not_say_it_is_json_is_refused(kind: str | None) -> None:
    room = over()
    answered = ask(room.app.test_client(), kind=kind)
    assert (answered.status_code, answered.data, room.door.asked) == (400, b"", [])


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"null", b"[]", b'"words"', b"7", b"{}{}", b'{"a": NaN}', b"\xff\xfe{}", b'{"a": "\xff"}'),
        *(b'{"request": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", b"[" * 100_000, b'{"a": 1' + b"0" * 5_000 + b"x}"),
    ],
)
def test_what_is_no_json_object_is_a_bare_400(body: bytes) -> None:
    room = over()
    answered = ask(room.app.test_client(), body)
    assert (answered.status_code, answered.data, room.door.asked) == (400, b"", [])
    assert room.logged[0]["refused"] == "body: no JSON object"


@steady
@given(
    body=st.binary(max_size=200) | st.text(alphabet='{}[]",:0123456789eE+-.\\u truefalsnd', max_size=60).map(str.encode)
)
def test_any_bytes_at_all_are_answered_or_a_bare_400(body: bytes) -> None:
    answered = ask(over().app.test_client(), body)
    assert answered.status_code in (200, 400)
    assert answered.status_code == 200 or answered.data == b""


@pytest.mark.parametrize("envelope", [{}, {"request": None}, {"request": 7}, {"request": {"type": 7}}, {"request": []}])
def test_an_object_of_any_shape_is_for_the_door_to_answer(envelope: dict[str, Any]) -> None:
    room = over()
    assert ask(room.app.test_client(), envelope).status_code == 200
    assert room.door.asked == [envelope]


def test_a_request_for_another_skill_is_a_bare_400() -> None:
    def foreign(_: Mapping[str, Any]) -> dict[str, Any]:
        raise RequestRefused("application: not ours")

    answered = ask(over(DummyDoor(foreign)).app.test_client())
    assert (answered.status_code, answered.data) == (400, b"")


def test_a_door_that_breaks_its_promise_shows_nothing_and_the_log_names_only_the_place() -> None:
    def broken(_: Mapping[str, Any]) -> dict[str, Any]:
        raise ValueError(SECRET)

    room = over(DummyDoor(broken))
    answered = ask(room.app.test_client())
    assert (answered.status_code, answered.data) == (500, b"")
    [entry] = room.logged
    assert entry["error"] == "ValueError"
    assert entry["where"].startswith("test_alexa.py:")
    assert SECRET not in room.lines[0]


def test_an_answer_that_is_no_json_is_a_bare_500() -> None:
    room = over(DummyDoor(lambda _: {"said": object()}))
    answered = ask(room.app.test_client())
    assert (answered.status_code, answered.data) == (500, b"")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_post_is_taken(method: str) -> None:
    room = over()
    answered = room.app.test_client().open("/alexa", method=method, json=ENVELOPE)
    assert (answered.status_code, answered.data, answered.headers["Allow"]) == (405, b"", "POST")
    assert room.door.asked == []


def test_an_answer_is_kept_by_nobody_on_the_way() -> None:
    assert ask(over().app.test_client()).headers["Cache-Control"] == "no-store"


def test_a_body_may_be_as_big_as_allowed_and_no_bigger() -> None:
    room = over()
    with served(room.app) as address:
        for size, status in ((MOST_BODY, 200), (MOST_BODY + 1, 400)):
            answered = sent(address, post({"Content-Type": JSON}, b"{}".ljust(size)))
            assert (answered.status, len(room.door.asked)) == (status, 1)


def test_a_body_that_says_it_is_too_big_is_refused_before_it_is_sent() -> None:
    with served(over().app) as address, socket.create_connection(address, timeout=PATIENT) as connection:
        connection.sendall(post({"Content-Type": JSON}, b"").replace(b"Length: 0", b"Length: 999999999999"))
        answered = received(connection)
    assert (answered.status, answered.body) == (400, b"")


def test_a_body_in_chunks_is_measured_too() -> None:
    room = over()
    head = post({"Content-Type": JSON, "Transfer-Encoding": "chunked"}, b"").replace(b"Content-Length: 0\r\n", b"")
    with served(room.app) as address:
        assert sent(address, head + b"2\r\n{}\r\n0\r\n\r\n").status == 200
        endless = head + b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        assert sent(address, endless + (b"10000\r\n" + b" " * 0x10000 + b"\r\n") * 2).status == 400
    assert room.door.asked == [{}]


@pytest.mark.parametrize(
    "bytes_sent",
    [
        *(b"junk\r\n\r\n", b"GET\r\n\r\n", b"POST /alexa HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
        *(b"POST /alexa HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", b"\x16\x03\x01\x02\x00\r\n\r\n"),
        b"GET / HTTP/1.1\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",
        b"POST /alexa HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    ],
)
def test_what_is_no_http_gets_a_400_without_a_word_of_the_server(bytes_sent: bytes) -> None:
    with served(over().app) as address:
        answered = sent(address, bytes_sent)
    assert (answered.status, answered.body) == (400, b"")
    assert "Server" not in answered.headers
