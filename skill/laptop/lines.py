"""`gentle-back turn`: JSON Lines in, one answer line per line, flushed. For scripts, tests and content review.

The request and the answer are those of the design, section 4. A bad line gets `{"error": ...}` and the stream goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal, TextIO

import msgspec
from msgspec import UNSET, Struct, UnsetType, structs

from skill.coach import fitting
from skill.coach.content import Content
from skill.coach.conversation import SURVEY, Asked, Conversation, Running, Survey
from skill.coach.errors import BadRequest, GentleBackError
from skill.coach.facts import situation_of
from skill.coach.heard import Event, Said
from skill.coach.keepsake import Keep, Keepsake, Settings
from skill.coach.levels import Answer
from skill.coach.place import routine_of
from skill.coach.playing import carried
from skill.coach.routine import choose, fit
from skill.coach.scene import Scene
from skill.coach.situation import BabyPlace, Delivery, Profile
from skill.coach.ssml import ssml
from skill.coach.timeline import laid_out
from skill.content.load import load
from skill.exchange import Exchange, Taken
from skill.opening import open_exchange
from skill.stores import Store

LONGEST_LINE = 65_536
"""Characters; a longer line is refused, not read into the conversation."""


class Setup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Puts her straight somewhere, before the turn."""

    weeks: float | UnsetType = UNSET
    delivery: Delivery | UnsetType = UNSET
    epidural: bool | UnsetType = UNSET
    cleared: bool | UnsetType = UNSET
    complicated: bool | UnsetType = UNSET
    baby: BabyPlace | UnsetType = UNSET
    state: Literal["open", "routine", "between", "triage", "scale"] | UnsetType = UNSET
    exercise: str | UnsetType = UNSET
    question: str | UnsetType = UNSET


