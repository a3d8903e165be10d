"""`./run bench`: prints every measure, or those named."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.conversation import replayed

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
ROUNDS = 400
STARTS = 9
STOPS = 10
LONG = (
    "so i was bending over the cot to get him out and my back sort of went and since then it has been hard to stand up "
    "straight and when i sit for long my left leg goes a bit funny but it comes back when i walk about"
)


def turn() -> None:
    """One turn of the pure core, over a whole conversation with a routine, questions and side questions."""
    spent = [micros for _ in range(ROUNDS) for micros in replayed(NOW)]
    spent.sort()
    median, p99 = statistics.median(spent), spent[int(len(spent) * 0.99)]
    print(
        f"turn()                median {median:7.1f} us   p99 {p99:8.1f} us   n {len(spent)}   (budget: median 100 us)"
    )


def hear() -> None:
    """Understanding one utterance, and loading all of understanding."""
    from bench.conversation import UTTERANCES
    from skill.coach.conversation import Conversation
    from skill.coach.heard import Said
    from skill.opening import names
    from skill.understanding import hear as understand

    lexicon, talk = names("en-US"), Conversation()
    spent = []
    for _ in range(ROUNDS // 8):
        for words in UTTERANCES:
            begun = time.perf_counter_ns()
            understand(Said(text=words), talk, lexicon, NOW.date())
            spent.append((time.perf_counter_ns() - begun) / 1000)
    spent.sort()
    print(
        f"hear()                median {statistics.median(spent):7.1f} us   p99 {spent[int(len(spent) * 0.99)]:8.1f} us"
    )


def ear() -> None:
    """Hearing warning signs in one utterance, both listeners together, and loading the trained one from its file."""
    from bench.conversation import UTTERANCES
    from skill.understanding.classifier import FILES, Classifier
    from skill.understanding.hearing import signs_in

    spent = []
    for _ in range(ROUNDS // 8):
        for words in (*UTTERANCES, LONG):
            begun = time.perf_counter_ns()
            signs_in(words)
            spent.append((time.perf_counter_ns() - begun) / 1e6)
    loads = []
    for _ in range(STARTS):
        begun = time.perf_counter_ns()
        Classifier(FILES["ear"]["en"].read_bytes())
        loads.append((time.perf_counter_ns() - begun) / 1e6)
    spent.sort()
    p99 = spent[int(len(spent) * 0.99)]
    print(
        f"the ear               median {statistics.median(spent):6.2f} ms   p99 {p99:6.2f} ms   (budget: 3 ms)   "
        f"loads in {statistics.median(loads):.1f} ms   (budget: 10 ms)"
    )


LOADING = """
import resource, time
from skill.opening import names
from skill.coach.conversation import Conversation
from skill.coach.heard import Said
lexicon = names("en-US")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.perf_counter()
from datetime import date
from skill.understanding.model import load
from skill.understanding.classifier import load_classifier
load(), load_classifier("ear"), load_classifier("intents")
loaded = time.perf_counter()
from skill.understanding import hear
hear(Said(text="my back is sore can we do something short"), Conversation(), lexicon, date(2026, 11, 24))
print((loaded - begun) * 1000, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def understanding() -> None:
    """What all of understanding costs a new process: reading the templates and both classifiers, and the memory."""
    each = [subprocess.run([sys.executable, "-c", LOADING], capture_output=True, check=True) for _ in range(STARTS)]
    times, sizes = zip(*(map(float, done.stdout.split()) for done in each), strict=True)
    print(
        f"understanding         loads in {statistics.median(times):5.1f} ms   (budget: 50 ms)   "
        f"{statistics.median(sizes):4.1f} MB   (budget: 60 MB)"
    )


def start() -> None:
    """From nothing to the first answer of `gentle-back turn`, against an empty Python."""
    empty = _median_start([sys.executable, "-c", "pass"], b"")
    ours = _median_start([sys.executable, "-m", "skill", "turn"], b'{"event": "launch"}\n')
    ratio = f"x{ours / empty:.1f} an empty Python ({empty * 1000:.0f} ms)"
    print(f"gentle-back turn      first answer {ours * 1000:5.0f} ms   {ratio}")


def _median_start(command: list[str], given: bytes) -> float:
    spent = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        subprocess.run(command, input=given, capture_output=True, check=True)
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent)


def live() -> None:
    """Rendering live speech with this machine's own voice: against real time, and until the first sound."""
    from contextlib import closing

    from audio.render import render
    from audio.system_voice import SystemVoice
    from bench.conversation import first_guidance
    from skill.coach.errors import VoiceError

    timeline = first_guidance(NOW)
    try:
        with closing(SystemVoice()) as voice:
            begun, first, seconds = time.perf_counter(), 0.0, 0.0
            for span, clip in render(timeline, voice):
                if not first and clip.samples:
                    first = time.perf_counter() - begun
                seconds += span.end - span.start
            spent = time.perf_counter() - begun
    except VoiceError as error:
        print(f"live speech           not measured: {error}")
        return
    sound = f"first sound after {first * 1000:4.0f} ms (cold voice)"
    print(f"live speech           {seconds / spent:5.0f} x real time   {sound}")


