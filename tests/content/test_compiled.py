"""The committed JSON is what the YAML says, content passes its check, a mistake is named by file, line and mend."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from skill.cli import main
from skill.coach.errors import ContentError, UnknownLocale
from skill.content import check, compile, read
from skill.content.load import LOCALES, SPOKEN_AS, load
from skill.content.read import Document

HERE = compile.HERE


def test_the_compiled_content_is_what_the_yaml_says() -> None:
    assert (HERE / "en.json").read_bytes() == compile.build(), "run: python -m skill.content.compile"


def test_content_passes_its_own_check() -> None:
    assert [str(finding) for finding in check.findings()] == []


@pytest.mark.parametrize("locale", [*LOCALES, *SPOKEN_AS])
def test_every_locale_has_all_its_words(locale: str) -> None:
    words = load(locale)
    left = set(re.findall(r"\{(\w+)\}", str(words.exercises) + str(words.routines) + str(words.plan)))
    assert left == set()
    assert words.locale == locale


def test_a_locale_without_words_is_refused_with_a_list_of_those_that_have() -> None:
    with pytest.raises(UnknownLocale, match="en-GB"):
        load("fr-FR")


# Mistakes a physiotherapist may make

READ: dict[tuple[str, bytes], Document] = {}


def read_once(path: Path, root: Path) -> Document:
    """A document as it is read; a file that nobody changed is parsed once for all tests."""
    if not path.exists():
        return Document(path, root)
    key = (str(path.relative_to(root)), path.read_bytes())
    if key not in READ:
        READ[key] = Document(path, root)
    return READ[key]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content to break."""
    monkeypatch.setattr(read, "Document", read_once)
    copy = tmp_path / "content"
    shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("*.py", "*.json", "__pycache__"))
    return copy


def edit(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        path = folder / name
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    return act


def put(name: str, old: str, new: str) -> Callable[[Path], None]:
    def swap(text: str) -> str:
        assert old in text, f"{old!r} is not in {name}"
        return text.replace(old, new, 1)

    return edit(name, swap)


BRIDGE, BRIDGE_WORDS = "exercises/bridge.yaml", "en/exercises/bridge.yaml"
BROKEN: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "not YAML": (put(BRIDGE, "tier: 2", "tier: [2"), BRIDGE, "Not valid YAML"),
    "a key that does not exist": (put(BRIDGE, "tier: 2", "teir: 2"), BRIDGE, "teir"),
    "a word for a number": (put(BRIDGE, "tier: 2", "tier: two"), BRIDGE, "int"),
    "a number out of range": (put(BRIDGE, "tier: 2", "tier: 9"), BRIDGE, "3"),
    "a place that does not exist": (put(BRIDGE, "places: [mat]", "places: [sofa]"), BRIDGE, "sofa"),
    "a key twice": (put(BRIDGE, "tier: 2", "tier: 2\ntier: 3"), BRIDGE, "twice"),
    "a key missing": (put(BRIDGE, "needs_clearance: true\n", ""), BRIDGE, "needs_clearance"),
    "an id of another file": (put(BRIDGE, "id: bridge", "id: bridges"), BRIDGE, "bridges"),
    "a variant without words": (put(BRIDGE_WORDS, "  lying_mat:", "  lying_rug:"), BRIDGE_WORDS, "lying_mat"),
    "words missing": (lambda folder: (folder / BRIDGE_WORDS).unlink(), BRIDGE_WORDS, "missing"),
    "phrases missing": (lambda folder: (folder / "en/phrases.yaml").unlink(), "en/phrases.yaml", "missing"),
    "an unknown key in a phrase": (put("en/phrases.yaml", "  short: [", "  shrot: ["), "en/phrases.yaml", "shrot"),
    "a routine with an exercise that does not exist": (
        put("routines.yaml", "exercise: bridge", "exercise: brigde"),
        "routines.yaml",
        "brigde",
    ),
    "a cue too long to follow": (
        put(BRIDGE_WORDS, "    easier: ", "    easier: When you are ready and not before then you may "),
        BRIDGE_WORDS,
        "words",
    ),
    "a word that is never said": (put(BRIDGE_WORDS, "    easier: ", "    easier: Just "), BRIDGE_WORDS, "never said"),
    "not UTF-8": (
        lambda folder: (folder / BRIDGE_WORDS).write_bytes(b"id: bridge\nname: br\xffdge\n"),
        BRIDGE_WORDS,
        "UTF-8",
    ),
}
WITHOUT_A_LINE = frozenset({"words missing", "phrases missing", "not UTF-8"})
"""There is no line to name where the whole file cannot be read."""


@pytest.mark.parametrize("mistake", list(BROKEN))
def test_a_mistake_is_named_by_file_line_and_mend(mistake: str, folder: Path) -> None:
    damage, file, names = BROKEN[mistake]
    damage(folder)
    found = list(check.findings(folder))
    assert found, "the mistake was not found"
    error = found[0]
    assert isinstance(error, ContentError)
    assert error.file == file
    assert error.mend
    assert names in str(error)
    assert error.line > 0 or mistake in WITHOUT_A_LINE


def test_the_line_is_that_of_the_mistake(folder: Path) -> None:
    put(BRIDGE, "needs_clearance: true", "needs_clearance: perhaps")(folder)
    lines = (folder / BRIDGE).read_text(encoding="utf-8").splitlines()
    error = next(iter(check.findings(folder)))
    assert lines[error.line - 1] == "needs_clearance: perhaps"
    assert str(error).startswith(f"{BRIDGE}:{error.line}: ")


def test_words_too_long_for_their_beat_in_a_voice_are_found_with_a_suggestion() -> None:
    beat = "Breathe out slowly through your mouth."
    found = [str(finding) for finding in check.findings(measure=lambda text: 7.4 if text == beat else 0.5)]
    assert found
    assert all("takes 7.4 s of 6 s" in finding for finding in found)
    assert all("in at most 30 letters, or give the beat 7.5 seconds" in finding for finding in found)


def test_every_beat_has_room_for_its_words_in_the_systems_own_voice(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-content", "--voice", "--rate", "145"]) == 0
    assert "in order" in capsys.readouterr().out
    assert main(["check-content", "--voice", "nobody-by-this-name"]) == 1
    assert "nobody-by-this-name" in capsys.readouterr().err
