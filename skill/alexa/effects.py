"""What has to be done at Alexa's services after a turn was saved: reminders set, taken back, erased.

Effects are done once, after the save, never in a turn that is taken again. What the services refuse is told to the core
(`refused`), so that nothing is kept that is not so and she hears what she can do instead.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct, structs

from skill.alexa import consent, reminders
from skill.alexa.api import Access, Api, ApiError, ApiRefused
from skill.alexa.envelope import Request
from skill.alexa.limits import REMINDERS_SCOPE
from skill.alexa.progress import announce
from skill.coach import phrases
from skill.coach.content import Content
from skill.coach.conversation import Asked, Conversation
from skill.coach.heard import Said
from skill.coach.keepsake import Reminder
from skill.coach.phrases import Manner
from skill.coach.reply import CancelReminder, Erase, Export, SetReminder
from skill.coach.timeline import Listen, Say
from skill.exchange import Taken
from skill.local_time import zone_named

Take = Callable[[Said, Conversation], Taken]
"""Takes one more turn for her."""
NOT_PERMITTED = 401
"""ask_sdk_model's client of the service: "if customer does not have permission to create a reminder"."""


class Done(Struct, frozen=True):
    """A turn and what was done for it."""

    taken: Taken
    directives: tuple[dict[str, Any], ...] = ()
    """Sent instead of any other: Alexa takes over for a while."""
    card: dict[str, Any] | None = None


class Doing(Struct, frozen=True):
    """What doing needs. `now` carries a time zone; `api` is None where there is none, as in a test of the door."""

    request: Request
    content: Content
    locale: str
    now: datetime
    take: Take
    api: Api | None

    @property
    def access(self) -> Access:
        """The right to ask, as it came with the request."""
        return Access(self.request.endpoint, self.request.api_token)

    def words(self, id: str) -> str:
        """A phrase that the door says."""
        return phrases.choose(self.content, id, Manner(), {})


def do(taken: Taken, doing: Doing) -> Done:
    """Do the effects of a turn; gives the turn to answer with. Raises nothing of the services."""
    effects = taken.reply.effects
    if any(isinstance(effect, Erase) for effect in effects):
        return _erased(taken, doing)
    for effect in effects:
        if isinstance(effect, SetReminder):
            return _set(taken, effect.reminder, doing)
        if isinstance(effect, CancelReminder):
            return _taken_back(taken, doing)
        if isinstance(effect, Export):
            return Done(_without_file(taken, doing))
    return Done(taken)


def _set(taken: Taken, reminder: Reminder, doing: Doing) -> Done:
    """What could not be saved is not set either: she could not stop it."""
    api, zone = doing.api, taken.keepsake.settings.time_zone
    clock = zone_named(zone) if zone else None
    if api is None or zone is None or clock is None or not taken.kept:
        return _refused(taken, doing)
    announce(api, doing.request, taken.reply, doing.words("one_moment"))
    now = doing.now.astimezone(clock)
    wanted = reminders.described(reminder, zone, doing.locale, doing.words("reminder_text"), now)
    try:
        only = reminders.set_only(api, doing.access, wanted)
    except ApiRefused as error:
        if error.status == NOT_PERMITTED:
            return _not_permitted(taken, reminder, doing)
        return _refused(taken, doing)
    except ApiError:
        return _refused(taken, doing)
    return Done(taken if only else _saying(taken, doing.words("reminder_old")))


def _refused(taken: Taken, doing: Doing) -> Done:
    return Done(doing.take(Said(event="refused"), taken.conversation))


def _not_permitted(taken: Taken, reminder: Reminder, doing: Doing) -> Done:
    """Alexa asks her for the permission, in its own words; meanwhile our question stays open and nothing is kept.

    Where she was asked already, she gets a card instead.
    """
    undone = doing.take(Said(event="refused"), taken.conversation)
    if doing.request.kind == consent.ANSWERED:
        return Done(undone, card=consent.card())
    open_ = structs.replace(undone.conversation, asked=Asked("reminder_sure", reminder.key))
    quiet = structs.replace(undone.reply, speech=(), reprompt="", listening=False, ended=False, asking="reminder_sure")
    asking = structs.replace(undone, conversation=open_, reply=quiet)
    return Done(asking, directives=(consent.asked_for(reminder.key),))


def _taken_back(taken: Taken, doing: Doing) -> Done:
    """Where the store failed she has heard so, and what is kept still says that there is one: she can ask again."""
    return Done(taken) if _cleared(taken, doing) or not taken.kept else _refused(taken, doing)


def _erased(taken: Taken, doing: Doing) -> Done:
    """Everything kept is gone. Where reminders may be left she hears so, and nothing new is kept to say it."""
    had = any(isinstance(effect, CancelReminder) for effect in taken.reply.effects)
    if not had and REMINDERS_SCOPE not in doing.request.scopes:
        return Done(taken)
    if _cleared(taken, doing) or not had:
        return Done(taken)
    return Done(_saying(taken, doing.words("reminders_left")))


def _cleared(taken: Taken, doing: Doing) -> bool:
    if doing.api is None:
        return False
    announce(doing.api, doing.request, taken.reply, doing.words("one_moment"))
    try:
        reminders.clear(doing.api, doing.access)
    except ApiError:
        return False
    return True


def _without_file(taken: Taken, doing: Doing) -> Taken:
    """A speaker has no file to hand over, and a card must not show what a file would."""
    claims, words = doing.content.phrases["exported"].full, doing.words("no_file")
    speech = tuple(Say(words) if isinstance(cue, Say) and cue.text in claims else cue for cue in taken.reply.speech)
    return structs.replace(taken, reply=structs.replace(taken.reply, speech=speech))


def _saying(taken: Taken, words: str) -> Taken:
    """The turn with one more sentence, before the microphone opens."""
    speech = taken.reply.speech
    at = len(speech) - 1 if speech and isinstance(speech[-1], Listen) else len(speech)
    return structs.replace(taken, reply=structs.replace(taken.reply, speech=(*speech[:at], Say(words), *speech[at:])))
