"""A device that plays tracks, for tests of the core: it remembers what went out with a track, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec import structs

from skill.coach.content import Content
from skill.coach.conversation import Conversation, Running
from skill.coach.heard import SignHeard
from skill.coach.keepsake import Keepsake, Place
from skill.coach.playing import at_ms, carried
from skill.coach.reply import Play, Reply
from skill.laptop.lines import played
from tests.factories import Session, cleared, heard, keepsake


def words() -> Content:
    """The content with a track for every variant, as long as it is written."""
    return played("en-US")


class Speaker:
    """A smart speaker: a session ends with each answer that does not listen, and only a track is remembered."""

    def __init__(self, kept: Keepsake | None = None, *, plays: bool = True, baby: str = "in_arms", **more: Any) -> None:
        self.at = Session(kept or keepsake(guide="tracks", profile=cleared(140)), words=words(), **more)
        self.plays, self.baby = plays, baby
        self.now: Play | None = None
        self.remembered = self.queued = Conversation()
        self.ms = 0

    def start(self, kind: str | None = None) -> Reply:
        slots = {"kind": kind} if kind else {}
        return self.hear("start_routine", baby=self.baby, **slots)

    def hear(self, intent: str, *signs: SignHeard, **slots: Any) -> Reply:
        """She speaks: in the open session, or in a new one with what the device remembers."""
        if not self.at.reply.listening or self.at.reply.ended:
            here = at_ms(self.remembered, self.at.words, self.ms) if self.remembered.routine else Conversation()
            self.at.talk = here
        self.at.talk = structs.replace(self.at.talk, plays=self.plays)
        return self._obey(self.at.hear(intent, *signs, **slots))

    def tells(self, event: str, ms: int | None = None, *, of: Conversation | None = None) -> Reply:
        """The player tells something of what plays, or of an older track."""
        session = self.at.talk, self.at.reply
        self.at.talk = of or self.remembered
        if event == "started":
            self.at.talk = at_ms(self.at.talk, self.at.words, self.ms)
        self.at.take(structs.replace(heard(event), ms=ms))
        answer = self.at.reply
        self.at.talk, self.at.reply = session
        return self._obey(answer, self.at.talk if of else self.remembered)

    def plays_on(self) -> bool:
        """The track plays to its end. Whether another follows."""
        follows = self.tells("nearly").play is not None
        self.tells("finished")
        if follows:
            self.remembered, self.ms = self.queued, 0
            self.tells("started")
        else:
            # A player that has finished is no longer in the middle of anything.
            self.remembered = structs.replace(self.remembered, routine=None)
        return follows

    def _obey(self, reply: Reply, of: Conversation | None = None) -> Reply:
        if reply.play is not None:
            talk = carried(of or self.at.talk, reply.play.at)
            if reply.play.after:
                self.queued = talk
            else:
                self.remembered, self.now, self.ms = talk, reply.play, reply.play.ms
        elif reply.stops_player:
            self.now = None
        return reply

    def passes(self, **time: float) -> None:
        self.at.now += timedelta(**time)

    @property
    def place(self) -> Place:
        assert self.at.kept.place is not None
        return self.at.kept.place

    @property
    def running(self) -> Running:
        assert self.at.talk.routine is not None
        return self.at.talk.routine


def started(**more: Any) -> Speaker:
    """The first track of a routine plays."""
    speaker = Speaker(**more)
    assert speaker.start().play is not None
    speaker.tells("started")
    return speaker
