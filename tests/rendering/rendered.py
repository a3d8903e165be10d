"""A folder of tracks that were really rendered, spoken by a voice that hums: a few, because each takes its time."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from audio.track import make
from skill.coach.manifest import Manifest
from skill.content.load import load
from skill.rendering.folder import Folder
from skill.rendering.plan import Speaker, planned
from tests.audio.hum import HumVoice

SPEAKER = Speaker(voice="hum", rate=145.0)
FIRST_DAYS_IN_ARMS = ("diaphragmatic_breathing/seated_in_arms", "pelvic_floor_contraction/seated_in_arms")
"""All that the routine `first_days_breathing` plays with the baby in arms."""


def render(folder: Path, wanted: tuple[str, ...] = FIRST_DAYS_IN_ARMS) -> Manifest:
    """Render these tracks into a folder."""
    content = load("en-US")
    jobs = {job.key: job for job in planned(content) if job.key in wanted}
    with closing(Folder(folder, "en-US")) as kept:
        for job in jobs.values():
            kept.keep(job, SPEAKER, make(job.timeline, HumVoice(), title=job.title, names=job.names))
        return kept.publish(jobs, SPEAKER)


@cache
def folder() -> Path:
    """One such folder for all who only read it."""
    path = Path(mkdtemp(prefix="tracks-"))
    render(path)
    return path
