"""A finished track as cues with their sound, from any moment of it, so that live speech can play it like its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audio.captions import read_captions
from audio.clip import BYTES_PER_SAMPLE, SAMPLE_RATE, Clip, at_gain, to_samples
from skill.coach.errors import SoundError
from skill.coach.timeline import Chapter, Cue, Mark, Rest, Say, Span


def decoded(mp3: bytes) -> Clip:
    """An MP3 as a clip of `SAMPLE_RATE`, with nothing but what pip has installed.

    Its decoder leaves the encoder's delay in front, 46 ms. Raises SoundError.
    """
    try:
        import miniaudio

        sound = miniaudio.decode(mp3, miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=SAMPLE_RATE)
    except (ImportError, OSError) as error:
        raise SoundError(f"playing a track needs miniaudio (`pip install miniaudio`): {error}") from error
    except miniaudio.MiniaudioError as error:
        raise SoundError(f"the track cannot be played: {error}") from error
    return Clip(sound.samples.tobytes())


def parts(
    sound: Clip, chapters: Sequence[Chapter], captions: str, *, start: float = 0.0, gain: float = 1.0
) -> Iterator[tuple[Span, Clip]]:
    """The chapters and captions of a track in time, each with the sound until the next, from `start` seconds on.

    What began before `start` comes first once more, because it is what is heard there.
    """
    cues: list[tuple[float, Cue]] = [(chapter.ms / 1000, Mark(chapter.mark)) for chapter in chapters]
    cues += [(at, Say(text)) for at, text in read_captions(captions)]
    cues = [(0.0, Rest(0.0)), *sorted(cues, key=lambda cue: cue[0]), (sound.seconds, Rest(0.0))]
    mark = next((n for n in reversed(range(len(cues))) if isinstance(cues[n][1], Mark) and cues[n][0] <= start), 0)
    for (at, cue), (end, _) in zip(cues[mark:], cues[mark + 1 :], strict=False):
        if end <= start and not isinstance(cue, Mark):
            continue
        first, last = (to_samples(max(start, moment)) * BYTES_PER_SAMPLE for moment in (at, end))
        yield Span(cue, max(start, at), max(start, end), 0.0), at_gain(Clip(sound.pcm[first:last]), gain)
