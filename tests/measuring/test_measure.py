"""The measure counts as the sample's page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.coach.errors import BadRequest
from skill.opening import names
from skill.understanding.measure import Line, Share, heard_in, intent_right, interval, measure, slots_right

HEAD = "goal\tstate\tutterance\tslots\tnote\n"


def sample(folder: Path, *rows: str) -> str:
    file = folder / "lines.tsv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(file)


def test_right_lines_and_slots_are_counted(tmp_path: Path) -> None:
    path = sample(
        tmp_path,
        'start_exercise\topen\tdo the pelvic tilts\t{"exercise": "pelvic_tilt"}\t',
        "stop\troutine\tplease sing me a song\t{}\t",
    )
    report = measure(path, names("en-US"))
    assert "50.0% (1 of 2" in report
    assert "stop                   -> out_of_scope" in report
    assert "100.0% (1 of 1" in report


def test_other_goals_that_are_fine_count() -> None:
    line = Line("pause", "routine", "stop", {}, "uk; alt=stop,help")
    assert all(intent_right(line, heard) for heard in heard_in(line, names("en-US")))


def test_accepted_weeks_count() -> None:
    line = Line("profile", "open", "he is three months old", {"weeks_postpartum": 12}, "accept 12-14")
    assert all(slots_right(line, heard) for heard in heard_in(line, names("en-US")))


def test_the_ear_is_counted_apart(tmp_path: Path) -> None:
    path = sample(
        tmp_path,
        'report_warning_sign\tany\tmy chest really hurts\t{"sign": "chest_pain"}\t',
        "not_a_warning_sign\topen\ti need to get this off my chest\t{}\t",
    )
    report = measure(path, names("en-US"), "ear")
    assert "caught by a level            100.0% (1 of 1" in report
    assert "false alarms, near misses      0.0% (0 of 1" in report


def test_wilsons_interval_holds_the_share() -> None:
    low, high = interval(75, 100)
    assert (round(low, 3), round(high, 3)) == (0.657, 0.825)
    assert str(Share(3, 4)).startswith(" 75.0% (3 of 4")


def test_another_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        measure(sample(tmp_path), names("en-US"), "taste")
