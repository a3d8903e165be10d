"""A story on the Alexa twin: each line goes through the generated model, the door, and Amazon's rules.

A line that the model cannot carry (no sample fits, or what arrives is understood as something else) is put in by hand,
whole, as a device does that fills a list's slot with words of its own; so the rest of the story is still told. A
silence too: a device asks again by itself, and the skill hears only of the end. Such lines are counted and listed:

    python -m tests.alexa.on_the_twin > tests/alexa/lines_not_carried.txt
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from skill.alexa import carriers
from skill.alexa.builtins import FALLBACK
from skill.alexa.carriers import Slot
from skill.alexa.door import Door
from skill.alexa.session import packed, unpacked
from skill.alexa.time_zone import TYPICAL
from skill.alexa.tracks import NO_TRACKS
from skill.alexa.twin import Clock, Device, Standing
from skill.alexa.twin_envelopes import REMINDERS, SKILL_ID, WIDE
from skill.alexa.twin_hearing import recognised
from skill.coach.conversation import Conversation
from skill.coach.dialogue import PLAYER
from skill.coach.heard import Heard, Said
from skill.content.load import load as content_of
from skill.exchange import Exchange, Taken
from skill.laptop.lines import Setup, describe, set_up
from skill.opening import names
from skill.stores.memory import MemoryStore
from skill.understanding import hear
from tests.alexa.dummy_services import DummyServices
from tests.alexa.rendered import tracks
from tests.story import Story, Turn, duration, faults, load, stories

WHOLE = ("report_warning_sign", "sign")
"""The intent and the slot that take any words: a device may fill a list's slot with what is not in the list."""
SECRET = "the secret of a story"
NOT_CARRIED = Path(__file__).with_name("lines_not_carried.txt")


class Recording(Exchange):
    """Our own exchange, and what her own last turn was: what the player tells after it is none."""

    last: Taken | None = None

    def take(self, said: Said, *args: Any, **named: Any) -> Taken:
        taken = super().take(said, *args, **named)
        if said.event not in PLAYER:
            self.last = taken
        return taken


class Told(Struct, frozen=True):
    """A turn that was told: what was said, what is wrong with the answer, and how it got there."""

    words: str
    speech: str
    wrong: list[str]
    by_hand: str = ""
    """Why the line was put in by hand; empty where the model carried it."""


