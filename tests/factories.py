"""Small makers for tests of the core: what was heard, whom it is said to, and a session that takes turns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import structs

from skill.coach.content import Content
from skill.coach.conversation import Conversation
from skill.coach.dialogue import turn
from skill.coach.heard import Heard, SignHeard
from skill.coach.keepsake import Keep, Keepsake, Settings, for_mode
from skill.coach.reply import Reply
from skill.coach.scene import TriageMode
from skill.coach.situation import Profile
from skill.content.load import load

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
TODAY = NOON.date()


def content(locale: str = "en-US") -> Content:
    return load(locale)


def heard(intent: str, *signs: SignHeard, confidence: float = 1.0, reached: str | None = None, **slots: Any) -> Heard:
    return Heard(intent=intent, slots=slots, signs=signs, confidence=confidence, reached=reached)


def sign(id: str, *, possible: bool = False) -> SignHeard:
    return SignHeard(id, "possible" if possible else "present")


def born(days: int, today: date = TODAY) -> date:
    return today - timedelta(days=days)


def cleared(days: int = 120, delivery: Any = "vaginal") -> Profile:
    """Someone whose own clinician said yes, long enough after birth for everything."""
    return Profile(born=born(days), delivery=delivery, complicated=False, cleared=True)


def keepsake(*, welcomed: bool = True, profile: Profile | None = None, **settings: Any) -> Keepsake:
    return Keepsake(settings=Settings(welcomed=welcomed, **settings), profile=profile)


class Session:
    """One session: takes turns and remembers the last reply."""

    def __init__(
        self,
        kept: Keepsake | None = None,
        talk: Conversation | None = None,
        *,
        now: datetime = NOON,
        keep: Keep = "personal",
        words: Content | None = None,
        triage: TriageMode = "ask",
    ) -> None:
        self.kept, self.talk = kept or keepsake(), talk or Conversation()
        self.now, self.keep, self.words, self.triage = now, keep, words or content(), triage
        self.reply = Reply(speech=())

    def take(self, said: Heard) -> Reply:
        talk, kept, reply = turn(self.talk, self.kept, said, self.now, self.words, self.keep, self.triage)
        self.talk, self.kept, self.reply = talk, kept, reply
        return self.reply

    def hear(self, intent: str, *signs: SignHeard, reached: str | None = None, **slots: Any) -> Reply:
        return self.take(heard(intent, *signs, reached=reached, **slots))

    def then(self, *intents: str) -> Session:
        for intent in intents:
            self.hear(intent)
        return self

    def copy(self) -> Session:
        other = Session(self.kept, self.talk, now=self.now, keep=self.keep, words=self.words, triage=self.triage)
        other.reply = self.reply
        return other

    def later(self, **time: float) -> Session:
        """The next session, after this much time."""
        kept, now = for_mode(self.kept, self.keep), self.now + timedelta(**time)
        return Session(kept, now=now, keep=self.keep, words=self.words, triage=self.triage)

    def with_settings(self, **changes: Any) -> Session:
        self.kept = structs.replace(self.kept, settings=structs.replace(self.kept.settings, **changes))
        return self
