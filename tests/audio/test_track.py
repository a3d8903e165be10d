"""A finished track: what its MP3 holds when it is decoded again."""

from __future__ import annotations

import math
from array import array
from functools import cache
from itertools import pairwise

import pytest

from audio import encoding
from audio.captions import captions, transcript
from audio.clip import SAMPLE_RATE, Clip, from_values, silence, to_samples, values
from audio.levelling import MOST_PEAK, levelled, softened
from audio.mixing import with_bed
from audio.track import Made, make, tags
from skill.coach.errors import SoundError, VoiceError
from skill.coach.timeline import Breathe, Chapter, Chime, Count, Hold, Mark, Rest, Say, Span, Timeline, schedule
from tests.audio.dummies import LetterVoice
from tests.audio.hum import HumVoice

NEAR = 0.06
"""Seconds: a decoder that knows nothing of the encoder's delay is 46 ms late."""
TIMELINE: Timeline = (
    Mark("tilt#0"),
    Say("Sit tall on a chair.", 3.0),
    Mark("tilt#1"),
    Breathe("in", 4.0, "Breathe in."),
    Breathe("out", 6.0, "And breathe out."),
    Mark("tilt#2"),
    Breathe("in", 4.0, "In."),
    Breathe("out", 6.0),
    Hold(5.0, "Stay."),
    Say("That was it."),
)
MOSTLY_SILENT: Timeline = (Mark("rest#0"), Say("Rest."), Rest(60.0), Mark("rest#1"), Say("And that was it."))


@cache
def made(breath: bool = False) -> Made:
    return make(TIMELINE, HumVoice(), title="Pelvic tilts", breath=breath)


@cache
def decoded(breath: bool = False) -> Clip:
    return encoding.decode(made(breath).mp3)


def spans(timeline: Timeline = TIMELINE) -> list[Span]:
    return list(schedule(timeline, lambda text: HumVoice().render(text).seconds))


def loudest(clip: Clip, start: float, end: float) -> int:
    part = values(clip)[to_samples(start, clip.rate) : to_samples(end, clip.rate)]
    return max(map(abs, part), default=0)


def onset(clip: Clip, after: float) -> float:
    """The first moment after `after` at which something is heard."""
    numbers = values(clip)
    start = to_samples(after, clip.rate)
    return next(n for n in range(start, len(numbers)) if abs(numbers[n]) > 1_500) / clip.rate


def test_a_track_is_as_long_as_its_timeline() -> None:
    assert made().ms == pytest.approx(spans()[-1].end * 1000, abs=1)
    assert decoded().seconds == pytest.approx(made().ms / 1000, abs=0.03)


def test_a_chapter_lies_where_its_words_begin() -> None:
    assert [chapter.mark for chapter in made().chapters] == ["tilt#0", "tilt#1", "tilt#2"]
    for chapter in made().chapters:
        at = chapter.ms / 1000
        assert onset(decoded(), max(0.0, at - NEAR)) == pytest.approx(at, abs=NEAR)


def test_the_time_between_breaths_is_what_the_exercise_says_whatever_the_words() -> None:
    begun = [span.start for span in spans() if isinstance(span.cue, Breathe) and span.cue.text]
    heard = [onset(decoded(), start - NEAR) for start in begun]
    assert heard[1] - heard[0] == pytest.approx(4.0, abs=0.05)
    assert heard[2] - heard[1] == pytest.approx(6.0, abs=0.05)


def test_a_caption_stands_while_its_words_are_spoken() -> None:
    lines = made().captions.splitlines()
    assert lines[0] == "WEBVTT"
    for at, line in enumerate(lines):
        if "-->" not in line:
            continue
        start, _, end = line.partition(" --> ")
        begins, ends = (sum(float(part) * 60**n for n, part in enumerate(reversed(t.split(":")))) for t in (start, end))
        assert onset(decoded(), max(0.0, begins - NEAR)) == pytest.approx(begins, abs=NEAR)
        assert ends > begins
        assert lines[at + 1]


