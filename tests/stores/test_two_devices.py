"""Two devices speak at the same time: nothing is lost, and no answer lands on the other one's question.

The real coach over every store. Both turns read before either saves, so one of them always conflicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier

import pytest

from skill.coach.keepsake import Keepsake
from skill.exchange import Taken
from skill.opening import open_exchange
from skill.stores import Kept, Store
from skill.stores.memory import MemoryStore
from skill.stores.sqlite import SqliteStore
from tests.contracts.store_contract import both_at_once
from tests.exchange_dummies import KEY, DummyTurn, exchange, take
from tests.stores.another_process import PATIENT
from tests.stores.device import Device

STUCK_SECONDS = 60.0
"""Only where the other device never comes, so that a broken test ends."""


@pytest.fixture(params=["memory", "sqlite", "dynamodb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "dynamodb":
        yield request.getfixturevalue("dynamo")
        return
    store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "k.sqlite3", connect=PATIENT)
    yield store
    store.close()


class AtOnce:
    """A store whose first read waits until the other device has read too."""

    def __init__(self, store: Store, both_have_read: Barrier) -> None:
        self.store, self.both_have_read, self.reads = store, both_have_read, 0
        self.before_saving: Callable[[], object] = lambda: None

    def load(self, key: str) -> Kept:
        kept = self.store.load(key)
        self.reads += 1
        if self.reads == 1:
            self.both_have_read.wait(STUCK_SECONDS)
        return kept

    def save(self, key: str, keepsake: Keepsake, revision: int) -> int:
        if self.reads == 1:
            self.before_saving()
        return self.store.save(key, keepsake, revision)

    def erase(self, key: str) -> None:
        self.store.erase(key)

    def close(self) -> None:
        pass


def at_once(
    store: Store, kitchen: tuple[Device, str], bedroom: tuple[Device, str], *, conflicts: int = 1
) -> tuple[Taken, Taken]:
    """What both devices answer to words said at the same moment."""
    barrier = Barrier(2)
    stores = [AtOnce(store, barrier) for _ in range(2)]
    taken: dict[int, Taken] = {}

    def speaks(n: int) -> None:
        device, line = (kitchen, bedroom)[n]
        taken[n] = device.take(open_exchange(stores[n]), line)

    both_at_once(lambda: speaks(0), lambda: speaks(1))
    assert sum(each.reads for each in stores) == 2 + conflicts
    return taken[0], taken[1]


def asked_in_the_kitchen(store: Store) -> Device:
    kitchen = Device(store)
    taken = kitchen.hears("i'm ten weeks postpartum vaginal birth", "start my back routine the baby is in her crib")
    while taken.reply.asking == "ready":
        taken = kitchen.hears("yes")
    assert taken.reply.asking == "cleared"
    return kitchen


def test_two_answers_at_once_each_land_on_their_own_question(store: Store) -> None:
    kitchen, bedroom = asked_in_the_kitchen(store), Device(store)
    assert bedroom.hears("log my pain score").reply.asking == "pain_score"
    first, second = at_once(store, (kitchen, "yes"), (bedroom, "five"))
    assert first.kept
    assert second.kept
    kept = store.load(KEY).keepsake
    assert kept.profile is not None
    assert kept.profile.cleared is True
    assert [entry.score for entry in kept.diary if entry.kind == "score"] == [5.0]
    assert first.reply.asking != "cleared"
    assert "five" in second.reply.text.lower()


def test_the_same_word_at_once_answers_two_different_questions(store: Store) -> None:
    kitchen, bedroom = asked_in_the_kitchen(store), Device(store)
    assert bedroom.hears("forget all you know about me please").reply.asking == "erase"
    first, second = at_once(store, (kitchen, "no"), (bedroom, "no"), conflicts=0)
    assert "next check" in first.reply.text
    assert "Nothing was erased" in second.reply.text
    profile = store.load(KEY).keepsake.profile
    assert profile is not None
    assert (profile.delivery, profile.cleared) == ("vaginal", False)


def test_what_one_device_erases_the_other_one_does_not_bring_back(store: Store) -> None:
    Device(store).hears("log my pain score", "five")
    kitchen, bedroom = asked_in_the_kitchen(store), Device(store)
    assert bedroom.hears("forget all you know about me please").reply.asking == "erase"
    barrier = Barrier(2)
    late = AtOnce(store, barrier)

    def erases() -> None:
        barrier.wait(STUCK_SECONDS)
        bedroom.hears("yes")
        barrier.wait(STUCK_SECONDS)

    late.before_saving = lambda: barrier.wait(STUCK_SECONDS)
    both_at_once(erases, lambda: kitchen.take(open_exchange(late), "yes"))
    kept = store.load(KEY).keepsake
    assert [entry for entry in kept.diary if entry.kind == "score"] == []
    assert late.reads == 2, "the kitchen took its turn again, on nothing"


def test_whatever_two_devices_were_told_is_kept_is_kept_exactly(store: Store) -> None:
    answers: list[Taken] = []

    def device() -> None:
        answers.extend(take(exchange(store, DummyTurn())) for _ in range(20))

    both_at_once(device, device)
    assert store.load(KEY).keepsake.settings.knows == {"tilt": sum(taken.kept for taken in answers)}
