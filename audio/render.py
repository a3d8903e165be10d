"""A timeline and a voice become audio. Words are measured first; the rest of every beat is silence, to the sample."""

from __future__ import annotations

import os
from collections.abc import Iterator

from audio.chime import chime
from audio.clip import Clip, at_gain, join, silence, to_samples
from audio.voice import Voice
from audio.wav import WavWriter
from skill.coach.timeline import Chime, Span, Timeline, schedule


def render(timeline: Timeline, voice: Voice, *, chimes: bool = True, gain: float = 1.0) -> Iterator[tuple[Span, Clip]]:
    """Every cue placed in time with its sound, one at a time, so that the first can be heard at once.

    Clips follow each other without a gap: each begins within one sample of `span.start`, however long the timeline.
    A mark, or a place to listen, has an empty clip. Without `chimes` the chimes and their time are left out.
    `gain` makes words and chimes louder or softer. Raises VoiceError where the voice fails.
    """
    measured = Clip(b"")

    def measure(text: str) -> float:
        nonlocal measured
        measured = voice.render(text)
        return measured.seconds

    cues = timeline if chimes else tuple(cue for cue in timeline if not isinstance(cue, Chime))
    at = 0
    for span in schedule(cues, measure):
        sound = measured if span.speech else Clip(b"")
        if isinstance(span.cue, Chime):
            sound = chime(span.cue.name)
        clip = join((at_gain(sound, gain), silence(to_samples(span.end) - at - sound.samples)))
        at += clip.samples
        yield span, clip


def to_clip(timeline: Timeline, voice: Voice, *, chimes: bool = True) -> Clip:
    """The whole timeline as one clip. Raises VoiceError where the voice fails."""
    return join(clip for _, clip in render(timeline, voice, chimes=chimes))


def to_wav(timeline: Timeline, voice: Voice, path: str | os.PathLike[str], *, chimes: bool = True) -> float:
    """Write the whole timeline to a WAV file, cue by cue, and return its seconds.

    Raises VoiceError where the voice fails or the file cannot be written; then no file appears.
    """
    with WavWriter(path) as writer:
        for _, clip in render(timeline, voice, chimes=chimes):
            writer.write(clip)
    return writer.seconds
