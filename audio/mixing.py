"""The only file that knows pydub: clips in time become one sound, with a quiet breath under the breathing cues.

Everything is joined as bytes, once: adding pydub's segments one by one costs the square of their number.
"""

from __future__ import annotations

import warnings
from array import array
from collections.abc import Iterable, Sequence
from functools import cache

from audio.clip import SAMPLE_RATE, Clip, from_values, to_samples
from skill.coach.timeline import Breathe, Span

with warnings.catch_warnings():
    # `audioop` leaves the standard library (audioop-lts brings it back), and pydub looks for ffmpeg, which
    # `audio.encoding` finds.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

EDGE_MS = 8
"""Every clip begins and ends softly, so that none clicks."""
BREATH_DB = -38.0
"""Of full scale: to be felt more than heard. Half as loud again under words (`DUCKED_DB`)."""
DUCKED_DB = -9.0
TOP = 0.35
"""Of a breath's length: until here a breath in grows, and from here on a breath out falls."""


def mixed(parts: Iterable[tuple[Span, Clip]], *, breath: bool = False) -> Clip:
    """Clips that follow each other, each as long as its span, as one; with a breath sound under the breathing cues."""
    told = list(parts)
    words = _joined([_edged(clip) for _, clip in told])
    if breath and any(isinstance(span.cue, Breathe) for span, _ in told):
        words = words.overlay(_joined([_breath(span, clip.samples) for span, clip in told]))
    return Clip(words.raw_data, SAMPLE_RATE)


def _segment(pcm: bytes) -> AudioSegment:
    return AudioSegment(data=pcm, sample_width=2, frame_rate=SAMPLE_RATE, channels=1)


def _joined(segments: Sequence[AudioSegment]) -> AudioSegment:
    return _segment(b"".join(segment.raw_data for segment in segments))


def _edged(clip: Clip) -> AudioSegment:
    """Softly in; the end of a clip is silence already, or the next begins there."""
    segment = _segment(clip.pcm)
    return segment.fade_in(EDGE_MS) if len(segment) > 2 * EDGE_MS else segment


def _breath(span: Span, samples: int) -> AudioSegment:
    """The breath of one cue, rising or falling; silence, as long as the clip, under every other cue."""
    silent = _segment(bytes(2 * samples))
    cue = span.cue
    if not isinstance(cue, Breathe) or len(silent) < 500:
        return silent
    sound = _segment(_noise(samples)).apply_gain(BREATH_DB)
    top = int(len(sound) * (1 - TOP if cue.way == "in" else TOP))
    shaped = sound.fade_in(top).fade_out(len(sound) - top)
    spoken = int(span.speech * 1000)
    if spoken > EDGE_MS:
        shaped = shaped[:spoken].apply_gain(DUCKED_DB) + shaped[spoken:]
    # Cutting counts in thousandths; the clip's own number of samples decides.
    return _segment(shaped.raw_data[: 2 * samples].ljust(2 * samples, b"\0"))


@cache
def _second() -> array[int]:
    """One second of soft noise, the same in every run: a linear congruential generator, smoothed twice."""
    numbers, state, low, lower = array("h"), 1, 0.0, 0.0
    for _ in range(SAMPLE_RATE):
        state = (1_103_515_245 * state + 12_345) % 2**31
        low += 0.25 * (state / 2**30 - 1.0 - low)
        lower += 0.25 * (low - lower)
        numbers.append(round(32_767 * lower))
    return numbers


def _noise(samples: int) -> bytes:
    whole, rest = divmod(samples, to_samples(1.0))
    return from_values(_second()).pcm * whole + from_values(_second()[:rest]).pcm
