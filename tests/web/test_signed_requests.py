"""The verifier's attack corpus once more, through a socket, waitress and Flask: bytes in, a status out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest

from tests.alexa.verifying.addresses import ADDRESSES
from tests.alexa.verifying.authority import Authority
from tests.alexa.verifying.chains import CHAINS
from tests.alexa.verifying.letters import LETTERS
from tests.alexa.verifying.sent import SECRET, Case
from tests.web.dummies import ANSWER, JSON, Over, over, post, sent, served

BEARABLE = ("signature: white space around", "URL: white space before", "URL: a second header in it")
"""HTTP takes white space around a value away (RFC 9112, 5.1) and ends it with the line: nothing wrong arrives."""
CORPUS = [case for case in (*LETTERS, *ADDRESSES, *CHAINS) if case.name not in BEARABLE]
ACCEPTED = [case for case in CORPUS if case.because is None]
REFUSED = [case for case in CORPUS if case.because is not None]


class Changing:
    """The verifier of whichever case is at hand."""

    def __init__(self) -> None:
        self.verify = lambda headers, body: None

    def __call__(self, headers: Mapping[str, str], body: bytes) -> None:
        self.verify(headers, body)


@pytest.fixture(scope="module")
def verifier() -> Changing:
    return Changing()


@pytest.fixture(scope="module")
def room(verifier: Changing) -> Over:
    return over(verify=verifier)


@pytest.fixture(scope="module")
def address(room: Over) -> Iterator[tuple[str, int]]:
    with served(room.app) as address:
        yield address


def named(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", ACCEPTED, ids=named)
def test_a_true_request_reaches_the_door_and_is_answered_with_its_answer(
    case: Case, authority: Authority, verifier: Changing, room: Over, address: tuple[str, int]
) -> None:
    verifier.verify = case.verifier(authority, case.bucket(authority))
    answered = sent(address, post(case.sent(authority), case.body))
    assert (answered.status, answered.headers["Content-Type"]) == (200, JSON)
    assert json.loads(answered.body) == ANSWER
    assert room.door.asked[-1] == json.loads(case.body)


@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_any_other_is_a_400_without_a_word_and_never_reaches_the_door(
    case: Case, authority: Authority, verifier: Changing, room: Over, address: tuple[str, int]
) -> None:
    verifier.verify = case.verifier(authority, case.bucket(authority))
    before = len(room.door.asked)
    answered = sent(address, post(case.sent(authority), case.body))
    assert (answered.status, answered.body) == (400, b"")
    assert len(room.door.asked) == before
    assert SECRET not in "".join(room.lines)


def test_nearly_the_whole_corpus_can_be_sent() -> None:
    assert len(CORPUS) >= len(LETTERS) + len(ADDRESSES) + len(CHAINS) - len(BEARABLE) >= 100
