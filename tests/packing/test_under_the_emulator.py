"""The archive as Lambda runs it: whole, answering, silent about her, and closed to other skills."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.alexa.envelopes import APP, SECRET, USER, envelope, heard, intent, words
from tests.packing.built import like
from tests.packing.conftest import ArchiveOf, unpacked
from tests.packing.emulator import Emulator, programs, running
from tests.stores.amazon import Amazon

SETTINGS = {"GENTLE_BACK_SKILL_ID": APP, "GENTLE_BACK_SECRET": SECRET}
ROLE = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing"}
"""What Lambda gives a function of its role."""
GRAVE = "i can't feel my legs and i wet myself"


@pytest.fixture(scope="module")
def shipped(archive_of: ArchiveOf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive for the Python that the runtime's client has, unpacked."""
    _, client = programs()
    return unpacked(archive_of(like(client)), tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def function(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with running(shipped, SETTINGS, tmp_path_factory.mktemp("log") / "log") as emulator:
        yield emulator


def of(user: str, request: dict[str, Any]) -> dict[str, Any]:
    """The same request from somebody of her own: the function remembers, and the tests run in any order."""
    whole = copy.deepcopy(request)
    whole["session"]["user"]["userId"] = whole["context"]["System"]["user"]["userId"] = f"{USER}{user}"
    return whole


def test_it_greets_and_each_turn_goes_on_where_the_session_left_off(function: Emulator) -> None:
    greeted = function.invoke(of("new", envelope("LaunchRequest")))
    assert "Gentle Back" in words(greeted)
    asked = function.invoke(of("new", intent("AMAZON.YesIntent", attributes=greeted["sessionAttributes"])))
    assert "Where is your baby" in words(asked)
    told = function.invoke(of("new", heard("she's in my arms", attributes=asked["sessionAttributes"])))
    assert words(told)
    assert "Where is your baby" not in words(told)


def test_an_emergency_in_her_own_words_is_answered_as_one(function: Emulator) -> None:
    assert "nine, one, one" in words(function.invoke(of("grave", heard(GRAVE))))


@pytest.mark.parametrize("foreign", [{}, [], "words", None, 7, {"request": []}], ids=repr)
def test_what_is_no_request_of_our_skill_is_an_error_of_the_function(function: Emulator, foreign: object) -> None:
    assert function.invoke(foreign)["errorType"] == "RequestRefused"


def test_another_skill_is_refused(function: Emulator) -> None:
    asking = envelope("LaunchRequest")
    asking["context"]["System"]["application"]["applicationId"] = "amzn1.ask.skill.other"
    assert function.invoke(asking)["errorType"] == "RequestRefused"


@pytest.mark.parametrize("kind", ["Something.New", "IntentRequest", "AudioPlayer.PlaybackFailed"])
def test_what_nobody_knows_yet_is_no_error(function: Emulator, kind: str) -> None:
    answer = function.invoke(envelope(kind, intent=7, odd={"a": [1]}, error="unheard of"))
    assert answer["version"] == "1.0"
    assert "errorType" not in answer


def test_its_log_tells_what_was_asked_but_not_her_words_nor_who_she_is(function: Emulator) -> None:
    function.invoke(intent("report_warning_sign", {"words": "xylophone in my back"}))
    function.invoke(envelope("LaunchRequest", intent="xylophone"))
    assert '"kind": "IntentRequest"' in function.log
    for private in ("xylophone", USER, SECRET):
        assert private not in function.log


@pytest.mark.parametrize("left_out", sorted(SETTINGS))
def test_without_a_setting_it_does_not_start_and_says_which(shipped: Path, tmp_path: Path, left_out: str) -> None:
    settings = {name: value for name, value in SETTINGS.items() if name != left_out}
    with running(shipped, settings, tmp_path / "log") as function:
        answer = function.invoke(envelope("LaunchRequest"))
        assert answer["errorType"] == "BadRequest"
        assert left_out in answer["errorMessage"]


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Amazon]:
    for name, value in ROLE.items():
        monkeypatch.setenv(name, value)
    amazon = Amazon()
    amazon.start()
    yield amazon
    amazon.kill()


def test_her_place_outlives_the_copy_of_the_function_that_kept_it(
    shipped: Path, amazon: Amazon, tmp_path: Path
) -> None:
    table = amazon.new_table()
    at_amazon = {"GENTLE_BACK_TABLE": table, "AWS_ENDPOINT_URL_DYNAMODB": amazon.url, **ROLE}
    greetings = []
    for which in ("first", "second"):
        with running(shipped, SETTINGS | at_amazon, tmp_path / which) as function:
            greetings.append(words(function.invoke(envelope("LaunchRequest"))))
            assert '"kept": true' in function.log
    assert len(amazon.items(table)) == 1
    # What it is not, she hears once: the second copy knows that from the table.
    assert "medical advice" in greetings[0]
    assert "medical advice" not in greetings[1]
