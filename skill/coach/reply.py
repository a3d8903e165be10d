"""What the coach answers: a timeline to speak, whether to listen, what to play or show, and effects as values."""

from __future__ import annotations

from msgspec import Struct

from skill.coach.keepsake import Reminder
from skill.coach.levels import Level
from skill.coach.timeline import Timeline, spoken


class Erase(Struct, frozen=True, tag="erase"):
    """Delete everything kept for her, reminders included."""

    key: str = "erase"


class Export(Struct, frozen=True, tag="export"):
    """Hand her the whole keepsake as a readable file; where that is, the door says."""

    key: str = "export"


class SetReminder(Struct, frozen=True, tag="reminder"):
    """Ask the platform to remind her."""

    reminder: Reminder
    key: str


class CancelReminder(Struct, frozen=True, tag="cancel_reminder"):
    """Take the reminder back."""

    key: str = "cancel_reminder"


class Save(Struct, frozen=True, tag="save"):
    """The keepsake changed: it has been saved when the reply is spoken."""

    key: str = "save"


Effect = Save | Erase | Export | SetReminder | CancelReminder
"""Done once, after the save; idempotent by key."""


class Play(Struct, frozen=True, kw_only=True):
    """A track to play."""

    track: str
    """`<exercise>/<variant>`, a key of `Content.tracks`."""
    title: str
    """What a screen shows beside it: the exercise's name."""
    at: int
    """The step it belongs to: index into `Running.steps`."""
    ms: int = 0
    """Where in the track to begin."""
    after: bool = False
    """Behind what plays now; else at once, instead of it."""


class Reply(Struct, frozen=True, kw_only=True):
    """One answer."""

    speech: Timeline
    reprompt: str = ""
    """Said once if she stays silent; shorter than the question."""
    unanswered: str = ""
    """What to do if she leaves a safety question open; for a door that can say nothing after her last silence."""
    listening: bool = True
    ended: bool = False
    asking: str | None = None
    """What the next answer is about (`Asked.id`)."""
    level: Level | None = None
    """The level this reply announces."""
    guiding: bool = False
    """The speech guides an exercise; when it has played to the end a live door sends `finished`."""
    night: bool = False
    private: bool = False
    """Said once, to her alone: no screen, card or log shows it."""
    effects: tuple[Effect, ...] = ()
    play: Play | None = None
    """A track to play after the words. Then nobody listens, and the session ends."""
    stops_player: bool = False
    """What plays on this device is to stop. Never together with `play`."""

    @property
    def text(self) -> str:
        """All words, as plain text."""
        return spoken(self.speech)
