"""Rendering in processes of their own: a long track on one core, its sentences spoken already; then all tracks.

Memory is the most that the process ever held and the most that a child of it did, which counts the moment in which that
is still a copy of it: less than the sum was ever used.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

LONG_SECONDS = 720.0
MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024
"""`ru_maxrss` counts in kilobytes, on macOS in bytes (getrusage(2))."""


class Rendering(Struct, frozen=True, kw_only=True):
    """What one rendering came to."""

    seconds: float
    """On the clock."""
    sound: float
    """Seconds of sound."""
    cues: int = 0
    tracks: int = 1
    megabytes: float = 0.0


def rendered() -> dict[str, Rendering]:
    """A long track on one core, and every track on all cores."""
    with TemporaryDirectory() as folder:
        return {"one long": _in_a_process("long", folder), "all": _in_a_process("all", folder)}


def _in_a_process(what: str, folder: str) -> Rendering:
    done = subprocess.run([sys.executable, "-m", "bench.rendering", what, folder], check=True, stdout=subprocess.PIPE)
    return msgspec.json.decode(done.stdout, type=Rendering)


def _long(folder: Path) -> dict[str, float]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    from audio.clips import Clips
    from audio.render import render
    from audio.system_voice import SystemVoice
    from audio.track import make
    from skill.coach.timeline import Timeline, seconds
    from skill.content.load import load
    from skill.rendering.plan import planned

    timeline: Timeline = ()
    for job in planned(load("en-US")):
        if seconds(timeline) > LONG_SECONDS:
            break
        timeline += job.timeline
    voice = Clips(SystemVoice(), folder / "clips")
    for _ in render(timeline, voice):
        pass
    begun = time.perf_counter()
    made = make(timeline, voice, title="A long track", breath=True)
    spent = time.perf_counter() - begun
    voice.close()
    return {"seconds": spent, "sound": made.ms / 1000, "cues": len(timeline), "megabytes": _megabytes()}


def _all(folder: Path) -> dict[str, float]:
    from skill.coach.manifest import name_of, read

    begun = time.perf_counter()
    out = folder / "tracks"
    command = [sys.executable, "-m", "skill", "tracks", "--only", "exercises", "--out", str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    spent = time.perf_counter() - begun
    tracks = read((out / name_of("en-US")).read_bytes()).tracks
    return {"seconds": spent, "sound": sum(track.ms for track in tracks.values()) / 1000, "tracks": len(tracks)}


def _megabytes() -> float:
    import resource

    ours, theirs = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (ours + theirs) / MEGABYTE


if __name__ == "__main__":
    print(json.dumps((_long if sys.argv[1] == "long" else _all)(Path(sys.argv[2]))))