class Telling:
    """One story while it is told."""

    def __init__(self, story: Story) -> None:
        # A story tells the hour by her own clock.
        home = ZoneInfo(TYPICAL[story.locale])
        self.story, self.clock = story, Clock(story.now.replace(tzinfo=home))
        folder = tracks(story.locale) if story.plays else NO_TRACKS
        self.exchange = Recording(
            MemoryStore(),
            content=lambda locale: folder.filled(content_of(locale)),
            lexicon=names,
            keep=story.keep,
            triage=story.triage,
            secret=SECRET,
        )
        services = DummyServices(story.locale)
        self.door = Door(
            self.exchange,
            app_ids=frozenset((SKILL_ID,)),
            secret=SECRET,
            tracks=folder,
            api=services,
            clock=self.clock,
        )
        self.devices: dict[str, Device] = {}
        self.before: dict[str, dict[str, Any]] = {}
        self.run = 0

    def tell(self) -> list[Told]:
        """Every turn."""
        return [self._tell(turn) for turn in self.story.turns]

    def _tell(self, turn: Turn) -> Told:
        if turn.after:
            self.clock.pass_by(duration(turn.after).total_seconds())
            self.run += 1
        if turn.waits:
            self.clock.pass_by(duration(turn.waits).total_seconds())
        name = f"{turn.session}{self.run}{turn.user}"
        device = self.devices.setdefault(name, self._device(turn))
        if turn.setup is not None:
            self._set_up(device, turn.setup)
        self.exchange.last = None
        by_hand = self._deliver(device, turn)
        taken = self.exchange.last
        assert taken is not None, "the door took no turn"
        answer = describe(taken, content_of(self.story.locale), self.clock(), self.story.keep)
        if not by_hand.startswith("silence") and turn.event != "end":
            answer |= {"speech": device.heard, "listening": device.listening, "ended": device.session is None}
        wrong = faults(turn.expect, turn.never, answer, self.before.get(name))
        wrong += faults(type(turn.expect)(), self.story.never, answer, None)
        self.before[name] = answer
        return Told(turn.say or turn.intent or turn.event or "", answer["speech"], wrong, by_hand)

    def _device(self, turn: Turn) -> Device:
        who, where = turn.user.replace(" ", "-"), f"{turn.session}-{self.run}"
        standing = Standing(user=who, device=where, locale=self.story.locale, screen=WIDE, granted=(REMINDERS,))
        return Device(self.door.answer, self.clock, standing)

    def _set_up(self, device: Device, told: dict[str, Any]) -> None:
        setup = msgspec.convert(told, Setup)
        talk = set_up(_talk(device), setup, self.clock(), content_of(self.story.locale))
        if device.session is None:
            device.begin(packed(talk))
        else:
            device.session.attributes = packed(talk)

    def _deliver(self, device: Device, turn: Turn) -> str:
        """Bring one turn to the door. Why it had to be put in by hand, or nothing."""
        if turn.event == "silence":
            self._silence(device)
            return "silence"
        if turn.event == "launch":
            device.open(device.session.attributes if turn.setup is not None and device.session else None)
        elif turn.event == "end":
            device.close()
        elif turn.intent is not None:
            device.deliver(turn.intent, {name: Slot(str(value)) for name, value in turn.slots.items()}, turn.intent)
        elif turn.say is not None:
            return self._say(device, turn.say)
        return ""

    def _say(self, device: Device, words: str) -> str:
        delivered = device.model.resolve(recognised(words))
        arrived = self._heard(carriers.said(delivered.intent, delivered.slots), device)
        spoken = self._heard(Said(text=words), device)
        reason = ""
        if arrived != spoken:
            reason = f"arrives as {arrived[0]}" if arrived[0] != spoken[0] else "arrives with other facts"
            reason = "no sample" if delivered.intent == FALLBACK else reason
        if not reason:
            device.say(words) if device.session is not None else device.ask(words)
        else:
            device.deliver(WHOLE[0], {WHOLE[1]: Slot(words)}, words)
        return reason

    def _heard(self, said: Said, device: Device) -> tuple[str, dict[str, Any], frozenset[Any]]:
        heard: Heard = hear(said, _talk(device), names(self.story.locale), self.clock().date())
        return heard.intent, heard.slots, frozenset((sign.id, sign.status) for sign in heard.signs)

    def _silence(self, device: Device) -> None:
        standing, session = device.standing, device.session or device.begin({})
        now: datetime = self.clock()
        user = f"amzn1.ask.account.{standing.user}"
        taken = self.exchange.take(
            Said(event="silence"), unpacked(session.attributes), user=user, locale=standing.locale, now=now
        )
        session.attributes = packed(taken.conversation)
        if taken.reply.ended:
            device.session = None


def _talk(device: Device) -> Conversation:
    return unpacked(device.session.attributes) if device.session is not None else Conversation()


def told(path: Path) -> list[Told]:
    """A story of tests/conversations, told on the twin."""
    return Telling(load(path)).tell()


def not_carried(path: Path, turns: list[Told]) -> list[str]:
    """The lines of a story that were put in by hand, as they are listed."""
    return [f"{path.stem} {at:02d}: ({turn.by_hand}) {turn.words}" for at, turn in enumerate(turns, 1) if turn.by_hand]


if __name__ == "__main__":
    lines = [line for path in stories() for line in not_carried(path, told(path))]
    sys.stdout.write("\n".join(sorted(lines)) + "\n")

__all__ = ["NOT_CARRIED", "Telling", "not_carried", "told"]
