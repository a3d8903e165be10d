"""Her own clock: the zone that is kept decides what hour it is, and it is asked for once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec import structs

from skill.coach.conversation import Conversation
from skill.coach.errors import Conflict, StoreError
from skill.coach.heard import Said
from skill.coach.keepsake import Keepsake, Settings
from skill.exchange import Exchange, Taken
from skill.opening import open_exchange
from skill.stores.memory import MemoryStore
from tests.exchange_dummies import KEY, NOW, USER, DummyTurn, FailingStore, exchange, kept

LONDON = Keepsake(settings=Settings(time_zone="Europe/London"))


class Zone:
    """Answers with a name, and counts how often it was asked."""

    def __init__(self, name: str | None) -> None:
        self.name, self.asked = name, 0

    def __call__(self) -> str | None:
        self.asked += 1
        return self.name


def take(exchange: Exchange, zone: Zone | None = None, now: datetime = NOW) -> Taken:
    return exchange.take(Said(event="launch"), Conversation(), user=USER, locale="en-US", now=now, zone=zone)


def store_with(keepsake: Keepsake) -> MemoryStore:
    store = MemoryStore()
    store.save(KEY, keepsake, 0)
    return store


def test_the_turn_is_taken_by_the_clock_of_the_zone_that_is_kept() -> None:
    turn = DummyTurn()
    take(exchange(store_with(Keepsake(settings=Settings(time_zone="Australia/Sydney"))), turn))
    assert turn.nows[0] == NOW
    assert f"{turn.nows[0]:%H:%M}" == "14:00"  # 03:00 UTC in November, summer time there


@pytest.mark.parametrize(("month", "hour"), [(1, "08:00"), (7, "09:00")], ids=["winter time", "summer time"])
def test_summer_time_moves_the_hour(month: int, hour: str) -> None:
    turn = DummyTurn()
    take(exchange(store_with(LONDON), turn), now=datetime(2026, month, 10, 8, tzinfo=UTC))
    assert f"{turn.nows[0]:%H:%M}" == hour


def test_a_zone_that_is_kept_is_not_asked_for() -> None:
    zone = Zone("America/Chicago")
    take(exchange(store_with(LONDON), DummyTurn()), zone)
    assert zone.asked == 0


def test_a_zone_that_is_found_is_kept_and_not_asked_for_again() -> None:
    store, zone, turn = MemoryStore(), Zone("America/Chicago"), DummyTurn()
    here = exchange(store, turn)
    take(here, zone)
    take(here, zone)
    assert zone.asked == 1
    assert kept(store).settings.time_zone == "America/Chicago"
    assert [f"{now:%d %H:%M}" for now in turn.nows] == ["22 21:00", "22 21:00"]


@pytest.mark.parametrize(
    "name", [None, "", "Mars/Base", "../etc/passwd", "America", "x" * 10_000, "\0", "/etc/localtime"]
)
def test_what_is_no_zone_is_not_kept_and_her_own_hour_stands(name: str | None) -> None:
    store, turn = MemoryStore(), DummyTurn()
    taken = take(exchange(store, turn), Zone(name))
    assert taken.kept
    assert kept(store).settings.time_zone is None
    assert turn.nows == [NOW]


def test_a_kept_zone_that_this_machine_does_not_know_is_asked_for_again() -> None:
    store = store_with(Keepsake(settings=Settings(time_zone="Mars/Base")))
    take(exchange(store, DummyTurn()), Zone("Europe/London"))
    assert kept(store).settings.time_zone == "Europe/London"


class Busy(FailingStore):
    """Another session always saves first."""

    def __init__(self) -> None:
        super().__init__(save=Conflict("another session was first"))


def test_a_retaken_turn_does_not_ask_again() -> None:
    zone = Zone("Europe/London")
    store = Busy()
    take(exchange(store, DummyTurn()), zone)
    assert store.saves > 1
    assert zone.asked == 1


def test_nothing_is_asked_for_that_could_not_be_kept() -> None:
    zone = Zone("Europe/London")
    take(exchange(FailingStore(load=StoreError("down")), DummyTurn()), zone)
    assert zone.asked == 0


def test_what_she_says_is_heard_on_her_own_day() -> None:
    here = exchange(store_with(Keepsake(settings=Settings(time_zone="Pacific/Auckland"))), DummyTurn())
    late = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    taken = here.take(Said(text="x"), Conversation(), user=USER, locale="en-US", now=late)
    assert taken.heard.slots["today"] == date(2026, 11, 24)


@pytest.mark.parametrize(("name", "night"), [("America/New_York", True), ("Australia/Sydney", False)])
def test_at_three_in_the_morning_by_her_clock_it_is_night(name: str, night: bool) -> None:
    keepsake = Keepsake(settings=Settings(time_zone=name, welcomed=True))
    at_eight_utc = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    taken = take(open_exchange(store_with(keepsake)), now=at_eight_utc)
    assert taken.reply.night is night


def test_erasing_forgets_the_zone() -> None:
    store = store_with(structs.replace(LONDON, settings=structs.replace(LONDON.settings, welcomed=True)))
    here = open_exchange(store)
    asked = here.take(Said(text="forget me"), Conversation(), user=USER, locale="en-US", now=NOW)
    here.take(Said(text="yes"), asked.conversation, user=USER, locale="en-US", now=NOW)
    assert kept(store) == Keepsake()
