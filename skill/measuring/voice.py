"""Is the coach understood? A track of guidance is rendered, heard by an offline recogniser, and the words compared.

`./run measure voice [--voice NAME] [--rate N]`: word error rate for every voice at every rate, measured on the MP3 as
it is played, sentence by sentence. A recogniser is no tired parent: it ranks voices and rates, and promises nothing.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from audio.clip import Clip, to_samples
from audio.encoding import decode
from audio.render import render
from audio.track import make
from audio.voice import Voice
from audio.voices import voice_called
from audio.watched_child import ChildLost, WatchedChild
from audio.wav import WavWriter
from skill.coach.content import Content
from skill.coach.errors import VoiceError
from skill.coach.timeline import Rest, Say, Timeline
from skill.content.load import load
from skill.measuring.shares import Share

LISTENER = (sys.executable, "-P", str(Path(__file__).with_name("recognising_child.py")))
LISTENS_SECONDS = 30.0
"""Patience with one sentence."""
LEAST_WORDS = 4
"""A recogniser has nothing to go on in "In." and "Out."; a person has the rest of the exercise."""
SENTENCES = 120
RATES = (120.0, 130.0, 140.0, 145.0, 150.0, 155.0, 165.0, 180.0, 200.0)
APART = 1.5
"""Seconds between two sentences."""
BEFORE = 0.15
"""Seconds of silence that the recogniser hears before and after a sentence."""


class Understood(Struct, frozen=True, kw_only=True):
    """What was understood of one voice at one rate."""

    voice: str
    rate: float
    wrong: Share
    """Words wrong, missing or too many, of all."""
    missed: Counter[str]
    """Words that were not heard, and how often."""


def guidance(content: Content, most: int = SENTENCES) -> list[str]:
    """Sentences of the exercises as they are spoken, evenly from all of them, each once."""
    said: dict[str, None] = {}
    for exercise in content.exercises.values():
        for variant in exercise.variants:
            beats = (text for beat in variant.beats for text in beat.words)
            for text in (*variant.enter, *variant.setup, *beats, *variant.leave):
                if len(text.split()) >= LEAST_WORDS:
                    said[text] = None
    every = max(1, len(said) // most)
    return list(said)[::every][:most]


def words_of(text: str) -> list[str]:
    """The words of a text as they sound: hyphens and capitals cannot be heard."""
    return re.findall(r"[a-z']+", text.casefold().replace("\u2019", "'").replace("-", " "))


def wrong_words(said: Sequence[str], heard: Sequence[str]) -> tuple[int, list[str]]:
    """The least number of words to put right, and the words of `said` that were not heard (Levenshtein distance)."""
    # Row by row; beside each distance the words that were lost on the way there.
    row: list[tuple[int, tuple[str, ...]]] = [(n, ()) for n in range(len(heard) + 1)]
    for word in said:
        before, row = row, [(row[0][0] + 1, (*row[0][1], word))]
        for n, other in enumerate(heard):
            lost = (before[n + 1][0] + 1, (*before[n + 1][1], word))
            added = (row[n][0] + 1, row[n][1])
            same = before[n] if word == other else (before[n][0] + 1, (*before[n][1], word))
            row.append(min(lost, added, same, key=lambda way: way[0]))
    return row[-1][0], list(row[-1][1])


def track_of(sentences: Iterable[str]) -> Timeline:
    """All sentences in one track, far enough apart to be told from each other."""
    return (*(Say(text, APART) for text in sentences), Rest(0.5))


def played(timeline: Timeline, voice: Voice) -> Iterator[tuple[str, Clip]]:
    """Every sentence with its sound as it is in the finished MP3."""
    sound = decode(make(timeline, voice, title="Measured").mp3)
    for span, _ in render(timeline, voice):
        if isinstance(span.cue, Say):
            start, end = (
                to_samples(max(0.0, at), sound.rate) for at in (span.start - BEFORE, span.start + span.speech + BEFORE)
            )
            yield span.cue.text, Clip(sound.pcm[2 * start : 2 * end], sound.rate)


@contextmanager
def listener(command: Sequence[str] = LISTENER) -> Iterator[WatchedChild]:
    """The recogniser's process, ready to hear. Raises VoiceError where it cannot start."""
    child = WatchedChild(command)
    try:
        try:
            child.begin()
        except ChildLost as lost:
            raise VoiceError(f"the recogniser {lost}") from lost
        yield child
    finally:
        child.kill()


def understood(voice: Voice, sentences: Sequence[str], child: WatchedChild) -> Understood:
    """What the recogniser understands of a voice. Raises VoiceError, also where the recogniser is gone."""
    wrong, all_words, missed = 0, 0, Counter[str]()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sentence.wav"
        for text, sound in played(track_of(sentences), voice):
            with WavWriter(file, sound.rate) as writer:
                writer.write(sound)
            said, heard = words_of(text), words_of(_heard(child, file))
            errors, lost = wrong_words(said, heard)
            wrong, all_words = wrong + errors, all_words + len(said)
            missed.update(lost)
    return Understood(voice=voice.name, rate=voice.rate, wrong=Share(wrong, all_words), missed=missed)


def _heard(child: WatchedChild, file: Path) -> str:
    try:
        return str(child.ask({"wav": str(file)}, LISTENS_SECONDS)["text"])
    except ChildLost as lost:
        raise VoiceError(f"the recogniser {lost}") from lost


def report(
    voices: Sequence[str], rates: Sequence[float], command: Sequence[str] = LISTENER, most: int = SENTENCES
) -> Iterator[str]:
    """A line for every voice at every rate as it is measured, and what was missed most. Raises VoiceError."""
    sentences = guidance(load("en-US"), most)
    yield f"{len(sentences)} sentences of guidance, as they are in the MP3; wrong: words put in, left out or mistaken"
    missed: dict[str, Counter[str]] = {}
    with TemporaryDirectory() as folder, listener(command) as child:
        for name in voices:
            for rate in rates:
                with closing(voice_called(name, rate, Path(folder))) as voice:
                    told = understood(voice, sentences, child)
                missed.setdefault(told.voice, Counter()).update(told.missed)
                yield f"{told.voice:20} {told.rate:4.0f} words a minute   wrong {told.wrong}"
    for name, words in missed.items():
        yield f"{name}: most often missed: " + ", ".join(f"{word} {n}" for word, n in words.most_common(15))
