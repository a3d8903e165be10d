"""One turn in the making: what came in and what is being answered. Every row takes a Scene and gives one.

A Scene is frozen; each step returns a new one. `Scene.reply()` closes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct, structs

from skill.coach import phrases
from skill.coach.content import Content
from skill.coach.conversation import Asked, Conversation
from skill.coach.heard import Heard
from skill.coach.keepsake import Keep, Keepsake, Settings
from skill.coach.levels import Level
from skill.coach.phrases import Manner
from skill.coach.place import keep_place
from skill.coach.reply import Effect, Play, Reply
from skill.coach.situation import Profile, is_night
from skill.coach.timeline import PAUSE_AFTER_SETUP, Cue, Listen, Say, spoken

MOST_WORDS = 45
"""Words of a reply outside guidance (design section 5)."""


MOST_PENDING = 4

TriageMode = Literal["ask", "inform"]
"""`GENTLE_BACK_TRIAGE`: `ask` asks safety questions; `inform` only says what to do (design section 5)."""


class Scene(Struct, frozen=True, kw_only=True):
    """See the module."""

    talk: Conversation
    kept: Keepsake
    heard: Heard
    now: datetime
    content: Content
    keep: Keep
    triage: TriageMode = "ask"
    cues: tuple[Cue, ...] = ()
    reprompt: str = ""
    unanswered: str = ""
    listening: bool = True
    ended: bool = False
    level: Level | None = None
    guiding: bool = False
    private: bool = False
    """What is said now must not be repeated aloud later, nor shown."""
    effects: tuple[Effect, ...] = ()
    track: Play | None = None
    stops_player: bool = False
    of_player: bool = False
    """The player's own event: nobody spoke, and nobody is spoken to."""
    keeps: bool = True
    """False: an event of a track that is no longer hers. Nothing of it is kept."""

    # What is known

    @property
    def settings(self) -> Settings:
        """Her settings."""
        return self.kept.settings

    @property
    def profile(self) -> Profile:
        """What is known of the birth: told today first, then what is kept."""
        return profile_of(self.talk, self.kept)

    @property
    def informs(self) -> bool:
        """Nothing of her health may be asked: the signs and what to do are said instead (a public store skill)."""
        return self.triage == "inform"

    @property
    def no_baby(self) -> bool:
        """No word about a baby may be said."""
        return self.settings.no_baby_words or self.talk.baby == "not_here"

    @property
    def night(self) -> bool:
        """Quiet hours by her own clock, or as she set it."""
        return self.settings.night == "on" or (self.settings.night == "auto" and is_night(self.now))

    @property
    def manner(self) -> Manner:
        """How to speak now."""
        short = self.settings.words == "short" or (self.settings.words == "auto" and self.night)
        talk = self.talk
        return Manner(short, self.night, talk.partner, self.no_baby, talk.by_name)

    @property
    def asked(self) -> Asked | None:
        """The question that was open when she spoke."""
        return self.talk.asked

    def slot(self, name: str) -> Any:
        """A slot of what was heard, or None."""
        value = self.heard.slots.get(name)
        return value if isinstance(value, (str, int, float)) else None

    def has_room(self, text: str) -> bool:
        """Whether this reply can still take the text: at most `MOST_WORDS` besides the cues of a routine."""
        said = [cue.text for cue in self.cues if isinstance(cue, Say) and cue.pause != PAUSE_AFTER_SETUP]
        return sum(len(t.split()) for t in (*said, text)) <= MOST_WORDS

    # What is answered

    def with_talk(self, **changes: Any) -> Scene:
        """The scene with a changed conversation."""
        return structs.replace(self, talk=structs.replace(self.talk, **changes))

    def with_kept(self, **changes: Any) -> Scene:
        """The scene with a changed keepsake."""
        return structs.replace(self, kept=structs.replace(self.kept, **changes))

    def with_settings(self, **changes: Any) -> Scene:
        """The scene with changed settings."""
        return self.with_kept(settings=structs.replace(self.kept.settings, **changes))

    def words(self, id: str, **slots: object) -> str:
        """One wording of a phrase, not spoken yet."""
        return phrases.choose(self.content, id, self.manner, self.talk.rotation, **slots)

    def say(self, id: str, **slots: object) -> Scene:
        """Say a phrase; its next wording comes the next time."""
        text = self.words(id, **slots)
        rotation = {**self.talk.rotation, id: self.talk.rotation.get(id, 0) + 1}
        return self.with_talk(rotation=rotation).tell(text)

    def tell(self, text: str) -> Scene:
        """Say a text that is not a phrase (advice, an exercise's words). It begins with a capital letter."""
        return structs.replace(self, cues=(*self.cues, Say(text[0].upper() + text[1:]))) if text else self

    def play(self, cues: tuple[Cue, ...]) -> Scene:
        """Guide: add cues of a routine."""
        return structs.replace(self, cues=(*self.cues, *cues), guiding=True)

    def ask(self, id: str, about: str = "", *, quietly: bool = False, check: bool = False, **slots: object) -> Scene:
        """Ask a question (phrase `ask.<id>`) and wait for its answer. `quietly`: it was already put into words.

        `check`: a safety question (see `Asked.check`).
        """
        scene = self if quietly else self.say(f"ask.{id}", **slots)
        again = f"again.{id}"
        reprompt = scene.words(again, **slots) if again in scene.content.phrases else ""
        open_check = scene.talk.asked
        if check and open_check is not None and open_check.check and open_check.id != id:
            scene = scene.with_talk(pending=(open_check, *scene.talk.pending)[:MOST_PENDING])
        scene = scene.with_talk(asked=Asked(id, about, check), misses=0)
        return structs.replace(scene, reprompt=reprompt, listening=True)

    def quiet(self, *, end: bool = False) -> Scene:
        """Do not listen; `end` closes the session."""
        return structs.replace(self, listening=False, ended=end, reprompt="")

    def effect(self, effect: Effect) -> Scene:
        """Have something done after the save."""
        return structs.replace(self, effects=(*self.effects, effect))

    def close(self) -> tuple[Conversation, Keepsake, Reply]:
        """The finished turn: nothing is added after this."""
        cues = (*self.cues, Listen()) if self.listening and self.cues else self.cues
        talk = self.talk if self.of_player else structs.replace(self.talk, turns=self.talk.turns + 1, at=self.now)
        if not self.guiding and not self.of_player:
            talk = structs.replace(talk, last="" if self.private else spoken(cues) or talk.last)
        reply = Reply(
            speech=cues,
            reprompt=self.reprompt,
            unanswered=self.unanswered,
            listening=self.listening,
            ended=self.ended,
            asking=talk.asked.id if talk.asked else None,
            level=self.level,
            guiding=self.guiding,
            night=self.night,
            private=self.private,
            effects=self.effects,
            play=self.track,
            stops_player=self.stops_player,
        )
        return talk, keep_place(talk, self.kept, self.now) if self.keeps else self.kept, reply


def profile_of(talk: Conversation, kept: Keepsake) -> Profile:
    """What is known of the birth: told in this session first, then what is kept."""
    if kept.profile is None:
        return talk.profile
    told = {field: value for field in _TOLD if (value := getattr(talk.profile, field)) is not None}
    return structs.replace(kept.profile, **told) if told else kept.profile


_TOLD = tuple(field for field in Profile.__struct_fields__ if field != "born_within_days")
