"""The transcripts in docs/ are what the twin and the door say today."""

from __future__ import annotations

import pytest

from tests.alexa.transcripts import FOLDER, TELLINGS, page


@pytest.mark.parametrize("name", TELLINGS)
def test_a_transcript_is_what_is_said_today(name: str) -> None:
    written = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert written == page(name), "Mend with: python -m tests.alexa.transcripts"


def test_the_emergency_is_told_at_once_and_no_exercise_comes_back() -> None:
    told = page("emergency_in_mid_exercise").split("###")
    assert "nine, one, one" in told[-3]
    assert "anything new or worse" in told[-1]
    assert not any("Ready for" in part for part in told[-3:])


def test_the_next_day_begins_where_she_stopped() -> None:
    told = page("next_day_second_device").split("*The next day.*")[1]
    assert "You stopped at" in told
    assert "(bedroom)" in told
