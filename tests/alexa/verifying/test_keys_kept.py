"""A validated key is kept, and only a validated one, for as long as its certificates are good; never too many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from skill.alexa.certificate_chain import SigningKey
from skill.alexa.validated_keys import MOST_KEYS, ValidatedKeys
from skill.alexa.verify import MOST_FETCHES, RequestRefused, RequestVerifier
from tests.alexa.verifying.authority import DAY, NOW, Authority, Holder, pem
from tests.alexa.verifying.sent import URL, Bucket, Case, body, later

SECOND = timedelta(seconds=1)
SLOW = "-slow"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Caller:
    """Sends true requests of the present moment to one verifier."""

    def __init__(self, authority: Authority, *chain: Holder) -> None:
        self.authority, self.clock = authority, Clock()
        self.bucket = Bucket(pem(*(chain or (authority.leaf, authority.between))))
        self.verify = RequestVerifier([authority.root.certificate], self.bucket, clock=self.clock)

    def sends(self, url: str = URL) -> None:
        case = Case("true", body=body(self.clock.now), url=url)
        self.verify(case.sent(self.authority), case.body)


def test_a_second_request_fetches_nothing(authority: Authority) -> None:
    caller = Caller(authority)
    caller.sends()
    caller.sends()
    assert caller.bucket.asked == [URL]


def test_two_ways_of_writing_one_address_are_one_key(authority: Authority) -> None:
    caller = Caller(authority)
    caller.sends()
    caller.sends(URL.replace("/echo.api/", ":443/x/../echo.api/./"))
    assert caller.bucket.asked == [URL]


def test_a_second_address_is_fetched_and_validated_for_itself(authority: Authority) -> None:
    caller = Caller(authority)
    caller.sends()
    caller.bucket.content = b"not a certificate"
    with pytest.raises(RequestRefused):
        caller.sends(URL.replace("12", "13"))
    caller.sends()


def test_a_forged_request_is_refused_also_with_a_kept_key(authority: Authority) -> None:
    caller = Caller(authority)
    caller.sends()
    forged = Case("forged", body=body(), signed=body(later(1)))
    with pytest.raises(RequestRefused, match="not of this body"):
        caller.verify(forged.sent(authority), forged.body)
    caller.sends()


def leaf_ends(authority: Authority, moment: datetime) -> tuple[Holder, ...]:
    return authority.signer(authority.between, ends=moment), authority.between


def between_ends(authority: Authority, moment: datetime) -> tuple[Holder, ...]:
    issuer = authority.issuer("Between", authority.between.key, authority.root, ends=moment)
    return authority.signer(issuer), issuer


@pytest.mark.parametrize("chain", [leaf_ends, between_ends])
def test_a_kept_key_ends_with_the_first_certificate_of_its_chain_and_is_fetched_again(
    chain: Callable[[Authority, datetime], tuple[Holder, ...]], authority: Authority
) -> None:
    caller = Caller(authority, *chain(authority, NOW + DAY))
    caller.sends()
    caller.clock.now = NOW + DAY
    caller.sends()
    assert caller.bucket.asked == [URL]
    caller.clock.now = NOW + DAY + SECOND
    with pytest.raises(RequestRefused, match="no chain"):
        caller.sends()
    caller.bucket.content = pem(authority.leaf, authority.between)
    caller.sends()
    assert caller.bucket.asked == [URL, URL, URL]


def test_a_kept_key_is_not_good_before_its_certificates_are(authority: Authority) -> None:
    caller = Caller(authority, authority.signer(authority.between, starts=NOW - DAY), authority.between)
    caller.sends()
    caller.clock.now = NOW - 2 * DAY
    with pytest.raises(RequestRefused, match="no chain"):
        caller.sends()


def test_a_key_is_kept_from_the_first_moment_of_its_certificates(authority: Authority) -> None:
    caller = Caller(authority, authority.signer(authority.between, starts=NOW), authority.between)
    caller.sends()
    caller.sends()
    assert caller.bucket.asked == [URL]


def test_a_refused_chain_is_not_kept(authority: Authority) -> None:
    caller = Caller(authority, authority.signer(authority.foreign_root))
    for _ in range(2):
        with pytest.raises(RequestRefused, match="no chain"):
            caller.sends()
    caller.bucket.content = pem(authority.leaf, authority.between)
    caller.sends()
    assert caller.bucket.asked == [URL, URL, URL]


def test_a_failed_fetch_is_not_kept(authority: Authority) -> None:
    caller = Caller(authority)
    good, caller.bucket.content = caller.bucket.content, TimeoutError()
    with pytest.raises(RequestRefused, match="not fetched"):
        caller.sends()
    caller.bucket.content = good
    caller.sends()


def test_many_addresses_push_out_the_one_not_used_for_longest(authority: Authority) -> None:
    caller = Caller(authority)
    others = [URL.replace("12", f"other-{n}") for n in range(MOST_KEYS)]
    for url in (URL, *others[:-1], URL, others[-1]):
        caller.sends(url)
    asked = len(caller.bucket.asked)
    assert asked == MOST_KEYS + 1
    caller.sends()
    assert len(caller.bucket.asked) == asked, "it was used, so another went"
    caller.sends(others[0])
    assert len(caller.bucket.asked) == asked + 1


def test_the_number_of_kept_keys_is_bounded(authority: Authority) -> None:
    keys = ValidatedKeys(most=3)
    key = SigningKey(authority.leaf_key.public_key(), NOW - DAY, NOW + DAY)
    for n in range(10):
        keys.keep(f"{n}", key)
        keys.keep(f"{n}", key)
    assert len(keys) == 3
    assert [n for n in range(10) if keys.get(f"{n}", NOW)] == [7, 8, 9]
    assert keys.get("9", NOW + 2 * DAY) is None
    assert len(keys) == 2


def test_two_threads_that_miss_the_same_key_are_both_answered(authority: Authority) -> None:
    """Both are held inside the fetch until the other is there too, so neither waits for the other's lock."""
    case, both = Case("true"), Barrier(2, timeout=20)
    held = case.bucket(authority)

    def fetch(url: str) -> bytes:
        both.wait()
        return held(url)

    verify = RequestVerifier([authority.root.certificate], fetch, clock=lambda: NOW)
    refused: list[RequestRefused] = []

    def call() -> None:
        try:
            verify(case.sent(authority), case.body)
        except RequestRefused as error:
            refused.append(error)

    threads = [Thread(target=call) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    assert held.asked == [URL, URL]
    verify(case.sent(authority), case.body)
    assert held.asked == [URL, URL]


def test_many_threads_with_more_addresses_than_are_kept_are_all_answered(authority: Authority) -> None:
    caller = Caller(authority)
    answered: list[int] = []

    def call(first: int) -> None:
        for n in range(40):
            caller.sends(URL.replace("12", f"{(first + n) % (MOST_KEYS + 4)}"))
        answered.append(first)

    threads = [Thread(target=call, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answered) == [0, 1, 2, 3]


def test_addresses_that_never_answer_keep_some_threads_only_and_no_kept_key_waits(
    authority: Authority,
) -> None:
    caller = Caller(authority)
    asked, answers = Barrier(MOST_FETCHES + 1), Barrier(MOST_FETCHES + 1)

    def fetch(url: str) -> bytes:
        if url.endswith(SLOW):
            asked.wait()
            answers.wait()
        return caller.bucket(url)

    caller.verify = RequestVerifier([authority.root.certificate], fetch, clock=caller.clock)
    caller.sends()
    threads = [Thread(target=caller.sends, args=(f"{URL}-{n}{SLOW}",)) for n in range(MOST_FETCHES)]
    for thread in threads:
        thread.start()
    asked.wait()
    with pytest.raises(RequestRefused, match="too many"):
        caller.sends(f"{URL}-another")
    caller.sends()
    answers.wait()
    for thread in threads:
        thread.join()
    caller.sends(f"{URL}-another")
