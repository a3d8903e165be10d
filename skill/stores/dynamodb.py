"""The store of the Lambda function: one DynamoDB table, for any number of functions and devices at once.

A turn is one read and at most one write. The table is never made here, a missing one is a mistake of the deployment:
its key is `key` (S), its time to live is `expires` (N, seconds since 1970). Amazon's own adapter for the skill kit has
neither conditions nor revisions (docs/decisions/0024-own-dynamodb-store.md).
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import Any

from skill.coach.errors import StoreError, StoreFull
from skill.coach.keepsake import Keepsake
from skill.stores import Kept, StoreCorrupt, first_revision
from skill.stores.document import pack, unpack
from skill.stores.dynamodb_client import Item, NotMet, ask, connect, our_errors

KEPT_SECONDS = 400 * 24 * 60 * 60
"""About thirteen months after the last save everything is forgotten (docs/privacy.md)."""
MOST_IN_AN_ITEM = 400 * 1024 - 1024
"""Bytes of a document. An item has at most 400 KB, names and values together (amazondynamodb/latest/developerguide,
"Service, account, and table quotas"); one is left for everything else."""
PRESSED_FROM = 1024
"""Documents as long as this are compressed: a write is paid by the kilobyte begun."""
MOST_UNPRESSED = 8 * 1024 * 1024
"""Bytes. A longer document is neither written nor unfolded: junk could unfold to any length."""
BROKEN = "broken/"
"""Before the key of what was set aside. A newer broken document takes the place of an older one."""


class DynamoStore:
    """Items of `table`: key, revision, document, expires.

    `connect` opens botocore's low-level client, at the first use. `clock` gives seconds since 1970.
    """

    def __init__(
        self, table: str, *, connect: Callable[[], Any] = connect, clock: Callable[[], float] = time.time
    ) -> None:
        self._table, self._connect, self._clock = table, connect, clock
        self._client: Any = None
        self._opening = Lock()
        self._closed = False

    def load(self, key: str) -> Kept:
        """See `skill.stores.Store`. An item past its time counts as gone, though Amazon deletes it days later."""
        # Consistent: the next device must find what the last one saved, and a retaken turn what it conflicted with.
        item = self._ask("load from", "get_item", Key=_key(key), ConsistentRead=True).get("Item")
        if item is None or _is_past(item, self._clock()):
            return Kept(Keepsake(), 0)
        try:
            revision, document = _read(item)
            return Kept(unpack(document), revision)
        except StoreCorrupt:
            self._set_aside(key, item)
            return Kept(Keepsake(), 0, broken=True)

    def save(self, key: str, keepsake: Keepsake, revision: int) -> int:
        """See `skill.stores.Store`. What does not fit into an item is StoreFull."""
        document = _pressed(pack(keepsake))
        # Every revision is drawn, none counted up: by it a save that was sent twice knows its own first attempt.
        new, now = first_revision(), int(self._clock())
        item = _item(key, now, revision={"N": str(new)}, document={"B": document})
        # An item past its time is no longer there; one that she loaded just before is hers to renew.
        condition = "revision = :it" if revision else "attribute_not_exists(#key) OR expires <= :it"
        try:
            self._ask(
                "save to",
                "put_item",
                Item=item,
                ConditionExpression=condition,
                ExpressionAttributeValues={":it": {"N": str(revision or now)}},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **({} if revision else {"ExpressionAttributeNames": {"#key": "key"}}),
            )
        except NotMet as conflict:
            if conflict.item is None or conflict.item.get("revision") != item["revision"]:
                raise
        return new

    def erase(self, key: str) -> None:
        """See `skill.stores.Store`. Backups of the table, where the deployment makes them, are not reached."""
        for each in (BROKEN + key, key):
            self._ask("erase from", "delete_item", Key=_key(each))

    def close(self) -> None:
        """See `skill.stores.Store`."""
        with self._opening:
            self._closed = True
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _set_aside(self, key: str, item: Item) -> None:
        """Copy a broken item, then delete it unless it has been replaced meanwhile. Twice does no harm."""
        as_it_was = {name: value for name, value in item.items() if name in ("revision", "document")}
        self._ask("set aside in", "put_item", Item=_item(BROKEN + key, int(self._clock()), **as_it_was))
        unchanged = {"ExpressionAttributeValues": {f":{name}": value for name, value in as_it_was.items()}}
        # Another session may have set it aside too, and saved anew: the save of this turn will conflict with it.
        with suppress(NotMet):
            self._ask(
                "set aside in",
                "delete_item",
                Key=_key(key),
                ConditionExpression=" AND ".join(
                    f"{name} = :{name}" if name in as_it_was else f"attribute_not_exists({name})"
                    for name in ("revision", "document")
                ),
                **(unchanged if as_it_was else {}),
            )

    def _ask(self, doing: str, operation: str, **parameters: Any) -> dict[str, Any]:
        doing = f"{doing} the table {self._table}"
        with our_errors(doing):
            request = getattr(self._open(), operation)
        return ask(doing, partial(request, TableName=self._table, **parameters))

    def _open(self) -> Any:
        with self._opening:
            if self._closed:
                raise StoreError("the store is closed")
            if self._client is None:
                self._client = self._connect()
            return self._client


def _key(key: str) -> Item:
    return {"key": {"S": key}}


def _item(key: str, now: int, **attributes: dict[str, Any]) -> Item:
    return {**_key(key), **attributes, "expires": {"N": str(now + KEPT_SECONDS)}}


def _is_past(item: Item, now: float) -> bool:
    expires = item.get("expires", {}).get("N")
    return expires is not None and float(expires) <= now


def _read(item: Item) -> tuple[int, bytes]:
    """Revision and document. Raises StoreCorrupt for an item that is not of our making."""
    revision, document = item.get("revision", {}).get("N", ""), item.get("document", {}).get("B")
    if not revision.isdecimal() or int(revision) == 0 or document is None:
        raise StoreCorrupt("an item without a revision or a document")
    return int(revision), _unpressed(document)


def _pressed(document: bytes) -> bytes:
    """The document, compressed where that saves anything. Raises StoreFull where it does not fit into an item."""
    pressed = zlib.compress(document) if len(document) >= PRESSED_FROM else document
    if len(pressed) > MOST_IN_AN_ITEM or len(document) > MOST_UNPRESSED:
        raise StoreFull(f"a document of {len(document)} bytes does not fit into an item")
    return pressed


def _unpressed(document: bytes) -> bytes:
    """A document begins with a brace, a compressed one with an x (RFC 1950)."""
    if not document.startswith(b"x"):
        return document
    unfolding = zlib.decompressobj()
    try:
        whole = unfolding.decompress(document, MOST_UNPRESSED + 1)
    except zlib.error as error:
        raise StoreCorrupt(f"not a document: {error}") from error
    if not unfolding.eof:
        raise StoreCorrupt("not a document: it ends too early or goes on for too long")
    return whole
