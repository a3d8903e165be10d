"""The only file that knows pydub: the layers of a track, its words, and under them chimes and a quiet breath.

Words are joined as bytes, once: adding pydub's segments one by one costs the square of their number. Chimes and breath
are laid under them when those are as loud as wanted, so that what presses a voice does not lift a breath.
"""

from __future__ import annotations

import warnings
from array import array
from collections.abc import Iterable, Sequence
from functools import cache

from audio.chime import chime
from audio.clip import BYTES_PER_SAMPLE, Clip, from_values, join, silence, to_samples
from skill.coach.timeline import Breathe, Chime, Span

with warnings.catch_warnings():
    # `audioop` leaves the standard library (audioop-lts brings it back), and pydub looks for ffmpeg, which
    # `audio.encoding` finds.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

EDGE_MS = 8
"""Every clip begins and ends softly, so that none clicks."""
CHIME_DB = -2.0
"""Of the live chime, whose peak is -13 dB of full scale: some 2 dB less loud than the words of a track."""
BREATH_DB = -22.0
"""Of full scale: to be felt more than heard. Half as loud again under words (`DUCKED_DB`)."""
DUCKED_DB = -9.0
SHORTEST_BREATH = 0.5
"""Seconds: under a shorter cue there is none."""
TOP = 0.35
"""Of a breath's length: until here a breath in grows, and from here on a breath out falls."""


def words(parts: Iterable[tuple[Span, Clip]]) -> Clip:
    """Clips that follow each other, each as long as its span, as one. Chimes are silent here: they are no words."""
    return join(silence(clip.samples) if isinstance(span.cue, Chime) else _edged(clip) for span, clip in parts)


def with_bed(sound: Clip, spans: Sequence[Span], *, breath: bool = False) -> Clip:
    """Words with what lies under them: the chimes of their timeline and, where wanted, a breath in its breathing."""
    parts, at = [], 0
    for span in spans:
        end = to_samples(span.end, sound.rate)
        parts.append(_over(Clip(sound.pcm[BYTES_PER_SAMPLE * at : BYTES_PER_SAMPLE * end], sound.rate), span, breath))
        at = end
    return join((*parts, Clip(sound.pcm[BYTES_PER_SAMPLE * at :], sound.rate)))


def _over(words: Clip, span: Span, breath: bool) -> Clip:
    """The words of one cue with what lies under them."""
    if isinstance(span.cue, Chime):
        under = _segment(chime(span.cue.name, words.rate)).apply_gain(CHIME_DB)
    elif breath and isinstance(span.cue, Breathe) and words.seconds > SHORTEST_BREATH:
        under = _breath(words.samples, words.rate, span.cue.way, span.speech)
    else:
        return words
    # pydub counts in thousandths of a second; the words' own number of samples decides.
    size = len(words.pcm)
    return Clip(_segment(words).overlay(under).raw_data[:size].ljust(size, b"\0"), words.rate)


def _segment(clip: Clip) -> AudioSegment:
    return AudioSegment(data=clip.pcm, sample_width=2, frame_rate=clip.rate, channels=1)


def _edged(clip: Clip) -> Clip:
    """Softly in; the end of a clip is silence already, or the next begins there."""
    segment = _segment(clip)
    return Clip(segment.fade_in(EDGE_MS).raw_data, clip.rate) if len(segment) > 2 * EDGE_MS else clip


def _breath(samples: int, rate: int, way: str, speech: float) -> AudioSegment:
    """Rises and falls over the cue, softer while words are spoken."""
    sound = _segment(_noise(samples, rate)).apply_gain(BREATH_DB)
    top = int(len(sound) * (1 - TOP if way == "in" else TOP))
    shaped = sound.fade_in(top).fade_out(len(sound) - top)
    spoken = int(speech * 1000)
    return shaped[:spoken].apply_gain(DUCKED_DB) + shaped[spoken:] if spoken > EDGE_MS else shaped


@cache
def _second(rate: int) -> array[int]:
    """One second of soft noise, the same in every run: a linear congruential generator, smoothed twice."""
    numbers, state, low, lower = array("h"), 1, 0.0, 0.0
    for _ in range(rate):
        state = (1_103_515_245 * state + 12_345) % 2**31
        low += 0.25 * (state / 2**30 - 1.0 - low)
        lower += 0.25 * (low - lower)
        numbers.append(round(32_767 * lower))
    return numbers


def _noise(samples: int, rate: int) -> Clip:
    whole, rest = divmod(samples, rate)
    return join((*[from_values(_second(rate), rate)] * whole, from_values(_second(rate)[:rest], rate)))
