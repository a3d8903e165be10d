"""A track for people who look: its waveform, what is said when, its chapters, and the breath as a curve. One SVG."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from math import ceil

from audio.clip import Clip, to_samples, values
from skill.coach.timeline import BEATS, Breathe, Hold, Mark, Say, Span, parse_mark

ROW_SECONDS = 30.0
LEFT, WIDTH, HEAD, ROW = 50, 1500, 90, 190
"""Pixels: the margin, a row of sound, the title, and how high a row is."""
WAVE, BREATH_TOP, BREATH_LOW = 70, 28, 112
"""Pixels below the top of a row: the middle of the waveform, and where breath is full and empty."""
HALF_WAVE = 40
WORDS_AT = (132, 148, 164)
"""Words stand in one of three lines, so that neighbours don't cover each other."""
STEP = 2
"""Pixels from one point of the waveform to the next."""
BENDS = 12
"""Straight pieces of the curve of a breath."""
LETTER = 5.6
"""Pixels, of the small letters."""
STYLE = (
    "text{font:12px sans-serif;fill:#333}.t{font-size:22px;fill:#222}.s{fill:#666}.c{font-weight:bold;fill:#7a3e00}"
    ".w{font-size:11px}.wave{fill:#8fb3cf}.breath{fill:none;stroke:#c2571a;stroke-width:2}.line{stroke:#ddd}"
    ".mark{stroke:#c98;stroke-dasharray:3 3}"
)


def sheet(title: str, sound: Clip, spans: Sequence[Span], names: Mapping[str, str]) -> str:
    """The page as SVG. `names`: what to call the steps."""
    rows = max(1, ceil(sound.seconds / ROW_SECONDS))
    high = HEAD + rows * ROW + 20
    minutes = f"{int(sound.seconds // 60)} min {int(sound.seconds % 60)} s"
    about = f"{minutes}. Blue: sound. Orange: breath, up as it flows in. Dashed: a repetition begins."
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT * 2 + WIDTH} {high}" role="img">',
        f"<title>{escape(title)}</title><desc>{escape(_described(spans))}</desc><style>{STYLE}</style>",
        f'<rect width="100%" height="100%" fill="#fff"/><text class="t" x="{LEFT}" y="38">{escape(title)}</text>',
        f'<text class="s" x="{LEFT}" y="62">{escape(about)}</text>',
    ]
    numbers = values(sound)
    loudest = max(1, max(numbers, default=1), -min(numbers, default=-1))
    for row in range(rows):
        out += _row(row, sound, numbers, loudest, spans, names)
    return "\n".join((*out, "</svg>", ""))


def _row(
    row: int, sound: Clip, numbers: Sequence[int], loudest: int, spans: Sequence[Span], names: Mapping[str, str]
) -> list[str]:
    begins, ends, top = row * ROW_SECONDS, (row + 1) * ROW_SECONDS, HEAD + row * ROW

    def x(seconds: float) -> float:
        return LEFT + (min(ends, max(begins, seconds)) - begins) / ROW_SECONDS * WIDTH

    out = [f'<text class="s" x="8" y="{top + WAVE + 4}">{int(begins // 60)}:{int(begins % 60):02}</text>']
    out.append(f'<line class="line" x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{top + WAVE}" y2="{top + WAVE}"/>')
    out.append(_wave(begins, top, sound, numbers, loudest))
    inside = [span for span in spans if span.end > begins and span.start < ends]
    for span in inside:
        if isinstance(span.cue, Mark) and begins <= span.start < ends:
            step, repetition = parse_mark(span.cue.id)
            called = names.get(step, step) if repetition == 0 else str(repetition)
            at = x(span.start)
            out.append(f'<line class="mark" x1="{at:.0f}" x2="{at:.0f}" y1="{top + 20}" y2="{top + 124}"/>')
            out.append(f'<text class="c" x="{at:.0f}" y="{top + 16}">{escape(called)}</text>')
        elif isinstance(span.cue, Breathe):
            out.append(_breath(span, begins, top, x))
    return out + _words(inside, begins, top, x)


def _wave(begins: float, top: int, sound: Clip, numbers: Sequence[int], loudest: int) -> str:
    """The loudest sample of every `STEP` pixels, above and below the middle."""
    points: list[tuple[int, float]] = []
    for at in range(0, WIDTH, STEP):
        first, last = (to_samples(begins + n / WIDTH * ROW_SECONDS, sound.rate) for n in (at, at + STEP))
        part = numbers[first:last]
        if not part:
            break
        points.append((LEFT + at, max(max(part), -min(part)) / loudest * HALF_WAVE))
    upper = [f"{x},{top + WAVE - high:.1f}" for x, high in points]
    lower = [f"{x},{top + WAVE + high:.1f}" for x, high in reversed(points)]
    return f'<polygon class="wave" points="{" ".join(upper + lower)}"/>'


def _breath(span: Span, begins: float, top: int, x: Callable[[float], float]) -> str:
    """One breath, from empty to full or back; the part of it that lies in this row."""
    cue = span.cue
    assert isinstance(cue, Breathe)
    first, last = max(span.start, begins), min(span.end, begins + ROW_SECONDS)
    points: list[str] = []
    for n in range(BENDS + 1):
        moment = first + (last - first) * n / BENDS
        share = (moment - span.start) / (span.end - span.start)
        flowed = share * share * (3 - 2 * share)  # slow at both ends, as breath is
        full = flowed if cue.way == "in" else 1 - flowed
        points.append(f"{x(moment):.1f},{top + BREATH_LOW - full * (BREATH_LOW - BREATH_TOP):.1f}")
    return f'<polyline class="breath" points="{" ".join(points)}"/>'


def _words(inside: Sequence[Span], begins: float, top: int, x: Callable[[float], float]) -> list[str]:
    out, free = [], [0.0] * len(WORDS_AT)
    for span in inside:
        text = span.cue.text if isinstance(span.cue, (Say, *BEATS)) else ""
        if not text or span.start < begins:
            continue
        at, long = x(span.start), LETTER * len(text)
        line = min(range(len(free)), key=lambda n: (free[n] > at, n))
        free[line] = at + long + 6
        fits = at + long < LEFT * 2 + WIDTH
        where = f'x="{at:.0f}"' if fits else f'x="{LEFT * 2 + WIDTH - 4}" text-anchor="end"'
        out.append(f'<text class="w" {where} y="{top + WORDS_AT[line]}">{escape(text)}</text>')
    return out


def _described(spans: Sequence[Span]) -> str:
    """The same in words, for who has it read aloud."""
    breaths = sum(isinstance(span.cue, Breathe) and span.cue.way == "in" for span in spans)
    holds = sum(isinstance(span.cue, Hold) for span in spans)
    said = sum(bool(span.speech) for span in spans)
    return f"{said} sentences, {breaths} breaths in, {holds} holds. The words are in the transcript beside the sound."
