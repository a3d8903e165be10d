"""Whatever comes in: it is accepted or it is a `RequestRefused`."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.alexa.signing_url import BUCKET, normalised
from skill.alexa.verify import RequestRefused, RequestVerifier, default_roots
from tests.alexa.verifying.authority import NOW, Authority, pem
from tests.alexa.verifying.sent import URL, Bucket, Case, body, signed
from tests.strategies import steady

CHARACTERS = st.characters(codec=None)
"""Half characters too."""
SIGNATURES = st.binary(max_size=300).map(lambda raw: b64encode(raw).decode()) | st.text(CHARACTERS, max_size=400)
URLS = st.just(URL) | st.text(CHARACTERS, max_size=20).map(lambda more: URL + more) | st.text(CHARACTERS, max_size=80)
WANTED = {"Signature-256": SIGNATURES, "SignatureCertChainUrl": URLS}
HEADERS = st.fixed_dictionaries(WANTED) | st.fixed_dictionaries({}, optional=WANTED | {"signature-256": SIGNATURES})
OTHERS = st.dictionaries(st.text(CHARACTERS, max_size=20), st.text(CHARACTERS, max_size=20), max_size=3)
PIECES = st.sampled_from(
    ["/", ".", "..", "%2e", "%2E", "%", "\\", "echo.api", "x", "@", ":443", "?", "#", "\t", "s3.amazonaws.com", "//"]
)
steady_and_many = settings(steady, max_examples=300)


@steady_and_many
@given(headers=st.builds(lambda others, wanted: others | wanted, OTHERS, HEADERS), content=st.binary(max_size=400))
def test_random_headers_and_bodies_are_refused(
    headers: Mapping[str, str], content: bytes, authority: Authority
) -> None:
    verify = RequestVerifier([authority.root.certificate], Bucket(pem(authority.leaf, authority.between)), lambda: NOW)
    with pytest.raises(RequestRefused):
        verify(headers, content)


@steady_and_many
@given(
    content=st.binary(max_size=200)
    | st.builds(lambda at, kind: body(at, kind), st.text(CHARACTERS, max_size=30), st.text(CHARACTERS, max_size=30))
    | st.datetimes().map(lambda at: body(at.isoformat() + "Z"))
)
def test_a_random_body_rightly_signed_is_accepted_or_refused(content: bytes, authority: Authority) -> None:
    case = Case("random", body=content)
    verify = case.verifier(authority, case.bucket(authority))
    with suppress(RequestRefused):
        verify(case.sent(authority), content)


@steady_and_many
@given(data=st.data())
def test_a_file_of_certificates_with_bytes_changed_is_accepted_or_refused(
    data: st.DataObject, authority: Authority
) -> None:
    changed = bytearray(pem(authority.leaf, authority.between))
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.sampled_from(b"AQgw+/=\n-\x00\xff"))
    case = Case("changed")
    verify = RequestVerifier([authority.root.certificate], Bucket(bytes(changed)), lambda: NOW)
    with suppress(RequestRefused):
        verify(case.sent(authority), case.body)


@steady_and_many
@given(st.lists(PIECES, max_size=12).map("".join) | st.text(CHARACTERS, max_size=60))
def test_an_address_is_in_alexas_folder_and_nothing_more_can_be_made_of_it_or_it_is_refused(rest: str) -> None:
    for url in (f"{BUCKET}/echo.api/{rest}", f"{BUCKET}/{rest}", f"{BUCKET}{rest}", f"https://{rest}", rest):
        try:
            fetched = normalised(url)
        except RequestRefused:
            continue
        assert fetched.startswith(f"{BUCKET}/echo.api/")
        assert not {"..", ".", ""} & set(fetched.removeprefix(f"{BUCKET}/").split("/"))
        assert not set(fetched) & set("%\\?#@ \t\r\n")
        assert normalised(fetched) == fetched


def test_without_roots_there_is_no_verifier() -> None:
    with pytest.raises(ValueError, match=r"."):
        RequestVerifier([], Bucket(b""))


def test_the_default_roots_hold_amazons_and_no_stranger_of_ours(authority: Authority) -> None:
    names = {root.subject.rfc4514_string() for root in default_roots()}
    assert {f"CN=Amazon Root CA {n},O=Amazon,C=US" for n in (1, 2, 3, 4)} <= names
    assert any("Starfield Services Root Certificate Authority - G2" in name for name in names)
    case = Case("true", signed=body())
    verify = RequestVerifier(default_roots(), case.bucket(authority), lambda: NOW)
    with pytest.raises(RequestRefused, match="no chain"):
        verify(case.sent(authority), case.body)


def test_by_default_it_is_now(authority: Authority) -> None:
    verify = RequestVerifier([authority.root.certificate], Bucket(b""))
    case = Case("true")
    with pytest.raises(RequestRefused, match="certificates"):
        verify({"Signature-256": signed(b"", authority.leaf_key, case.algorithm), "SignatureCertChainUrl": URL}, b"")
