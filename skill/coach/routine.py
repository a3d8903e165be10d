"""Routines, and the one decision about safety in exercise: may this variant be offered in this situation?

`permit` answers yes, no with a reason, or "ask this first"; `fit` chooses variants, leaves out, shortens, and can say
why in one sentence. Nothing else in the house offers an exercise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct, structs

from skill.coach.exercise import Exercise, Limits, Variant
from skill.coach.situation import BabyPlace, Situation
from skill.coach.timeline import PAUSE_AFTER_SETUP, estimate

Reason = Literal["place", "day", "clearance", "gate", "care", "hurts", "minutes", "complicated", "untold"]
"""Why a step is left out. Each has a phrase `left_out.<reason>`."""
Fact = Literal["weeks", "delivery", "cleared", "gate"]
"""What must be known first. `gate` is the gate of four questions."""


class Step(Struct, frozen=True, kw_only=True):
    """One step of a routine: an exercise with its dose, or a set-up moment (`exercise` is `settle`)."""

    id: str
    """Stable within the routine; a place names it, so it is never reused for something else."""
    exercise: str
    reps: int = 0
    """0 = what the variant starts with."""
    prefer: tuple[str, ...] = ()
    """Variant ids to take first where the situation allows them."""
    keep: int = 1
    """0 is dropped first when minutes are short, 9 never."""
    lines: Mapping[str, tuple[str, ...]] = {}
    """For `settle`: the cues by baby's place, `any` for the rest. No line for a place = the step is skipped there."""
    into: Mapping[str, str] = {}
    """For `settle`: the position those cues bring her into, by the same keys."""


SETTLE = "settle"


class Routine(Struct, frozen=True, kw_only=True):
    """A routine as written, before it is fitted to anyone."""

    id: str
    name: str
    kind: str
    """Its family name in the slot `kind`, e.g. `feeding`."""
    version: int
    minutes: int
    who: str
    """One spoken sentence: whom it is for."""
    implies: BabyPlace | None = None
    """Asking for this routine says where the baby is (`while_feeding` means in arms)."""
    places: tuple[BabyPlace, ...]
    """The baby's places in which the routine makes sense as a whole."""
    limits: Limits
    until_day: int | None = None
    """The last day it is meant for (`csection_early`)."""
    steps: tuple[Step, ...]


