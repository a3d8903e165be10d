"""A studio that makes tracks without sound, and what the tests of `gentle-back tracks` ask it for."""

from __future__ import annotations

import argparse
from pathlib import Path

from audio.track import Made
from skill.cli import _parser
from skill.coach.manifest import Manifest, name_of, read
from skill.coach.timeline import chapters, estimate, seconds
from skill.content.load import load
from skill.rendering.plan import Job, Speaker, planned

CONTENT = load("en-US")
SPEAKER = Speaker(rate=145.0)
CHIN = planned(CONTENT, "chin_tuck")


class Studio:
    """Makes tracks without sound, and remembers which; fails or is interrupted when it is told."""

    def __init__(self, *, stops_after: int | None = None, by: BaseException | None = None) -> None:
        self.made: list[str] = []
        self._stops_after, self._by = stops_after, by

    def __call__(self, job: Job, speaker: Speaker, clips: Path) -> Made:
        if self._by is not None and len(self.made) == self._stops_after:
            raise self._by
        self.made.append(job.key)
        return Made(
            mp3=f"{job.key} {speaker}".encode(),
            ms=round(seconds(job.timeline) * 1000),
            chapters=chapters(job.timeline, estimate),
            captions="WEBVTT\n",
            transcript="Words.\n",
            lufs=-15.0,
            peak=-1.5,
        )


def asked(out: Path, *more: str) -> argparse.Namespace:
    return _parser().parse_args(["tracks", "--out", str(out), *more])


def manifest(out: Path) -> Manifest:
    return read((out / name_of("en-US")).read_bytes())


def names(out: Path) -> set[str]:
    return {file.name for file in out.iterdir() if file.is_file() and file.name != ".lock"}
