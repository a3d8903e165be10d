"""The rows of a track's own events, and of the one short question after she stopped one: was that pain, or the baby?

An event changes something only if its chain is the one that plays her place. Nobody is there to be spoken to: no event
of a chain says a word.
"""

from __future__ import annotations

from msgspec import structs

from skill.coach import beginning, guiding, moving, pain, playing
from skill.coach.diary import write_session
from skill.coach.keepsake import Why
from skill.coach.routine import SETTLE
from skill.coach.scene import Scene


def _silent(scene: Scene, *, keeps: bool = True) -> Scene:
    return structs.replace(scene, cues=(), listening=False, of_player=True, keeps=keeps)


def _waits(scene: Scene, *, by_turns: bool = False) -> Scene:
    """Nothing plays any more; she goes on from here when she comes back."""
    running = scene.talk.routine
    assert running is not None
    waits = structs.replace(running, status="paused", why="break", chain="", by_turns=by_turns or running.by_turns)
    return structs.replace(_silent(scene.with_talk(routine=waits)), stops_player=True)


def started(scene: Scene) -> Scene:
    """A track began to play, or went on: she is there. What may no longer be played is stopped."""
    running = scene.talk.routine
    if running is None or not playing.is_hers(running, scene.kept):
        # Whosever it is: while somebody has to see her, nothing plays on that she may have forgotten.
        return structs.replace(_silent(scene, keeps=False), stops_player=scene.kept.see_care_until is not None)
    if playing.track_of(scene, running) is None:
        return _waits(scene)
    return _silent(scene.with_talk(routine=structs.replace(running, status="running", why="")))


def stopped(scene: Scene) -> Scene:
    """It was interrupted: the place is the repetition that was heard."""
    scene = _moved(scene)
    running = scene.talk.routine
    if running is None or not playing.is_hers(running, scene.kept):
        return _silent(scene, keeps=False)
    return _silent(scene.with_talk(routine=structs.replace(running, status="paused", why="break")))


def _moved(scene: Scene) -> Scene:
    ms = scene.heard.ms
    return scene if ms is None else structs.replace(scene, talk=playing.at_ms(scene.talk, scene.content, ms))


def nearly(scene: Scene) -> Scene:
    """It is about to end: the next one may follow, if that is still right at this moment."""
    running = scene.talk.routine
    scene = _silent(scene, keeps=False)
    if running is None or not playing.is_hers(running, scene.kept):
        return scene
    coming = guiding.upcoming(running)
    if coming is None:
        return scene
    following = structs.replace(running, at=running.steps.index(coming), rep=0)
    return scene if playing.track_of(scene, following) is None else playing.play_after(scene, following)


def finished(scene: Scene) -> Scene:
    """It has played to its end, so it was done. Live speech sends this too, and is answered in words."""
    running = scene.talk.routine
    if running is None or not running.chain:
        return moving.finished(scene)
    place = scene.kept.place
    if place is None or not playing.is_hers(running, scene.kept):
        return _silent(scene, keeps=False)
    scene = guiding.count_done(scene)
    if place.step != running.here.step:
        return _silent(scene, keeps=False)  # the next one has begun already
    running, coming = scene.talk.routine or running, guiding.upcoming(running)
    if coming is None:
        return _silent(_routine_done(scene))
    onward = structs.replace(running, at=running.steps.index(coming), rep=0, status="paused", why="break")
    return _silent(scene.with_talk(routine=onward))


def _routine_done(scene: Scene) -> Scene:
    running = scene.talk.routine
    assert running is not None
    exercises = {step.step for step in running.steps if step.exercise != SETTLE}
    ended = structs.replace(running, status="finished")
    done = tuple(step for step in running.done if step in exercises)
    minutes = max(1, round(guiding.minutes_of(scene, ended, done)))
    return write_session(scene.with_talk(routine=ended), minutes)


def failed(scene: Scene) -> Scene:
    """It could not be played: the rest of this place is guided in turns, when she comes back."""
    if not playing.is_hers(scene.talk.routine, scene.kept):
        return _silent(scene, keeps=False)
    return _waits(scene, by_turns=True)


# Was that pain, or the baby?


def neither(scene: Scene) -> Scene:
    """Neither, or nothing said: the place is kept."""
    return scene.with_talk(asked=None).say("pause").quiet()


def not_told(scene: Scene) -> Scene:
    """Silence: no word more."""
    return scene.with_talk(asked=None).quiet(end=True)


def was_pain(scene: Scene) -> Scene:
    """She stopped last time because it hurt: remembered, and looked into before anything moves."""
    place = scene.kept.place
    scene = _because(scene, "pain")
    return pain.that_hurts(pain.remember(scene, place.exercise) if place is not None else scene)


def was_baby(scene: Scene) -> Scene:
    """She stopped last time for the baby, who may be anywhere since."""
    if scene.slot("baby") is None:
        scene = scene.with_talk(baby=None)
    return _on(_because(scene, "baby"))


def was_neither(scene: Scene) -> Scene:
    """She stopped last time, and that is all."""
    return _on(_because(scene, "break"))


def _because(scene: Scene, why: Why) -> Scene:
    place = scene.kept.place
    if place is None:
        return scene
    baby = None if why == "baby" else place.baby
    return scene.with_kept(place=structs.replace(place, why=why, baby=baby))


def _on(scene: Scene) -> Scene:
    """On with what the question came before."""
    resumes = scene.asked is not None and scene.asked.about == "resume"
    scene = scene.with_talk(asked=None)
    place = scene.kept.place
    if resumes or place is None:
        return beginning.resume(scene)
    return beginning.offer_place(scene, place)
