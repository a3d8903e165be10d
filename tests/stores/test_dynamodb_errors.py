"""Whatever goes wrong on the way to DynamoDB is an error of ours, with a mend for the log and nothing of hers in it."""

from __future__ import annotations

import subprocess
import sys
import traceback
from functools import partial
from pathlib import Path

import pytest

from skill.coach.errors import StoreError
from skill.stores import Kept
from skill.stores.dynamodb import DynamoStore
from skill.stores.dynamodb_client import connect
from tests.contracts.store_contract import KEY, with_voice
from tests.stores.amazon import Amazon, needs_botocore
from tests.stores.wire import Happening, Wire, drops, refuses, says

ROOT = Path(__file__).parents[2]
HERS = "a name nobody else has"


@pytest.fixture(autouse=True)
def at_lambda(role: None) -> None:
    needs_botocore()


def on(wire: Wire) -> DynamoStore:
    return DynamoStore("keepsakes", connect=partial(connect, endpoint=wire.url, connect_seconds=30, read_seconds=30))


UNLUCKY = {
    "too many requests": refuses(400, "ThrottlingException"),
    "more than was paid for": refuses(400, "ProvisionedThroughputExceededException"),
    "a fault of theirs": refuses(500, "InternalServerError"),
    "a proxy's page": says(502, b"<html>Bad gateway</html>"),
    "no answer": drops,
}


@pytest.mark.parametrize("why", UNLUCKY)
def test_what_was_only_unlucky_is_asked_once_more(why: str) -> None:
    with Wire(UNLUCKY[why], says(200, {})) as wire:
        store = on(wire)
        assert store.load(KEY).revision == 0
        store.close()
    assert len(wire.asked) == 2


@pytest.mark.parametrize("why", UNLUCKY)
def test_what_stays_unlucky_is_a_store_error_after_two_attempts(why: str) -> None:
    with Wire(UNLUCKY[why]) as wire:
        store = on(wire)
        with pytest.raises(StoreError, match="load from the table keepsakes"):
            store.load(KEY)
        store.close()
    assert len(wire.asked) == 2


HOPELESS: dict[str, tuple[Happening, str]] = {
    "no such table": (refuses(400, "ResourceNotFoundException"), "Mend: deploy the table"),
    "not allowed": (refuses(400, "AccessDeniedException"), "Mend: let the role"),
    "keys that have ended": (refuses(400, "ExpiredTokenException"), "ExpiredTokenException"),
    "a request they do not understand": (refuses(400, "ValidationException"), "ValidationException"),
    "a page of some proxy": (says(403, b"<html>Not from here</html>"), "load from"),
    "another shape": (says(200, {"Item": 7}), "load from"),
}


@pytest.mark.parametrize("why", HOPELESS)
def test_what_cannot_get_better_is_asked_once_and_named(why: str) -> None:
    happening, named = HOPELESS[why]
    with Wire(happening) as wire:
        store = on(wire)
        with pytest.raises(StoreError, match=named):
            store.load(KEY)
        store.close()
    assert len(wire.asked) == 1


@pytest.mark.parametrize("code", ["ValidationException", "SerializationException", "ConditionalCheckFailedException"])
def test_no_key_and_nothing_of_a_document_stands_in_an_error(code: str) -> None:
    with Wire(refuses(400, code, f"{KEY} may not say {HERS}")) as wire:
        store = on(wire)
        with pytest.raises(StoreError) as refusal:
            store.save(KEY, with_voice(HERS), 7)
        store.close()
    logged = "".join(traceback.format_exception(refusal.value))
    assert code in logged
    assert KEY not in logged
    assert HERS not in logged


def test_a_missing_table_is_never_made_and_the_log_says_what_to_do(amazon: Amazon) -> None:
    store = DynamoStore("nobody-made-it", connect=amazon.client)
    for use in (lambda: store.load(KEY), lambda: store.save(KEY, with_voice("v"), 0), lambda: store.erase(KEY)):
        with pytest.raises(StoreError, match=r"nobody-made-it.*Mend: deploy the table"):
            use()
    assert "nobody-made-it" not in amazon.own.list_tables()["TableNames"]
    store.close()


@pytest.mark.parametrize(
    ("missing", "mend"),
    [
        (("AWS_DEFAULT_REGION",), "Mend: set AWS_DEFAULT_REGION"),
        (("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "Mend: give the program an AWS role"),
    ],
    ids=["region", "role"],
)
def test_without_a_region_or_a_role_the_log_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...], mend: str
) -> None:
    for name in missing:
        monkeypatch.delenv(name)
    with Wire(says(200, {})) as wire:
        store = on(wire)
        with pytest.raises(StoreError, match=mend):
            store.load(KEY)
        store.close()
    assert wire.asked == []


def test_without_botocore_the_log_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore", None)
    with pytest.raises(StoreError, match=r"Mend: pip install 'gentle-back\[aws\]'"):
        DynamoStore("keepsakes").load(KEY)


def test_a_store_whose_client_could_not_be_opened_tries_again_at_the_next_use() -> None:
    with Wire(says(200, {})) as wire:
        clients = iter((None, connect(endpoint=wire.url)))

        def at_the_second_time() -> object:
            client = next(clients)
            if client is None:
                raise LookupError("no such profile")
            return client

        store = DynamoStore("keepsakes", connect=at_the_second_time)
        with pytest.raises(StoreError, match="LookupError"):
            store.load(KEY)
        assert store.load(KEY) == Kept(store.load(KEY).keepsake, 0)
        store.close()


def test_botocore_is_not_imported_before_it_is_needed() -> None:
    check = "import sys, skill.stores.dynamodb; sys.exit('botocore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=False).returncode == 0
