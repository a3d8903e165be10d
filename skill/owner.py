"""Whose Keepsake it is: an account, and the person in it whose voice was recognised.

An account's rows must be found without its persons: Alexa tells that a skill was disabled with the account's id alone.
So a person's key is in the account's list before anything is kept for her.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct, structs

from skill.coach.errors import Conflict, StoreError
from skill.coach.keepsake import Keepsake
from skill.stores import Store, key_of

LIST = "\0persons"
"""Stands for the account's list in place of a person; no platform's id begins like this."""
RENEWED_AFTER = timedelta(days=90)
"""Well below the time after which a store forgets."""
TRIES = 4
"""How often the list is read again because another session changed it."""
Change = Callable[[tuple[str, ...]], tuple[str, ...]]


class Owner(Struct, frozen=True):
    """See the module. `secret`: the deployment's, for `key_of`."""

    user: str
    person: str = ""
    secret: str = ""
    known: str = ""
    """Her key, where it came signed in a track's token: a player's event tells the account, never the person."""

    @property
    def key(self) -> str:
        """What her row is found by."""
        return self.known or key_of(self.user, self.person, self.secret)

    @property
    def _list(self) -> str:
        return key_of(self.user, LIST, self.secret)

    def enrolled(self, store: Store, keepsake: Keepsake, today: date) -> Keepsake:
        """The keepsake to save, after the account's list names her. Raises StoreError.

        The list is saved again now and then, because a store may forget what nobody has saved for a long time.
        """
        if not self.person or (keepsake.listed is not None and today - keepsake.listed < RENEWED_AFTER):
            return keepsake
        self._relist(store, lambda listed: (*(key for key in listed if key != self.key), self.key))
        return structs.replace(keepsake, listed=today)

    def warn(self, store: Store, before: date | None, until: date | None) -> None:
        """Keep a later date of advice to be seen for the account too: next time her voice may not be recognised.

        Raises StoreError: only her own row has it.
        """
        if not self.person or until is None or (before is not None and before >= until):
            return
        key = key_of(self.user, "", self.secret)
        for _ in range(TRIES):
            kept = store.load(key)
            standing = kept.keepsake.see_care_until
            if standing is not None and standing >= until:
                return
            try:
                store.save(key, structs.replace(kept.keepsake, see_care_until=until), kept.revision)
                return
            except Conflict:
                continue
        raise StoreError("the account's own row changed too often")

    def knows_others(self, store: Store) -> bool:
        """Whether she was not recognised, and something is kept for voices that were. Raises StoreError."""
        return not self.person and bool(store.load(self._list).keepsake.persons)

    def erase(self, store: Store) -> None:
        """Erase what is kept for her, and her key in the list. Raises StoreError."""
        store.erase(self.key)
        if self.person:
            self._relist(store, lambda listed: tuple(key for key in listed if key != self.key))

    def erase_account(self, store: Store) -> None:
        """Erase everything of the account, whoever was recognised. Raises StoreError; done again it goes on."""
        for key in (*store.load(self._list).keepsake.persons, key_of(self.user, "", self.secret), self._list):
            store.erase(key)

    def _relist(self, store: Store, change: Change) -> None:
        for _ in range(TRIES):
            kept = store.load(self._list)
            persons = change(kept.keepsake.persons)
            try:
                if persons:
                    store.save(self._list, Keepsake(persons=persons), kept.revision)
                else:
                    store.erase(self._list)
                return
            except Conflict:
                continue
        raise StoreError("the list of an account changed too often")
