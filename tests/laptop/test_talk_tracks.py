"""`gentle-back talk --track`: exercises play through, and wherever she stops them she goes on."""

from __future__ import annotations

from skill.stores import key_of
from tests.laptop.listening import BREATHING, START, listened, seconds_before, third_repetition, typed_over


def test_a_routine_plays_through_and_its_words_are_on_the_screen() -> None:
    shown, kept = listened(START, None)
    assert kept.load(key_of("me")).keepsake.settings.knows == {
        "diaphragmatic_breathing": 2,
        "pelvic_floor_contraction": 1,
    }
    assert [line for line in shown if line.startswith("[")] == [
        "[Belly breathing]",
        "[Pelvic floor squeeze]",
        "[Belly breathing]",
    ]
    assert "  Breathe in through your nose." in shown
    assert not any("Ready for" in line or "Next," in line for line in shown)
    assert any("That's all of it." in line for line in shown), "as in turns"
    assert any("get emergency help" in line for line in shown)


def test_stopped_in_the_third_breath_she_goes_on_in_the_third_breath() -> None:
    shown, kept = listened(START, "the baby", None, pressed={seconds_before(BREATHING, third_repetition): ""})
    assert any("Was that pain, or the baby?" in line for line in shown)
    place = kept.load(key_of("me")).keepsake.place
    assert place is not None
    assert (place.exercise, place.rep, place.why) == ("diaphragmatic_breathing", 3, "baby")
    again, _ = listened("yes", "in my arms", None, store=kept)
    after = again[again.index("[Belly breathing]") : again.index("[Pelvic floor squeeze]")]
    assert "  Breathe in through your nose." not in after, "these are the words of the first breath"
    assert after.count("  In.") < 4


def test_a_question_is_answered_and_the_track_goes_on_where_it_was() -> None:
    shown, _ = listened(START, None, pressed={seconds_before(BREATHING, third_repetition): "how long is left"})
    at = next(n for n, line in enumerate(shown) if "exercises after this one" in line)
    assert "[Belly breathing]" in shown[at:]
    assert "  Breathe in through your nose." not in shown[at : shown.index("[Pelvic floor squeeze]")]
    assert any("That's all of it." in line for line in shown)


def test_when_it_falls_quiet_before_a_step_with_a_question_she_can_ask_and_go_on() -> None:
    shown, _ = listened("start the baby in arms routine", "how do i lift", "continue", "three weeks", "vaginal", None)
    assert any("When it falls quiet, say continue." in line for line in shown)
    quiet = shown.index("  Feeling sleepy? Lay your baby in the crib.")
    assert any("lift" in line or "carrying" in line for line in shown[quiet:]), "the side question is answered"
    assert any("How many weeks" in line or "How long ago" in line for line in shown[quiet:]), "and she can go on"


def test_after_the_last_track_she_can_still_talk() -> None:
    shown, _ = listened(START, "how long is left", "is this pain serious", None)
    last = next(n for n, line in enumerate(shown) if "That's all of it." in line)
    assert any("No routine is running" in line for line in shown[last:])
    assert any("what's bothering you" in line for line in shown[last:])


def test_what_she_told_before_a_track_is_not_asked_again_after_it() -> None:
    told = "start the baby in arms routine my baby is three weeks old and it was a vaginal birth"
    shown, _ = listened(told, "continue", None, keep="settings")
    assert "[Belly breathing]" in shown
    assert not any("How long ago" in line for line in shown)


def test_a_level_that_stands_is_not_forgotten_over_the_words_that_follow() -> None:
    shown, _ = listened("my chest hurts and i can't breathe", "start my back routine", None)
    first = next(n for n, line in enumerate(shown) if "Call nine, one, one" in line)
    assert any("call" in line.casefold() for line in shown[first + 1 :])
    assert not any(line.startswith("[") for line in shown)


def test_a_warning_sign_over_a_track_is_heard_and_nothing_plays_on() -> None:
    shown, _ = listened(
        START, None, pressed={seconds_before(BREATHING, third_repetition): "my chest hurts and i can't breathe"}
    )
    at = next(n for n, line in enumerate(shown) if "Call nine, one, one" in line)
    assert not any(line.startswith("[") for line in shown[at:])


def test_ctrl_c_in_a_track_keeps_the_breath_she_was_in() -> None:
    shown, kept = listened(START, pressed={seconds_before(BREATHING, third_repetition): ""}, interrupts=True)
    place = kept.load(key_of("me")).keepsake.place
    assert place is not None
    assert (place.exercise, place.rep) == ("diaphragmatic_breathing", 3)
    assert shown[-1].strip() == "Your place is kept."


SETTING_UP = "Sit back in a firm chair"


def test_what_is_typed_over_the_words_before_a_track_is_heard() -> None:
    sign = typed_over(SETTING_UP, "my chest hurts and i can't breathe", None)
    assert any("Call nine, one, one" in line for line in sign)
    hurts = typed_over(SETTING_UP, "that hurts", None)
    assert any("numbness" in line for line in hurts)
    asked = typed_over(SETTING_UP, "how long is left", None)
    assert "[Belly breathing]" in asked[next(n for n, line in enumerate(asked) if SETTING_UP in line) :]


def test_what_is_typed_over_an_answer_over_a_track_is_heard() -> None:
    shown = typed_over("You can say pause", "my chest hurts and i can't breathe", None, say=[START, "help"])
    assert any("Call nine, one, one" in line for line in shown)


def test_everything_said_beforehand_is_heard_before_anything_plays() -> None:
    shown = typed_over("nothing", "", None, say=[START, "my chest hurts and i can't breathe"])
    assert any("Call nine, one, one" in line for line in shown)
    assert not any(line.startswith("[") for line in shown)


def test_the_space_bar_pressed_twice_is_no_answer() -> None:
    moment = seconds_before(BREATHING, third_repetition)
    shown, _ = listened(START, "", "the baby", None, pressed={moment: ""})
    asked = [line for line in shown if "Was that pain, or the baby?" in line]
    assert len(asked) == 2
