"""`gentle-back serve` as a process: the real door, signals, the switches and what they say."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from skill import cli
from skill.web.serving import reading
from tests.house.source import ROOT
from tests.web.another_server import BEGUN, GO_ON
from tests.web.dummies import ANSWER, JSON, PATIENT, over, post, received, sent, served

SKILL = "amzn1.ask.skill.ours"
SETTINGS = {"GENTLE_BACK_SKILL_ID": SKILL, "GENTLE_BACK_SECRET": "a secret of the deployment"}
SYSTEM = {"application": {"applicationId": SKILL}, "user": {"userId": "amzn1.ask.account.HER"}}
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


@contextmanager
def started(*arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GENTLE_BACK_")}
    process = subprocess.Popen(
        [sys.executable, "-W", "error", *arguments],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        with process:
            yield process
            process.kill()
    finally:
        process.kill()


def address_in(line: str) -> tuple[str, int]:
    host, _, port = line.partition("http://")[2].partition("/")[0].strip().rpartition(":")
    return host, int(port)


def ask(kind: str, **more: object) -> bytes:
    envelope = {
        "version": "1.0",
        "session": {"new": True, "sessionId": "s", **SYSTEM},
        "context": {"System": SYSTEM},
        "request": {"type": kind, "requestId": "r", "timestamp": "2026-11-24T10:00:00Z", "locale": "en-US", **more},
    }
    return post({"Content-Type": JSON}, json.dumps(envelope).encode())


def wait_for(path: Path) -> None:
    until = time.monotonic() + PATIENT
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.005)


def refuses(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=PATIENT).close()
    except ConnectionError:
        return True
    return False


@posix
def test_the_whole_of_it_answers_with_the_real_door_keeps_her_place_and_ends_cleanly(tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite3"
    with started("-m", "skill", "serve", "--port", "0", "--unverified", "--kept", str(kept), **SETTINGS) as process:
        assert process.stderr is not None
        warned = [process.stderr.readline() for _ in range(3)]
        assert "UNVERIFIED" in warned[0]
        address = address_in(warned[2])
        launched = sent(address, ask("LaunchRequest"))
        assert "Gentle Back" in json.loads(launched.body)["response"]["outputSpeech"]["ssml"]
        ended = sent(address, ask("SessionEndedRequest", reason="USER_INITIATED"))
        assert ended.status == 200
        foreign = ask("LaunchRequest").replace(b"skill.ours", b"skill.them")
        assert sent(address, foreign)[::2] == (400, b"")
        ready = sent(address, b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert json.loads(ready.body) == {"store": True, "content": True}
        process.send_signal(signal.SIGTERM)
        log = process.stderr.read()
        assert process.wait(PATIENT) == 0
    entries = [json.loads(line) for line in log.splitlines()]
    assert [entry["status"] for entry in entries if "asked" in entry] == [200, 200, 400, 200]
    assert "HER" not in log
    assert kept.exists()


@posix
def test_a_table_that_is_out_of_reach_is_not_ready_and_she_is_answered_all_the_same() -> None:
    table = SETTINGS | {
        "GENTLE_BACK_TABLE": "ours",
        "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
    }
    with started("-m", "skill", "serve", "--port", "0", "--unverified", **table) as process:
        assert process.stderr is not None
        address = address_in([process.stderr.readline() for _ in range(3)][2])
        ready = sent(address, b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert (ready.status, json.loads(ready.body)) == (503, {"store": False, "content": True})
        launched = json.loads(sent(address, ask("LaunchRequest")).body)
        assert "may not be able to keep your place" in launched["response"]["outputSpeech"]["ssml"]


def test_manifests_are_read_where_the_tracks_lie(tmp_path: Path) -> None:
    read = reading(tmp_path)
    assert read is not None
    (tmp_path / "en-US.tracks.json").write_bytes(b"{}")
    assert read("en-US.tracks.json") == b"{}"
    with pytest.raises(OSError, match=r"en-GB\.tracks\.json"):
        read("en-GB.tracks.json")
    assert reading(None) is None


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_listening_at_once_and_lets_a_running_request_finish(tmp_path: Path, number: int) -> None:
    with started("-m", "tests.web.another_server", str(tmp_path)) as process:
        assert process.stdout is not None
        address = address_in(process.stdout.readline())
        idle = socket.create_connection(address, timeout=PATIENT)
        with idle, socket.create_connection(address, timeout=PATIENT) as asking:
            asking.sendall(post({"Content-Type": JSON}, b"{}"))
            wait_for(tmp_path / BEGUN)
            process.send_signal(number)
            while not refuses(address):
                time.sleep(0.005)
            assert idle.recv(1) == b""
            assert process.poll() is None
            (tmp_path / GO_ON).touch()
            assert json.loads(received(asking).body) == ANSWER
        assert process.wait(PATIENT) == 0


@posix
def test_a_second_signal_does_not_wait(tmp_path: Path) -> None:
    with started("-m", "tests.web.another_server", str(tmp_path)) as process:
        assert process.stdout is not None
        address = address_in(process.stdout.readline())
        with socket.create_connection(address, timeout=PATIENT) as asking:
            asking.sendall(post({"Content-Type": JSON}, b"{}"))
            wait_for(tmp_path / BEGUN)
            process.send_signal(signal.SIGTERM)
            while not refuses(address):
                time.sleep(0.005)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENT) == -signal.SIGTERM


@posix
def test_a_client_that_hangs_up_before_its_answer_ends_nothing(tmp_path: Path) -> None:
    with started("-m", "tests.web.another_server", str(tmp_path)) as process:
        assert process.stdout is not None
        address = address_in(process.stdout.readline())
        with socket.create_connection(address, timeout=PATIENT) as leaving:
            leaving.sendall(post({"Content-Type": JSON}, b"{}"))
            wait_for(tmp_path / BEGUN)
        (tmp_path / GO_ON).touch()
        assert sent(address, post({"Content-Type": JSON}, b"{}")).status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENT) == 0


@pytest.mark.parametrize(
    ("switches", "settings", "says"),
    [
        (["--unverified", "--host", "0.0.0.0"], SETTINGS, "this machine only"),
        (["--unverified", "--host", "::"], SETTINGS, "this machine only"),
        (["--unverified", "--host", "coach.example.org"], SETTINGS, "this machine only"),
        (["--unverified", "--trust-proxy"], SETTINGS, "exclude each other"),
        (["--tracks", "no such folder"], SETTINGS, "no folder"),
        ([], {}, "GENTLE_BACK_SKILL_ID"),
        ([], {"GENTLE_BACK_SKILL_ID": SKILL}, "GENTLE_BACK_SECRET"),
        (["--host", "no.such.host.invalid"], SETTINGS, "cannot listen on no.such.host.invalid, port 0"),
        (["--host", "a" * 70 + ".example"], SETTINGS, "cannot listen"),
    ],
)
def test_what_cannot_be_served_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    switches: list[str],
    settings: dict[str, str],
    says: str,
) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert cli.main(["serve", "--port", "0", "--kept", str(tmp_path / "kept"), *switches]) == cli.PROBLEM
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


def test_a_port_that_is_taken_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    with served(over().app) as (_, port):
        assert cli.main(["serve", "--port", str(port), "--kept", str(tmp_path / "kept")]) == cli.PROBLEM
    assert f"cannot listen on 127.0.0.1, port {port}" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "http", "", "8080.0", "\u0661"])
def test_a_port_that_is_none_is_wrong_usage(capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--port", port])
    assert ended.value.code == cli.USAGE
    assert "is no port" in capsys.readouterr().err
