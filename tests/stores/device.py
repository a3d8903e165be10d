"""One speaker in the house, with the real coach behind it."""

from __future__ import annotations

from datetime import UTC, datetime

from skill.coach.conversation import Conversation
from skill.coach.heard import Said
from skill.exchange import Exchange, Taken
from skill.opening import open_exchange
from skill.stores import Store
from tests.exchange_dummies import USER

MORNING = datetime(2026, 11, 23, 10, tzinfo=UTC)


class Device:
    """A session of its own, the store of all."""

    def __init__(self, store: Store) -> None:
        self.exchange, self.talk = open_exchange(store), Conversation()

    def hears(self, *lines: str) -> Taken:
        """The answer to the last of these lines."""
        return [self.take(self.exchange, line) for line in lines][-1]

    def launches(self) -> Taken:
        """The answer to a new session."""
        self.talk = Conversation()
        return self._take(self.exchange, Said(event="launch"))

    def take(self, exchange: Exchange, line: str) -> Taken:
        """The answer of this exchange, in this session."""
        return self._take(exchange, Said(text=line))

    def _take(self, exchange: Exchange, said: Said) -> Taken:
        taken = exchange.take(said, self.talk, user=USER, locale="en-US", now=MORNING)
        self.talk = taken.conversation
        return taken
