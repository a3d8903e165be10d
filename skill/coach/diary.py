"""Scores and progress: what is written down, and how it is told without streaks or guilt."""

from __future__ import annotations

from datetime import date

from msgspec import structs

from skill.coach.keepsake import Entry, Keepsake, add_entry
from skill.coach.phrases import number
from skill.coach.scene import Scene

FORTNIGHT = 14
A_RISE = 2.0
"""Points above the last score from which the rise is named."""


def closing(scene: Scene, minutes: int) -> Scene:
    """The end of a routine: a kind word, the short safety net, at most one question. 0 minutes: nothing was done."""
    if not minutes:
        return scene.say("nothing_left").quiet(end=True)
    scene = write_session(scene, minutes)
    net = scene.content.safety_net_short
    kind = scene.words("finished")
    scene = scene.say("finished").tell(net) if scene.has_room(f"{kind} {net}") else scene.tell(net)
    question = _last_question(scene)
    if question is not None and scene.has_room(scene.words(f"ask.{question}")):
        return scene.ask(question, "later")
    return scene.say("bye_for_now").quiet(end=True) if scene.has_room("bye for now") else scene.quiet(end=True)


def write_session(scene: Scene, minutes: int) -> Scene:
    """The routine at hand written down as finished (personal mode)."""
    running = scene.talk.routine
    if running is None or scene.keep != "personal":
        return scene
    day = scene.now.date()
    entry = Entry(day=day, kind="session", routine=running.routine, minutes=minutes, finished=True)
    return structs.replace(scene, kept=add_entry(scene.kept, entry))


def _last_question(scene: Scene) -> str | None:
    """What is worth asking at the end: how long ago the birth was, so that more can be offered; else today's number.

    Nothing where nothing of her health may be asked.
    """
    if scene.informs:
        return None
    profile = scene.profile
    if profile.born is None and profile.gave_birth is not False and "weeks" not in scene.talk.declined:
        return "weeks"
    asks = scene.keep == "personal" and not scene.night and score_on(scene.kept, scene.now.date()) is None
    return "pain_score" if asks else None


def score_on(kept: Keepsake, day: date) -> float | None:
    """The score of a day, or None."""
    return next((e.score for e in reversed(kept.diary) if e.kind == "score" and e.day == day), None)


def last_before(kept: Keepsake, day: date) -> Entry | None:
    """The last score before a day."""
    return next((e for e in reversed(kept.diary) if e.kind == "score" and e.day < day), None)


SEVERE = 7.0
"""From here on the protocol's own question about severe pain is asked."""


def write_down(scene: Scene, value: float) -> Scene:
    """Today's number kept (personal mode) and said back, with the last one before it."""
    today = scene.now.date()
    if scene.keep != "personal":
        return scene.say("score_heard", score=number(value))
    before, earlier = last_before(scene.kept, today), score_on(scene.kept, today)
    scene = structs.replace(scene, kept=add_entry(scene.kept, Entry(day=today, kind="score", score=value)))
    if earlier is not None and earlier != value:
        return scene.say("score_changed", score=number(value))
    if before is None or before.score is None:
        return scene.say("score_first", score=number(value))
    slots = {"score": number(value), "before": number(before.score), "when": when(before.day, today)}
    rise = value - before.score
    return scene.say("score_up" if rise >= A_RISE else "score_down" if rise < 0 else "score_same", **slots)


def has_risen(scene: Scene, value: float) -> bool:
    """Whether this number is well above the last one of an earlier day."""
    before = last_before(scene.kept, scene.now.date())
    return before is not None and before.score is not None and value - before.score >= A_RISE


def when(day: date, today: date) -> str:
    """ "yesterday", "three days ago", "two weeks ago"."""
    days = (today - day).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{number(days)} days ago"
    return f"{number(round(days / 7))} weeks ago"


def progress(scene: Scene) -> Scene:
    """What she did and how it felt, this fortnight. No streaks, no blame for a gap."""
    if scene.keep != "personal":
        return scene.say("progress_not_kept")
    today = scene.now.date()
    scores = [e for e in scene.kept.diary if e.kind == "score" and e.score is not None]
    sessions = [e for e in scene.kept.diary if e.kind == "session" and (today - e.day).days < FORTNIGHT]
    if not scores and not sessions:
        return scene.say("progress_none")
    if scores:
        last = scores[-1]
        now, then = number(last.score or 0), when(last.day, today)
        earlier = [e for e in scores if e.day < last.day]
        if earlier and last.day == today:
            old = earlier[-1]
            scene = scene.say("progress_two", score=now, before=number(old.score or 0), when=when(old.day, today))
        else:
            scene = scene.say("progress_score", score=now, when=then)
    if sessions:
        times = "once" if len(sessions) == 1 else f"{number(len(sessions))} times"
        minutes = number(max(1, sum(e.minutes for e in sessions)))
        scene = scene.say("progress_sessions", times=times, minutes=minutes)
    return scene
