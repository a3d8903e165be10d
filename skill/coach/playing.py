"""Track mode: which step may be played through as a track, where in it she is, and what becomes of what plays.

A step is played only where nothing is left to ask and nothing is risky; every other step is guided in turns.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta

from msgspec import structs

from skill.coach import facts
from skill.coach.content import Content
from skill.coach.conversation import Conversation, Running
from skill.coach.exercise import Variant
from skill.coach.keepsake import Keepsake
from skill.coach.reply import Play
from skill.coach.routine import SETTLE, Fitted, permit
from skill.coach.scene import Scene
from skill.coach.timeline import PAUSE_AFTER_SETUP, Say, Track, parse_mark

SAME_PACE = 0.01
LONG_PLAYED = timedelta(hours=4)
"""What a device has in its player for longer than this is no session any more: her kept place is looked up instead."""


# Milliseconds and repetitions


def rep_at(track: Track, ms: int) -> int:
    """The repetition that is heard at `ms`: the chapter that began last."""
    at = bisect_right(track.chapters, ms, key=lambda chapter: chapter.ms)
    return parse_mark(track.chapters[max(0, at - 1)].mark)[1] if track.chapters else 0


def ms_at(track: Track, rep: int) -> int:
    """Where a repetition begins; the last one for any that the track does not have."""
    return max((c.ms for c in track.chapters if parse_mark(c.mark)[1] <= rep), default=0)


def reps_of(track: Track) -> int:
    """How many repetitions it has."""
    return max((parse_mark(chapter.mark)[1] for chapter in track.chapters), default=0)


# Which step may be played


def key_of(step: Fitted) -> str:
    """The name of a step's track."""
    return f"{step.exercise}/{step.variant}"


def track_of(scene: Scene, running: Running) -> Track | None:
    """The track of the step at hand, where it may be played now; None = it is guided in turns."""
    step, talk = running.here, scene.talk
    track = scene.content.tracks.get(key_of(step))
    variant = _variant(scene.content, step)
    if track is None or variant is None or not (talk.plays and scene.settings.guide == "tracks"):
        return None
    if running.by_turns or running.ease or abs(track.pace - scene.settings.pace) > SAME_PACE:
        return None
    if running.minutes is not None and reps_of(track) > step.reps:
        return None  # she has less time than the track takes
    return track if _nothing_is_risky(scene, variant, running.routine) else None


def _nothing_is_risky(scene: Scene, variant: Variant, routine: str) -> bool:
    """Nobody asks between two tracks, so there must be nothing to ask: the gentlest tier, and no sign or hurt near."""
    talk, kept, situation = scene.talk, scene.kept, facts.situation(scene)
    open_check = (talk.asked is not None and talk.asked.check) or talk.pending or kept.left is not None
    if open_check or talk.level is not None or kept.see_care_until is not None or talk.partner:
        return False
    if situation.hurt or situation.skipped:
        return False
    return variant.limits.tier == 0 and permit(variant, situation, routine=routine).now


def _variant(content: Content, step: Fitted) -> Variant | None:
    exercise = content.exercises.get(step.exercise)
    return None if exercise is None else next((v for v in exercise.variants if v.id == step.variant), None)


def same_steps(a: Running, b: Running) -> bool:
    """Whether two are fitted alike; what would be asked before a step is no part of it."""
    return [(s.step, s.variant, s.reps) for s in a.steps] == [(s.step, s.variant, s.reps) for s in b.steps]


# Playing


def play(scene: Scene, running: Running, track: Track, *, setup: bool) -> Scene:
    """Play the step at hand from its repetition, as the first of a new chain.

    Later than its beginning the way into the position is said before: after a pause she may be anywhere.
    """
    moves, variant = scene.talk.moves + 1, _variant(scene.content, running.here)
    if setup and running.rep > 0 and variant is not None:
        ready = tuple(Say(text, PAUSE_AFTER_SETUP) for text in (*variant.enter, *variant.setup))
        scene = structs.replace(scene, cues=(*scene.cues, *ready))
    if _falls_quiet(scene, running):
        scene = scene.say("then_quiet")
    # The moment and the move name a chain: two devices don't begin one in the same thousandth of a second.
    chain = f"{int(scene.now.timestamp() * 1000):x}-{moves:x}"
    scene = scene.with_talk(routine=structs.replace(running, chain=chain), moves=moves, asked=None)
    return structs.replace(scene.quiet(end=True), track=_play(scene, running, ms_at(track, running.rep)))


