"""The pages for people, health and readiness, the headers on everything, and a log without her."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from skill.coach.errors import ContentError, StoreError
from skill.web import compile, pages
from skill.web.access_log import print_line
from skill.web.readiness import SECONDS, Readiness
from tests.web.dummies import JSON, over, sent, served

ADDRESSES = ["/", "/privacy", "/healthz", "/readyz", "/alexa", "/nothing", "/tracks/x.mp3"]
VOID = {"meta", "br", "hr", "img", "link"}


class Outline(HTMLParser):
    """What a screen reader goes by; every element that opens must close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.seen if name == tag]


@pytest.fixture
def client() -> FlaskClient:
    return over().app.test_client()


@pytest.mark.parametrize("path", ["/", "/privacy"])
def test_a_page_is_plain_whole_html_in_one_language_with_one_heading(client: FlaskClient, path: str) -> None:
    answered = client.get(path)
    assert answered.headers["Content-Type"] == "text/html; charset=utf-8"
    outline = Outline(answered.text)
    assert outline.open == []
    assert outline.all("html") == [{"lang": "en"}]
    assert len(outline.all("h1")) == len(outline.all("main")) == len(outline.all("title")) == 1
    assert {tag for tag, _ in outline.seen} & {"script", "img", "iframe", "form", "link"} == set()
    assert all(th.get("scope") == "col" for th in outline.all("th"))


def test_the_privacy_page_says_all_that_the_document_says(client: FlaskClient) -> None:
    shown = set(re.findall(r"\w+", Outline(client.get("/privacy").text).text))
    assert set(re.findall(r"\w+", compile.NOTICE.read_text(encoding="utf-8"))) <= shown


def test_the_privacy_page_is_what_the_document_says() -> None:
    built = compile.build(compile.NOTICE.read_text(encoding="utf-8"))
    assert pages.PRIVACY.read_text(encoding="utf-8") == built, "run: python -m skill.web.compile"


@pytest.mark.parametrize(
    "text", ["[more](safety.md)", "[more](../README.md)", "![a](picture.png)", "[x](http://a.example)"]
)
def test_a_notice_that_links_to_a_file_beside_it_is_not_made_into_a_page(text: str) -> None:
    with pytest.raises(ContentError, match="leads nowhere"):
        compile.build(text)


def test_html_in_the_notice_is_shown_and_not_run() -> None:
    assert "<script>" not in compile.build("<script>alert(1)</script>\n\n[a](https://example.org) [b](javascript:x)")


def test_the_policy_allows_the_pages_style_and_nothing_else(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert f"<style>{pages.STYLE}</style>" in client.get("/privacy").text
    assert policy.startswith(f"default-src 'none'; style-src {pages.STYLE_SOURCE};")


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_has_the_headers_and_none_names_the_server(path: str) -> None:
    with served(over().app) as address:
        headers = sent(address, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert {"Content-Security-Policy", "Referrer-Policy", "X-Frame-Options", "Cache-Control"} <= headers.keys()
    assert not headers.keys() & {"Server", "Via", "X-Powered-By", "Set-Cookie"}
    assert "Strict-Transport-Security" not in headers


def test_only_the_proxy_that_is_trusted_may_say_that_it_was_https() -> None:
    request = b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
    for proxy, strict in (("127.0.0.1", True), ("192.0.2.1", False), (None, False)):
        with served(over().app, proxy=proxy) as address:
            assert ("Strict-Transport-Security" in sent(address, request).headers) is strict


def test_health_says_only_that_the_process_lives() -> None:
    def down() -> None:
        raise StoreError("disk of someone at /dev/sda1")

    client = over(ready=Readiness({"store": down})).app.test_client()
    assert client.get("/healthz").json == {"alive": True}


def test_ready_is_what_a_request_needs_and_why_not_is_not_told() -> None:
    def down() -> None:
        raise StoreError("table secret-name: access denied for someone")

    good = over(ready=Readiness({"store": lambda: None, "content": lambda: None})).app.test_client().get("/readyz")
    assert (good.status_code, good.json) == (200, {"store": True, "content": True})
    bad = over(ready=Readiness({"store": down, "content": lambda: None})).app.test_client().get("/readyz")
    assert (bad.status_code, bad.json) == (503, {"store": False, "content": True})


def test_readiness_asks_the_store_once_in_a_while_and_sees_it_come_back() -> None:
    now, asked = [100.0], []

    def store() -> None:
        asked.append(now[0])
        if len(asked) == 1:
            raise StoreError("down")

    ready = Readiness({"store": store}, clock=lambda: now[0])
    assert [ready() for _ in range(50)] == [{"store": False}] * 50
    now[0] += SECONDS
    assert ready() == {"store": True}
    assert asked == [100.0, 100.0 + SECONDS]


def test_who_asks_while_the_store_hangs_does_not_wait_for_it() -> None:
    told: list[dict[str, bool]] = []
    ready = Readiness({"store": lambda: told.append(ready())})
    assert ready() == {"store": True}
    assert told == [{"store": False}]


def test_a_line_tells_what_was_asked_and_how_it_ended_and_nothing_of_her() -> None:
    room = over()
    envelope = {
        "session": {"user": {"userId": "amzn1.ask.account.HER"}, "sessionId": "HERS"},
        "request": {"type": "IntentRequest", "intent": {"name": "PainScore", "slots": {"n": {"value": "burning"}}}},
    }
    headers = {"User-Agent": "HER phone", "X-Forwarded-For": "192.0.2.7"}
    client = room.app.test_client()
    client.post("/alexa?who=HER", data=json.dumps(envelope), content_type=JSON, headers=headers)
    client.get("/tracks/pelvic_tilt.mp3?who=HER")
    client.get("/HER/own/path")
    for line, entry in zip(room.lines, room.logged, strict=True):
        assert not re.search(r"HER|burning|Pain|pelvic|192\.0\.2|own|phone", line)
        assert entry.keys() <= {"at", "asked", "status", "ms", "kind"}
        assert "\n" not in line
    assert [(entry["asked"], entry["status"]) for entry in room.logged] == [
        ("alexa", 200),
        ("track", 404),
        ("nothing", 404),
    ]
    assert room.logged[0]["kind"] == "IntentRequest"


@pytest.mark.parametrize("kind", ["my back burns", "IntentRequest\n{}", "A" * 200, "\u0420equest", "Intent.", '"'])
def test_a_kind_that_is_no_name_is_not_written(kind: str) -> None:
    room = over()
    room.app.test_client().post("/alexa", json={"request": {"type": kind}})
    assert room.logged[0]["kind"] == "unknown"


def test_a_log_that_is_gone_keeps_nobody_from_being_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def write(self, _: str) -> None:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stderr", Gone())
    print_line("{}")


def test_a_line_is_written_at_once_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    print_line('{"status": 200}')
    assert capsys.readouterr().err == '{"status": 200}\n'
