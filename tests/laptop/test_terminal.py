"""`gentle-back talk` in a real terminal.

Where a key has to come in the middle of a sentence the pace is real (speed 1): the sentence is still going on then,
however slow the machine. No test waits for it, because the key stops it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from skill.coach.keepsake import Place
from skill.stores import key_of
from skill.stores.sqlite import SqliteStore

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from tests.laptop.terminal import BACKSPACE, CTRL_C, CTRL_D, CTRL_U, Terminal

RUB = "\b \b"
FIRST_WORDS = "Breathe in through your nose."
GUIDED = ("--say", "start my back routine", "--say", "in my arms")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept.sqlite"


def place(kept: Path) -> Place | None:
    store = SqliteStore(kept)
    try:
        return store.load(key_of("me")).keepsake.place
    finally:
        store.close()


def guided(terminal: Terminal) -> None:
    """Into the first exercise, without waiting for any sentence to end."""
    terminal.expect("Hello, I'm Gentle Back")
    terminal.type("start my back routine")
    terminal.expect("Where is your baby")
    terminal.type("in my arms")
    terminal.expect("This is the baby in arms routine")


def test_the_greeting_shows_and_the_keys_are_told(kept: Path) -> None:
    with Terminal(kept) as terminal:
        terminal.expect("Space or Enter stops the sound; Ctrl-C leaves.")
        terminal.expect("Hello, I'm Gentle Back")


def test_a_routine_goes_on_by_itself(kept: Path) -> None:
    with Terminal(kept, "--say", "start my routine my hands are free c section four weeks ago") as terminal:
        terminal.expect(FIRST_WORDS)
        terminal.expect("Ready")
        terminal.expect("Last one.")


def test_typed_words_are_obeyed_in_the_middle_of_a_sentence(kept: Path) -> None:
    with Terminal(kept, speed=1) as terminal:
        guided(terminal)
        terminal.type("stop")
        terminal.expect("Stopped. Your place is kept.")
        assert FIRST_WORDS not in terminal.shown


def test_what_she_types_comes_before_what_was_to_be_said_first(kept: Path) -> None:
    with Terminal(kept, *GUIDED, speed=1) as terminal:
        terminal.expect("Hello, I'm Gentle Back")
        terminal.type("is this pain serious")
        terminal.expect("is this pain serious\r\n  ")
        assert "Where is your baby" not in terminal.shown


def test_space_stops_at_once_and_pauses_and_another_goes_on(kept: Path) -> None:
    with Terminal(kept, speed=1) as terminal:
        guided(terminal)
        terminal.press(" ")
        terminal.expect("Paused.")
        assert FIRST_WORDS not in terminal.shown
        terminal.press(" ")
        terminal.expect("Here we go on.")
        terminal.press(" ")
        terminal.expect("Paused.")


def test_backspace_takes_back_one_letter(kept: Path) -> None:
    with Terminal(kept) as terminal:
        terminal.expect("Hello")
        terminal.type(f"stoo{BACKSPACE}p")
        terminal.expect(f"stoo{RUB}p\r\n")
        assert terminal.ended() == 0


def test_backspace_in_an_empty_line_does_nothing(kept: Path) -> None:
    with Terminal(kept) as terminal:
        terminal.expect("Hello")
        terminal.type(f"s{BACKSPACE * 3}stop")
        terminal.expect(f"s{RUB}stop\r\n")
        assert terminal.ended() == 0


def test_ctrl_u_clears_the_line(kept: Path) -> None:
    with Terminal(kept) as terminal:
        terminal.expect("Hello")
        terminal.type(f"my leg{CTRL_U}stop")
        terminal.expect("my leg" + RUB * 6 + "stop\r\n")
        assert terminal.ended() == 0


def test_arrow_keys_and_broken_bytes_say_nothing(kept: Path) -> None:
    with Terminal(kept) as terminal:
        terminal.expect("Hello")
        terminal.press(b"\xff" + CTRL_U.encode())
        terminal.expect(RUB)
        for keys in ("st", "\x1b[A", "\x1bOP", "\x1b[1;5C", "op"):
            terminal.press(keys)
        terminal.expect("stop")
        terminal.type("")
        assert terminal.ended() == 0


def test_her_words_are_not_torn_apart_by_what_is_said(kept: Path) -> None:
    with Terminal(kept, *GUIDED) as terminal:
        terminal.expect(FIRST_WORDS)
        terminal.press("stop it")
        terminal.expect(RUB * 7 + "  ")
        terminal.expect("\r\nstop it")
        terminal.type("")
        terminal.expect("Your place is kept.")
        assert terminal.ended() == 0


@pytest.mark.parametrize("key", [CTRL_D, CTRL_C])
def test_leaving_in_the_middle_keeps_the_place_and_the_terminal(kept: Path, key: str) -> None:
    with Terminal(kept, speed=1) as terminal:
        guided(terminal)
        assert terminal.mode != terminal.before
        terminal.press(key)
        terminal.expect("Your place is kept.")
        assert terminal.ended() == 0
        assert terminal.mode == terminal.before
        assert "Traceback" not in terminal.shown
    left = place(kept)
    assert left is not None
    assert left.exercise == "diaphragmatic_breathing"


def test_leaving_keeps_the_repetition_she_was_in(kept: Path) -> None:
    with Terminal(kept, *GUIDED) as terminal:
        terminal.expect("Out, and ribs come down.")
        terminal.press(CTRL_D)
        assert terminal.ended() == 0
    left = place(kept)
    assert left is not None
    assert (left.exercise, left.rep > 1) != ("diaphragmatic_breathing", False)


def test_ctrl_d_at_a_question_does_not_go_on(kept: Path) -> None:
    with Terminal(kept, speed=1) as terminal:
        terminal.expect("Hello")
        terminal.type("start my back routine")
        terminal.expect("Where is your baby")
        terminal.press(CTRL_D)
        assert terminal.ended() == 0
        assert terminal.mode == terminal.before
        assert terminal.shown.count("Where is your baby") == 1


def test_nothing_is_promised_that_is_not_kept(kept: Path) -> None:
    kept.mkdir()
    with Terminal(kept, speed=1) as terminal:
        terminal.expect("I may not be able to keep your place just now.")
        terminal.press(CTRL_C)
        assert terminal.ended() == 0
        assert "Your place is kept." not in terminal.shown


def test_nothing_is_drawn_anew_but_by_backspaces(kept: Path) -> None:
    with Terminal(kept, *GUIDED) as terminal:
        terminal.expect(FIRST_WORDS)
        terminal.press(f"pouse{BACKSPACE * 4}ause")
        terminal.expect("\r\npause")
        terminal.type("")
        terminal.expect("Paused.")
        terminal.press(CTRL_C)
        assert terminal.ended() == 0
        codes = re.findall(r"[^\x20-\x7e]+", terminal.shown.replace(RUB, "").replace("\r\n", ""))
        assert [code for code in codes if not code.isprintable()] == []
