"""The measure counts as the sample's page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from skill.coach.errors import BadRequest
from skill.measuring import ear, intents, vignettes
from skill.measuring.__main__ import main, report
from skill.measuring.intents import Line, heard_in, intent_right, slots_right
from skill.measuring.shares import Share, interval
from skill.measuring.through import Alexa, alexa
from skill.opening import names

HEAD = "goal\tstate\tutterance\tslots\tnote\n"
WELL = {"id": "W", "text": "a bit achy between the shoulders after feeding", "expected_level": "SELF_CARE"}


def sample(folder: Path, *rows: str) -> Path:
    file = folder / "lines.tsv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def vignette(folder: Path, **fields: object) -> list[vignettes.Vignette]:
    file = folder / "vignettes.jsonl"
    whole = {**WELL, "acceptable_levels": [fields.get("expected_level", "SELF_CARE")], "weeks_postpartum": 9, **fields}
    file.write_text(json.dumps(whole) + "\n", encoding="utf-8")
    return vignettes.read(file)


def test_right_lines_and_slots_are_counted(tmp_path: Path) -> None:
    path = sample(
        tmp_path,
        'start_exercise\topen\tdo the pelvic tilts\t{"exercise": "pelvic_tilt"}\t',
        "stop\troutine\tplease sing me a song\t{}\t",
    )
    text = report("intent", path, misses=False)
    assert "50.0% (1 of 2" in text
    assert "stop                   -> out_of_scope" in text
    assert "100.0% (1 of 1" in text


def test_other_goals_that_are_fine_count() -> None:
    line = Line("pause", "routine", "stop", {}, "uk; alt=stop,help")
    assert all(intent_right(line, heard) for heard in heard_in(line, names("en-US")))


def test_accepted_weeks_count() -> None:
    line = Line("profile", "open", "he is three months old", {"weeks_postpartum": 12}, "accept 12-14")
    assert all(slots_right(line, heard) for heard in heard_in(line, names("en-US")))


def test_signs_near_misses_and_other_lines_are_counted_apart(tmp_path: Path) -> None:
    path = sample(
        tmp_path,
        'report_warning_sign\tany\tmy chest really hurts\t{"sign": "chest_pain"}\t',
        'report_warning_sign\topen\tthe cat sat on the mat\t{"sign": "fever"}\t',
        "not_a_warning_sign\topen\ti need to get this off my chest\t{}\t",
        "stop\troutine\tstop\t{}\t",
    )
    text = report("ear", path, misses=True)
    assert "caught by a level                 50.0% (1 of 2" in text
    assert "critical, by a level             100.0% (1 of 1" in text
    assert "false alarms, near misses          0.0% (0 of 1" in text
    assert "false alarms, all other lines      0.0% (0 of 1" in text
    assert "the cat sat on the mat" in text


def test_our_own_lines_are_read_with_half_said_and_near_ones(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text("report_warning_sign\tchest_pain\tchest pain\nout_of_scope\t~\tmy chest of drawers\n", "utf-8")
    assert [line.kind for line in ear.read(file)] == ["sign", "near"]


def test_a_line_in_two_states_counts_as_the_worse_of_them() -> None:
    spoken = ear.Spoken("chest pain", ("open", "routine"), "sign", frozenset({"chest_pain"}), True)
    assert ear.result(spoken).level


def test_an_unknown_sign_or_a_broken_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        ear.read(sample(tmp_path, 'report_warning_sign\topen\tx y\t{"sign": "hiccups"}\t'))
    with pytest.raises(BadRequest):
        intents.lines(sample(tmp_path, "stop\topen\tstop\tnot json\t"))


def test_a_well_person_comes_to_self_care_both_ways(tmp_path: Path) -> None:
    (well,) = vignette(tmp_path)
    assert (vignettes.one_turn(well), vignettes.dialogue(well)) == ("SELF_CARE", "SELF_CARE")


def test_what_she_does_not_say_comes_out_in_the_questions(tmp_path: Path) -> None:
    (hidden,) = vignette(tmp_path, facts={"saddle_numb": True}, expected_level="EMERGENCY")
    assert vignettes.one_turn(hidden) == "SELF_CARE"
    assert vignettes.dialogue(hidden) == "EMERGENCY"
    assert "emergencies as self-care     0.0% (0 of 1" in vignettes.report([hidden]).partition("questionnaire")[2]


def test_an_unknown_fact_is_answered_with_i_dont_know(tmp_path: Path) -> None:
    (unsure,) = vignette(tmp_path, facts={"fever": "unknown"}, expected_level="SOON")
    assert vignettes.dialogue(unsure) == "SOON"


def test_a_vignette_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "v.jsonl"
    file.write_text('{"id": "X"}\n', encoding="utf-8")
    with pytest.raises(BadRequest):
        vignettes.read(file)


def test_wilsons_interval_holds_the_share() -> None:
    low, high = interval(75, 100)
    assert (round(low, 3), round(high, 3)) == (0.657, 0.825)
    assert str(Share(3, 4)).startswith(" 75.0% (3 of 4")


def test_another_measure_is_refused_with_the_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["taste", str(sample(tmp_path))]) == 2
    assert "intent, ear or compare" in capsys.readouterr().err
    assert main([]) == 2
    assert main(["ear", str(tmp_path / "nothing.tsv")]) == 2


def test_through_alexa_only_what_the_model_delivers_counts(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(
        "report_warning_sign\tchest_pain\ti have chest pain\n"
        "report_warning_sign\tchest_pain\tzounds chest pain unto mine vitals\n"
        "stop\t-\tstop\n",
        "utf-8",
    )
    text = report("ear", file, misses=True, alexa=Alexa("en-US"))
    assert "warning signs reachable           50.0% (1 of 2" in text
    assert "delivered, not as Fallback        50.0% (1 of 2" in text
    assert "kinds of signs reached           1 of 1" in text
    assert "other lines delivered            100.0% (1 of 1" in text
    assert "missed      chest_pain" in text


def test_what_arrives_through_alexa_is_what_the_door_would_say() -> None:
    way = Alexa("en-GB")
    assert way("I can't feel my legs").text == "i can't feel my legs"
    assert way("stop").intent == "stop"
    assert way("zounds and gadzooks").intent == "unclear"


def test_another_way_or_a_vignette_through_alexa_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        alexa("carrier pigeon", "en-US")
    vignette(tmp_path)
    with pytest.raises(BadRequest):
        report("ear", tmp_path / "vignettes.jsonl", misses=False, alexa=Alexa("en-US"))
    assert alexa("", "en-US") is None
