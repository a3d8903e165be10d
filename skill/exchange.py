"""One exchange, the same for every door: load, hear, take the turn, save, and what has to happen after the save.

Whatever the store does, she is answered: when her Keepsake cannot be read or written, the turn is taken without it,
the safety ear has heard her all the same, and she is told once in the session.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, structs

from skill.coach.conversation import Conversation
from skill.coach.errors import Conflict, StoreError
from skill.coach.heard import Heard, Said
from skill.coach.keepsake import Keep, Keepsake, Settings, expire, for_mode
from skill.coach.reply import Erase, Reply, Save
from skill.coach.scene import TriageMode
from skill.coach.timeline import Listen, Say
from skill.deadline import Deadline, time_for
from skill.local_time import at_home
from skill.owner import Owner
from skill.stores import Kept, NotErased, Store, StoreCorrupt

if TYPE_CHECKING:
    from skill.coach.content import Content
    from skill.understanding import Lexicon

RETAKES = 3
"""How often a turn is taken again on a newer Keepsake before she is answered without saving."""
ROUND_SECONDS = 3.0
"""How long reading and saving once more may take on a slow network (`skill.stores.dynamodb_client`)."""

TOLD_UNKEPT = "error.store"
TOLD_BROKEN = "error.broken"
"""Counted in the conversation's rotation like phrases, so each is said once in a session."""

OTHERS_STAY = "What I keep for a voice that I know stays, until that voice asks."
"""To who was not recognised, and may be one of them."""

Hear = Callable[[Said, Conversation, "Lexicon", date], Heard]


class Turn(Protocol):
    """The product: `skill.coach.dialogue.turn`."""

    def __call__(
        self,
        conversation: Conversation,
        keepsake: Keepsake,
        heard: Heard,
        now: datetime,
        content: Content,
        keep: Keep = "personal",
        triage: TriageMode = "ask",
    ) -> tuple[Conversation, Keepsake, Reply]:
        """Frozen values in, frozen values out."""
        ...


class Taken(Struct, frozen=True):
    """A turn that was taken."""

    conversation: Conversation
    keepsake: Keepsake
    """As it is kept now; when `kept` is False, as the turn left it."""
    reply: Reply
    heard: Heard
    kept: bool
    """False when the store failed: what this turn changed is not kept."""


class _Outcome(Struct, frozen=True):
    """A turn and the store's answer to it."""

    conversation: Conversation
    keepsake: Keepsake
    reply: Reply
    heard: Heard
    failure: StoreError | None = None
    broken: bool = False


