"""`gentle-back tracks`: render what devices play, into one folder that `gentle-back serve --tracks` can serve."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from skill.coach.errors import BadRequest, GentleBackError
from skill.coach.timeline import WORDS_PER_MINUTE
from skill.content.load import load
from skill.rendering.doing import Making, render_all
from skill.rendering.folder import Folder
from skill.rendering.plan import Speaker, planned

SLOWEST, FASTEST = 2.0, 0.5
"""Bounds of the pace, as the manifest has them."""


def tracks(arguments: argparse.Namespace, making: Making | None = None) -> int:
    """Run the verb. Raises GentleBackError: a bad argument, a voice that fails, a disk that is full."""
    content = load(arguments.locale)
    jobs = planned(content, arguments.wanted)
    if arguments.list:
        print("\n".join(job.key for job in jobs))
        return 0
    speaker = _speaker(arguments)
    folder = Folder(_made_folder(arguments.out), arguments.locale)
    clips = _made_folder(arguments.out / ".clips")
    made = render_all(jobs, speaker, folder, clips, arguments.jobs or os.cpu_count() or 1, making)
    manifest = folder.publish({job.key: job for job in planned(content)}, speaker)
    swept = 0 if arguments.keep_old else folder.sweep()
    seconds = sum(track.ms for track in manifest.tracks.values()) / 1000
    print(f"{made} made, {len(jobs) - made} were there; {swept} old ones deleted.")
    print(f"{arguments.out}: {len(manifest.tracks)} tracks, {seconds / 60:.0f} minutes.")
    return 0


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
