"""A timeline as a track: an MP3 with chapters, captions and a transcript, as loud as every other.

The same clips and words give the same bytes. Loudness is measured on the MP3 itself, because encoding changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from audio import encoding
from audio.captions import captions, transcript
from audio.clip import Clip, join
from audio.mixing import mixed
from audio.render import render
from audio.voice import Voice
from skill.coach.errors import SoundError
from skill.coach.timeline import Chapter, Mark, Span, Timeline

WANTED_LUFS, LUFS_TOLERANCE = -15.0, 0.9
"""Between Alexa's -14 and the -16 that a spoken track reaches without being crushed (design, section 6)."""
MOST_PEAK = -1.0
"""dBTP, of the MP3."""
CEILING = -5.5
"""dBFS that no sample passes before the encoder, which adds up to four."""
HIGHEST = -1.2
"""dBFS; a ceiling above this is none."""
HARDER = 3.0
"""dB. A fifth of it arrives as loudness: that much was measured at the limiter's end."""
ROUNDS = 6
SAMPLED_SECONDS = 45.0
"""So much speech tells the gain: it is gated, so that silence does not count, and a voice is as loud everywhere."""


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
    breath: bool = False,
    album: str = "Gentle Back",
    chimes: bool = True,
) -> Made:
    """The track of a timeline. Raises VoiceError where the voice fails, SoundError where ffmpeg does."""
    parts = list(render(timeline, voice, chimes=chimes))
    spans = [span for span, _ in parts]
    sound = mixed(parts, breath=breath)
    marks = tuple(Chapter(span.cue.id, round(span.start * 1000)) for span in spans if isinstance(span.cue, Mark))
    ms = round(sound.seconds * 1000)
    mp3, measured = _as_loud_as_wanted(sound, _speech(parts), tags(title, album, marks, ms))
    return Made(
        mp3=mp3,
        ms=ms,
        chapters=marks,
        captions=captions(spans),
        transcript=transcript(spans),
        lufs=measured.lufs,
        peak=measured.peak,
    )


def _as_loud_as_wanted(sound: Clip, speech: Clip, told: str) -> tuple[bytes, encoding.Loudness]:
    """The MP3 at the wanted loudness, and what was measured on it.

    The gain is looked for on the speech alone, which is short; encoding and measuring the whole confirms it, or says
    what is missing: then the ceiling moves, which moves everything below it.
    """
    gain, ceiling = _gain_for(speech), CEILING
    for _ in range(ROUNDS):
        mp3 = encoding.encode(sound, gain=round(gain, 2), ceiling=round(ceiling, 2), tags=told)
        measured = encoding.loudness(mp3)
        if abs(measured.lufs - WANTED_LUFS) <= LUFS_TOLERANCE and measured.peak <= MOST_PEAK:
            return mp3, measured
        missing = WANTED_LUFS - measured.lufs
        if measured.peak < ceiling - 1.0:
            # Nothing comes near the limiter: there the level alone is wrong.
            gain += missing
            continue
        if measured.peak + missing > MOST_PEAK:
            # Driven harder into the limiter its peaks stand less far above the rest.
            gain, missing = gain + HARDER, missing - HARDER / 5
        ceiling = min(HIGHEST, ceiling + missing)
    raise SoundError(f"the track stays at {measured.lufs} LUFS and {measured.peak} dBTP")


def _gain_for(speech: Clip) -> float:
    gain = 30.0
    for _ in range(ROUNDS):
        missing = WANTED_LUFS - encoding.loudness_at(encoding.shortest(speech), round(gain, 2), CEILING).lufs
        if abs(missing) < LUFS_TOLERANCE / 4:
            break
        # The limiter gives back less than was put in.
        gain += 1.3 * missing
    return gain


def _speech(parts: Sequence[tuple[Span, Clip]]) -> Clip:
    """The spoken beginnings of the clips, until there is enough; all of it where nothing is spoken."""
    found: list[Clip] = []
    seconds = 0.0
    for span, clip in parts:
        if span.speech and seconds < SAMPLED_SECONDS:
            found.append(Clip(clip.pcm[: 2 * round(span.speech * clip.rate)], clip.rate))
            seconds += span.speech
    return join(found or [clip for _, clip in parts])


def tags(title: str, album: str, marks: Iterable[Chapter], ms: int) -> str:
    """Title and chapters in ffmpeg's metadata format (ffmpeg-formats, section Metadata)."""
    known = list(marks)
    out = [";FFMETADATA1", f"title={_escaped(title)}", f"album={_escaped(album)}", "genre=Speech"]
    for at, mark in enumerate(known):
        end = known[at + 1].ms if at + 1 < len(known) else ms
        out += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={mark.ms}", f"END={end}", f"title={_escaped(mark.mark)}"]
    return "\n".join(out) + "\n"


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return "".join(f"\\{ch}" if ch in "=;#\\" else ch for ch in plain)
