"""The Alexa door: one request envelope in, one response out. For Lambda and for Flask alike.

A request is read tolerantly (`envelope`), dispatched by ask-sdk-core (`handlers`) and answered from the exchange. Her
Conversation travels in the session (`session`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from msgspec import structs

from skill.alexa import carriers, consent, effects, events, log, player, screen
from skill.alexa.answer import NOTHING, Answer, in_words
from skill.alexa.api import Api
from skill.alexa.card import card
from skill.alexa.envelope import Request, read
from skill.alexa.handlers import build
from skill.alexa.session import packed, unchanged, unpacked
from skill.alexa.speech import fitted
from skill.alexa.time_zone import asked_of, typical
from skill.alexa.tokens import key_in
from skill.alexa.tracks import NO_TRACKS, Tracks
from skill.coach.content import Content
from skill.coach.conversation import Asked, Conversation
from skill.coach.errors import GentleBackError, RequestRefused
from skill.coach.heard import Said
from skill.coach.timeline import Say, parse_mark
from skill.content.load import LOCALES, load
from skill.deadline import Deadline
from skill.exchange import Exchange, Taken
from skill.stores import key_of

PRESSED = "Alexa.Presentation.APL.UserEvent"
TALKS = frozenset(("LaunchRequest", "IntentRequest", "SessionEndedRequest", PRESSED, consent.ANSWERED))
DEFAULT = "en-US"
"""The locale of who speaks one we have no words for."""
NOT_HEARD = "EXCEEDED_MAX_REPROMPTS"
"""Why a session ended to which she said nothing, the reprompt included (request-types-reference)."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Door:
    """Answers Alexa's requests. Safe under several threads.

    `app_ids`: whose requests are answered. `secret`: the deployment's, which signs what a device keeps. `tracks`: the
    same that the exchange's content was filled with. `api`: Alexa's services; without them no reminder is set.
    `clock`: the moment, with a time zone. `deadline`: begins when a request comes.
    """

    def __init__(
        self,
        exchange: Exchange,
        *,
        app_ids: frozenset[str],
        secret: str,
        tracks: Tracks = NO_TRACKS,
        api: Api | None = None,
        clock: Callable[[], datetime] = _utc_now,
        deadline: Callable[[], Deadline] = Deadline,
    ) -> None:
        self._exchange, self._apps, self._secret = exchange, app_ids, secret
        self._tracks, self._api, self._clock, self._deadline = tracks, api, clock, deadline
        self._skill = build(
            self._talk,
            self._play,
            self._quiet,
            self._failed,
            talks=TALKS.__contains__,
            plays=lambda kind: kind.startswith(("AudioPlayer.", "PlaybackController.")),
        )

    def answer(self, envelope: Mapping[str, Any]) -> dict[str, Any]:
        """The response to a request envelope, ready for JSON.

        Raises:
            RequestRefused: it names no application, or one that is not ours. Nothing else is raised.
        """
        request = read(envelope)
        if not request.apps or not request.apps <= self._apps:
            raise RequestRefused("application: not ours")
        with self._deadline().running():
            return self._skill(request)

    def _talk(self, request: Request) -> Answer:
        """She spoke, or the session opened or ended."""
        talk = player.conversation_of(request, unpacked(request.attributes), self._content(request), self._secret)
        # With a pause a session of Alexa's ends, at once or half a minute later.
        talk = structs.replace(talk, by_name=True)
        if request.kind == consent.ANSWERED:
            return self._consent(request, talk)
        if request.kind == "SessionEndedRequest":
            self._take(_ended(request), structs.replace(talk, silences=max(1, talk.silences)), request)
            return NOTHING
        said = screen.said_of(request.arguments, talk) if request.kind == PRESSED else _said(request)
        return self._quiet(request) if said is None else self._answered(said, talk, request)

    def _consent(self, request: Request, talk: Conversation) -> Answer:
        """She answered Alexa's own question whether we may set reminders."""
        meant = consent.answer(request, talk)
        if meant is None:
            return self._quiet(request)
        answer = self._answered(*meant, request)
        return structs.replace(answer, card=consent.card()) if consent.wants_card(request) else answer

    def _answered(self, said: Said, talk: Conversation, request: Request) -> Answer:
        """One turn, what it asks to be done, and both in one answer."""
        doing = effects.Doing(
            request=request,
            content=self._content(request),
            locale=_locale(request),
            now=self._clock(),
            take=lambda said, talk: self._take(said, talk, request),
            api=self._api,
        )
        done = effects.do(self._take(said, talk, request), doing)
        answer = self._written(done.taken, request)
        return structs.replace(answer, directives=done.directives or answer.directives, card=done.card or answer.card)

    def _play(self, request: Request) -> Answer:
        """The player tells something, or a button of it was pressed. No word may answer, and nobody may be there."""
        said = player.said(request)
        if said is None:
            return NOTHING
        talk = player.conversation_of(request, Conversation(), self._content(request), self._secret)
        talk = structs.replace(talk, unheard=True)
        # A button comes without a token of its own, and like an event without a person.
        key = key_in(request.token or request.player.token, self._secret)
        return Answer(directives=self._played(request, self._take(said, talk, request, key), key))

    def _quiet(self, request: Request) -> Answer:
        """No words, and the session goes on as it was: an event, or nothing of ours."""
        events.happened(request, self._exchange, self._api)
        return Answer(attributes=unchanged(request.attributes))

    def _failed(self, request: Request, error: Exception) -> Answer:
        """Something broke on our side. Where she listens she hears so, and the session keeps what it knew."""
        log.failed(request, error)
        if request.kind not in ("LaunchRequest", "IntentRequest", PRESSED):
            return NOTHING
        spoken = error.spoken if isinstance(error, GentleBackError) else GentleBackError.spoken
        answer = in_words(spoken, end=False, attributes=unchanged(request.attributes))
        # It may have been a stop that broke: no track plays on over it.
        return structs.replace(answer, directives=player.silenced(request))

    def _take(self, said: Said, talk: Conversation, request: Request, key: str = "") -> Taken:
        begun = perf_counter()
        taken = self._exchange.take(
            said,
            talk,
            # Without a user nothing may be found again: each session is then someone else.
            user=request.user or f"session {request.session or request.id}",
            person=request.person,
            key=key,
            locale=_locale(request),
            now=typical(self._clock(), _locale(request)),
            zone=asked_of(self._api, request, talk),
        )
        log.answered(request, kept=taken.kept, milliseconds=(perf_counter() - begun) * 1000)
        return taken

    def _written(self, taken: Taken, request: Request) -> Answer:
        talk, reply = taken.conversation, taken.reply
        go_on = self._content(request).phrases["ask.go_on"].full[0]
        speech = fitted(reply.speech, then=go_on, night=reply.night)
        listening = reply.listening
        if listening and not speech.ssml:
            # The coach may say nothing to a cough or the television; no microphone of Alexa's opens without words.
            speech = fitted((Say(reply.reprompt or go_on),), night=reply.night)
            talk = talk if reply.reprompt else structs.replace(talk, asked=Asked("go_on"))
        if speech.goes_on is not None:
            talk, listening = _cut(talk, speech.goes_on), True
        return Answer(
            speech=speech.ssml,
            reprompt=fitted((Say(again),), night=reply.night).ssml if listening and (again := _again(taken)) else "",
            end=True if reply.ended else False if listening else None,
            directives=(*self._played(request, taken, self._own_key(request)), *self._shown(request, taken, talk)),
            card=card(reply, talk, self._content(request)) if request.screen is None else None,
            attributes={} if reply.ended else packed(talk),
        )

    def _shown(self, request: Request, taken: Taken, talk: Conversation) -> list[dict[str, Any]]:
        return screen.directives(taken.reply, talk, taken.keepsake, self._content(request), request.screen)

    def _own_key(self, request: Request) -> str:
        """What a player's event will need to find the row of a recognised person."""
        return key_of(request.user, request.person, self._secret) if request.person else ""

    def _played(self, request: Request, taken: Taken, key: str) -> tuple[dict[str, Any], ...]:
        content = self._content(request)
        return player.directives(request, taken.reply, taken.conversation, content, self._tracks, self._secret, key)

    def _content(self, request: Request) -> Content:
        return self._tracks.filled(load(_locale(request)))


def _locale(request: Request) -> str:
    return request.locale if request.locale in LOCALES else DEFAULT


def _said(request: Request) -> Said:
    if request.kind == "LaunchRequest":
        return Said(event="launch")
    return carriers.said(request.intent, request.slots, _locale(request).partition("-")[0])


def _ended(request: Request) -> Said:
    """The platform has asked again by itself, so this silence is the second one."""
    return Said(event="silence" if request.reason == NOT_HEARD else "end")


def _again(taken: Taken) -> str:
    """What is said once to her silence: the open question, and what to do if she leaves it, for then it is over.

    While a level is announced, what to do; never what is said once.
    """
    talk, reply = taken.conversation, taken.reply
    question = reply.reprompt
    if not question and (talk.asked is not None or reply.level is not None) and not reply.private:
        question = next((cue.text for cue in reversed(reply.speech) if isinstance(cue, Say)), "")
    return f"{question} {reply.unanswered}".strip()


def _cut(talk: Conversation, mark: str) -> Conversation:
    """She is asked whether to go on from this mark."""
    running = talk.routine
    if running is not None:
        running = structs.replace(running, rep=parse_mark(mark)[1])
    return structs.replace(talk, routine=running, asked=Asked("go_on"))