def test_the_transcript_has_every_word_and_the_beats_of_a_repetition_in_a_line() -> None:
    assert made().transcript.splitlines() == [
        "Sit tall on a chair.",
        "Breathe in. And breathe out.",
        "In. Stay.",
        "That was it.",
    ]


def test_it_is_silent_where_nobody_speaks() -> None:
    for span in spans():
        if span.end - span.start - span.speech > 0.6:
            assert loudest(decoded(), span.start + span.speech + 0.2, span.end - 0.1) < 40


@pytest.mark.parametrize("timeline", [TIMELINE, MOSTLY_SILENT], ids=["breathing", "mostly silent"])
def test_it_is_as_loud_as_every_other_and_nothing_clips(timeline: Timeline) -> None:
    track = make(timeline, HumVoice(), title="t")
    again = encoding.loudness(track.mp3)
    assert (track.lufs, track.peak) == again[:2]
    assert -16.0 <= again.lufs <= -14.0
    assert again.peak <= MOST_PEAK
    assert loudest(encoding.decode(track.mp3), 0.0, track.ms / 1000) < 32_767


def test_a_quiet_and_a_loud_voice_come_out_alike() -> None:
    quiet, loud = (make(TIMELINE, HumVoice(level), title="t") for level in (900, 24_000))
    assert quiet.lufs == pytest.approx(loud.lufs, abs=1.5)


def test_the_same_words_give_the_same_bytes() -> None:
    assert make(TIMELINE, HumVoice(), title="Pelvic tilts").mp3 == made().mp3


def test_title_and_chapters_are_in_the_file() -> None:
    assert made().mp3[:3] == b"ID3"
    assert made().mp3.count(b"CHAP") == 3
    assert b"Pelvic tilts" in made().mp3


def test_a_breath_rises_with_a_breath_in_and_falls_with_a_breath_out_and_is_never_loud() -> None:
    silent = list(schedule(TIMELINE, lambda _: 0.0))
    sound = with_bed(silence(to_samples(silent[-1].end)), silent, breath=True)
    breaths = [span for span in silent if isinstance(span.cue, Breathe)]
    for span in breaths:
        early = loudest(sound, span.start, span.start + 0.5)
        middle = loudest(sound, span.start + 1.0, span.end - 1.0)
        late = loudest(sound, span.end - 0.3, span.end)
        assert middle > max(early, late)
        assert 50 < middle < 1_500
    assert loudest(sound, silent[1].start + 1.0, silent[1].end) == 0


def test_a_breath_is_softer_under_words() -> None:
    spoken = list(schedule((Breathe("out", 6.0, "And breathe all the way out."),), lambda _: 2.4))
    bed = with_bed(silence(to_samples(6.0)), spoken, breath=True)
    assert loudest(bed, 1.9, 2.3) < 0.6 * loudest(bed, 2.5, 2.9)


def test_a_breath_lies_far_below_the_words() -> None:
    spans_ = [span for span in spans() if isinstance(span.cue, Breathe) and span.cue.text]
    for span in spans_:
        words_, breath = (
            loudest(decoded(breath=True), *moments)
            for moments in ((span.start, span.start + span.speech), (span.start + span.speech + 0.2, span.end - 0.2))
        )
        assert 0 < breath < words_ / 8


WITH_CHIMES: Timeline = (
    Mark("x#0"),
    Say("Sit tall on a chair.", 1.0),
    Chime("begin"),
    Rest(1.0),
    Chime("end"),
    Rest(1.0),
)


def test_a_chime_is_about_as_loud_as_the_words_and_never_louder() -> None:
    track = encoding.decode(make(WITH_CHIMES, HumVoice(), title="t").mp3)
    spoken, begin, end = (span for span in spans(WITH_CHIMES) if isinstance(span.cue, (Say, Chime)))
    for chime in (begin, end):
        assert 0.25 < loudest(track, chime.start, chime.end) / loudest(track, spoken.start, spoken.end) < 1.0


