"""How long DynamoDB is waited for: never so long that she gets no answer. Nothing here is timed; clocks are dummies."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import pytest

from skill.coach.errors import StoreError
from skill.deadline import SECONDS, Deadline
from skill.exchange import ROUND_SECONDS
from skill.stores.dynamodb import DynamoStore
from skill.stores.dynamodb_client import ATTEMPT_SECONDS, ATTEMPTS, connect
from tests.clocks import DummyClock
from tests.contracts.store_contract import KEY, with_voice
from tests.exchange_dummies import DummyTurn, exchange, take
from tests.stores.amazon import needs_botocore
from tests.stores.wire import Wire, drops, hangs, says


@pytest.fixture(autouse=True)
def at_lambda(role: None) -> None:
    needs_botocore()


def impatient(wire: Wire) -> DynamoStore:
    return DynamoStore("table", connect=partial(connect, endpoint=wire.url, read_seconds=0.05))


def test_a_request_is_waited_for_a_second_and_a_connection_for_half_of_it() -> None:
    client = connect()
    waits = client.meta.config
    assert (waits.connect_timeout, waits.read_timeout) == (0.5, 1.0)
    assert waits.retries["total_max_attempts"] == 1, "the one retry is ours"
    client.close()


def test_reading_and_saving_fit_into_the_deadline_even_with_their_retries() -> None:
    assert 2 * ATTEMPTS * ATTEMPT_SECONDS <= SECONDS
    assert ROUND_SECONDS == 2 * ATTEMPT_SECONDS


def test_a_server_that_never_answers_is_asked_twice_and_she_is_answered_without_it() -> None:
    with Wire(hangs) as wire:
        store = impatient(wire)
        taken = take(exchange(store, DummyTurn()))
        store.close()
    assert wire.asked == ["GetItem", "GetItem"]
    assert (taken.kept, taken.reply.text) == (False, f"Good. {StoreError.spoken}")


def test_a_server_that_hangs_once_is_asked_again() -> None:
    with Wire(hangs, says(200, {})) as wire:
        store = impatient(wire)
        assert store.load(KEY).revision == 0
        store.close()
    assert wire.asked == ["GetItem", "GetItem"]


def test_a_connection_that_breaks_off_is_tried_once_more() -> None:
    with Wire(drops, says(200, {}), drops) as wire:
        store = impatient(wire)
        assert store.load(KEY).revision == 0
        with pytest.raises(StoreError):
            store.save(KEY, with_voice("lost"), 0)
        store.close()
    assert wire.asked == ["GetItem", "GetItem", "PutItem", "PutItem"]


def test_nothing_is_sent_when_no_time_is_left() -> None:
    clock = DummyClock()
    with Wire(says(200, {})) as wire, Deadline(clock=clock).running():
        store = impatient(wire)
        clock.passes(SECONDS - ATTEMPT_SECONDS)
        store.load(KEY)
        clock.passes(0.1)
        with pytest.raises(StoreError, match="no time"):
            store.save(KEY, with_voice("late"), 0)
        store.close()
    assert wire.asked == ["GetItem"]


# Every order of what may happen, each attempt as slow as it may be

Happening = Callable[[], dict[str, Any]]


def fine() -> dict[str, Any]:
    return {}


def unreached() -> dict[str, Any]:
    from botocore.exceptions import ReadTimeoutError

    raise ReadTimeoutError(endpoint_url="")


def overtaken() -> dict[str, Any]:
    from botocore.exceptions import ClientError

    raise ClientError({"Error": {"Code": "ConditionalCheckFailedException"}}, "PutItem")


class SlowClient:
    """Stands for botocore's client: each request takes all the time it may."""

    def __init__(self, clock: DummyClock, *happenings: Happening) -> None:
        self.clock, self.happenings, self.asked = clock, list(happenings), 0

    def get_item(self, **_: Any) -> dict[str, Any]:
        return self._happens(may_be_overtaken=False)

    def put_item(self, **_: Any) -> dict[str, Any]:
        return self._happens(may_be_overtaken=True)

    def close(self) -> None:
        pass

    def _happens(self, *, may_be_overtaken: bool) -> dict[str, Any]:
        self.asked += 1
        self.clock.passes(ATTEMPT_SECONDS)
        happening = self.happenings.pop(0)
        return fine() if happening is overtaken and not may_be_overtaken else happening()


ORDERS = list(product((fine, unreached, overtaken), repeat=4))


@pytest.mark.parametrize("happenings", ORDERS, ids=[" ".join(each.__name__ for each in order) for order in ORDERS])
def test_whatever_happens_in_whatever_order_she_is_answered_before_the_deadline(
    happenings: tuple[Happening, ...],
) -> None:
    clock = DummyClock(0.0)
    client = SlowClient(clock, *happenings)
    store = DynamoStore("table", connect=lambda: client)
    taken = take(exchange(store, DummyTurn()), deadline=Deadline(clock=clock))
    assert clock.now <= SECONDS
    assert client.asked <= 2 * ATTEMPTS
    assert taken.reply.text.startswith("Good.")
    assert taken.kept == (StoreError.spoken not in taken.reply.text)
