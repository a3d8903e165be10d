"""`gentle-back tracks`: render what devices play, and whole routines, into one folder to be served or uploaded."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from skill.coach.content import Content
from skill.coach.errors import BadRequest, GentleBackError
from skill.coach.routine import Permit
from skill.coach.situation import Situation
from skill.coach.timeline import WORDS_PER_MINUTE
from skill.content.load import load
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
    folder = Folder(_made_folder(arguments.out), arguments.locale)
    clips = _made_folder(arguments.out / ".clips")
    made = render_all(jobs, speaker, folder, clips, arguments.jobs or os.cpu_count() or 1, making)
    manifest = folder.publish(_known(content, speaker, folder), speaker)
    swept = 0 if arguments.keep_old else folder.sweep()
    print(f"{made} made, {len(jobs) - made} were there; {swept} old ones deleted.")
    every = (*manifest.tracks.values(), *manifest.routines.values())
    minutes = sum(track.ms for track in every) / 60_000
    print(
        f"{arguments.out}: {len(manifest.tracks)} exercises, {len(manifest.routines)} routines, {minutes:.0f} minutes."
    )
    if refused and arguments.only != "exercises":
        print(_why_none(refused))
    if arguments.sheet:
        pages = draw(wholes if arguments.only != "exercises" else (), speaker, folder, clips)
        print("\n".join(map(str, pages)) or "No sheet: only a routine as a whole has one.")
    if bucket is not None:
        print(f"{upload(arguments.out, bucket)} files sent to {arguments.upload}.")
    return 0


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
        needed = " ".join(dict.fromkeys(NEEDED[fact] for fact in permit.ask if NEEDED[fact]))
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
        complicated=True if arguments.complicated else None,
        cleared=True if arguments.cleared else None,
        minutes=arguments.minutes,
    )


def _speaker(arguments: argparse.Namespace) -> Speaker:
    rate = arguments.rate or WORDS_PER_MINUTE
    if not 100 <= rate <= 220:
        raise BadRequest(f"--rate is {rate:g}: 100 to 220 words a minute.")
    if not FASTEST <= arguments.pace <= SLOWEST:
        raise BadRequest(f"--pace is {arguments.pace:g}: {FASTEST:g} to {SLOWEST:g}.")
    return Speaker(voice=arguments.voice, rate=rate, pace=arguments.pace, breath=arguments.breath)


def _made_folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GentleBackError(f"cannot make the folder {path}: {error.strerror or error}") from error
    return path
