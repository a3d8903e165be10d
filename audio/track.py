"""A timeline as a track: an MP3 with chapters, captions and a transcript, as loud as every other.

The same clips and words give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from audio.captions import captions, transcript
from audio.clip import Clip, join, to_samples
from audio.levelling import levelled, pressed
from audio.mixing import with_bed, words
from audio.render import render
from audio.voice import Voice
from skill.coach.timeline import Chapter, Mark, Span, Timeline, parse_mark

SAMPLED_SECONDS = 45.0
"""So much speech tells the gain: a voice is as loud everywhere."""
TAIL_SECONDS = 0.4
"""Of the silence after the words belongs to the sample: the measure's blocks reach as far (ITU-R BS.1770)."""


class Made(Struct, frozen=True, kw_only=True):
    """A finished track."""

    mp3: bytes
    """48 kbps, 24 kHz, mono, with title and chapters (ID3)."""
    ms: int
    chapters: tuple[Chapter, ...]
    captions: str
    """WebVTT."""
    transcript: str
    lufs: float
    peak: float
    """True peak, dBTP."""


def make(
    timeline: Timeline,
    voice: Voice,
    *,
    title: str,
    names: Mapping[str, str] | None = None,
    breath: bool = False,
    album: str = "Gentle Back",
    chimes: bool = True,
) -> Made:
    """The track of a timeline. `names`: what to call the chapters of a step.

    Raises VoiceError where the voice fails, SoundError where ffmpeg does.
    """
    parts = list(render(timeline, voice, chimes=chimes))
    spans = [span for span, _ in parts]
    spoken = words(parts)
    marks = tuple(Chapter(span.cue.id, round(span.start * 1000)) for span in spans if isinstance(span.cue, Mark))
    ms = round(spoken.seconds * 1000)
    sound = with_bed(pressed(spoken, _sample(parts)), spans, breath=breath)
    mp3, measured = levelled(sound, tags(title, album, marks, ms, names or {}))
    return Made(
        mp3=mp3,
        ms=ms,
        chapters=marks,
        captions=captions(spans),
        transcript=transcript(spans),
        lufs=measured.lufs,
        peak=measured.peak,
    )


def _sample(parts: Sequence[tuple[Span, Clip]]) -> Clip:
    """Spoken clips from the beginning to the end, as many as are needed; all of it where nothing is spoken."""
    spoken = [(min(span.speech + TAIL_SECONDS, clip.seconds), clip) for span, clip in parts if span.speech]
    every = max(1, int(sum(seconds for seconds, _ in spoken) / SAMPLED_SECONDS))
    found = [Clip(clip.pcm[: 2 * to_samples(seconds, clip.rate)], clip.rate) for seconds, clip in spoken[::every]]
    return join(found or [clip for _, clip in parts])


def tags(title: str, album: str, marks: Iterable[Chapter], ms: int, names: Mapping[str, str] | None = None) -> str:
    """Title and chapters in ffmpeg's metadata format (ffmpeg-formats, section Metadata)."""
    names = names or {}
    known = list(marks)
    out = [";FFMETADATA1", f"title={_escaped(title)}", f"album={_escaped(album)}", "genre=Speech"]
    for at, mark in enumerate(known):
        end = known[at + 1].ms if at + 1 < len(known) else ms
        out += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={mark.ms}",
            f"END={end}",
            f"title={_escaped(_called(mark.mark, names))}",
        ]
    return "\n".join(out) + "\n"


def _called(mark: str, names: Mapping[str, str]) -> str:
    """ "Chin tucks 3": what a player shows of a chapter."""
    step, repetition = parse_mark(mark)
    name = names.get(step, step)
    name = name[:1].upper() + name[1:]
    return f"{name} {repetition}" if repetition else name


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return "".join(f"\\{ch}" if ch in "=;#\\" else ch for ch in plain)
