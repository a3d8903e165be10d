"""The Alexa twin: a device made of Python. It sends real envelopes to a skill, and does what the answers say.

It resolves words only through the generated model and never asks our understanding; it keeps the session and its
attributes, opens and closes the microphone, says the reprompt, shows documents, plays streams against a clock it is
given, and checks every answer against Amazon's rules. What it takes for granted where Amazon says nothing, and what it
cannot do, stands in docs/twin.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import structs

from skill.alexa import limits
from skill.alexa import twin_envelopes as envelopes
from skill.alexa.carriers import Slot
from skill.alexa.resolving import Delivered
from skill.alexa.resolving import Device as Model
from skill.alexa.resolving import device as model_of
from skill.alexa.rules_of_directives import COMMANDS, PLAYERS, RENDER
from skill.alexa.twin_envelopes import Json, Session, Standing
from skill.alexa.twin_hearing import WITHOUT_NAME, behind_the_name, intent_request, plain_words, recognised
from skill.alexa.twin_player import Length, Player
from skill.alexa.twin_sending import Answer, Clock, Exchanged, Line, RuleBroken

__all__ = ["Clock", "Device", "Exchanged", "RuleBroken", "Standing"]

_model = cache(model_of)


class Device:
    """One device in one home.

    Args:
        answer: the skill.
        clock: the time; `wait` moves it.
        standing: whose device it is and what it can do.
        length: how long a stream is.
        stopped_first: her voice stops what plays before her words are sent, not after; no page says which.
        lenient: do as Alexa does with an answer that breaks a rule: tell the skill by a request of its own. Else
            `RuleBroken` is raised.
    """

    def __init__(
        self,
        answer: Answer,
        clock: Clock,
        standing: Standing = Standing(),  # noqa: B008 -- frozen
        *,
        length: Length = lambda _: 60_000,
        stopped_first: bool = False,
        lenient: bool = False,
    ) -> None:
        self._line, self._clock = Line(answer, clock, lenient), clock
        self.standing, self._stopped_first = standing, stopped_first
        self.model: Model = _model(standing.locale)
        self.player = Player(length)
        self.session: Session | None = None
        self.listening = False
        """Whether the microphone is open."""
        self.heard = ""
        """The words Alexa spoke last, without their tags."""
        self.reprompt = ""
        self.shown: Json | None = None
        """The directive whose document is on the screen."""
        self._sessions = 0

    @property
    def history(self) -> list[Exchanged]:
        """Everything sent from this device, with its answers."""
        return self._line.history

    def begin(self, attributes: Mapping[str, Any] | None = None) -> Session:
        """A new session; whatever was open is over. With attributes it is already under way."""
        self._sessions += 1
        name = f"amzn1.echo-api.session.{self.standing.device}-{self._sessions:04d}"
        self.session = Session(id=name, new=attributes is None, attributes=dict(attributes or {}))
        return self.session

    # What she does.

    def open(self, attributes: Mapping[str, Any] | None = None) -> Json:
        """ "Alexa, open gentle back." With attributes the session already knows something, which no real one does."""
        self.begin(attributes)
        return self._in_session(envelopes.launch(), f"Alexa, open {self.model.name}.")

    def say(self, words: str) -> Json | None:
        """She speaks. The answer; None where Alexa does not bring her words to this skill.

        Without a session they need its name in front, or mean its player.
        """
        told = recognised(words)
        named = behind_the_name(told, self.model.name)
        if named is not None:
            return self.ask(named) if named else self.open()
        if self.session is None:
            delivered = self.model.resolve(told)
            if delivered.intent not in WITHOUT_NAME or not self.player.sounding.token:
                self._elsewhere()
                return None
            self.begin()
            return self._deliver(delivered, f"Alexa, {words}")
        return self._deliver(self.model.resolve(told), words)

    def ask(self, words: str) -> Json:
        """ "Alexa, ask gentle back to ...": one breath, in a session of its own."""
        self.begin()
        return self._deliver(self.model.resolve(words), f"Alexa, ask {self.model.name}: {words}")

    def deliver(self, intent: str, slots: Mapping[str, Slot] | None = None, words: str = "") -> Json:
        """Put in by hand what a device might have made of some words: the model is not asked."""
        if self.session is None:
            self.begin()
        return self._deliver(Delivered(intent, dict(slots or {})), words)

    def silence(self) -> str:
        """She says nothing until the session is over. The reprompt that was spoken, if there was one."""
        if self.session is None or not self.listening:
            return ""
        reprompt = self.reprompt
        self.wait(limits.LISTENS * (2 if reprompt else 1))
        self._end("EXCEEDED_MAX_REPROMPTS", "(silence)")
        return reprompt

    def close(self) -> None:
        """She ends the session by a word that is Alexa's own, or by a button."""
        self._end("USER_INITIATED", "Alexa, exit.")

    def touch(self, arguments: Sequence[Any], what: str = "") -> Json:
        """A press on the screen that sends these arguments."""
        assert self.shown is not None, "nothing is shown"
        if self.session is None:
            self.begin()
        request = envelopes.touched(arguments, str(self.shown["token"]))
        return self._in_session(request, what or f"(touches {list(arguments)})")

    def press(self, button: str) -> Json:
        """A button of the player: Next, Pause, Play or Previous."""
        return self._event(envelopes.pushed(button), f"(presses {button})")

    def consent(self, token: str, status: str, scope: str = envelopes.REMINDERS) -> Json:
        """Her answer when the skill asked for a permission by voice: ACCEPTED, DENIED or NOT_ANSWERED."""
        assert self.session is not None, "no session"
        if status == "ACCEPTED":
            self.standing = structs.replace(self.standing, granted=(*self.standing.granted, scope))
        return self._in_session(envelopes.consented(token, status, scope), f"({status.lower()})")

    def disable(self) -> None:
        """She disables the skill, in the app."""
        nowhere = structs.replace(self.standing, device="", player=False, screen=None)
        self.session, self.listening = None, False
        self._line.send(nowhere, envelopes.disabled(self._clock()), "(disables the skill)")

    # What happens by itself.

    def wait(self, seconds: float) -> None:
        """Time passes: what plays goes on, and what becomes of it is told to the skill."""
        left = round(seconds * 1_000)
        while True:
            used, event = self.player.run(left)
            self._clock.pass_by(used / 1_000)
            left -= used
            if event is None:
                break
            self._event(event)
        if self.session is not None and not self.listening and seconds >= limits.SCREEN_STAYS:
            self._end("EXCEEDED_MAX_REPROMPTS", "(silence)")

    def fail(self, kind: str = "MEDIA_ERROR_INVALID_REQUEST") -> None:
        """The stream that plays breaks off."""
        for event in self.player.fail(kind):
            self._event(event, "(the stream breaks off)")

    def break_off(self, kind: str = "INTERNAL_SERVICE_ERROR") -> None:
        """Something of Alexa's fails, and with it the session."""
        self._end("ERROR", "(Alexa fails)", {"type": kind, "message": "The session broke off."})

    def play_music(self) -> None:
        """Something else plays on this device from now on."""
        for event in self.player.give_way():
            self._event(event, "(plays music)")

    # How it is sent.

    def _deliver(self, delivered: Delivered, words: str) -> Json:
        return self._in_session(intent_request(self.model, delivered, self.standing.skill), words)

    def _in_session(self, request: Json, words: str) -> Json:
        """A request in the open session: what plays is interrupted by it, and goes on when the talk is over."""
        session = self.session
        assert session is not None
        self.listening = False
        if self._stopped_first:
            self._silenced()
        done = self._exchange(request, words, session)
        session.new = False
        self._silenced()
        if done.faults:
            self._end("ERROR", "(Alexa refuses the answer)", {"type": "INVALID_RESPONSE", "message": done.faults[0]})
        else:
            assert done.response is not None
            self._obey(done.response, session)
        if self.session is None:
            self._talk_is_over()
        return done.response or {}

    def _obey(self, answer: Mapping[str, Any], session: Session) -> None:
        response = answer["response"]
        session.attributes = dict(answer.get("sessionAttributes") or {})
        self.heard = plain_words(response.get("outputSpeech"))
        end = response.get("shouldEndSession")
        self.listening = end is False
        self.reprompt = plain_words((response.get("reprompt") or {}).get("outputSpeech")) if self.listening else ""
        # Left open, the end comes at once on a device without a screen (keep-session-open).
        if end or (end is None and self.standing.screen is None):
            self.session = None
        for directive in response.get("directives") or ():
            self._do(directive)

    def _do(self, directive: Mapping[str, Any]) -> None:
        if directive["type"] == RENDER:
            self.shown = dict(directive)
        elif directive["type"] == COMMANDS and (self.shown is None or self.shown["token"] != directive["token"]):
            self._line.refuse([f"{COMMANDS}: its token is not that of the document shown"])
        elif directive["type"] in PLAYERS:
            for event in self.player.obey(directive):
                self._event(event)

    def _event(self, request: Json, words: str = "") -> Json:
        """A request without a session; what answers it may be followed by more of them."""
        done = self._exchange(request, words)
        if done.faults:
            self._exchange(envelopes.broke(done.request["request"]["requestId"]), "(Alexa refuses the answer)")
            return done.response or {}
        for directive in ((done.response or {}).get("response") or {}).get("directives") or ():
            self._do(directive)
        return done.response or {}

    def _end(self, reason: str, words: str, error: Mapping[str, str] | None = None) -> None:
        session, self.session, self.listening = self.session, None, False
        if session is not None:
            self._exchange(envelopes.ended(reason, error), words, session)
            self._talk_is_over()

    def _elsewhere(self) -> None:
        """She talks to somebody else."""
        self._silenced()
        self._talk_is_over()

    def _silenced(self) -> None:
        """What plays is interrupted, once."""
        for event in self.player.interrupt():
            self._event(event)

    def _talk_is_over(self) -> None:
        for event in self.player.go_on():
            self._event(event)

    def _exchange(self, request: Json, words: str, session: Session | None = None) -> Exchanged:
        shown = str(self.shown["token"]) if self.shown else ""
        sounding = self.player.sounding
        return self._line.send(self.standing, request, words, session=session, sounding=sounding, shown=shown)
