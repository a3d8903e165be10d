"""The DynamoDB store keeps the contract over HTTP, forgets in time, and knows its own writes again."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import pytest

from skill.coach.errors import Conflict, StoreFull
from skill.coach.keepsake import DIARY_ENTRIES, Entry, Keepsake
from skill.stores import Kept
from skill.stores.document import pack
from skill.stores.dynamodb import BROKEN, KEPT_SECONDS, MOST_UNPRESSED, PRESSED_FROM, DynamoStore
from skill.stores.dynamodb_client import Item, connect
from tests.clocks import DummyClock
from tests.contracts.store_contract import KEY, OTHER, SAVES, StoreContract, both_at_once, count_one_more, with_voice
from tests.stores.amazon import Amazon
from tests.stores.wire import Wire, loses_the_answer, passes_on

EPOCH = 1_795_400_000.0
"""In November 2026, in seconds since 1970."""
OLD = with_voice("old")
DIARY = tuple(Entry(day=date(2026, 1, 1) + timedelta(days=n), kind="score", score=n % 11) for n in range(DIARY_ENTRIES))


@pytest.fixture
def clock() -> DummyClock:
    return DummyClock(EPOCH)


@pytest.fixture
def store(amazon: Amazon, table: str, clock: DummyClock) -> Iterator[DynamoStore]:
    store = DynamoStore(table, connect=amazon.client, clock=clock)
    yield store
    store.close()


class TestDynamoStore(StoreContract[DynamoStore]):
    @pytest.fixture(autouse=True)
    def behind(self, amazon: Amazon, table: str) -> None:
        self.amazon, self.table = amazon, table

    @pytest.fixture
    def store(self, amazon: Amazon, table: str) -> Iterator[DynamoStore]:
        store = DynamoStore(table, connect=amazon.client)
        yield store
        store.close()

    def put_bytes(self, store: DynamoStore, key: str, document: bytes) -> None:
        self.amazon.put(self.table, key, revision={"N": "7"}, document={"B": document})

    def set_aside(self, store: DynamoStore) -> list[tuple[str, bytes]]:
        rows = [(item["key"]["S"], item["document"]["B"]) for item in self.amazon.items(self.table)]
        return [(key.removeprefix(BROKEN), document) for key, document in rows if key.startswith(BROKEN)]


# Several at once


def test_two_stores_at_one_table_lose_nothing(amazon: Amazon, table: str) -> None:
    def device() -> None:
        store = DynamoStore(table, connect=amazon.client)
        for _ in range(SAVES):
            count_one_more(store, KEY)
        store.close()

    both_at_once(device, device)
    store = DynamoStore(table, connect=amazon.client)
    assert store.load(KEY).keepsake.settings.knows == {"tilt": 2 * SAVES}
    store.close()


def test_threads_that_use_a_store_first_at_the_same_time_share_one_client(amazon: Amazon, table: str) -> None:
    made = []

    def counting() -> object:
        made.append(amazon.client())
        return made[-1]

    store = DynamoStore(table, connect=counting)
    both_at_once(lambda: count_one_more(store, KEY), lambda: count_one_more(store, KEY))
    assert len(made) == 1
    assert store.load(KEY).keepsake.settings.knows == {"tilt": 2}
    store.close()


# A turn over the wire


def on(wire: Wire, table: str) -> DynamoStore:
    return DynamoStore(table, connect=partial(connect, endpoint=wire.url, connect_seconds=30.0, read_seconds=30.0))


def test_nothing_is_opened_before_the_first_use() -> None:
    def never() -> object:
        raise AssertionError

    DynamoStore("table", connect=never).close()


def test_a_turn_is_one_consistent_read_and_one_write_with_a_condition(amazon: Amazon, table: str) -> None:
    with Wire(passes_on, to=amazon.port) as wire:
        store = on(wire, table)
        store.save(KEY, OLD, store.load(KEY).revision)
        store.close()
    assert wire.asked == ["GetItem", "PutItem"]
    assert b'"ConsistentRead": true' in wire.sent[0]
    assert b"ConditionExpression" in wire.sent[1]


@pytest.mark.parametrize("first", [True, False])
def test_a_save_whose_answer_was_lost_is_no_conflict_with_itself(amazon: Amazon, table: str, first: bool) -> None:
    with Wire(loses_the_answer, passes_on, to=amazon.port) as wire:
        store, other = on(wire, table), DynamoStore(table, connect=amazon.client)
        base = 0 if first else other.save(KEY, OLD, 0)
        revision = store.save(KEY, with_voice("new"), base)
        assert wire.asked == ["PutItem", "PutItem"]
        assert store.load(KEY) == other.load(KEY) == Kept(with_voice("new"), revision)
        other.close()
        store.close()


def test_a_save_whose_answer_was_lost_after_another_one_was_faster_is_a_conflict(amazon: Amazon, table: str) -> None:
    other = DynamoStore(table, connect=amazon.client)
    base = other.save(KEY, OLD, 0)
    theirs = other.save(KEY, with_voice("the same"), base)
    with Wire(loses_the_answer, passes_on, to=amazon.port) as wire:
        store = on(wire, table)
        with pytest.raises(Conflict):
            store.save(KEY, with_voice("the same"), base)
        store.close()
    assert other.load(KEY) == Kept(with_voice("the same"), theirs)
    other.close()


# How long it is kept


def expires(amazon: Amazon, table: str, key: str) -> int:
    return int(amazon.item(table, key)["expires"]["N"])


def test_every_save_renews_the_time_until_it_is_forgotten(
    amazon: Amazon, table: str, store: DynamoStore, clock: DummyClock
) -> None:
    revision = store.save(KEY, OLD, 0)
    assert expires(amazon, table, KEY) == EPOCH + KEPT_SECONDS
    clock.passes(1_000.0)
    store.save(KEY, OLD, revision)
    assert expires(amazon, table, KEY) == EPOCH + 1_000 + KEPT_SECONDS


def test_what_is_past_its_time_is_gone_though_amazon_has_not_deleted_it(store: DynamoStore, clock: DummyClock) -> None:
    revision = store.save(KEY, OLD, 0)
    clock.passes(KEPT_SECONDS - 1.0)
    assert store.load(KEY) == Kept(OLD, revision)
    clock.passes(1.0)
    assert store.load(KEY) == Kept(Keepsake(), 0)
    anew = store.save(KEY, with_voice("anew"), 0)
    assert store.load(KEY) == Kept(with_voice("anew"), anew)


def test_of_two_devices_that_begin_anew_over_what_is_past_one_conflicts(store: DynamoStore, clock: DummyClock) -> None:
    store.save(KEY, OLD, 0)
    clock.passes(KEPT_SECONDS)
    assert store.load(KEY).revision == 0
    store.save(KEY, with_voice("first"), 0)
    with pytest.raises(Conflict):
        store.save(KEY, with_voice("second"), 0)


def test_what_ends_while_she_speaks_is_hers_to_renew(store: DynamoStore, clock: DummyClock) -> None:
    revision = store.save(KEY, OLD, 0)
    clock.passes(KEPT_SECONDS)
    store.save(KEY, with_voice("still here"), revision)
    assert store.load(KEY).keepsake == with_voice("still here")


def test_what_is_set_aside_is_forgotten_too(amazon: Amazon, table: str, store: DynamoStore) -> None:
    amazon.put(table, KEY, revision={"N": "7"}, document={"B": b"junk"})
    assert store.load(KEY).broken
    assert expires(amazon, table, BROKEN + KEY) == EPOCH + KEPT_SECONDS


# How it is written


def test_a_short_document_is_plain_and_a_long_one_is_compressed(amazon: Amazon, table: str, store: DynamoStore) -> None:
    store.save(KEY, OLD, 0)
    store.save(OTHER, Keepsake(diary=DIARY), 0)
    assert amazon.item(table, KEY)["document"]["B"] == pack(OLD)
    long = amazon.item(table, OTHER)["document"]["B"]
    assert len(pack(Keepsake(diary=DIARY))) > PRESSED_FROM
    assert len(long) < len(pack(Keepsake(diary=DIARY))) / 5
    assert store.load(OTHER).keepsake == Keepsake(diary=DIARY)


def test_a_table_holds_a_hash_a_number_a_document_and_a_time(amazon: Amazon, table: str, store: DynamoStore) -> None:
    store.save(KEY, OLD, 0)
    kinds = {name: next(iter(value)) for name, value in amazon.item(table, KEY).items()}
    assert kinds == {"key": "S", "revision": "N", "document": "B", "expires": "N"}


def test_what_does_not_fit_into_an_item_is_store_full_and_changes_nothing(store: DynamoStore) -> None:
    revision = store.save(KEY, OLD, 0)
    noise = with_voice("".join(map(chr, random.Random(4).choices(range(0x4E00, 0x9FFF), k=300_000))))
    for too_much in (noise, with_voice("x" * (MOST_UNPRESSED + 1))):
        with pytest.raises(StoreFull, match="does not fit"):
            store.save(KEY, too_much, revision)
    assert store.load(KEY) == Kept(OLD, revision)


def test_what_amazon_finds_too_large_is_store_full(store: DynamoStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skill.stores.dynamodb.MOST_IN_AN_ITEM", 10**9)
    noise = with_voice("".join(map(chr, random.Random(4).choices(range(0x4E00, 0x9FFF), k=300_000))))
    with pytest.raises(StoreFull):
        store.save(KEY, noise, 0)


PRESSED = zlib.compress(pack(OLD))
BROKEN_ITEMS: dict[str, Item] = {
    "no document": {"revision": {"N": "7"}},
    "no revision": {"document": {"B": pack(OLD)}},
    "neither": {"expires": {"N": str(int(EPOCH) + 9)}},
    "a document of text": {"revision": {"N": "7"}, "document": {"S": pack(OLD).decode()}},
    "a revision of text": {"revision": {"S": "7"}, "document": {"B": pack(OLD)}},
    "half a revision": {"revision": {"N": "7.5"}, "document": {"B": pack(OLD)}},
    "a revision of nothing": {"revision": {"N": "0"}, "document": {"B": pack(OLD)}},
    "half a compressed document": {"revision": {"N": "7"}, "document": {"B": PRESSED[:-6]}},
    "a compressed document with a hole": {"revision": {"N": "7"}, "document": {"B": PRESSED[:9] + PRESSED[12:]}},
    "what unfolds for ever": {
        "revision": {"N": "7"},
        "document": {"B": zlib.compress(b" " * MOST_UNPRESSED + pack(OLD))},
    },
}


@pytest.mark.parametrize("kind", BROKEN_ITEMS)
def test_an_item_that_is_not_of_our_making_is_set_aside_as_it_was(
    amazon: Amazon, table: str, store: DynamoStore, kind: str
) -> None:
    item = BROKEN_ITEMS[kind]
    amazon.put(table, KEY, **item)
    assert store.load(KEY) == Kept(Keepsake(), 0, broken=True)
    aside = amazon.item(table, BROKEN + KEY)
    assert {name: aside.get(name) for name in ("revision", "document")} == {
        name: item.get(name) for name in ("revision", "document")
    }
    store.save(KEY, OLD, 0)
    assert store.load(KEY).keepsake == OLD


def test_what_another_session_saved_while_the_broken_one_was_set_aside_stays(amazon: Amazon, table: str) -> None:
    other = DynamoStore(table, connect=amazon.client)
    amazon.put(table, KEY, revision={"N": "7"}, document={"B": b"junk"})

    def another_session_first(wire: Wire, operation: str, body: bytes) -> tuple[int, bytes]:
        assert other.load(KEY).broken
        other.save(KEY, with_voice("faster"), 0)
        return passes_on(wire, operation, body)

    with Wire(passes_on, passes_on, another_session_first, passes_on, to=amazon.port) as wire:
        store = on(wire, table)
        assert store.load(KEY) == Kept(Keepsake(), 0, broken=True)
        assert wire.asked == ["GetItem", "PutItem", "DeleteItem"]
        with pytest.raises(Conflict):
            store.save(KEY, with_voice("slower"), 0)
        assert store.load(KEY).keepsake == with_voice("faster")
        store.close()
    other.close()