def stop() -> None:
    """From `Live.stop()` to silence, as a recording of a virtual sound card hears it."""
    from bench.stopping import stopped
    from tests.audio.virtual_card import missing

    if reason := missing():
        print(f"stop                  not measured: {reason}")
        return
    try:
        spent = stopped(STOPS)
    except (RuntimeError, AssertionError) as error:
        print(f"stop                  not measured: {error}")
        return
    most = f"most {max(spent):4.0f} ms   n {len(spent)}"
    print(f"stop                  median {statistics.median(spent):4.0f} ms until silence   {most}   (budget: 200 ms)")


def verify() -> None:
    """Proving that a request is Alexa's: with a key that is kept, and with certificates read and judged anew."""
    from bench.verifying import verified

    for name, spent, budget in zip(("kept key", "rebuilt"), verified(ROUNDS), ("   (budget: 100 us)", ""), strict=True):
        spent.sort()
        median, p99 = statistics.median(spent), spent[int(len(spent) * 0.99)]
        print(f"verify, {name:13} median {median:7.1f} us   p99 {p99:8.1f} us   n {len(spent)}{budget}")


def alexa() -> None:
    """A turn through the Alexa door with the memory store, against ask-sdk-core's hello world in the same run."""
    from bench.alexa import compared

    spent = {name: sorted(times) for name, times in compared(ROUNDS * 4).items()}
    hello = statistics.median(spent["hello world"])
    budgets = {
        "hello world": "",
        "built-in": "   (budget: x1.5)",
        "with a screen": "",
        "words": "   (budget: x1.5 and 3 ms)",
    }
    for name, budget in budgets.items():
        times = spent[name]
        median, p99 = statistics.median(times), times[int(len(times) * 0.99)]
        ratio = f"x{median / hello:.2f} hello world"
        print(f"alexa, {name:14} median {median:7.1f} us   p99 {p99:8.1f} us   n {len(times)}   {ratio}{budget}")


def serve() -> None:
    """Flask under waitress, verifying, with a SQLite store: a conversation alone, and fifty at once."""
    from bench.serving import TALKS, served

    for name, load in zip(("alone", f"{TALKS} at once"), served(), strict=True):
        load.spent.sort()
        median, p99 = statistics.median(load.spent), load.spent[int(len(load.spent) * 0.99)]
        rate = f"{len(load.spent) / load.seconds:5.0f} turns a second"
        errors = f"errors {load.errors}   (budget: 0)"
        print(f"serve, {name:14} median {median:7.1f} ms   p99 {p99:8.1f} ms   n {len(load.spent)}   {rate}   {errors}")


def cold() -> None:
    """The shipped function from a new process to its first answer, against the SDK's hello world beside it."""
    from bench.cold import cold as started
    from packing.errors import PackingError

    try:
        times = {name: statistics.median(spent) * 1000 for name, spent in started(STARTS).items()}
    except PackingError as error:
        print(f"cold start            not measured: {error}")
        return
    ratio = f"x{times['ours'] / times['hello world']:.2f} hello world ({times['hello world']:.0f} ms)"
    empty = f"an empty Python takes {times['empty Python']:.0f} ms"
    print(f"cold start            first answer {times['ours']:5.0f} ms   {ratio}   (budget: x1.3)   {empty}")


def tracks() -> None:
    """A track of twelve minutes on one core, its sentences spoken already; then all tracks, from nothing."""
    from bench.rendering import rendered

    told = rendered()
    long, every = told["one long"], told["all"]
    minutes = f"{long.sound / 60:.1f} minutes, {long.cues} cues, with breath"
    speed = f"x{long.sound / long.seconds:.0f} real time on one core   at most {long.megabytes:.0f} MB"
    print(f"tracks, one long      {speed}   {minutes}   (budget: x40, 500 MB)")
    speed = f"x{every.sound / every.seconds:.0f} real time on all cores"
    print(
        f"tracks, all           {every.seconds:.0f} s   {every.tracks} tracks, {every.sound / 60:.0f} minutes: {speed}"
    )


MEASURES: dict[str, Callable[[], None]] = {
    "turn": turn,
    "hear": hear,
    "ear": ear,
    "understanding": understanding,
    "verify": verify,
    "alexa": alexa,
    "serve": serve,
    "cold": cold,
    "tracks": tracks,
    "start": start,
    "live": live,
    "stop": stop,
}


def main(named: list[str]) -> int:
    """Run the named measures, or all of them."""
    unknown = [name for name in named if name not in MEASURES]
    if unknown:
        print(f"Unknown measure {unknown[0]!r}. There are: {', '.join(MEASURES)}.", file=sys.stderr)
        return 2
    for name in named or MEASURES:
        MEASURES[name]()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
