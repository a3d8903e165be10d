"""Making tracks in several processes, each with a voice of its own. What is finished is kept, whatever happens next."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TextIO

from audio.track import Made, make
from audio.voice import Voice
from audio.voices import voice_called
from skill.rendering.folder import Folder
from skill.rendering.plan import Job, Speaker

Making = Callable[[Job, Speaker, Path], Made]


class Progress:
    """How far it is: one line that is written over on a terminal, and a line a track everywhere else."""

    def __init__(self, total: int, stream: TextIO = sys.stderr) -> None:
        self.total, self.done, self._stream = total, 0, stream

    def step(self, key: str) -> None:
        """One more is finished."""
        self.done += 1
        if self._stream.isatty():
            filled = 30 * self.done // max(1, self.total)
            self._stream.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {self.done} of {self.total}  {key:.40}\x1b[K")
            if self.done == self.total:
                self._stream.write("\n")
        else:
            self._stream.write(f"{self.done} of {self.total}: {key}\n")
        self._stream.flush()


def render_all(
    jobs: Sequence[Job], speaker: Speaker, folder: Folder, clips: Path, workers: int, making: Making | None = None
) -> int:
    """Make what is not there yet; how many that were. `clips`: where spoken sentences are kept for the next time.

    Ctrl-C and errors leave what is finished in the folder and nothing half-made. Raises VoiceError.
    """
    missing = [job for job in jobs if not folder.has(job, speaker)]
    progress = Progress(len(missing))
    if workers <= 1 or making is not None:
        for job in missing:
            _kept(folder, job, speaker, (making or made_of)(job, speaker, clips), progress)
        return len(missing)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running: dict[Future[Made], Job] = {pool.submit(made_of, job, speaker, clips): job for job in missing}
        try:
            while running:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    _kept(folder, running.pop(future), speaker, future.result(), progress)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return len(missing)


def _kept(folder: Folder, job: Job, speaker: Speaker, made: Made, progress: Progress) -> None:
    folder.keep(job, speaker, made)
    progress.step(job.key)


def made_of(job: Job, speaker: Speaker, clips: Path) -> Made:
    """One track, by this process's voice. Raises VoiceError."""
    voice = _voice(speaker.voice, speaker.rate, clips)
    return make(job.timeline, voice, title=job.title, names=job.names, breath=speaker.breath)


@cache
def _voice(voice: str, rate: float, clips: Path) -> Voice:
    """Started once a process; it ends with it."""
    return voice_called(voice, rate, clips)
