"""A turn and a store simple enough to see through, for the tests of the exchange."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from msgspec import structs

from skill.coach.conversation import Conversation
from skill.coach.errors import StoreError
from skill.coach.heard import Heard, Said
from skill.coach.keepsake import Keep, Keepsake
from skill.coach.reply import Reply
from skill.coach.scene import TriageMode
from skill.coach.timeline import Say, Timeline
from skill.deadline import Deadline
from skill.exchange import Exchange, Taken
from skill.stores import Kept, Store, key_of
from skill.stores.memory import MemoryStore

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
USER = "amzn1.ask.account.AHTEST"
KEY = key_of(USER)
ANSWER: Timeline = (Say("Good."),)

Answer = Callable[[Conversation, Keepsake], tuple[Conversation, Keepsake, Reply]]


def hear(said: Said, conversation: Conversation, lexicon: Any, today: date) -> Heard:
    return Heard(intent=said.text or "unclear", slots={"today": today, "lexicon": lexicon})


class DummyTurn:
    """Counts one guided exercise more in every turn, or answers as it is told; remembers what it was given."""

    def __init__(self, answer: Answer | None = None, *, reply: Reply | None = None) -> None:
        self.answer, self.reply = answer, reply or Reply(speech=ANSWER)
        self.given: list[tuple[Conversation, Keepsake]] = []
        self.keeps: list[Keep] = []
        self.triages: list[TriageMode] = []
        self.nows: list[datetime] = []

    def __call__(
        self,
        conversation: Conversation,
        keepsake: Keepsake,
        heard: Heard,
        now: datetime,
        content: Any,
        keep: Keep = "personal",
        triage: TriageMode = "ask",
    ) -> tuple[Conversation, Keepsake, Reply]:
        self.given.append((conversation, keepsake))
        self.keeps.append(keep)
        self.triages.append(triage)
        self.nows.append(now)
        if self.answer is not None:
            return self.answer(conversation, keepsake)
        knows = {"tilt": keepsake.settings.knows.get("tilt", 0) + 1}
        after = structs.replace(keepsake, settings=structs.replace(keepsake.settings, knows=knows))
        return structs.replace(conversation, turns=conversation.turns + 1), after, self.reply


class FailingStore(MemoryStore):
    """A memory store whose loads, saves or erases raise what they are told to raise."""

    def __init__(self, **errors: StoreError) -> None:
        super().__init__()
        self.errors = errors
        self.saves = 0

    def load(self, key: str) -> Kept:
        self._fail("load")
        return super().load(key)

    def save(self, key: str, keepsake: Keepsake, revision: int) -> int:
        self.saves += 1
        self._fail("save")
        return super().save(key, keepsake, revision)

    def erase(self, key: str) -> None:
        self._fail("erase")
        super().erase(key)

    def _fail(self, call: str) -> None:
        if call in self.errors:
            raise self.errors[call]


def exchange(store: Store, turn: DummyTurn, keep: Keep = "personal", triage: TriageMode = "ask") -> Exchange:
    return Exchange(
        store,
        content=lambda locale: None,  # type: ignore[arg-type, return-value]
        lexicon=str.upper,  # type: ignore[arg-type]
        keep=keep,
        triage=triage,
        hear=hear,
        turn=turn,
    )


def take(
    exchange: Exchange,
    conversation: Conversation | None = None,
    now: datetime = NOW,
    person: str = "",
    deadline: Deadline | None = None,
) -> Taken:
    said, talk = Said(text="start_routine"), conversation or Conversation()
    return exchange.take(said, talk, user=USER, locale="en-US", now=now, person=person, deadline=deadline)


def kept(store: Store, key: str = KEY) -> Keepsake:
    return store.load(key).keepsake
