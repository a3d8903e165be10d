"""An account and its persons: kept apart, and all of it found again when the account alone is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec import structs

from skill.coach.errors import Conflict, StoreError
from skill.coach.keepsake import Keepsake, Settings
from skill.coach.reply import Erase, Reply
from skill.coach.timeline import Say
from skill.owner import LIST, RENEWED_AFTER, Owner
from skill.stores import key_of
from skill.stores.memory import MemoryStore
from tests.exchange_dummies import NOW, USER, DummyTurn, FailingStore, exchange, kept, take

ACCOUNT, ANNA, BELA = Owner("account"), Owner("account", "anna"), Owner("account", "bela")
LISTED = key_of("account", LIST)
SOMETHING = Keepsake(settings=Settings(welcomed=True))
TODAY = NOW.date()


def keep(store: MemoryStore, *owners: Owner, today: date = TODAY) -> None:
    for owner in owners:
        kept = store.load(owner.key)
        before = kept.keepsake if kept.revision else SOMETHING
        store.save(owner.key, owner.enrolled(store, before, today), kept.revision)


def listed(store: MemoryStore) -> tuple[str, ...]:
    return store.load(LISTED).keepsake.persons


def test_an_account_is_erased_with_everyone_in_it_and_nobody_else() -> None:
    store, other = MemoryStore(), Owner("another")
    keep(store, ACCOUNT, ANNA, BELA, other)
    ACCOUNT.erase_account(store)
    assert set(store.rows) == {other.key}


def test_a_person_is_erased_from_the_list_too() -> None:
    store = MemoryStore()
    keep(store, ANNA, BELA)
    ANNA.erase(store)
    assert listed(store) == (BELA.key,)
    BELA.erase(store)
    assert store.rows == {}


def test_an_account_without_persons_has_no_list() -> None:
    store = MemoryStore()
    keep(store, ACCOUNT)
    assert set(store.rows) == {ACCOUNT.key}
    ACCOUNT.erase(store)
    assert store.rows == {}


def test_erasing_the_account_s_own_row_leaves_the_list_of_the_others() -> None:
    store = MemoryStore()
    keep(store, ACCOUNT, ANNA)
    ACCOUNT.erase(store)
    ACCOUNT.erase_account(store)
    assert store.rows == {}


def test_nothing_is_kept_for_a_person_who_could_not_be_listed() -> None:
    store = FailingStore(save=StoreError("down"))
    taken = take(exchange(store, DummyTurn()), person="anna")
    assert not taken.kept
    assert store.rows == {}


def test_the_list_is_saved_again_after_a_while_and_not_at_every_turn() -> None:
    store = MemoryStore()
    keep(store, ANNA)
    first = store.rows[LISTED][0]
    keep(store, ANNA, today=TODAY + RENEWED_AFTER - timedelta(days=1))
    assert store.rows[LISTED][0] == first
    keep(store, ANNA, today=TODAY + RENEWED_AFTER)
    assert store.rows[LISTED][0] != first
    assert listed(store) == (ANNA.key,)


class Crowd(MemoryStore):
    """Someone else is listed right before every save of the list."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def save(self, key: str, keepsake: Keepsake, revision: int) -> int:
        if key == LISTED and self.times:
            self.times -= 1
            raise Conflict("another session was first")
        return super().save(key, keepsake, revision)


def test_two_who_are_listed_at_once_are_both_listed() -> None:
    store = Crowd(times=2)
    keep(store, ANNA, BELA)
    assert set(listed(store)) == {ANNA.key, BELA.key}


def test_a_list_that_never_rests_is_given_up() -> None:
    with pytest.raises(StoreError, match="too often"):
        keep(Crowd(times=100), ANNA)


def test_the_list_shows_no_id() -> None:
    store = MemoryStore()
    keep(store, ANNA)
    assert all(b"anna" not in document and b"account" not in document for _, document in store.rows.values())


def test_a_second_turn_of_a_person_saves_once() -> None:
    store = FailingStore()
    here = exchange(store, DummyTurn())
    take(here, person="anna")
    assert store.saves == 2
    take(here, person="anna")
    assert store.saves == 3


def told_to_be_seen(until: date) -> DummyTurn:
    return DummyTurn(lambda talk, kept: (talk, structs.replace(kept, see_care_until=until), Reply(speech=())))


def test_advice_to_be_seen_also_stands_for_her_voice_when_it_is_not_recognised() -> None:
    store, until = MemoryStore(), TODAY + timedelta(days=14)
    keep(store, Owner(USER))
    taken = take(exchange(store, told_to_be_seen(until)), person="anna")
    assert taken.kept
    assert kept(store, key_of(USER)) == structs.replace(SOMETHING, see_care_until=until)
    sooner = TODAY + timedelta(days=1)
    take(exchange(store, told_to_be_seen(sooner)), person="bela")
    assert kept(store, key_of(USER)).see_care_until == until


def test_that_it_could_not_be_kept_for_the_account_is_told_as_not_kept() -> None:
    class Busy(MemoryStore):
        def save(self, key: str, keepsake: Keepsake, revision: int) -> int:
            if key == key_of(USER):
                raise Conflict("another device")
            return super().save(key, keepsake, revision)

    store = Busy()
    taken = take(exchange(store, told_to_be_seen(TODAY)), person="anna")
    assert not taken.kept
    assert kept(store, key_of(USER, "anna")).see_care_until == TODAY


def test_who_is_not_recognised_hears_that_what_is_kept_for_known_voices_stays() -> None:
    store = MemoryStore()
    erases = exchange(store, DummyTurn(reply=Reply(speech=(Say("Erased."),), ended=True, effects=(Erase(),))))
    assert take(erases).reply.text == "Erased."
    keep(store, Owner(USER, "anna"))
    assert "a voice that I know stays" in take(erases).reply.text
    assert take(erases, person="anna").reply.text == "Erased."
