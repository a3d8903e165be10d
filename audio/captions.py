"""The words of a track for who doesn't hear: captions in time (WebVTT), and a plain transcript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from itertools import pairwise

from skill.coach.timeline import BEATS, Mark, Say, Span

_TIME = re.compile(r"(\d{2,3}):(\d\d):(\d\d\.\d{3}) --> ", re.ASCII)
LEAST_SECONDS = 1.0
"""How long a caption stays at least, where the next does not come before."""


def captions(spans: Sequence[Span]) -> str:
    """A WebVTT file: a caption for every cue that speaks, from its first word to its last, and a moment longer."""
    spoken = [span for span in spans if _text(span)]
    out = ["WEBVTT", ""]
    for at, span in enumerate(spoken):
        following = spoken[at + 1].start if at + 1 < len(spoken) else span.end
        end = max(span.start + span.speech, min(following, span.start + max(LEAST_SECONDS, span.speech)))
        out += [f"{_clock(span.start)} --> {_clock(end)}", escape(_text(span), quote=False), ""]
    return "\n".join(out)


def read_captions(text: str) -> list[tuple[float, str]]:
    """When each caption of a file of ours begins, in seconds, and its words. What is none is left out."""
    found = []
    lines = text.splitlines()
    for time, words in pairwise(lines):
        if match := _TIME.match(time):
            hours, minutes, seconds = match.groups()
            plain = "".join(letter for letter in unescape(words) if letter.isprintable())
            found.append((int(hours) * 3600 + int(minutes) * 60 + float(seconds), plain))
    return found


def transcript(spans: Sequence[Span]) -> str:
    """The words to read: a line for every sentence, and the beats of a repetition in one line."""
    lines: list[str] = []
    beats: list[str] = []
    for span in spans:
        if isinstance(span.cue, BEATS):
            beats += [span.cue.text] * bool(span.cue.text)
        elif isinstance(span.cue, (Say, Mark)):
            lines += [" ".join(beats)] * bool(beats)
            lines += [span.cue.text] if isinstance(span.cue, Say) and span.cue.text else []
            beats = []
    return "\n".join([*lines, *[" ".join(beats)] * bool(beats)]) + "\n"


def _text(span: Span) -> str:
    return span.cue.text if isinstance(span.cue, (Say, *BEATS)) else ""


def _clock(seconds: float) -> str:
    """`hours:minutes:seconds.thousandths` (W3C, WebVTT)."""
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