class Exchange:
    """Takes her turns against one store.

    `content` and `lexicon` give the words for a locale, `secret` is the deployment's for `key_of`. `hear` and `turn`
    are the house's own unless given.
    """

    def __init__(
        self,
        store: Store,
        *,
        content: Callable[[str], Content],
        lexicon: Callable[[str], Lexicon],
        keep: Keep = "personal",
        triage: TriageMode = "ask",
        secret: str = "",
        hear: Hear | None = None,
        turn: Turn | None = None,
    ) -> None:
        self._store, self._content, self._lexicon = store, content, lexicon
        self._keep, self._secret, self._triage = keep, secret, triage
        self._hear, self._turn = hear or _our_hear(), turn or _our_turn()

    def take(
        self,
        said: Said,
        conversation: Conversation,
        *,
        user: str,
        locale: str,
        now: datetime,
        person: str = "",
        key: str = "",
        zone: Callable[[], str | None] | None = None,
        deadline: Deadline | None = None,
    ) -> Taken:
        """One turn. `now` is taken by the time zone kept for her, else by its own; without one its hour is hers.

        `key`: her row's, where it is known without the person.

        `zone` finds the name of her time zone. It is asked at most once, and only where none is kept.

        What could pass the `deadline` is not begun: she is answered without saving.

        Raises UnknownLocale and ContentError, never StoreError.
        """
        now = now if now.tzinfo is not None else now.replace(tzinfo=UTC)
        content = self._content(locale)
        # An event has no words in which a name of ours could be: the first launch need not wait for all of them.
        lexicon = self._lexicon(locale) if said.event is None else _no_names()
        zone = cache(zone) if zone is not None else None
        owner = Owner(user, person, self._secret, key)
        broken = False
        with deadline.running() if deadline is not None else nullcontext():
            for _ in range(1 + RETAKES):
                outcome = self._once(
                    owner, conversation, lambda day: self._hear(said, conversation, lexicon, day), now, content, zone
                )
                # A retake no longer meets what was set aside, but she has not heard of it yet.
                broken = broken or outcome.broken
                if not isinstance(outcome.failure, Conflict) or not time_for(ROUND_SECONDS):
                    break
        return _told(outcome, broken)

    def forget(self, user: str) -> None:
        """Erase everything of an account, whoever was recognised. Raises StoreError: something may be left."""
        Owner(user, "", self._secret).erase_account(self._store)

    def _once(
        self,
        owner: Owner,
        conversation: Conversation,
        hear: Callable[[date], Heard],
        now: datetime,
        content: Content,
        zone: Callable[[], str | None] | None,
    ) -> _Outcome:
        """Load, take the turn, save what changed; a failing store becomes part of the outcome."""
        failure: StoreError | None = None
        try:
            kept = self._store.load(owner.key)
        except StoreError as error:
            kept, failure = Kept(_unread(conversation, now), 0), error
        home, now = at_home(kept.keepsake, now, zone if failure is None else None)
        heard = hear(now.date())
        before = for_mode(expire(home, now), self._keep)
        talk, after, reply = self._turn(conversation, before, heard, now, content, keep=self._keep, triage=self._triage)
        if any(isinstance(effect, Erase) for effect in reply.effects):
            return self._erased(owner, talk, after, reply, heard)
        after = for_mode(expire(after, now), self._keep)
        # What could not be loaded is not saved over: it may be whole, and only out of reach for now.
        if failure is None and after != kept.keepsake:
            try:
                after = owner.enrolled(self._store, after, now.date())
                self._store.save(owner.key, after, kept.revision)
                owner.warn(self._store, kept.keepsake.see_care_until, after.see_care_until)
            except StoreError as error:
                failure = error
        return _Outcome(talk, after, reply, heard, failure, kept.broken)

    def _erased(self, owner: Owner, talk: Conversation, after: Keepsake, reply: Reply, heard: Heard) -> _Outcome:
        """Erase; where that fails she hears so, never that everything is gone."""
        try:
            owner.erase(self._store)
        except StoreError:
            effects = tuple(effect for effect in reply.effects if not isinstance(effect, Erase))
            reply = structs.replace(
                reply, speech=(Say(NotErased.spoken),), reprompt="", listening=True, ended=False, effects=effects
            )
            return _Outcome(talk, after, reply, heard, NotErased("the store could not erase"))
        with suppress(StoreError):
            if owner.knows_others(self._store):
                reply = structs.replace(reply, speech=(*reply.speech, Say(OTHERS_STAY)))
        return _Outcome(talk, Keepsake(), reply, heard)


def _unread(conversation: Conversation, now: datetime) -> Keepsake:
    """What is taken for hers while hers cannot be read."""
    # The first answer of a session has the disclaimer in it; without this every answer would.
    settings = Settings(welcomed=conversation.turns > 0)
    # Advice to see someone may stand in what cannot be read: until then only the gentlest is offered.
    return Keepsake(settings=settings, see_care_until=now.date())


def _our_hear() -> Hear:
    # Imported late: a door that brings its own does not pay for loading ours.
    from skill.understanding import hear

    return hear


def _no_names() -> Lexicon:
    from skill.understanding import Lexicon

    return Lexicon()


def _our_turn() -> Turn:
    from skill.coach.dialogue import turn

    return turn


def _told(outcome: _Outcome, broken: bool) -> Taken:
    """The outcome for the door, with the store's failure in words where she has not heard it yet."""
    talk, reply, failure = outcome.conversation, outcome.reply, outcome.failure
    if failure is not None:
        reply = structs.replace(reply, effects=tuple(e for e in reply.effects if not isinstance(e, Save)))
        if not isinstance(failure, NotErased):
            talk, reply = _say_once(TOLD_UNKEPT, failure.spoken, talk, reply)
    elif broken:
        talk, reply = _say_once(TOLD_BROKEN, StoreCorrupt.spoken, talk, reply)
    return Taken(talk, outcome.keepsake, reply, outcome.heard, failure is None)


def _say_once(id: str, words: str, talk: Conversation, reply: Reply) -> tuple[Conversation, Reply]:
    """Add `words` to the reply, unless said before in this session.

    It waits for another turn where the reply has no words of its own (a player's event) or announces a level: nothing
    stands beside advice to seek care. A question stays last, right before the microphone opens.
    """
    if talk.rotation.get(id) or not reply.text or reply.level is not None:
        return talk, reply
    speech = reply.speech
    if reply.asking is not None:
        speech = (Say(words), *speech)
    elif isinstance(speech[-1], Listen):
        speech = (*speech[:-1], Say(words), speech[-1])
    else:
        speech = (*speech, Say(words))
    return structs.replace(talk, rotation={**talk.rotation, id: 1}), structs.replace(reply, speech=speech)
