"""How the twin talks to a skill: one envelope out, one answer in, both kept, the answer checked by Amazon's rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from skill.alexa import twin_envelopes as envelopes
from skill.alexa.rules_of_responses import faults
from skill.alexa.twin_envelopes import Json, Session, Sounding, Standing

Answer = Callable[[dict[str, Any]], dict[str, Any] | None]
"""A skill: envelope -> response."""


class Clock:
    """The time of a twin's world. Shared with a skill that takes a clock, and between devices."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        """The moment, in the time zone it began with."""
        return self._now

    def pass_by(self, seconds: float) -> None:
        """Let time pass. Where something plays use the device's `wait`."""
        self._now += timedelta(seconds=seconds)


class Exchanged(Struct, frozen=True):
    """One request and its answer."""

    request: Json
    response: Json | None
    faults: tuple[str, ...] = ()
    """Rules that the answer breaks."""
    words: str = ""
    """What she said or did, for people who read transcripts."""

    @property
    def kind(self) -> str:
        """The type of the request."""
        return str(self.request["request"]["type"])


class RuleBroken(Exception):
    """An answer that Alexa would refuse."""


class Line:
    """The line between one device and a skill. `lenient`: an answer that breaks a rule is kept, not raised."""

    def __init__(self, answer: Answer, clock: Clock, lenient: bool) -> None:
        self._answer, self._clock, self._lenient = answer, clock, lenient
        self.history: list[Exchanged] = []

    def send(
        self,
        standing: Standing,
        request: Json,
        words: str = "",
        *,
        session: Session | None = None,
        sounding: Sounding | None = None,
        shown: str = "",
    ) -> Exchanged:
        """Send one envelope. Raises RuleBroken, and whatever the skill raises."""
        number = len(self.history) + 1
        sent = envelopes.envelope(
            standing, request, number=number, now=self._clock(), session=session, sounding=sounding, shown=shown
        )
        # As on the wire: what a skill changes in its copy, the device does not see.
        written = json.dumps(sent)
        response = self._answer(json.loads(written))
        done = Exchanged(json.loads(written), response, tuple(faults(sent, response)), words)
        self.history.append(done)
        self.refuse(done.faults)
        return done

    def refuse(self, found: Sequence[str]) -> None:
        """Raise these faults of the last answer, if there are any and the line is not lenient."""
        if found and not self._lenient:
            raise RuleBroken(f"{self.history[-1].kind}: {'; '.join(found)}")
