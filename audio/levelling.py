"""As loud as every other track: the MP3 itself is measured, because encoding changes loudness and adds peaks.

Compressed and limited once; then the whole is encoded and measured, and where a peak has come out too high the sound is
made a little softer around it and encoded again.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi

from audio import encoding
from audio.clip import Clip, from_values, to_samples, values
from audio.encoding import FRAME, Loudness
from skill.coach.errors import SoundError

WANTED_LUFS, LUFS_TOLERANCE = -15.2, 0.7
"""Between Alexa's -14 and the -16 that a spoken track reaches without being crushed (design, section 6: -15, 1 more or
less)."""
MOST_PEAK = -1.0
"""dBTP, of the MP3."""
CEILING = -6.0
"""dBFS that no sample passes before the encoder, which adds up to five."""
USUAL_GAIN = 26.0
"""dB, where the search begins: what espeak needs."""
ROUNDS = 8
NEAR_PEAK = 0.3
"""dB: what comes so near to the highest peak that is allowed is softened too, because another encoding moves it."""
FADE_SECONDS = 0.04
"""A softer place begins and ends this gently."""


def pressed(words: Clip, sample: Clip) -> Clip:
    """Words compressed and limited until they are as loud as wanted.

    `sample`: some of them, of which the gain is found: measuring all would take longer. Raises SoundError.
    """
    return encoding.pressed(words, gain=_gain_for(sample), ceiling=CEILING)


def levelled(sound: Clip, tags: str) -> tuple[bytes, Loudness]:
    """The MP3 of a sound at the wanted loudness, and what was measured on it. `tags`: its title and chapters.

    Raises SoundError where the loudness is not reached.
    """
    level, cuts = 0.0, dict[int, float]()
    for _ in range(ROUNDS):
        mp3 = encoding.encode(softened(sound, cuts), level=level, tags=tags)
        measured = encoding.loudness(mp3)
        missing = WANTED_LUFS - measured.lufs
        if abs(missing) <= LUFS_TOLERANCE and measured.peak <= MOST_PEAK:
            return mp3, measured
        if abs(missing) > LUFS_TOLERANCE / 2:
            level += missing
        for frame, peak in enumerate(measured.frames):
            if (over := peak - MOST_PEAK + NEAR_PEAK) > 0:
                cuts[frame] = cuts.get(frame, 0.0) + over + NEAR_PEAK
    raise SoundError(f"the track stays at {measured.lufs} LUFS and {measured.peak} dBTP")


def _gain_for(sample: Clip) -> float:
    """The gain, in dB, that brings the pressed sample to the wanted loudness: by secants, because near its end the
    limiter gives back a fifth of what is put in, and far from it all.
    """
    sample, gain, slope = encoding.shortest(sample), USUAL_GAIN, 0.0
    before = (0.0, 0.0)
    for _ in range(ROUNDS):
        lufs = encoding.loudness_of(encoding.pressed(sample, gain=gain, ceiling=CEILING)).lufs
        missing = WANTED_LUFS - lufs
        if abs(missing) < LUFS_TOLERANCE / 4:
            break
        slope = (lufs - before[1]) / (gain - before[0]) if slope else 0.2 if abs(missing) < 3.0 else 1.0
        before = (gain, lufs)
        gain += max(-12.0, min(12.0, missing / max(0.1, min(1.0, slope))))
    return gain


def softened(clip: Clip, cuts: Mapping[int, float]) -> Clip:
    """A clip that is softer, by so many dB, around some of its frames of `FRAME` seconds."""
    if not cuts:
        return clip
    numbers, fade = values(clip), to_samples(FADE_SECONDS, clip.rate)
    for frame, cut in cuts.items():
        start, end = to_samples(frame * FRAME, clip.rate) - fade, to_samples((frame + 1) * FRAME, clip.rate) + fade
        taken = 1 - 10 ** (-cut / 20)
        for n in range(max(0, start), min(end, len(numbers))):
            share = min(1.0, (n - start) / fade, (end - n) / fade)
            numbers[n] = round(numbers[n] * (1 - taken * (0.5 - 0.5 * cos(pi * share))))
    return from_values(numbers, clip.rate)
