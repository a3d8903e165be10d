"""A timeline is a list of cues: what to say, breathe, count, hold, chime, mark and when to listen.

Breath is the clock: a beat lasts what it says, words are measured first and the rest of the beat is silence. The same
timeline has three renderings with the same marks in the same order: turns (SSML), tracks (MP3) and live speech.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from skill.coach.exercise import Beat, Variant

Measure = Callable[[str], float]
"""Words -> seconds of speech, for one voice at one rate."""

WORDS_PER_MINUTE = 145.0
"""The default rate; 140 to 155 was the most intelligible range (notes on voice, section 1)."""
PAUSE_AFTER_SETUP = 3.0
"""Seconds left between set-up cues, enough to do one action (`clinical/exercises.md` section 4: 3 to 5 s)."""
PAUSE_AFTER_SPEECH = 0.6


class Say(Struct, frozen=True, tag="say", omit_defaults=True):
    """Words, then at least `pause` seconds of silence."""

    text: str
    pause: float = PAUSE_AFTER_SPEECH


class Breathe(Struct, frozen=True, tag="breathe", omit_defaults=True):
    """One breath in or out, `seconds` long from start to end whatever the words."""

    way: Literal["in", "out"]
    seconds: float
    text: str = ""


class Count(Struct, frozen=True, tag="count", omit_defaults=True):
    """A beat of movement, `seconds` long whatever the words."""

    seconds: float
    text: str = ""


class Hold(Struct, frozen=True, tag="hold", omit_defaults=True):
    """Stay where you are for `seconds`."""

    seconds: float
    text: str = ""


class Rest(Struct, frozen=True, tag="rest", omit_defaults=True):
    """Silence; nothing to do."""

    seconds: float
    text: str = ""


class Chime(Struct, frozen=True, tag="chime", omit_defaults=True):
    """A short soft tone. Left out at night and where she does not want chimes."""

    name: Literal["begin", "half", "end"]


class Mark(Struct, frozen=True, tag="mark", omit_defaults=True):
    """A place in the routine: `step#repetition`. Every rendering keeps all marks, in this order."""

    id: str


class Listen(Struct, frozen=True, tag="listen", omit_defaults=True):
    """The microphone opens. `seconds`: how long live speech waits before it goes on or asks again."""

    seconds: float = 8.0


Cue = Say | Breathe | Count | Hold | Rest | Chime | Mark | Listen
BEATS = (Breathe, Count, Hold, Rest)
"""Cues with a length of their own."""

Timeline = tuple[Cue, ...]


def estimate(text: str, words_per_minute: float = WORDS_PER_MINUTE) -> float:
    """Seconds this text takes at the given rate, for where speech cannot be measured (Alexa turns, content check).

    Counted by letters rather than words, because "in" and "shoulder-blades" differ: 5.2 characters a word on average.
    """
    return len(text) / 5.2 * 60.0 / words_per_minute


def mark(step: str, repetition: int) -> str:
    """The id of the mark before this repetition of this step."""
    return f"{step}#{repetition}"


def parse_mark(id: str) -> tuple[str, int]:
    """The step and the repetition of a mark. Raises ValueError on anything that is not one."""
    step, _, repetition = id.rpartition("#")
    if not step:
        raise ValueError(f"not a mark: {id!r}")
    return step, int(repetition)


def _beat(beat: Beat, level: int, stretch: float) -> Cue:
    text = beat.words[min(level, len(beat.words) - 1)] if beat.words else ""
    seconds = round(beat.seconds * stretch, 2)
    match beat.kind:
        case "in" | "out":
            return Breathe(beat.kind, seconds, text)
        case "hold":
            return Hold(seconds, text)
        case "rest":
            return Rest(seconds, text)
        case _:
            return Count(seconds, text)


def lay_out(
    step: str,
    variant: Variant,
    *,
    reps: int,
    start: int = 1,
    setup: bool = True,
    enter: bool = True,
    leave: bool = True,
    stretch: float = 1.0,
    fewer_words: int = 0,
    extra: Iterable[str] = (),
    chimes: bool = True,
) -> Timeline:
    """The cues of one exercise: set-up, repetitions from `start` to `reps`, getting out.

    Without `setup` she goes on where she was; without `enter` she is in the position already; without `leave` she
    stays in it for the next step. `stretch` lengthens every beat (slower > 1, faster < 1).
    `fewer_words`: 0 all words, 1 short from the first repetition on, 2 shortest. `extra`: cues after the set-up.
    """
    cues: list[Cue] = [Mark(mark(step, 0))]
    if setup:
        ready = (*variant.enter, *variant.setup) if enter else variant.setup
        cues += [Say(text, PAUSE_AFTER_SETUP * stretch) for text in ready]
    cues += [Say(text, 1.0) for text in extra]
    if chimes:
        cues.append(Chime("begin"))
    for repetition in range(max(1, start), reps + 1):
        cues.append(Mark(mark(step, repetition)))
        level = repetition - max(1, start)
        if repetition == reps > 2:
            cues.append(Say("Last one.", 0.3))
        cues += [_beat(beat, level + fewer_words, stretch) for beat in variant.beats]
    if chimes:
        cues.append(Chime("end"))
    if leave:
        cues += [Say(text) for text in variant.leave]
    return tuple(cues)


class Span(Struct, frozen=True):
    """One cue placed in time, in seconds from the start of the timeline."""

    cue: Cue
    start: float
    end: float
    """The next cue begins here."""
    speech: float
    """Seconds of speech at the start of the span; never longer than the span."""


CHIME_SECONDS = 0.8


def schedule(timeline: Timeline, measure: Measure) -> Iterator[Span]:
    """Place every cue in time. Speech never overlaps: a beat shorter than its words waits for them.

    Text that is too long for its beat is found by the content check; here it stretches the beat instead of being cut.
    """
    now = 0.0
    for cue in timeline:
        speech = measure(cue.text) if isinstance(cue, (Say, *BEATS)) and cue.text else 0.0
        if isinstance(cue, Say):
            length = speech + cue.pause
        elif isinstance(cue, BEATS):
            length = max(cue.seconds, speech)
        elif isinstance(cue, Chime):
            length = CHIME_SECONDS
        else:
            length = 0.0
        yield Span(cue, now, now + length, speech)
        now += length


def seconds(timeline: Timeline, measure: Measure = estimate) -> float:
    """How long a timeline takes; `listen` counts nothing."""
    end = 0.0
    for span in schedule(timeline, measure):
        end = span.end
    return end


def spoken(timeline: Timeline) -> str:
    """All the words of a timeline as plain text."""
    return " ".join(cue.text for cue in timeline if isinstance(cue, (Say, *BEATS)) and cue.text)


class Chapter(Struct, frozen=True):
    """Where a mark lies in a rendered track."""

    mark: str
    ms: int


class Track(Struct, frozen=True, kw_only=True):
    """One exercise variant as sound: how long it is, and where its repetitions begin."""

    ms: int
    chapters: tuple[Chapter, ...]
    """Marks `<exercise>#<repetition>`, later and later."""
    pace: float = 1.0
    """How it was rendered (`Settings.pace`)."""


def as_track(exercise: str, variant: Variant, *, pace: float = 1.0) -> Timeline:
    """The cues of the track of a variant: whole, with the way in and out, because it may follow any other.

    Without chimes, so that one file serves day and night.
    """
    return lay_out(exercise, variant, reps=variant.reps, stretch=pace, chimes=False)


def laid_out(exercise: str, variant: Variant) -> Track:
    """The track of a variant as long as it would be about, where none is rendered (`estimate`)."""
    timeline = as_track(exercise, variant)
    return Track(ms=round(seconds(timeline) * 1000), chapters=chapters(timeline, estimate))


def chapters(timeline: Timeline, measure: Measure) -> tuple[Chapter, ...]:
    """The marks of a timeline in time, as a chapter manifest (place <-> milliseconds)."""
    return tuple(
        Chapter(span.cue.id, round(span.start * 1000))
        for span in schedule(timeline, measure)
        if isinstance(span.cue, Mark)
    )
