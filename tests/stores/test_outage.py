"""DynamoDB goes down in the middle of a conversation: she is answered, told once, kept safe; then it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from skill.coach.errors import StoreError
from skill.stores import NotErased
from skill.stores.dynamodb import DynamoStore
from skill.stores.dynamodb_client import connect
from tests.exchange_dummies import KEY
from tests.stores.amazon import Amazon
from tests.stores.device import Device
from tests.stores.wire import Happening, Wire, drops, passes_on, refuses

BEGIN = "start my back routine the baby is in her crib"
OUTAGES: dict[str, Happening] = {
    "cut off": drops,
    "a fault of theirs": refuses(500, "InternalServerError"),
    "too many requests": refuses(400, "ThrottlingException"),
    "the role has lost its rights": refuses(400, "AccessDeniedException"),
}


@pytest.fixture
def wire(amazon: Amazon) -> Iterator[Wire]:
    with Wire(passes_on, to=amazon.port) as wire:
        yield wire


@pytest.fixture
def kitchen(wire: Wire, table: str) -> Iterator[Device]:
    store = DynamoStore(table, connect=partial(connect, endpoint=wire.url, connect_seconds=30, read_seconds=30))
    yield Device(store)
    store.close()


@pytest.mark.parametrize("outage", OUTAGES)
def test_she_is_guided_on_told_once_and_finds_her_place_when_it_is_back(
    kitchen: Device, wire: Wire, outage: str
) -> None:
    before = kitchen.hears(BEGIN, "yes")
    assert before.kept
    wire.happenings = [OUTAGES[outage]]
    heard = [kitchen.hears(line) for line in ("yes", "how long is left", "pause")]
    assert "Breathe in" in heard[0].reply.text, "she is guided on, through the gentlest"
    assert [taken.kept for taken in heard] == [False] * 3
    assert [StoreError.spoken in taken.reply.text for taken in heard] == [True, False, False]
    wire.happenings = [passes_on]
    back = kitchen.launches()
    assert back.kept
    assert back.reply.asking == "resume"
    assert back.keepsake.place == before.keepsake.place


@pytest.mark.parametrize("outage", OUTAGES)
def test_a_warning_sign_is_heard_while_nothing_can_be_kept(kitchen: Device, wire: Wire, outage: str) -> None:
    kitchen.hears(BEGIN)
    calm = kitchen.hears("what's next")
    assert calm.reply.level is None
    wire.happenings = [OUTAGES[outage]]
    taken = kitchen.hears("i can't feel between my legs")
    assert (taken.reply.level, taken.kept) == ("EMERGENCY", False)
    assert "nine, one, one" in taken.reply.text
    assert StoreError.spoken not in taken.reply.text, "nothing stands beside it"


def test_what_could_not_be_erased_is_not_said_to_be(kitchen: Device, wire: Wire, amazon: Amazon, table: str) -> None:
    assert kitchen.hears(BEGIN, "forget all you know about me please").reply.asking == "erase"
    wire.happenings = [drops]
    assert kitchen.hears("yes").reply.text == NotErased.spoken
    assert [item["key"]["S"] for item in amazon.items(table)] == [KEY]
    wire.happenings = [passes_on]
    assert "Everything is erased" in kitchen.hears("forget all you know about me please", "yes").reply.text
    assert amazon.items(table) == []


def test_a_server_that_is_killed_and_started_again_is_found_again(role: None) -> None:
    own = Amazon()
    own.start()
    try:
        table = own.new_table()
        store = DynamoStore(table, connect=own.client)
        kitchen = Device(store)
        assert kitchen.hears(BEGIN).kept
        own.kill()
        lost = kitchen.hears("pause")
        assert not lost.kept
        assert StoreError.spoken in lost.reply.text
        own.start()
        own.new_table(table)
        again = kitchen.hears("continue")
        assert again.kept
        assert again.keepsake.place is not None
        assert store.load(KEY).keepsake == again.keepsake, "from what her session still knows"
        store.close()
    finally:
        own.kill()