class Request(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line in."""

    text: str | None = None
    intent: str | None = None
    slots: dict[str, Any] = {}
    event: Event | None = None
    ms: int | None = None
    session: str = "default"
    user: str = "default"
    locale: str = "en-US"
    now: datetime | None = None
    keep: Keep = "personal"
    plays: bool = False
    """The device can play tracks. None is rendered here: their lengths are those of the written timelines."""
    setup: Setup | None = None


class Lines:
    """The stream: sessions are kept between lines, the store for as long as the process runs."""

    def __init__(self, store: Store, clock: Callable[[], datetime] | None = None) -> None:
        self._store, self._clock = store, clock or (lambda: datetime.now(UTC).astimezone())
        self._exchanges: dict[Keep, Exchange] = {}
        self._sessions: dict[tuple[str, str], Conversation] = {}

    def answer(self, line: str) -> dict[str, Any]:
        """The answer to one line; never raises."""
        began = time.perf_counter()
        try:
            answer = self._answer(_request(line))
        except GentleBackError as error:
            return {"error": str(error)}
        except msgspec.MsgspecError as error:
            return {"error": f"Bad line: {error}"}
        except (ValueError, OverflowError, RecursionError) as error:
            return {"error": f"Bad line: {error}"}
        answer["ms"] = round((time.perf_counter() - began) * 1000, 3)
        return answer

    def _answer(self, request: Request) -> dict[str, Any]:
        now = request.now or self._clock()
        if now.tzinfo is None:
            now = now.replace(tzinfo=UTC)
        content = played(request.locale)
        key = (request.session, request.user)
        talk = self._sessions.get(key, Conversation())
        if request.setup is not None:
            talk = set_up(talk, request.setup, now, content)
        talk = structs.replace(talk, plays=request.plays)
        exchange = self._exchanges.setdefault(
            request.keep, open_exchange(self._store, keep=request.keep, content=played)
        )
        said = Said(text=request.text, intent=request.intent, slots=request.slots, event=request.event, ms=request.ms)
        taken = exchange.take(said, talk, user=request.user, locale=request.locale, now=now)
        self._sessions[key] = _goes_on(taken)
        return describe(taken, content, now, request.keep)


def _goes_on(taken: Taken) -> Conversation:
    """The conversation that the next line of the session goes on with: after a track what a device would remember."""
    running = taken.conversation.routine
    if not taken.reply.ended:
        return taken.conversation
    return carried(taken.conversation, running.at) if running is not None and running.chain else Conversation()


@lru_cache(maxsize=8)
def played(locale: str) -> Content:
    """The content of a locale with a track for every variant. Raises UnknownLocale or ContentError."""
    content = load(locale)
    every = ((exercise.id, variant) for exercise in content.exercises.values() for variant in exercise.variants)
    return structs.replace(content, tracks={f"{id}/{variant.id}": laid_out(id, variant) for id, variant in every})


def _request(line: str) -> Request:
    if len(line) > LONGEST_LINE:
        raise BadRequest(f"The line has {len(line)} characters; at most {LONGEST_LINE}.")
    request = msgspec.json.decode(line.encode("utf-8", "surrogatepass"), type=Request)
    given = [name for name in ("text", "intent", "event") if getattr(request, name) is not None]
    if len(given) != 1:
        raise BadRequest(f"Give exactly one of text, intent, event; here: {', '.join(given) or 'none'}.")
    return request


def set_up(talk: Conversation, setup: Setup, now: datetime, content: Content) -> Conversation:
    """The conversation with the facts and the state of `setup`. Raises BadRequest for what is unknown."""
    told: dict[str, Any] = {}
    if setup.weeks is not UNSET:
        if not 0 <= setup.weeks <= 520:
            raise BadRequest("setup.weeks must be between 0 and 520.")
        told["born"] = (now - timedelta(weeks=setup.weeks)).date()
    for ours, theirs in (
        ("delivery", "delivery"),
        ("neuraxial", "epidural"),
        ("cleared", "cleared"),
        ("complicated", "complicated"),
    ):
        if (value := getattr(setup, theirs)) is not UNSET:
            told[ours] = value
    talk = structs.replace(talk, profile=structs.replace(talk.profile, **told))
    if setup.baby is not UNSET:
        talk = structs.replace(talk, baby=setup.baby)
    if setup.state is UNSET:
        if setup.exercise is not UNSET or setup.question is not UNSET:
            raise BadRequest("setup.exercise and setup.question need setup.state.")
        return talk
    if setup.state in ("routine", "between"):
        return _running(talk, setup, now, content)
    if setup.state == "triage":
        question = setup.question if setup.question is not UNSET else "leg_numb_tingle"
        if not content.protocol.asks(question):
            raise BadRequest(f"setup.question: unknown sign or fact {question!r}.")
        return _asking(talk, question, content)
    if setup.state == "scale":
        return structs.replace(talk, asked=Asked("pain_score"))
    return structs.replace(talk, asked=None, routine=None)


def _asking(talk: Conversation, question: str, content: Content) -> Conversation:
    """The questionnaire at this question, the ones before it answered no. A sign that it never asks is asked alone."""
    sign, order = question.partition("/")[0], content.protocol.order
    if sign not in order:
        return structs.replace(talk, asked=Asked(question, check=True))
    core = (id for id in order[: order.index(sign)] if id in content.signs and content.signs[id].core)
    answers: dict[str, Answer] = {}
    for id in core:
        answers |= {id: "no", f"{id}/second": "no"} if content.signs[id].ask_second else {id: "no"}
    if "/" in question:
        answers[sign] = "yes" if "/clarify" in question else "no"
    asked = Asked(question, SURVEY, check=True)
    return structs.replace(talk, asked=asked, answers=answers, survey=Survey())


def _running(talk: Conversation, setup: Setup, now: datetime, content: Content) -> Conversation:
    """A routine that runs at the exercise asked for."""
    talk = structs.replace(talk, baby=talk.baby or "in_arms")
    wanted = setup.exercise if setup.exercise is not UNSET else "diaphragmatic_breathing"
    if wanted not in content.exercises:
        raise BadRequest(f"setup.exercise: unknown exercise {wanted!r}.")
    kept = Keepsake(settings=Settings(no_baby_words=talk.baby == "not_here"))
    situation = situation_of(talk, kept, now)
    homes = [r for r in content.routines.values() if any(s.exercise == wanted for s in r.steps)]
    for routine in [*homes, routine_of(content, wanted)]:
        if routine is None or (talk.baby or "in_arms") not in routine.places:
            continue
        steps = fit(routine, content.exercises, situation).steps
        at = next((n for n, step in enumerate(steps) if step.exercise == wanted), None)
        if at is not None:
            running = Running(routine=routine.id, version=routine.version, steps=steps, at=at)
            asked = None
            if setup.state == "between":
                following = next((s.step for s in steps[at + 1 :] if s.exercise != "settle"), "")
                asked = Asked("ready", following)
            return structs.replace(talk, routine=running, asked=asked)
    reason = choose(content.exercises[wanted], situation)[1].reason
    raise BadRequest(f"setup.exercise: {wanted!r} may not be done in this situation ({reason}).")


def describe(taken: Taken, content: Content, now: datetime, keep: Keep) -> dict[str, Any]:
    """The answer line."""
    talk, reply, heard = taken.conversation, taken.reply, taken.heard
    scene = Scene(talk=talk, kept=taken.keepsake, heard=heard, now=now, content=content, keep=keep)
    return {
        "intent": heard.intent,
        "slots": heard.slots,
        "confidence": round(heard.confidence, 3),
        "signs": [{"id": sign.id, "status": sign.status} for sign in heard.signs],
        "level": reply.level,
        "verdict": msgspec.to_builtins(talk.verdict) if talk.verdict is not None and reply.level is not None else None,
        "speech": reply.text,
        "ssml": ssml(reply.speech, night=reply.night),
        "reprompt": reply.reprompt,
        "listening": reply.listening,
        "ended": reply.ended,
        "asking": reply.asking,
        "routine": _routine(scene),
        "profile": _profile(scene.profile, scene, now),
        "track": msgspec.to_builtins(reply.play),
        "effects": [msgspec.to_builtins(effect) for effect in reply.effects],
    }


def _routine(scene: Scene) -> dict[str, Any] | None:
    running = scene.talk.routine
    if running is None:
        return None
    here = running.here
    routine = routine_of(scene.content, running.routine)
    order = [step.id for step in routine.steps] if routine else []
    return {
        "id": running.routine,
        "exercise": here.exercise,
        "variant": here.variant,
        "step": order.index(here.step) + 1 if here.step in order else running.at + 1,
        "rep": running.rep,
        "status": running.status,
        "minutes_left": round(fitting.minutes_left(scene), 1),
    }


def _profile(profile: Profile, scene: Scene, now: datetime) -> dict[str, Any]:
    return {
        "weeks_postpartum": profile.weeks(now.date()),
        "delivery": profile.delivery,
        "complicated": profile.complicated,
        "neuraxial": profile.neuraxial,
        "cleared": profile.cleared,
        "baby": "not_here" if scene.no_baby else scene.talk.baby,
    }


def serve(source: TextIO, sink: TextIO, store: Store) -> None:
    """Answer every line of `source` until it ends."""
    lines = Lines(store)
    for line in source:
        if line.strip():
            sink.write(msgspec.json.encode(lines.answer(line)).decode() + "\n")
            sink.flush()
