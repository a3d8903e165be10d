"""A request as it may come in, true or bent in one way, and what the verifier should make of it."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm

from skill.alexa.verify import RequestVerifier
from tests.alexa.verifying.authority import NOW, Authority, Holder, Key, pem

URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
SECRET = "my back burns tonight"
"""What she said; it must be in no reason of a refusal."""
Headers = dict[str, str]


def body(timestamp: object = None, kind: str = "IntentRequest", **more: Any) -> bytes:
    """A request of this moment, or of another."""
    at = NOW if timestamp is None else timestamp
    if isinstance(at, datetime):
        at = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    request = {"type": kind, "requestId": "r", "timestamp": at, "locale": "en-US", "said": SECRET}
    return json.dumps({"version": "1.0", "request": request, **more}).encode()


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def signed(content: bytes, key: Key, algorithm: HashAlgorithm) -> str:
    if isinstance(key, EllipticCurvePrivateKey):
        return b64encode(key.sign(content, ECDSA(algorithm))).decode()
    return b64encode(key.sign(content, PKCS1v15(), algorithm)).decode()


class Bucket:
    """What Alexa's folder holds; remembers what was asked for. Only the true URL finds anything."""

    def __init__(self, content: bytes | Exception) -> None:
        self.content = content
        self.asked: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


def whole(authority: Authority) -> tuple[Holder, ...]:
    """A chain as Alexa's: its root is not in the file."""
    return authority.leaf, authority.between


def same(headers: Headers) -> Headers:
    return headers


@dataclass(frozen=True)
class Case:
    """One request. It is accepted if there is no reason to refuse it."""

    name: str
    because: str | None = None
    """How the reason in the log begins."""
    body: bytes = field(default_factory=body)
    signed: bytes | None = None
    """What was signed, if not the body that is sent."""
    algorithm: HashAlgorithm = field(default_factory=SHA256)
    url: str = URL
    fetched: str | None = URL
    """What is asked for; None: nothing may be."""
    headers: Callable[[Headers], Mapping[str, str]] = same
    chain: Callable[[Authority], tuple[Holder, ...] | bytes] = whole
    roots: Callable[[Authority], tuple[Holder, ...]] = lambda authority: (authority.root,)
    now: datetime = NOW
    fails: Exception | None = None
    """What fetching raises."""

    def bucket(self, authority: Authority) -> Bucket:
        if self.fails is not None:
            return Bucket(self.fails)
        chain = self.chain(authority)
        return Bucket(chain if isinstance(chain, bytes) else pem(*chain))

    def sent(self, authority: Authority) -> Mapping[str, str]:
        chain = self.chain(authority)
        key = authority.leaf_key if isinstance(chain, bytes) or not chain else chain[0].key
        content = self.body if self.signed is None else self.signed
        return self.headers(
            {
                "Content-Type": "application/json; charset=utf-8",
                "Signature-256": signed(content, key, self.algorithm),
                "SignatureCertChainUrl": self.url,
                "User-Agent": "Apache-HttpClient/4.5",
            }
        )

    def verifier(self, authority: Authority, bucket: Bucket) -> RequestVerifier:
        roots = [holder.certificate for holder in self.roots(authority)]
        return RequestVerifier(roots, bucket, clock=lambda: self.now)
