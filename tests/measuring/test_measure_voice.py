"""`./run measure voice`: what a recogniser hears of the coach, word by word; the real one where it is installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from audio.clip import Clip
from audio.system_voice import SystemVoice
from skill.coach.errors import VoiceError
from skill.content.load import load
from skill.measuring import recognising_child
from skill.measuring.__main__ import main
from skill.measuring.voice import APART, guidance, listener, played, report, track_of, understood, words_of, wrong_words
from tests.audio.hum import HumVoice
from tests.parts.finding import part

HEARS_THE_SAME = """
import json, sys
print(json.dumps({"ready": "dummy"}), flush=True)
for line in sys.stdin:
    print(json.dumps({"text": "Breathe in through your nose."}), flush=True)
"""
DUMMY = (sys.executable, "-c", HEARS_THE_SAME)


@pytest.mark.parametrize(
    ("heard", "wrong", "missed"),
    [
        ("drop your shoulders", 0, []),
        ("drop your shoulder", 1, ["shoulders"]),
        ("you drop your shoulders", 1, []),
        ("your shoulders", 1, ["drop"]),
        ("", 3, ["drop", "shoulders", "your"]),
        ("shoulders your drop now", 3, ["drop", "shoulders"]),
    ],
)
def test_the_least_number_of_words_to_put_right_is_counted(heard: str, wrong: int, missed: list[str]) -> None:
    found = wrong_words(["drop", "your", "shoulders"], heard.split())
    assert found[0] == wrong
    assert sorted(found[1]) == missed


def test_capitals_hyphens_and_full_stops_cannot_be_heard() -> None:
    assert words_of("Shoulder-blades down. Baby's here!") == ["shoulder", "blades", "down", "baby's", "here"]


def test_guidance_is_taken_from_all_exercises_and_each_sentence_once() -> None:
    sentences = guidance(load("en-US"))
    assert len(sentences) == len(set(sentences)) == 120
    assert all(len(text.split()) >= 4 for text in sentences)


def test_every_sentence_is_cut_out_of_the_mp3_where_it_is_spoken() -> None:
    texts = ["Drop your shoulders a little.", "Let your tummy soften now."]
    cut: list[tuple[str, Clip]] = list(played(track_of(texts), HumVoice()))
    assert [text for text, _ in cut] == texts
    for text, sound in cut:
        assert sound.seconds == pytest.approx(HumVoice().render(text).seconds + 0.3, abs=0.16)
        assert sound.seconds < HumVoice().render(text).seconds + APART


def test_shares_and_missed_words_are_counted_over_all_sentences() -> None:
    with listener(DUMMY) as child:
        told = understood(HumVoice(), ["Breathe in through your nose.", "Breathe out through your mouth."], child)
    assert (told.wrong.right, told.wrong.of) == (2, 10)
    assert told.missed == {"out": 1, "mouth": 1}


def test_a_report_has_a_line_for_every_voice_and_rate() -> None:
    lines = list(report([""], [150.0], DUMMY, 4))
    assert lines[0].startswith("4 sentences")
    assert "150 words a minute" in lines[1]
    assert "most often missed" in lines[2]


def test_a_missing_recogniser_is_told_with_the_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "moonshine_voice.py").write_text("raise ImportError('not here')")
    run = f"import runpy, sys; sys.path.insert(0, {str(tmp_path)!r}); "
    run += f"runpy.run_path({recognising_child.__file__!r}, run_name='__main__')"
    with pytest.raises(VoiceError, match=r"pip install 'gentle-back\[recognise\]'"):
        list(report([""], [150.0], (sys.executable, "-c", run)))


@pytest.mark.parametrize("does", ["pass", "print('{\"ready\": 1}', flush=True); input()"], ids=["at once", "later"])
def test_a_recogniser_that_ends_is_told(does: str) -> None:
    with pytest.raises(VoiceError, match="the recogniser ended unexpectedly"):
        list(report([""], [150.0], (sys.executable, "-c", does), 2))


def test_a_measure_without_its_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ear"]) == 2
    assert "needs a file" in capsys.readouterr().err


def test_the_real_recogniser_hears_most_of_what_the_real_voice_says() -> None:
    python = part("moonshine") / "bin" / "python"
    texts = [
        "Keep your arms soft around your baby.",
        "Roll to your back.",
        "Let your tummy soften and breathe out slowly.",
    ]
    voice = SystemVoice()
    try:
        with listener((str(python), "-P", recognising_child.__file__)) as child:
            told = understood(voice, texts, child)
    finally:
        voice.close()
    assert told.wrong.right / told.wrong.of < 0.5
