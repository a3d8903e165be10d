"""What belongs to one session and is never shared: what was asked, the running routine, facts said today."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from skill.coach.heard import Heard
from skill.coach.judging import Verdict
from skill.coach.keepsake import Reminder, Why
from skill.coach.levels import Answer, Level
from skill.coach.routine import Fitted, LeftOut
from skill.coach.situation import BabyPlace, Profile

Status = Literal["running", "paused", "stopped", "finished"]
State = Literal["open", "routine", "between", "triage", "scale"]


class Asked(Struct, frozen=True, omit_defaults=True):
    """A question that is open. An answer counts only for the question this session asked."""

    id: str
    """`ready`, `baby`, `weeks`, `delivery`, `cleared`, `gate_1`..`gate_4`, `pain_score`, `hurt_where`, `erase`, ..."""
    about: str = ""
    """What a yes would do, e.g. the routine or exercise offered."""
    check: bool = False
    """A safety question: nothing moves on until it is answered, two misses are "don't know", silence is never a no."""


class Running(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The routine of this session, fitted."""

    routine: str
    """A routine id, or an exercise id for a single exercise."""
    version: int = 1
    steps: tuple[Fitted, ...]
    left_out: tuple[LeftOut, ...] = ()
    at: int = 0
    """Index into `steps`."""
    rep: int = 0
    status: Status = "running"
    why: Why = ""
    ease: int = 0
    """-1 easier, 0 as written, 1 harder: for the step at hand."""
    settled: bool = False
    """She came to this step straight from the one before, so she is in its position if that was the same."""
    minutes: int | None = None
    done: tuple[str, ...] = ()
    """Step ids finished in this session."""
    guided: tuple[str, ...] = ()
    """Step ids that were guided: only these can have been done."""
    said: tuple[str, ...] = ()
    """Reasons for leaving out that were already said."""
    chain: str = ""
    """The chain of tracks that plays this; empty = it is guided in turns."""
    by_turns: bool = False
    """A track of it could not be played: the rest is guided in turns."""

    @property
    def here(self) -> Fitted:
        """The step at hand."""
        return self.steps[min(self.at, len(self.steps) - 1)]


SURVEY = "survey"
"""`Asked.about` of a question of the questionnaire: its answer leads to the next one."""
RAISE = "raise"
"""`Asked.about` of the one fact that could still raise a level just announced."""


class Survey(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The questionnaire of this session: running, left or done."""

    status: Literal["running", "left", "done"] = "running"
    first: tuple[str, ...] = ()
    """Questions that come before the others: what she half said, or the gate's own sign."""
    again: bool = False
    """She said that the read-back was wrong, and was asked anew: it is not read back a second time."""
    denied: bool = False
    """She said that "nothing" was wrong, and was asked what was different."""
    lifts: bool = False
    """A clinician said yes to exercise: with nothing found the advice to be seen is lifted."""


class Conversation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One session's own state."""

    asked: Asked | None = None
    pending: tuple[Asked, ...] = ()
    """Safety questions that another one came before: each is asked again before anything moves on."""
    answered: Asked | None = None
    """The last safety question that was answered, for "no, I meant yes"."""
    routine: Running | None = None
    profile: Profile = Profile()
    """Facts said in this session (settings mode keeps them nowhere else)."""
    baby: BabyPlace | None = None
    minutes: int | None = None
    partner: bool = False
    gate: tuple[bool | None, ...] = ()
    """Answers to the gate of four so far; None = don't know."""
    declined: frozenset[str] = frozenset()
    """Facts she was asked and did not know or did not want to tell: not asked again in this session."""
    told: tuple[str, ...] = ()
    """Signs heard in her own words in this session."""
    answers: dict[str, Answer] = {}
    """Answers to safety questions in this session, by question, in the order given."""
    survey: Survey | None = None
    verdict: Verdict | None = None
    """The last verdict, with what raised it: for "why?"."""
    level: Level | None = None
    """A level that stands."""
    unsure: frozenset[str] = frozenset()
    """Sign ids that stand because she did not know: told as unsure."""
    signs: tuple[str, ...] = ()
    """Sign ids behind `level`, the gravest first."""
    help_coming: bool = False
    hurt: tuple[str, ...] = ()
    """Exercises that hurt in this session."""
    skipped: frozenset[str] = frozenset()
    """Exercises left out for the rest of this session, because they hurt and she chose another."""
    enough: bool = False
    """Two exercises hurt: that is enough for today."""
    early_score: float | None = None
    """A number said before the pain ladder asked for it."""
    pregnant: bool = False
    """She is pregnant now: no exercise here (`clinical/triage.md`, out of scope)."""
    care_asked: bool = False
    """While advice to be seen stands: she was asked whether anything is new, and said no."""
    meant: Heard | None = None
    """What was half understood, while "did you want to ...?" is open."""
    misses: int = 0
    """How often in a row she was not understood."""
    silences: int = 0
    turns: int = 0
    rotation: dict[str, int] = {}
    """Phrase id -> how often it was said in this session."""
    topic: str | None = None
    """The advice entry last told, for "tell me more"."""
    part: int = 0
    listed: tuple[str, ...] = ()
    """Exercises named a moment ago, when she was asked which one."""
    last: str = ""
    """The last words outside guidance, for "say that again"."""
    moves: int = 0
    reminder_before: Reminder | None = None
    """What the reminder just set or taken back stood in place of; kept again if the device refuses."""
    plays: bool = False
    """This device can play tracks. A door says so before each turn."""
    by_name: bool = False
    """A pause closes the microphone of this device for good: she comes back by the skill's name. A door says so."""
    unheard: bool = False
    """No word that answers this turn is heard: its player told something, or a button of it was pressed."""
    at: datetime | None = None
    """When the last turn was: what she said of the baby's place is trusted for a while only."""

    @property
    def state(self) -> State:
        """The state as `gentle-back turn` names it."""
        if self.asked is not None:
            if self.asked.id in ("pain_score", "hurt_score"):
                return "scale"
            if self.asked.id == "ready":
                return "between"
            if self.asked.check:
                return "triage"
        running = self.routine
        return "routine" if running is not None and running.status in ("running", "paused") else "open"


FACTS: frozenset[str] = frozenset({"weeks", "delivery", "cleared"})
"""Questions about her birth, asked before the step that needs the answer."""
