"""Requests that are forged, replayed, malformed or at a border are all answered rightly, and for the right reason."""

from __future__ import annotations

import traceback

import pytest

from skill.alexa.verify import RequestRefused
from skill.coach.errors import GentleBackError
from tests.alexa.verifying.addresses import ADDRESSES
from tests.alexa.verifying.authority import Authority
from tests.alexa.verifying.chains import CHAINS
from tests.alexa.verifying.letters import LETTERS
from tests.alexa.verifying.sent import SECRET, URL, Case

CORPUS = (*LETTERS, *ADDRESSES, *CHAINS)
ACCEPTED = [case for case in CORPUS if case.because is None]
REFUSED = [case for case in CORPUS if case.because is not None]


def named(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", ACCEPTED, ids=named)
def test_a_true_request_is_accepted_and_its_certificates_come_from_the_normalised_address(
    case: Case, authority: Authority
) -> None:
    bucket = case.bucket(authority)
    case.verifier(authority, bucket)(case.sent(authority), case.body)
    assert bucket.asked == [URL]


@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_any_other_is_refused_for_the_right_reason(case: Case, authority: Authority) -> None:
    bucket = case.bucket(authority)
    with pytest.raises(RequestRefused) as refused:
        case.verifier(authority, bucket)(case.sent(authority), case.body)
    assert str(refused.value).startswith(case.because or "")
    assert bucket.asked == ([case.fetched] if case.fetched else [])


@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_a_refusal_tells_the_outside_nothing_and_the_log_none_of_her_words(case: Case, authority: Authority) -> None:
    with pytest.raises(RequestRefused) as refused:
        case.verifier(authority, case.bucket(authority))(case.sent(authority), case.body)
    logged = "".join(traceback.format_exception(refused.value))
    assert SECRET not in logged
    assert SECRET.replace(" ", "+") not in logged
    assert isinstance(refused.value, GentleBackError)
    assert refused.value.spoken == ""


def test_every_case_has_a_name_of_its_own_and_there_are_enough() -> None:
    assert len({case.name for case in CORPUS}) == len(CORPUS)
    assert len(REFUSED) >= 45
    assert len(ACCEPTED) >= 20
