"""The token of a track: what a device has to remember of her, so that it can go on hours later without a session.

It goes out with a Play directive and comes back with every event of that track, and in the context of every request of
that device. It is signed, so nobody can write one, and it is of this version of the routine, or it counts for nothing.
It holds ids and numbers only; that it can be read on the way is no harm (docs/decisions/0023).
"""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from skill.alexa.limits import MOST_TOKEN
from skill.coach.content import Content
from skill.coach.conversation import Conversation, Running
from skill.coach.errors import ContentError
from skill.coach.exercise import Exercise
from skill.coach.place import routine_of
from skill.coach.routine import SETTLE, Fitted
from skill.coach.situation import BabyPlace

VERSION = 1
SIGNATURE = 16
"""Bytes of the HMAC-SHA256 that are kept: 128 bits (RFC 2104, section 5, asks for half of them at least)."""
PURPOSE = b"gentle back track\n"
"""In front of what is signed, so that a signature of the same secret for something else is none here."""


class _Held(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What a token holds. As an array, because 1,024 characters are few."""

    version: int
    routine: str
    routine_version: int
    chain: str
    steps: tuple[tuple[str, str, int], ...]
    """Step id, variant and repetitions of what was fitted."""
    at: int
    done: tuple[int, ...]
    """Indices into `steps`."""
    baby: BabyPlace | None
    minutes: int | None
    """Hers, for the routine."""
    moves: int
    said: int | None
    """When she last spoke, in seconds of the epoch: what she said of the baby's place is trusted for a while only."""
    key: str
    """Of her row in the store, where her voice was recognised; empty = the account's own."""


_decoder = msgspec.json.Decoder(_Held)


def token_of(talk: Conversation, secret: str, key: str = "") -> str:
    """The token for a conversation as it goes with a track (`coach.playing.carried`).

    `key`: of her row in the store, unless it is the account's own.

    Raises ContentError for a routine that is too long for one; a test holds all of ours far below that.
    """
    running = talk.routine
    assert running is not None
    held = _Held(
        version=VERSION,
        routine=running.routine,
        routine_version=running.version,
        chain=running.chain,
        steps=tuple((step.step, step.variant, step.reps) for step in running.steps),
        at=running.at,
        done=tuple(n for n, step in enumerate(running.steps) if step.step in running.done),
        baby=talk.baby,
        minutes=running.minutes,
        moves=talk.moves,
        said=None if talk.at is None else int(talk.at.timestamp()),
        key=key,
    )
    body = _text(msgspec.json.encode(held))
    token = f"{body}.{_text(_signature(body, secret))}"
    if len(token) > MOST_TOKEN:
        raise ContentError(f"A token of {len(token)} characters: the routine {running.routine} has too many steps.")
    return token


def key_in(token: str, secret: str) -> str:
    """The key of her row that a token holds; empty for the account's own, or a token that is not ours."""
    held = _opened(token, secret)
    return held.key if held is not None else ""


def restored(token: str, secret: str, content: Content) -> Conversation | None:
    """The conversation that a token holds; None for one that is not ours, or of content that has changed since.

    Raises nothing, whatever the token.
    """
    held = _opened(token, secret)
    if held is None:
        return None
    running = _running(held, content)
    if running is None:
        return None
    try:
        said = None if held.said is None else datetime.fromtimestamp(held.said, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Conversation(routine=running, baby=held.baby, minutes=held.minutes, moves=held.moves, at=said, plays=True)


def _opened(token: str, secret: str) -> _Held | None:
    body, _, signature = token.partition(".")
    if not body or not hmac.compare_digest(
        _text(_signature(body, secret)).encode(), signature.encode("utf-8", "replace")
    ):
        return None
    try:
        return _decoder.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (msgspec.MsgspecError, binascii.Error, ValueError):
        return None


def _has(exercise: Exercise | None, variant: str) -> bool:
    return exercise is not None and any(known.id == variant for known in exercise.variants)


def _signature(body: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), PURPOSE + body.encode("utf-8", "replace"), "sha256")[:SIGNATURE]


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _running(held: _Held, content: Content) -> Running | None:
    """The routine as it was fitted; None where the content has not all of it any more."""
    routine = routine_of(content, held.routine)
    if held.version != VERSION or routine is None or routine.version != held.routine_version:
        return None
    exercises = {step.id: step.exercise for step in routine.steps}
    steps = []
    for id, variant, reps in held.steps:
        exercise = exercises.get(id)
        known = content.exercises.get(exercise or "")
        if exercise is None or (exercise != SETTLE and not _has(known, variant)):
            return None
        steps.append(Fitted(step=id, exercise=exercise, variant=variant, reps=reps))
    if not 0 <= held.at < len(steps) or not all(0 <= n < len(steps) for n in held.done):
        return None
    done = tuple(steps[n].step for n in held.done)
    return Running(
        routine=routine.id,
        version=routine.version,
        steps=tuple(steps),
        at=held.at,
        minutes=held.minutes,
        done=done,
        guided=tuple(dict.fromkeys((*done, steps[held.at].step))),
        chain=held.chain,
    )
