"""A SQLite store in a folder of its own, a DynamoDB store at a table of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skill.stores.dynamodb import DynamoStore
from skill.stores.sqlite import SqliteStore
from tests.stores.amazon import Amazon
from tests.stores.another_process import PATIENT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "keepsakes.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(path, connect=PATIENT)
    yield store
    store.close()


@pytest.fixture
def role(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Lambda gives a function, and nothing of this machine's own."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "none",
        "AWS_SHARED_CREDENTIALS_FILE": "none",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def amazon() -> Iterator[Amazon]:
    amazon = Amazon()
    amazon.start()
    yield amazon
    amazon.kill()


@pytest.fixture
def table(amazon: Amazon, role: None) -> str:
    return amazon.new_table()


@pytest.fixture
def dynamo(amazon: Amazon, table: str) -> Iterator[DynamoStore]:
    store = DynamoStore(table, connect=amazon.client)
    yield store
    store.close()
