"""`gentle-back tracks --sheet`: a page of sound for every routine that is rendered as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from audio.encoding import decode
from audio.sheet import sheet
from audio.voices import voice_called
from audio.whole_file import WholeFile
from skill.coach.timeline import schedule
from skill.rendering.folder import Folder
from skill.rendering.plan import Job, Speaker

FOLDER = "sheets"


def draw(jobs: Iterable[Job], speaker: Speaker, folder: Folder, clips: Path) -> list[Path]:
    """Draw the routines among the jobs, from their finished sound. Raises VoiceError, SoundError."""
    drawn = []
    with closing(voice_called(speaker.voice, speaker.rate, clips)) as voice:
        for job in jobs:
            if job.situation is None:
                continue
            spans = list(schedule(job.timeline, lambda text: voice.render(text).seconds))
            sound = decode((folder.path / folder.made[job.key].rendered.file).read_bytes())
            page = sheet(job.title, sound, spans, job.names)
            path = folder.path / FOLDER / f"{job.key.replace('/', '-')}.svg"
            path.parent.mkdir(exist_ok=True)
            with WholeFile(path) as file:
                file.write(page.encode())
            drawn.append(path)
    return drawn
