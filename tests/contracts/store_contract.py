"""The contract of `skill.stores.Store`: every store inherits these claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread
from typing import Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from skill.coach.errors import Conflict, StoreError
from skill.coach.keepsake import Keepsake, Settings
from skill.stores import Kept, Store, key_of
from tests.strategies import keepsakes, steady

KEY = key_of("amzn1.ask.account.AHTEST", secret="a deployment's secret")
OTHER = key_of("amzn1.ask.account.AHOTHER", secret="a deployment's secret")
OLD_DOCUMENT = b'{"version": 0, "settings": {"pace": "slow"}, "profile": {"delivery": "caesarean", "clearance": "no"}}'
SAVES = 50

AnyStore = TypeVar("AnyStore", bound=Store)


def with_voice(voice: str) -> Keepsake:
    return Keepsake(settings=Settings(voice=voice))


def count_one_more(store: Store, key: str) -> None:
    """What a device does: change what is kept; on a conflict, reload and do it again."""
    while True:
        kept = store.load(key)
        knows = {"tilt": kept.keepsake.settings.knows.get("tilt", 0) + 1}
        try:
            store.save(key, Keepsake(settings=Settings(knows=knows)), kept.revision)
            return
        except Conflict:
            continue


def both_at_once(first: Callable[[], None], second: Callable[[], None]) -> None:
    threads = [Thread(target=first), Thread(target=second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class StoreContract(Generic[AnyStore]):
    """Inherit, give a `store` fixture and say how bytes get under a key behind the store's back."""

    @pytest.fixture
    def store(self) -> AnyStore | Iterator[AnyStore]:
        raise NotImplementedError

    def put_bytes(self, store: AnyStore, key: str, document: bytes) -> None:
        raise NotImplementedError

    def set_aside(self, store: AnyStore) -> list[tuple[str, bytes]]:
        raise NotImplementedError

    # Loading and saving

    def test_where_nothing_is_kept_there_is_an_empty_keepsake_of_revision_0(self, store: AnyStore) -> None:
        assert store.load(KEY) == Kept(Keepsake(), 0)

    @steady
    @given(keepsake=keepsakes)
    def test_any_keepsake_comes_back_as_it_was_saved(self, store: AnyStore, keepsake: Keepsake) -> None:
        revision = store.save(KEY, keepsake, store.load(KEY).revision)
        assert store.load(KEY) == Kept(keepsake, revision)

    @pytest.mark.parametrize(
        "voice", ["Zoë", "אִמָּא", "お母さん", "👩🏽‍🍼", "\x00", '"\\', "'; DROP TABLE keepsakes; --"]
    )
    def test_any_unicode_text_comes_back(self, store: AnyStore, voice: str) -> None:
        store.save(KEY, with_voice(voice), 0)
        assert store.load(KEY).keepsake.settings.voice == voice

    def test_a_document_of_one_megabyte_comes_back(self, store: AnyStore) -> None:
        store.save(KEY, with_voice("ü" * 500_000), 0)
        assert store.load(KEY).keepsake == with_voice("ü" * 500_000)

    def test_what_could_not_be_read_back_is_refused_and_changes_nothing(self, store: AnyStore) -> None:
        revision = store.save(KEY, with_voice("kept"), 0)
        for unreadable in (with_voice("\ud800"), Keepsake(settings=Settings(pace=float("nan")))):
            with pytest.raises(StoreError):
                store.save(KEY, unreadable, revision)
        assert store.load(KEY) == Kept(with_voice("kept"), revision)

    def test_every_save_gives_a_new_revision(self, store: AnyStore) -> None:
        first = store.save(KEY, with_voice("same"), 0)
        second = store.save(KEY, with_voice("same"), first)
        assert len({0, first, second}) == 3

    def test_keys_do_not_touch_each_other(self, store: AnyStore) -> None:
        store.save(KEY, with_voice("hers"), 0)
        store.save(OTHER, with_voice("another's"), 0)
        store.erase(OTHER)
        assert store.load(KEY).keepsake == with_voice("hers")

    # Conflicts

    def test_a_stale_save_is_a_conflict_and_changes_nothing(self, store: AnyStore) -> None:
        first = store.save(KEY, with_voice("first"), 0)
        second = store.save(KEY, with_voice("second"), first)
        for stale in (0, first, second + 1):
            with pytest.raises(Conflict):
                store.save(KEY, with_voice("stale"), stale)
        assert store.load(KEY) == Kept(with_voice("second"), second)

    def test_saving_over_what_was_never_kept_is_a_conflict(self, store: AnyStore) -> None:
        with pytest.raises(Conflict):
            store.save(KEY, with_voice("stale"), 5)
        assert store.load(KEY) == Kept(Keepsake(), 0)

    def test_a_session_from_before_an_erase_cannot_overwrite_what_was_kept_since(self, store: AnyStore) -> None:
        before = store.save(KEY, with_voice("before"), 0)
        store.erase(KEY)
        with pytest.raises(Conflict):
            store.save(KEY, with_voice("back again"), before)
        store.save(KEY, with_voice("since"), 0)
        with pytest.raises(Conflict):
            store.save(KEY, with_voice("back again"), before)
        assert store.load(KEY).keepsake == with_voice("since")

    def test_two_devices_saving_at_once_lose_nothing(self, store: AnyStore) -> None:
        def device() -> None:
            for _ in range(SAVES):
                count_one_more(store, KEY)

        both_at_once(device, device)
        assert store.load(KEY).keepsake.settings.knows == {"tilt": 2 * SAVES}

    # Erasing

    def test_erasing_leaves_nothing(self, store: AnyStore) -> None:
        store.save(KEY, with_voice("gone"), 0)
        store.erase(KEY)
        assert store.load(KEY) == Kept(Keepsake(), 0)

    def test_erasing_takes_what_was_set_aside_too(self, store: AnyStore) -> None:
        self.put_bytes(store, KEY, b"junk")
        store.load(KEY)
        store.erase(KEY)
        assert self.set_aside(store) == []

    def test_erasing_twice_or_where_nothing_is_kept_is_no_error(self, store: AnyStore) -> None:
        store.erase(KEY)
        store.save(KEY, with_voice("gone"), 0)
        store.erase(KEY)
        store.erase(KEY)
        assert store.load(KEY).revision == 0

    # Documents of other versions, and broken ones

    def test_an_old_document_is_upgraded_and_can_be_saved_over(self, store: AnyStore) -> None:
        self.put_bytes(store, KEY, OLD_DOCUMENT)
        kept = store.load(KEY)
        assert (kept.keepsake.settings.pace, kept.broken) == (1.25, False)
        store.save(KEY, structs.replace(kept.keepsake, settings=Settings(pace=1.1)), kept.revision)
        assert store.load(KEY).keepsake.settings.pace == 1.1

    def test_a_document_of_a_newer_version_is_refused_and_stays(self, store: AnyStore) -> None:
        self.put_bytes(store, KEY, b'{"version": 99, "moods": []}')
        for _ in range(2):
            with pytest.raises(StoreError, match="newer version"):
                store.load(KEY)
        assert self.set_aside(store) == []

    def test_junk_is_set_aside_once_and_a_new_document_can_begin(self, store: AnyStore) -> None:
        self.put_bytes(store, KEY, b"\xff junk")
        kept = store.load(KEY)
        assert (kept.keepsake, kept.broken) == (Keepsake(), True)
        assert self.set_aside(store) == [(KEY, b"\xff junk")]
        revision = store.save(KEY, with_voice("anew"), kept.revision)
        assert store.load(KEY) == Kept(with_voice("anew"), revision)

    @steady
    @given(junk=st.binary(max_size=60))
    def test_no_bytes_whatever_stop_her_from_starting_again(self, store: AnyStore, junk: bytes) -> None:
        self.put_bytes(store, KEY, junk)
        kept = store.load(KEY)
        assert kept.broken
        store.save(KEY, with_voice("anew"), kept.revision)
        store.erase(KEY)

    # Closing

    def test_a_closed_store_closes_again_and_refuses_the_rest(self, store: AnyStore) -> None:
        store.close()
        store.close()
        for use in (lambda: store.load(KEY), lambda: store.save(KEY, Keepsake(), 0), lambda: store.erase(KEY)):
            with pytest.raises(StoreError):
                use()
