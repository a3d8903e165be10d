"""`gentle-back tracks`: render what devices play, and whole routines, into one folder to be served or uploaded."""

from __future__ import annotations

import argparse
import os
from contextlib import closing
from pathlib import Path

from audio.voices import checked_rate
from skill.coach.content import Content
from skill.coach.errors import BadRequest, GentleBackError
from skill.coach.routine import Permit
from skill.coach.situation import Situation
from skill.content.load import SPOKEN_AS, load
from skill.rendering.bucket import Bucket
from skill.rendering.doing import Making, render_all
from skill.rendering.folder import Folder
from skill.rendering.plan import Job, Speaker, planned, planned_wholes, routine_job
from skill.rendering.sheets import draw
from skill.rendering.uploading import upload

SLOWEST, FASTEST = 2.0, 0.5
"""Bounds of the pace, as the manifest has them."""
LATEST_WEEK = 520
NEEDED = {"weeks": "--weeks", "delivery": "--delivery", "cleared": "--cleared", "gate": ""}
"""Facts that a routine waits for, and how they are told."""


def tracks(arguments: argparse.Namespace, making: Making | None = None) -> int:
    """Run the verb. Raises GentleBackError: a bad argument, a voice that fails, a disk that is full."""
    content, speaker = load(arguments.locale), _speaker(arguments)
    exercises = planned(content, arguments.wanted, speaker.pace)
    wholes, refused = planned_wholes(content, arguments.wanted, _situation(arguments), speaker.pace)
    jobs = [*(exercises if arguments.only != "routines" else ()), *(wholes if arguments.only != "exercises" else ())]
    if arguments.list:
        print("\n".join(job.key for job in jobs))
        return 0
    if arguments.only == "routines" and not wholes:
        raise BadRequest(_why_none(refused) or f"{arguments.wanted} is an exercise, not a routine.")
    # Before the work, so that a wrong name or missing keys are told at once.
    bucket = Bucket(arguments.upload) if arguments.upload else None
    locale = SPOKEN_AS.get(arguments.locale, arguments.locale)
    clips = _made_folder(_made_folder(arguments.out) / ".clips")
    with closing(Folder(arguments.out, locale)) as folder:
        _same_speaker(folder, speaker, everything=arguments.wanted == "all" and arguments.only != "routines")
        made = render_all(jobs, speaker, folder, clips, arguments.jobs or os.cpu_count() or 1, making)
        manifest = folder.publish(_known(content, speaker, folder), speaker)
        swept = 0 if arguments.keep_old else folder.sweep()
        print(f"{made} made, {len(jobs) - made} were there; {swept} old ones deleted.")
        every = (*manifest.tracks.values(), *manifest.routines.values())
        minutes = sum(track.ms for track in every) / 60_000
        count = f"{len(manifest.tracks)} exercises, {len(manifest.routines)} routines"
        print(f"{arguments.out}: {count}, {minutes:.0f} minutes.")
        if refused and arguments.only != "exercises":
            print(_why_none(refused))
        if arguments.sheet:
            pages = draw(wholes if arguments.only != "exercises" else (), speaker, folder, clips)
            print("\n".join(map(str, pages)) or "No sheet: only a routine as a whole has one.")
        if bucket is not None:
            print(f"{upload(arguments.out, bucket)} files sent to {arguments.upload}.")
    return 0


def _same_speaker(folder: Folder, speaker: Speaker, *, everything: bool) -> None:
    """A manifest has one voice, rate and pace: a few new tracks in another would end all that are there."""
    if folder.made and folder.speaker not in (None, speaker) and not everything:
        raise BadRequest(
            f"{folder.path} holds tracks of another voice, rate, pace or breath, and a manifest has one. "
            "Give --out another folder, or render all of them anew: gentle-back tracks."
        )


def _known(content: Content, speaker: Speaker, folder: Folder) -> dict[str, Job]:
    """Every track that may stand in the manifest: all exercises, and the routines that were ever fitted here."""
    known = {job.key: job for job in planned(content, pace=speaker.pace)}
    for key, entry in folder.made.items():
        routine = content.routines.get(key.partition("/")[0])
        if entry.situation is not None and routine is not None:
            job = routine_job(content, routine, entry.situation, speaker.pace)
            known |= {job.key: job} if isinstance(job, Job) else {}
    return known


def _why_none(refused: dict[str, Permit]) -> str:
    """One line on the routines that are not rendered, with what to tell."""
    told = []
    for routine, permit in refused.items():
        asked = ("--complicated no",) if permit.reason == "complicated" else tuple(NEEDED[fact] for fact in permit.ask)
        needed = " ".join(filter(None, dict.fromkeys(asked)))
        told.append(f"{routine} ({f'needs {needed}' if needed else f'not in this situation: {permit.reason}'})")
    return f"Not as a whole: {', '.join(told)}." if told else ""


def _situation(arguments: argparse.Namespace) -> Situation:
    if arguments.weeks is not None and not 0 <= arguments.weeks <= LATEST_WEEK:
        raise BadRequest(f"--weeks is {arguments.weeks:g}: 0 to {LATEST_WEEK} weeks since birth.")
    if arguments.minutes is not None and not 1 <= arguments.minutes <= 60:
        raise BadRequest(f"--minutes is {arguments.minutes}: 1 to 60.")
    return Situation(
        baby=arguments.baby,
        day=None if arguments.weeks is None else int(arguments.weeks * 7),
        delivery=arguments.delivery,
        complicated=arguments.complicated != "no",
        cleared=True if arguments.cleared else None,
        minutes=arguments.minutes,
    )


def _speaker(arguments: argparse.Namespace) -> Speaker:
    rate = checked_rate(arguments.rate)
    if not FASTEST <= arguments.pace <= SLOWEST:
        raise BadRequest(f"--pace is {arguments.pace:g}: {FASTEST:g} to {SLOWEST:g}.")
    return Speaker(voice=arguments.voice, rate=rate, pace=arguments.pace, breath=arguments.breath)


def _made_folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GentleBackError(f"cannot make the folder {path}: {error.strerror or error}") from error
    return path