def _falls_quiet(scene: Scene, running: Running) -> bool:
    """A step of the routine cannot be played: before it nothing sounds any more, and no event of a player may speak."""
    coming = (n for n in range(running.at + 1, len(running.steps)) if running.steps[n].exercise != SETTLE)
    return any(track_of(scene, structs.replace(running, at=n, rep=0)) is None for n in coming)


def play_after(scene: Scene, running: Running) -> Scene:
    """Have the step at hand of `running` follow what plays now."""
    return structs.replace(scene, track=structs.replace(_play(scene, running, 0), after=True))


def _play(scene: Scene, running: Running, ms: int) -> Play:
    step = running.here
    name = scene.content.exercises[step.exercise].name
    return Play(track=key_of(step), title=name[0].upper() + name[1:], at=running.at, ms=ms)


# What a device remembers of it


def carried(talk: Conversation, at: int) -> Conversation:
    """What of a session goes with the track of step `at` to the device, for whoever comes back from there."""
    running = talk.routine
    assert running is not None
    passed = (step.step for step in running.steps[running.at : at] if step.step in running.guided)
    done = tuple(dict.fromkeys((*running.done, *passed)))
    routine = Running(
        routine=running.routine,
        version=running.version,
        steps=tuple(structs.replace(step, ask=()) for step in running.steps),
        at=at,
        rep=running.rep if at == running.at else 0,
        minutes=running.minutes,
        done=done,
        guided=tuple(dict.fromkeys((*done, running.steps[at].step))),
        chain=running.chain,
    )
    spoke = talk.at.replace(microsecond=0) if talk.at is not None else None
    return Conversation(
        routine=routine, baby=talk.baby, minutes=running.minutes, moves=talk.moves, at=spoke, plays=True
    )


def at_ms(talk: Conversation, content: Content, ms: int) -> Conversation:
    """The conversation with its place so far into the track."""
    running = talk.routine
    track = content.tracks.get(key_of(running.here)) if running is not None else None
    if running is None or track is None:
        return talk
    return structs.replace(talk, routine=structs.replace(running, rep=rep_at(track, ms)))


def is_hers(running: Running | None, kept: Keepsake) -> bool:
    """Whether the chain that plays `running` is the one that plays her kept place, and not an older one."""
    place = kept.place
    return running is not None and place is not None and bool(running.chain) and running.chain == place.chain


def without_the_old(scene: Scene) -> Scene:
    """Where the track on this device is no longer that of her place, the place counts, wherever she moved it.

    So does where the baby was when she did: what this device remembers of it is older, or another's.
    """
    running, at = scene.talk.routine, scene.talk.at
    if running is None or not running.chain:
        return scene
    long_ago = at is not None and scene.now - at > LONG_PLAYED
    if is_hers(running, scene.kept) and not long_ago:
        return scene
    return scene.with_talk(routine=None, minutes=None, baby="not_here" if scene.talk.baby == "not_here" else None)


def settle(came: Conversation, before: Conversation, after: Scene) -> Scene:
    """What becomes of a track that plays: another one replaces it, it goes on by itself, or it is stopped.

    While she speaks the device holds it, and lets it go on when the session has ended without a word to the player
    (audioplayer-interface-reference, PlaybackStopped). `came`: the conversation as it came in, `before`: without a
    track that is not hers (any more). Who speaks over such a one may be she, not recognised: it is stopped, whatever
    she said.
    """
    if after.track is not None or after.of_player:
        return after
    was, running = before.routine, after.talk.routine
    if was is None or not was.chain:
        another = came.routine is not None and came.routine.chain
        return structs.replace(after, stops_player=after.talk.plays and bool(another or after.level == "EMERGENCY"))
    if _goes_on(before, after):
        return after if after.asked is not None else after.quiet(end=True)
    if running is not None:
        waits = running.status == "running" and not after.guiding
        paused = structs.replace(running, status="paused", why=running.why or "break") if waits else running
        after = after.with_talk(routine=structs.replace(paused, chain=""))
    return structs.replace(after, stops_player=True)


BESIDE = frozenset(("more",))
"""Open questions beside which a track may go on: nothing follows from leaving them unanswered."""


def _goes_on(before: Conversation, after: Scene) -> bool:
    """A side question was answered, and nothing of her routine has changed."""
    asked = after.asked
    if after.level is not None or after.guiding or after.heard.intent in ("launch", "unclear"):
        # She called for the coach over a track: what was not understood may have been that it hurts.
        return False
    if asked is not None and asked.id not in BESIDE:
        return False
    running, was = after.talk.routine, before.routine
    if running is None or was is None or after.talk.baby not in (None, before.baby):
        return False
    here = (running.routine, running.at, running.rep, running.status)
    return here == (was.routine, was.at, was.rep, was.status) and same_steps(running, was)
