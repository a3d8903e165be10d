"""`gentle-back tracks --upload`: sounds before the manifest that names them, each once, as kept as its name allows."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skill.coach.errors import BadRequest, ContentError, GentleBackError
from skill.coach.manifest import name_of, read
from skill.rendering.bucket import Bucket, UploadFailed
from skill.rendering.command import tracks
from skill.rendering.uploading import Files, upload
from skill.track_files import ASK_EACH_TIME, FOR_EVER
from tests.rendering.studio import Studio, asked
from tests.stores.amazon import Amazon, needs_botocore

MANIFEST = name_of("en-US")


ANYONE_MAY_READ = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::tracks-of-ours/*"}
    ],
}
"""As docs/tracks.md has it."""


class DictFiles:
    """Files in a dictionary; the connection may be lost after some."""

    def __init__(self, lost_after: int | None = None) -> None:
        self.files: dict[str, tuple[bytes, str, str]] = {}
        self.put_in_order: list[str] = []
        self.lost_after = lost_after

    def holds(self, name: str, sha256: str) -> bool:
        found = self.files.get(name)
        return found is not None and hashlib.sha256(found[0]).hexdigest() == sha256

    def put(self, name: str, data: bytes, sha256: str, *, kind: str, kept: str) -> None:
        if self.lost_after is not None and len(self.put_in_order) >= self.lost_after:
            raise UploadFailed("the network is gone")
        self.put_in_order.append(name)
        self.files[name] = (data, kind, kept)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tracks(asked(tmp_path / "tracks", "chin_tuck"), Studio())
    return tmp_path / "tracks"


def test_everything_that_is_named_is_sent_and_the_manifest_last(folder: Path) -> None:
    (folder / "lullaby.mp3").write_bytes(b"hers")
    files = DictFiles()
    assert upload(folder, files) == len(files.files)
    assert files.put_in_order[-1] == MANIFEST
    for track in read(files.files[MANIFEST][0]).tracks.values():
        assert hashlib.sha256(files.files[track.file][0]).hexdigest() == track.sha256
        assert Path(track.file).with_suffix(".vtt").name in files.files
    assert "lullaby.mp3" not in files.files
    assert not any(name.startswith(".") for name in files.files)


def test_a_sound_may_be_kept_for_ever_and_a_manifest_is_asked_for_each_time(folder: Path) -> None:
    files = DictFiles()
    upload(folder, files)
    kinds = {name.rpartition(".")[2]: (kind, kept) for name, (_, kind, kept) in files.files.items()}
    assert kinds == {
        "mp3": ("audio/mpeg", FOR_EVER),
        "vtt": ("text/vtt; charset=utf-8", FOR_EVER),
        "txt": ("text/plain; charset=utf-8", FOR_EVER),
        "json": ("application/json", ASK_EACH_TIME),
    }


def test_nothing_is_sent_twice(folder: Path) -> None:
    files = DictFiles()
    upload(folder, files)
    assert upload(folder, files) == 0


def test_a_run_that_lost_its_network_leaves_the_old_manifest_and_goes_on_later(folder: Path) -> None:
    files = DictFiles()
    upload(folder, files)
    old = files.files[MANIFEST]
    for file in folder.glob(".*.json"):
        file.unlink()
    tracks(asked(folder, "chin_tuck", "--pace", "1.2"), Studio())
    files.lost_after = len(files.put_in_order) + 4
    with pytest.raises(UploadFailed):
        upload(folder, files)
    assert files.files[MANIFEST] == old
    sent = len(files.put_in_order)
    files.lost_after = None
    upload(folder, files)
    assert len(files.put_in_order) == sent + 3 * len(read(files.files[MANIFEST][0]).tracks) - 4 + 1


def test_a_manifest_that_names_a_lost_file_is_not_sent(folder: Path) -> None:
    next(folder.glob("*.vtt")).unlink()
    files = DictFiles()
    with pytest.raises(GentleBackError, match="cannot read"):
        upload(folder, files)
    assert MANIFEST not in files.files


def test_a_broken_manifest_sends_nothing(folder: Path) -> None:
    (folder / MANIFEST).write_bytes(b"{")
    files = DictFiles()
    with pytest.raises(ContentError):
        upload(folder, files)
    assert files.files == {}


@pytest.mark.parametrize("url", ["", "https://x.org", "s3://", "s3://A", "s3:/bucket", "s3://-bad", "bucket"])
def test_an_address_that_is_no_bucket_is_refused(url: str) -> None:
    with pytest.raises(BadRequest, match="s3://bucket"):
        Bucket(url)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    needs_botocore()
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.mark.usefixtures("keys")
def test_missing_keys_are_told_before_anything_is_rendered(tmp_path: Path) -> None:
    studio = Studio()
    with pytest.raises(UploadFailed, match="aws configure"):
        tracks(asked(tmp_path, "chin_tuck", "--upload", "s3://tracks-of-ours"), studio)
    assert studio.made == []


@pytest.fixture(scope="module")
def amazon() -> Iterator[Amazon]:
    server = Amazon()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def s3(amazon: Amazon, keys: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    import botocore.session

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.setenv("AWS_ENDPOINT_URL", amazon.url)
    client = botocore.session.Session().create_client("s3")
    client.create_bucket(Bucket="tracks-of-ours")
    client.put_bucket_policy(Bucket="tracks-of-ours", Policy=json.dumps(ANYONE_MAY_READ))
    return client


def test_a_real_client_sends_over_http_what_a_device_then_fetches(s3: Any, amazon: Amazon, tmp_path: Path) -> None:
    command = asked(tmp_path, "chin_tuck", "--upload", "s3://tracks-of-ours/gentle/")
    assert tracks(command, Studio()) == 0
    with urllib.request.urlopen(f"{amazon.url}/tracks-of-ours/gentle/{MANIFEST}") as answered:
        manifest = read(answered.read())
        assert answered.headers["Content-Type"] == "application/json"
        assert answered.headers["Cache-Control"] == ASK_EACH_TIME
    for track in manifest.tracks.values():
        with urllib.request.urlopen(f"{amazon.url}/tracks-of-ours/gentle/{track.file}") as answered:
            assert hashlib.sha256(answered.read()).hexdigest() == track.sha256
            assert answered.headers["Content-Type"] == "audio/mpeg"
            assert answered.headers["Cache-Control"] == FOR_EVER
    files: Files = Bucket("s3://tracks-of-ours/gentle")
    assert upload(tmp_path, files) == 0, "all of it is there"


def test_a_bucket_that_is_not_there_is_told_with_the_mend(s3: Any, tmp_path: Path) -> None:
    with pytest.raises(UploadFailed, match="Create the bucket"):
        tracks(asked(tmp_path, "chin_tuck", "--upload", "s3://nobodys-bucket"), Studio())


def test_a_server_that_is_not_there_is_told_with_the_mend(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skill.rendering.bucket.ATTEMPTS", 1)
    with pytest.raises(UploadFailed, match="Check the network"):
        Bucket("s3://tracks-of-ours", endpoint="http://127.0.0.1:9").put("a.mp3", b"", "", kind="audio/mpeg", kept="")
