"""Tracks are served whole and in parts, kept for ever where their name is a hash, and nothing outside the folder is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import steady
from tests.web.dummies import over, sent, served

NAME = "cat_cow-0123456789abcdef.mp3"
SOUND = bytes(range(256)) * 40
SECRET = b"not for anyone"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tracks = tmp_path / "tracks"
    tracks.mkdir()
    (tracks / NAME).write_bytes(SOUND)
    (tmp_path / "outside.mp3").write_bytes(SECRET)
    return tracks


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return over(tracks=folder).app.test_client()


def test_a_track_comes_whole_with_its_kind_and_may_be_kept_for_ever(client: FlaskClient) -> None:
    answered = client.get(f"/tracks/{NAME}")
    assert (answered.status_code, answered.data) == (200, SOUND)
    assert answered.headers["Content-Type"] == "audio/mpeg"
    assert answered.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answered.headers["Accept-Ranges"] == "bytes"
    assert answered.headers["ETag"] == '"cat_cow-0123456789abcdef"'


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("0123456789abcdef.vtt", "text/vtt; charset=utf-8"),
        ("manifest.json", "application/json"),
        ("cat_cow.txt", "text/plain; charset=utf-8"),
    ],
)
def test_captions_and_the_manifest_have_their_kind(folder: Path, client: FlaskClient, name: str, kind: str) -> None:
    (folder / name).write_bytes(b"words")
    assert client.get(f"/tracks/{name}").headers["Content-Type"] == kind


@pytest.mark.parametrize("name", ["manifest.json", "cat_cow.mp3", "cat_cow-0123abc.mp3", "0123456789ABCDEF.mp3"])
def test_what_may_change_under_its_name_is_asked_for_each_time(folder: Path, client: FlaskClient, name: str) -> None:
    (folder / name).write_bytes(b"first")
    first = client.get(f"/tracks/{name}")
    assert first.headers["Cache-Control"] == "no-cache"
    unchanged = client.get(f"/tracks/{name}", headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    (folder / name).write_bytes(b"second!")
    assert client.get(f"/tracks/{name}", headers={"If-None-Match": first.headers["ETag"]}).data == b"second!"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, len(SOUND) - 1),
        ("bytes=-100", len(SOUND) - 100, len(SOUND) - 1),
        ("bytes=5-999999999", 5, len(SOUND) - 1),
        (f"bytes={len(SOUND) - 1}-", len(SOUND) - 1, len(SOUND) - 1),
        ("BYTES=1-2", 1, 2),
    ],
)
def test_a_part_comes_as_asked(client: FlaskClient, asked: str, first: int, last: int) -> None:
    answered = client.get(f"/tracks/{NAME}", headers={"Range": asked})
    assert (answered.status_code, answered.data) == (206, SOUND[first : last + 1])
    assert answered.headers["Content-Range"] == f"bytes {first}-{last}/{len(SOUND)}"
    assert answered.headers["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize(
    "asked",
    [
        *("bytes=0-1,5-6", "bytes=9-5", "bytes=", "bytes=-", "bytes=--5", "bytes=a-b", "items=0-5", "0-5", "bytes 0-5"),
        *("bytes=-99999999", "bytes=" + "9" * 30 + "-", "bytes=0x1-2", "bytes=\u0661-2"),
    ],
)
def test_what_is_no_single_part_gets_the_whole(client: FlaskClient, asked: str) -> None:
    answered = client.get(f"/tracks/{NAME}", headers={"Range": asked})
    assert (answered.status_code, answered.data) == (200, SOUND)


@pytest.mark.parametrize("asked", [f"bytes={len(SOUND)}-", "bytes=99999999-", f"bytes={len(SOUND)}-{len(SOUND) + 5}"])
def test_a_part_behind_the_end_is_refused_with_the_true_length(client: FlaskClient, asked: str) -> None:
    answered = client.get(f"/tracks/{NAME}", headers={"Range": asked})
    assert (answered.status_code, answered.data) == (416, b"")
    assert answered.headers["Content-Range"] == f"bytes */{len(SOUND)}"


@steady
@given(
    asked=st.text(alphabet="bytes=-,0123456789 x", max_size=20)
    | st.from_regex(r"bytes=\d{0,5}-\d{0,5}", fullmatch=True)
)
def test_any_range_gives_the_whole_a_true_part_or_a_416(tmp_path_factory: pytest.TempPathFactory, asked: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "ranges"
    folder.mkdir(exist_ok=True)
    (folder / NAME).write_bytes(SOUND)
    answered = over(tracks=folder).app.test_client().get(f"/tracks/{NAME}", headers={"Range": asked})
    if answered.status_code == 206:
        first, last = map(int, answered.headers["Content-Range"].split(" ")[1].split("/")[0].split("-"))
        assert answered.data == SOUND[first : last + 1] != b""
    else:
        assert (answered.status_code, answered.data) in ((200, SOUND), (416, b""))


def test_the_rest_is_sent_only_if_the_track_is_still_the_same(client: FlaskClient) -> None:
    same = {"Range": "bytes=10-", "If-Range": '"cat_cow-0123456789abcdef"'}
    assert client.get(f"/tracks/{NAME}", headers=same).status_code == 206
    other = same | {"If-Range": '"something_else"'}
    answered = client.get(f"/tracks/{NAME}", headers=other)
    assert (answered.status_code, answered.data) == (200, SOUND)


def test_head_tells_the_length_and_sends_nothing_and_knows_no_parts(client: FlaskClient) -> None:
    answered = client.head(f"/tracks/{NAME}", headers={"Range": "bytes=0-9"})
    assert (answered.status_code, answered.data) == (200, b"")
    assert answered.headers["Content-Length"] == str(len(SOUND))


@pytest.mark.parametrize(
    "path",
    [
        *("../outside.mp3", "..%2foutside.mp3", "%2e%2e/outside.mp3", "..\\outside.mp3", "..%5coutside.mp3"),
        *("./" + NAME + "/../../outside.mp3", "/outside.mp3", "%00" + NAME, NAME + "%00", NAME + "%0a", NAME + "/"),
        *("", ".", "..", ".hidden.mp3", "missing.mp3", NAME.upper(), "sub/" + NAME, "a" * 300 + ".mp3", "run", "x.py"),
        *("C:outside.mp3", "outside.mp3:x.mp3", "%E2%84%AAat.mp3"),
    ],
)
def test_anything_else_is_a_bare_404(folder: Path, path: str) -> None:
    for name in (".hidden.mp3", "run", "x.py"):
        (folder / name).write_bytes(SECRET)
    (folder / "sub").mkdir()
    (folder / "sub" / NAME).write_bytes(SECRET)
    with served(over(tracks=folder).app) as address:
        request = f"GET /tracks/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        answered = sent(address, request.encode())
    assert (answered.status, answered.body) == (404, b"")


def test_a_folder_that_is_named_like_a_track_is_none(folder: Path, client: FlaskClient) -> None:
    (folder / "folder.mp3").mkdir()
    assert client.get("/tracks/folder.mp3").status_code == 404


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_out_of_the_folder_is_not_followed_and_one_within_is(folder: Path, client: FlaskClient) -> None:
    (folder / "out.mp3").symlink_to(folder.parent / "outside.mp3")
    (folder / "within.mp3").symlink_to(folder / NAME)
    (folder / "round.mp3").symlink_to(folder / "round.mp3")
    assert client.get("/tracks/out.mp3").status_code == 404
    assert client.get("/tracks/round.mp3").status_code == 404
    assert client.get("/tracks/within.mp3").data == SOUND


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_the_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(folder)
    assert over(tracks=tmp_path / "current").app.test_client().get(f"/tracks/{NAME}").data == SOUND


def test_without_a_folder_there_are_no_tracks() -> None:
    assert over().app.test_client().get(f"/tracks/{NAME}").status_code == 404


def test_a_track_of_some_megabytes_arrives_whole_over_a_socket(folder: Path) -> None:
    big = os.urandom(4_000_000)
    (folder / "big.mp3").write_bytes(big)
    with served(over(tracks=folder).app) as address:
        whole = sent(address, b"GET /tracks/big.mp3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        part = sent(
            address, b"GET /tracks/big.mp3 HTTP/1.1\r\nHost: x\r\nRange: bytes=3000000-\r\nConnection: close\r\n\r\n"
        )
    assert whole.body == big
    assert (part.status, part.body) == (206, big[3_000_000:])
