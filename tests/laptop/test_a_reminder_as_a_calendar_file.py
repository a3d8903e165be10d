"""The laptop reminds through a calendar: its file begins on the right day and comes back on the right ones."""

from __future__ import annotations

from datetime import date

import pytest

from skill.coach.keepsake import Reminder
from skill.laptop.handing_over import calendar
from tests.factories import NOON


@pytest.mark.parametrize(
    ("reminder", "start", "rule"),
    [
        (Reminder(time="19:30"), "20261123T193000", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"),
        (Reminder(time="07:00", frequency="tue"), "20261124T070000", "RRULE:FREQ=WEEKLY;BYDAY=TU"),
        (Reminder(time="11:00", frequency="mon_fri"), "20261127T110000", "RRULE:FREQ=WEEKLY;BYDAY=MO,FR"),
        (Reminder(time="08:00", frequency="once", on=date(2026, 12, 1)), "20261201T080000", None),
    ],
)
def test_it_begins_on_the_first_day_it_comes_back_on(reminder: Reminder, start: str, rule: str | None) -> None:
    lines = calendar(reminder, NOON).split("\r\n")  # NOON is a Monday
    assert f"DTSTART:{start}" in lines
    assert [line for line in lines if line.startswith("RRULE")] == ([rule] if rule else [])
    assert "SUMMARY:Gentle Back" in lines
