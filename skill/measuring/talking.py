"""Someone who talks with the real coach, for measuring: real understanding, real turns, nothing kept."""

from __future__ import annotations

from datetime import UTC, datetime

from skill.coach.conversation import Conversation
from skill.coach.dialogue import turn
from skill.coach.heard import Heard, Said
from skill.coach.keepsake import Keepsake, Settings
from skill.coach.levels import Level
from skill.coach.reply import Reply
from skill.coach.safety import higher
from skill.content.load import load
from skill.opening import names
from skill.understanding import hear

NOW = datetime(2026, 3, 19, 10, tzinfo=UTC)
"""A fixed day, so that "last Wednesday" measures the same every day."""


class Talking:
    """One conversation from a given state on."""

    def __init__(self, talk: Conversation) -> None:
        self.talk, self.kept = talk, Keepsake(settings=Settings(welcomed=True))
        self.reply = Reply(speech=())
        self.heard: Heard | None = None
        self.level: Level | None = None
        """The highest level announced so far."""

    def say(self, said: Said) -> Reply:
        """Take one turn."""
        content = load("en-US")
        self.heard = hear(said, self.talk, names("en-US"), NOW.date())
        self.talk, self.kept, self.reply = turn(self.talk, self.kept, self.heard, NOW, content)
        self.level = higher(self.level, self.reply.level)
        return self.reply

    @property
    def asking(self) -> str:
        """The open question, without its part."""
        return (self.reply.asking or "").partition("/")[0]
