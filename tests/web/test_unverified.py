"""Without the verifier only this machine is answered, and nothing that bears a trace of a proxy, a tunnel or a page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from skill.web.loopback import is_loopback
from tests.web.dummies import JSON, over, post, sent, served

HERE = {"REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1"}


def status(client: FlaskClient, environ: dict[str, str] | None = None, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(
        "/alexa", data=b"{}", content_type=JSON, headers=named, environ_overrides=HERE | (environ or {})
    ).status_code


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.10", "::1"])
@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "LOCALHOST:8080", "[::1]:8080"])
def test_this_machine_is_answered(peer: str, host: str) -> None:
    assert status(over(verify=None).app.test_client(), {"REMOTE_ADDR": peer, "HTTP_HOST": host}) == 200


@pytest.mark.parametrize(
    "peer", ["192.0.2.7", "10.0.0.1", "0.0.0.0", "::", "fe80::1", "::ffff:192.0.2.7", "", "localhost.evil"]
)
def test_another_machine_is_not(peer: str) -> None:
    room = over(verify=None)
    assert status(room.app.test_client(), {"REMOTE_ADDR": peer}) == 400
    assert room.logged[0]["refused"] == "unverified: from another machine"
    assert room.door.asked == []


@pytest.mark.parametrize(
    "header",
    [
        *("Forwarded", "X_Forwarded_For", "X_Forwarded_Proto", "X_Forwarded_Host", "X_Forwarded_Anything", "Via"),
        *("X_Real_IP", "True_Client_IP", "CF_Connecting_IP", "CF_Ray", "Cdn_Loop", "X_Amzn_Trace_Id", "X_Envoy_Peer"),
        *("Tailscale_User_Login", "Sec_Fetch_Site"),
    ],
)
def test_what_a_proxy_or_a_tunnel_has_touched_is_not(header: str) -> None:
    room = over(verify=None)
    assert status(room.app.test_client(), **{header: "127.0.0.1"}) == 400
    assert room.door.asked == []


@pytest.mark.parametrize(
    ("environ", "headers"),
    [
        ({"SERVER_PROTOCOL": "HTTP/1.0"}, {}),
        ({}, {"Origin": "http://127.0.0.1:8080"}),
        ({"HTTP_HOST": "coach.example.org"}, {}),
        ({"HTTP_HOST": "localhost.example.org"}, {}),
        ({"HTTP_HOST": "[::1"}, {}),
        ({"HTTP_HOST": ""}, {}),
        ({}, {"SignatureCertChainUrl": "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"}),
    ],
    ids=["the proxies' HTTP/1.0", "a page", "a tunnel's name", "a name that begins so", "half", "none", "Alexa itself"],
)
def test_what_else_speaks_for_having_come_further_is_not(environ: dict[str, str], headers: dict[str, str]) -> None:
    room = over(verify=None)
    assert status(room.app.test_client(), environ, **headers) == 400
    assert room.door.asked == []


def test_over_a_socket_a_proxys_headers_arrive_and_count() -> None:
    room = over(verify=None)
    with served(room.app) as address:
        assert sent(address, post({"Content-Type": JSON}, b"{}")).status == 200
        assert sent(address, post({"Content-Type": JSON, "X-Forwarded-For": "127.0.0.1"}, b"{}")).status == 400
        assert sent(address, post({"Content-Type": JSON}, b"{}").replace(b"HTTP/1.1", b"HTTP/1.0")).status == 400


def test_every_line_of_the_log_says_so() -> None:
    room = over(verify=None)
    status(room.app.test_client())
    status(room.app.test_client(), X_Forwarded_For="192.0.2.7")
    assert [entry["unverified"] for entry in room.logged] == [True, True]


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        *(("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)),
        *(("::", False), ("192.168.1.5", False), ("example.org", False), ("", False), ("localhost.example", False)),
    ],
)
def test_which_host_is_this_machine_only(host: str, only_here: bool) -> None:
    assert is_loopback(host) is only_here
