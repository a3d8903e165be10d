"""Seeded random walks through the dialogue, and a witness beside them who keeps her own account of what was said.

The witness reads nothing of `facts` or `permit`: what she was told comes from the utterances, what she may do from the
oracle. She looks at every guided exercise and says which were forbidden at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from skill.coach.content import Content
from skill.coach.exercise import Variant
from skill.coach.heard import Heard
from skill.coach.keepsake import Keepsake, Settings
from skill.coach.reply import Erase
from skill.coach.table import ROWS
from skill.coach.timeline import Mark, Say, parse_mark
from tests.coach import oracle
from tests.factories import Session, content, heard, sign

INTENTS = tuple(ROWS)
FORWARD = (
    "answer_yes",
    "answer_yes",
    "answer_yes",
    "next",
    "next",
    "resume",
    "start_routine",
    "start_exercise",
    "finished",
)
"""Said more often, so that walks come far: past the gate, to the last step."""
KINDS = ("strength", "floor", "feeding", "bedtime", "c-section", "baby_in_arms", "changing_table", "quick", None)
STRONG = ("side_plank_knees", "bridge", "bird_dog", "sit_to_stand") * 3
"""Named more often than the others."""
BABY = ("in_arms", "carrier", "on_chest", "mat", "free", "free", "mat")
SIGNS = frozenset(content().signs) | {f"{id}/second" for id in content().signs}
ANSWERS = {"answer_yes": True, "answer_no": False, "answer_unsure": None}
PAST_BLEEDING = 13 * 7
"""After twelve weeks the fourth question of the gate is not asked (`clinical/triage.md` section 5)."""


class Witness:
    """Her own account of one woman."""

    def __init__(self) -> None:
        self.place: str | None = None
        self.day: int | None = None
        self.delivery: str | None = None
        self.complicated: bool | None = None
        self.cleared: bool | None = None
        self.gate: dict[str, bool | None] = {}
        self.blocked = False
        self.careful = False
        self.days_later = 0
        self.told: dict[str, bool] = {}
        self.clinician = False

    def listens(self, said: Heard, asking: str | None) -> None:
        """What she says, and to which question."""
        slots = said.slots
        self.place = slots.get("baby", self.place)
        if "days_postpartum" in slots:
            self.day = slots["days_postpartum"] - self.days_later
        self.delivery = slots.get("delivery", self.delivery)
        self.complicated = slots.get("complicated", self.complicated)
        self.cleared = slots.get("cleared", self.cleared)
        if asking == "cleared" and said.intent in ("answer_yes", "answer_no"):
            self.cleared = said.intent == "answer_yes"
        if asking is not None and asking.startswith("gate_") and said.intent in ANSWERS:
            self.gate[asking] = ANSWERS[said.intent]
            day = self.today()
            if asking == "gate_3" and day is not None and day >= PAST_BLEEDING:
                self.gate["gate_4"] = False
        if asking is not None and said.intent in ANSWERS:
            self.told[asking] = ANSWERS[said.intent] is False
        if asking in ("clinician_said", "finish_check", "care_new"):
            self.clinician = asking == "clinician_said" and said.intent == "answer_yes"

    def hears(self, level: str | None) -> None:
        """What is announced to her. A full pass without a sign stands for the gate and may lift advice."""
        self.blocked = self.blocked or level in ("EMERGENCY", "URGENT")
        self.careful = self.careful or level == "SOON"
        if level == "SELF_CARE":
            if not self.gate and all(no for asked, no in self.told.items() if asked in SIGNS):
                self.gate = {f"gate_{n}": False for n in range(1, 5)}
            self.careful = self.careful and not self.clinician

    def another_day(self, days: int) -> None:
        """A new session: only facts of the birth stay, and the advice to be seen, for its days."""
        self.days_later += days
        self.gate, self.place = {}, "not_here" if self.place == "not_here" else None
        self.told, self.clinician = {}, False
        self.careful, self.blocked = self.careful or self.blocked, False

    def today(self) -> int | None:
        return None if self.day is None else self.day + self.days_later

    def facts(self) -> oracle.Facts:
        passed = all(self.gate.get(f"gate_{n}") is False for n in range(1, 5))
        ceiling = -1 if self.blocked else 0 if self.careful else 3
        return oracle.Facts(self.place, self.today(), self.delivery, self.complicated, self.cleared, passed, ceiling)


def guided(session: Session) -> tuple[str, Variant] | None:
    """The exercise that the reply guides, with its variant; None for set-up moments and talk."""
    running = session.talk.routine
    if not session.reply.guiding or running is None:
        return None
    steps = {step.step: step for step in running.steps}
    marks = [steps[parse_mark(cue.id)[0]] for cue in session.reply.speech if isinstance(cue, Mark)]
    if not marks:
        return None
    assert len(set(marks)) == 1, "one exercise a turn"
    exercise = session.words.exercises[marks[0].exercise]
    return exercise.id, next(v for v in exercise.variants if v.id == marks[0].variant)


def forbidden(session: Session, witness: Witness) -> str | None:
    """The guided exercise if the oracle forbids it now, or its harder form if that is guided too early."""
    found = guided(session)
    if found is None:
        return None
    id, variant = found
    she = witness.facts()
    routine = session.talk.routine.routine if session.talk.routine else None
    table = variant.only_in is not None
    # What can be done with a baby in arms is never wrong, so the coach may always fall back on it.
    places = {she.place or "in_arms", "in_arms"} & set(variant.places)
    if not any(oracle.place_allows(id, variant.position, p, table=table, routine=routine) for p in places):
        return f"place {id}/{variant.id} in {she}"
    if not oracle.row_allows(oracle.row_of(id, she.place), she):
        return f"row {id}/{variant.id} in {she}"
    says = {cue.text for cue in session.reply.speech if isinstance(cue, Say)}
    limits = variant.harder_limits
    if variant.harder in says and limits is not None:
        row = oracle.Row(limits.tier, limits.vaginal, limits.cesarean, limits.needs_clearance)
        if not oracle.row_allows(oracle.strictest(row, oracle.TIERS[row.tier]), she):
            return f"harder {id}/{variant.id} in {she}"
    return None


RIGHT = ("readback", "clinician_said")
"""Questions to which someone who is well says yes."""
SERIOUS = 0.02
"""How often she asks whether it is serious, so that walks pass the whole questionnaire too."""


def _played_along(random: Random, words: Content, asking: str | None) -> str:
    """Someone who is well answers so that she comes far."""
    if asking in RIGHT:
        return "answer_yes"
    check = asking is not None and (asking.startswith(("gate_", "hurt_numb")) or words.protocol.asks(asking))
    if check or asking == "care_new":
        return "answer_no"
    return "is_this_serious" if random.random() < SERIOUS else random.choice(FORWARD)


def utterance(random: Random, words: Content, asking: str | None, chaos: float) -> Heard:
    """Anything she might say: every intent, and facts in passing; the less chaos, the more she plays along."""
    if random.random() > chaos:
        intent = _played_along(random, words, asking)
    else:
        intent = random.choice(INTENTS)
    slots: dict[str, Any] = {}
    if intent == "start_routine":
        slots["kind"] = random.choice(KINDS)
    if intent in ("start_exercise", "exercise_safety", "explain_exercise"):
        slots["exercise"] = random.choice((*words.exercises, *STRONG))
    if intent in ("pain_score",):
        slots["score"] = random.choice((0, 2, 3, 5, 8))
    if intent == "baby_status" or random.random() < 0.05 * chaos:
        slots["baby"] = random.choice(BABY)
    if intent == "profile" or random.random() < 0.05 * chaos:
        slots |= random.choice(
            (
                {"days_postpartum": random.choice((0, 2, 10, 14, 42, 55, 56, 69, 84, 200)), "delivery": "vaginal"},
                {"days_postpartum": random.choice((5, 41, 42, 69, 70, 83, 84, 200)), "delivery": "cesarean"},
                {"delivery": random.choice(("vaginal", "cesarean"))},
                {"cleared": random.random() < 0.8},
                {"complicated": random.random() < 0.5},
                {"days_postpartum": random.choice((1, 30, 60, 100))},
            )
        )
    if intent == "pause":
        slots["why"] = random.choice(("baby", "pain", "break"))
    signs = ()
    if random.random() < 0.01 * chaos:
        signs = (
            sign(
                random.choice(("pain_night", "fever", "leg_numb_tingle", "chest_pain")), possible=random.random() < 0.7
            ),
        )
    return heard(intent, *signs, **slots)


def walk(seed: int, turns: int = 60, words: Content | None = None) -> Iterator[tuple[Session, Heard, str | None]]:
    """The turns of one walk: the session after each, what was said, and what was guided against the oracle."""
    random, witness = Random(seed), Witness()
    chaos = (0.05, 0.2, 0.7)[seed % 3]
    session = Session(Keepsake(settings=Settings(welcomed=True)), words=words or content())
    if seed % 2:
        # Someone for whom the stronger moves are open, so that walks reach them.
        told = {"days_postpartum": random.choice((20, 50, 80, 100)), "delivery": random.choice(("vaginal", "cesarean"))}
        told |= {"cleared": True, "baby": random.choice(("free", "mat", "in_arms"))}
        if seed % 4 == 1:
            del told[random.choice(("delivery", "cleared"))]
        start = heard("profile", **told)
        witness.listens(start, None)
        session.take(start)
    for _ in range(turns):
        if random.random() < 0.01 or (witness.blocked and random.random() < 0.2):
            days = random.choice((0, 1, 5))
            witness.another_day(days)
            session = Session(session.kept, now=session.now + timedelta(days=days, hours=1), words=session.words)
        said = utterance(random, session.words, session.reply.asking, chaos)
        witness.listens(said, session.reply.asking)
        session.take(said)
        if any(isinstance(effect, Erase) for effect in session.reply.effects):
            careful, blocked = witness.careful, witness.blocked
            witness = Witness()
            witness.careful, witness.blocked = careful, blocked
        witness.hears(session.reply.level)
        yield session, said, forbidden(session, witness)