class Fitted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step made ready for her."""

    step: str
    exercise: str
    variant: str
    """Variant id; for `settle` the key of the lines."""
    reps: int
    ask: tuple[Fact, ...] = ()
    """Facts to ask before this step; empty = it may be done now."""


class LeftOut(Struct, frozen=True):
    """A step that is not done today, and why."""

    step: str
    exercise: str
    reason: Reason


class Fit(Struct, frozen=True):
    """What `fit` made of a routine."""

    steps: tuple[Fitted, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def exercises(self) -> int:
        """How many steps are real exercises."""
        return sum(1 for step in self.steps if step.exercise != SETTLE)


class Permit(Struct, frozen=True):
    """The answer of `permit`: allowed now, or the reason why not, or what to ask first."""

    reason: Reason | None = None
    ask: tuple[Fact, ...] = ()

    @property
    def now(self) -> bool:
        """May be offered without asking anything."""
        return self.reason is None and not self.ask


ALLOWED = Permit()


def _days(limits: Limits, s: Situation) -> Permit | None:
    """None if the day is late enough for certain."""
    if not s.gave_birth:
        return None
    cesarean_counts = s.delivery == "cesarean" or bool(s.complicated)
    if s.day is None:
        # A birth is at least today: what is allowed on day 1 after any birth needs no question.
        return None if max(limits.vaginal, limits.cesarean) <= 1 else Permit(ask=("weeks",))
    least = limits.cesarean if cesarean_counts else limits.vaginal
    if s.day < least:
        return Permit(reason="complicated" if s.complicated and s.day >= limits.vaginal else "day")
    if s.delivery is None and s.day < limits.cesarean:
        return Permit(ask=("delivery",))
    return None


def permit_limits(limits: Limits, s: Situation) -> Permit:
    """May something with these limits be done in this situation (the baby's place apart)?

    Unknown facts are asked for only where the answer can change the outcome; until then it is a no.
    """
    if limits.tier > s.ceiling:
        return Permit(reason="care")
    if limits.needs_clearance and s.cleared is False:
        return Permit(reason="clearance")
    if limits.tier >= 1 and s.gate_passed is False:
        return Permit(reason="gate")
    days = _days(limits, s)
    if days is not None and days.reason is not None:
        return days
    ask: list[Fact] = list(days.ask) if days is not None else []
    if ask == ["weeks"] and s.delivery is None and limits.vaginal != limits.cesarean:
        ask.append("delivery")
    if limits.needs_clearance and s.cleared is None:
        ask.append("cleared")
    if limits.tier >= 1 and s.gate_passed is None:
        ask.append("gate")
    return Permit(ask=tuple(ask)) if ask else ALLOWED


def permit(variant: Variant, s: Situation, *, routine: str | None = None) -> Permit:
    """May this variant be offered here and now? An unknown place of the baby counts as in arms."""
    if (s.baby or "in_arms") not in variant.places or (variant.only_in is not None and variant.only_in != routine):
        return Permit(reason="place")
    return permit_limits(variant.limits, s)


def permit_harder(variant: Variant, s: Situation) -> Permit:
    """May the harder form of a variant be offered? It may ask for more than the variant itself."""
    return permit_limits(variant.harder_limits or variant.limits, s)


def skipped(exercise: str, s: Situation) -> Permit:
    """Why an exercise is left out for the rest of this session: it hurt, or she told of something against it."""
    return Permit(reason="hurts" if exercise in s.hurt else "untold")


def choose(
    exercise: Exercise, s: Situation, *, prefer: Iterable[str] = (), routine: str | None = None
) -> tuple[Variant | None, Permit]:
    """The best variant of an exercise for this situation, with its permit; None and the reason if there is none.

    Preferred variants first, then the order of the content; one that is allowed now beats one that must ask first.
    """
    if exercise.id in s.skipped:
        return None, skipped(exercise.id, s)
    order = {id: n for n, id in enumerate(prefer)}
    best: tuple[Variant, Permit] | None = None
    refusal: Permit | None = None
    for variant in sorted(exercise.variants, key=lambda v: order.get(v.id, len(order))):
        answer = permit(variant, s, routine=routine)
        if answer.now:
            return variant, answer
        if answer.reason is None:
            best = best or (variant, answer)
        elif refusal is None or refusal.reason != "place":
            # "Put your baby down" is the reason only where that would help: some variant is open but for the place.
            elsewhere = permit_limits(variant.limits, s)
            refusal = answer if answer.reason == "place" and elsewhere.reason is None else elsewhere
    return best or (None, refusal or Permit(reason="place"))


def _settle(step: Step, s: Situation) -> str | None:
    """Which lines of a set-up step to speak for the baby's place."""
    place = s.baby or "in_arms"
    return place if place in step.lines else "any" if "any" in step.lines and s.baby != "not_here" else None


def fit(routine: Routine, exercises: Mapping[str, Exercise], s: Situation) -> Fit:
    """Fit a routine to her situation: choose variants, leave out what must not be, shorten to her minutes.

    Without minutes of her own the routine keeps to its written length by fewer repetitions; with them whole steps may
    go too, least kept and latest first.
    """
    steps: list[Sized] = []
    left: list[LeftOut] = []
    position = ""
    for step in routine.steps:
        if step.exercise == SETTLE:
            lines = _settle(step, s)
            if lines is not None:
                fitted = Fitted(step=step.id, exercise=SETTLE, variant=lines, reps=0)
                fixed = sum(estimate(text) + PAUSE_AFTER_SETUP for text in step.lines[lines])
                steps.append(Sized(fitted, NEVER_DROPPED, fixed, 0.0))
                position = step.into.get(lines, "")
            continue
        variant, answer = choose(exercises[step.exercise], s, prefer=step.prefer, routine=routine.id)
        if variant is None:
            left.append(LeftOut(step.id, step.exercise, answer.reason or "place"))
            continue
        reps = min(step.reps or variant.reps, variant.most)
        if step.exercise in s.hurt:
            reps = max(1, reps // 2)
        fitted = Fitted(step=step.id, exercise=step.exercise, variant=variant.id, reps=reps, ask=answer.ask)
        said = variant.setup if variant.position == position else (*variant.enter, *variant.setup)
        fixed = sum(estimate(text) + PAUSE_AFTER_SETUP for text in said) + AROUND_AN_EXERCISE
        position = variant.position
        each = sum(max(beat.seconds, estimate(beat.words[-1]) if beat.words else 0.0) for beat in variant.beats)
        steps.append(Sized(fitted, step.keep, fixed, each))
    budget = 60.0 * (s.minutes if s.minutes is not None else routine.minutes * UNHURRIED)
    if s.minutes is not None:
        steps, dropped = _drop(steps, budget)
        left += dropped
    return Fit(tuple(_fewer(steps, budget)), tuple(left))


NEVER_DROPPED = 9
AROUND_AN_EXERCISE = 8.0
"""Seconds around the repetitions of one exercise: chimes, "last one", coming out, and the question for the next."""
UNHURRIED = 1.25
"""Without minutes of her own a routine may take this much longer than written: words and getting ready take time."""
LEAST_SHARE = 0.5
"""Repetitions are not cut below this share; then whole steps go."""


class Sized(Struct, frozen=True):
    """A fitted step with its length: seconds of set-up, and seconds of one repetition."""

    fitted: Fitted
    keep: int
    fixed: float
    each: float

    def seconds(self, share: float = 1.0) -> float:
        """Its length with this share of its repetitions."""
        return self.fixed + self.each * max(1.0, self.fitted.reps * share if self.each else 0.0)


def _drop(steps: list[Sized], budget: float) -> tuple[list[Sized], list[LeftOut]]:
    """Without the least worth steps, until the rest fits with its fewest repetitions. One exercise always stays."""
    kept, left = list(steps), []
    while sum(step.seconds(LEAST_SHARE) for step in kept) > budget:
        droppable = [n for n, step in enumerate(kept) if step.keep < NEVER_DROPPED]
        exercises = sum(1 for step in kept if step.fitted.exercise != SETTLE)
        if not droppable or exercises <= 1:
            break
        out = kept.pop(min(droppable, key=lambda n: (kept[n].keep, -n))).fitted
        left.append(LeftOut(out.step, out.exercise, "minutes"))
    return kept, left


def _fewer(steps: list[Sized], budget: float) -> list[Fitted]:
    """The steps with as many repetitions as the budget allows, none below its least share."""
    fixed = sum(step.fixed for step in steps)
    variable = sum(step.each * step.fitted.reps for step in steps)
    share = max(LEAST_SHARE, min(1.0, (budget - fixed) / variable)) if variable else 1.0
    return [
        structs.replace(step.fitted, reps=max(1, round(step.fitted.reps * share))) if step.each else step.fitted
        for step in steps
    ]