def test_a_chime_sounds_where_its_cue_is_and_words_do_not_move_for_it() -> None:
    chimes = [span for span in spans(WITH_CHIMES) if isinstance(span.cue, Chime)]
    track = encoding.decode(make(WITH_CHIMES, HumVoice(), title="t").mp3)
    for span in chimes:
        assert onset(track, span.start - NEAR) == pytest.approx(span.start, abs=NEAR)


def test_breathing_sound_changes_no_time_at_all() -> None:
    assert made(breath=True).ms == made().ms
    assert made(breath=True).chapters == made().chapters


def test_tags_cannot_be_broken_by_a_title() -> None:
    told = tags("a=b;c#d\\\n[CHAPTER]", "", [Chapter("x#0", 0)], 10)
    assert told.splitlines()[1] == r"title=a\=b\;c\#d\\ [CHAPTER]"
    assert told.count("\n[CHAPTER]") == 1


def test_captions_of_markup_are_plain_words() -> None:
    assert "a &lt;b&gt; &amp; c" in captions([Span(Say("a <b> & c"), 0.0, 1.0, 1.0)])


def test_nothing_said_is_an_empty_page() -> None:
    assert captions([Span(Rest(3.0), 0.0, 3.0, 0.0)]) == "WEBVTT\n"
    assert transcript([Span(Chime("end"), 0.0, 1.0, 0.0), Span(Count(2.0), 1.0, 3.0, 0.0)]) == "\n"


def peaky(bursts: int) -> Clip:
    """A soft tone of five seconds with bursts in it that an encoder makes higher than they are."""
    numbers = array("h", (round(8_500 * math.sin(n / 8)) for n in range(5 * encoding.RATE)))
    for burst in range(bursts):
        at = round((burst + 0.55) * encoding.RATE * 5 / bursts)
        for n in range(at, at + 90):
            numbers[n] = 31_500 if (n - at) // 5 % 2 else -31_500
    return from_values(numbers, encoding.RATE)


def test_peaks_of_the_encoder_are_softened_and_the_rest_is_left_alone() -> None:
    loud = encoding.loudness(encoding.encode(peaky(4)))
    _, measured = levelled(peaky(4), "")
    assert loud.peak > MOST_PEAK >= measured.peak
    assert measured.lufs == pytest.approx(loud.lufs, abs=1.0)


def test_a_softer_place_is_soft_only_there_and_has_no_edge() -> None:
    sound = from_values(array("h", [10_000] * 24_000), 24_000)
    told = values(softened(sound, {5: 6.0}))
    assert told[13_200] == pytest.approx(5_012, abs=5)
    assert {*told[: 12_000 - 1_000], *told[14_400 + 1_000 :]} == {10_000}
    assert max(abs(a - b) for a, b in pairwise(told)) < 20


def test_what_is_nothing_but_peaks_is_told() -> None:
    with pytest.raises(SoundError, match="stays at"):
        levelled(from_values(array("h", ([30_000] + [0] * 599) * 200), encoding.RATE), "")


# What goes wrong


def test_what_is_no_sound_is_refused() -> None:
    with pytest.raises(SoundError, match="ffmpeg failed"):
        encoding.decode(b"this is no sound")


def test_a_track_of_nothing_but_silence_cannot_be_made_as_loud_as_wanted() -> None:
    with pytest.raises(SoundError, match="nothing in this sound"):
        make((Mark("x#0"), Rest(3.0)), HumVoice(), title="t")


def test_a_voice_that_fails_is_told_as_its_own_error() -> None:
    with pytest.raises(VoiceError, match="lost my voice"):
        make(TIMELINE, LetterVoice(fails_after=1), title="t")


def test_the_encoder_keeps_a_tone_where_it_was() -> None:
    tone = array("h", (round(12_000 * math.sin(n / 8)) for n in range(SAMPLE_RATE)))
    clip = from_values(array("h", [0]) * SAMPLE_RATE + tone)
    assert onset(encoding.decode(encoding.encode(encoding.pressed(clip, gain=24, ceiling=-3))), 0.0) == pytest.approx(
        1.0, abs=0.02
    )
