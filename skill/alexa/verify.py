"""Whether a web request comes from Alexa, before anything in it is read.

Only the Flask host needs it: AWS checks for Lambda. Rules and their order: developer.amazon.com/docs/custom-skills/
host-a-custom-skill-as-a-web-service.html, "Verify that the request was sent by Alexa". Why it is our own:
docs/decisions/0022-own-request-verifier.md.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate
from cryptography.x509.verification import Store

from skill.alexa.certificate_chain import SigningKey, default_roots, signing_key
from skill.alexa.fetching import fetch_over_https
from skill.alexa.signing_url import normalised
from skill.alexa.validated_keys import ValidatedKeys
from skill.coach.errors import RequestRefused

__all__ = ["Fetch", "RequestRefused", "RequestVerifier", "default_roots", "fetch_over_https"]

Fetch = Callable[[str], bytes]
"""Brings what is at a URL, within limits of time and size; may raise anything."""

SIGNATURE, CERTIFICATES = "signature-256", "signaturecertchainurl"
"""Headers, in lower case. The older `Signature` is SHA-1 and never read."""
MOST_BODY = 150 * 1_024
"""Bytes; ours. Alexa's requests have some thousands."""
MOST_SIGNATURE = 2_048
"""Characters; ours. Of a key of 2,048 bits a signature has 344."""
MOST_FETCHES = 4
"""At once; ours. Who sends one address after another that holds nothing keeps no more threads than these waiting; a
request whose key is kept needs none."""
TOLERANCE = timedelta(seconds=150)
"""The page above: a request that is older is a replay. Ours: just as far into the future."""
EVENT_TOLERANCE = timedelta(hours=1)
"""Backwards, for skill events, which Alexa sends again for a while: ask-sdk-webservice-support, verifier_constants."""
EVENTS = "AlexaSkillEvent."
_PADDING, _HASH = PKCS1v15(), SHA256()


class _Request(msgspec.Struct):
    timestamp: Annotated[datetime, msgspec.Meta(tz=True)]
    type: str = ""


class _Envelope(msgspec.Struct):
    """As little of a request as its age needs."""

    request: _Request


_envelope = msgspec.json.Decoder(_Envelope)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class RequestVerifier:
    """Call it with the headers and the raw bytes of a request; it returns if they come from Alexa.

    Safe under several threads. While two of them miss the same key, both fetch it.

    Args:
        roots: whom to trust; see `default_roots`.
        fetch: brings the certificates; see `fetch_over_https`. It is only ever given a URL in Alexa's folder.
        clock: the moment, with a time zone.

    Raises:
        ValueError: there are no roots.
    """

    def __init__(self, roots: Sequence[Certificate], fetch: Fetch, clock: Callable[[], datetime] = _utc_now) -> None:
        self._roots = Store(list(roots))
        self._fetch = fetch
        self._clock = clock
        self._keys = ValidatedKeys()
        self._fetching = BoundedSemaphore(MOST_FETCHES)

    def __call__(self, headers: Mapping[str, str], body: bytes) -> None:
        """Return if this request was signed by Alexa for this moment.

        `body` must be the bytes as they came: written anew from what was read they no longer fit the signature.

        Raises:
            RequestRefused: it was not, or that can't be known. Nothing else is raised, whatever comes in.
        """
        if len(body) > MOST_BODY:
            raise RequestRefused("body: too big")
        now = self._clock()
        url = normalised(_header(headers, CERTIFICATES))
        signature = _decoded(_header(headers, SIGNATURE))
        signer = self._keys.get(url, now) or self._validated(url, now)
        try:
            signer.key.verify(signature, body, _PADDING, _HASH)
        except InvalidSignature:
            raise RequestRefused("signature: not of this body") from None
        _check_age(body, now)

    def _validated(self, url: str, now: datetime) -> SigningKey:
        """A key fetched now; kept only once its chain is found good, else one forged file would stay."""
        if not self._fetching.acquire(blocking=False):
            raise RequestRefused("certificates: too many are being fetched")
        try:
            pem = self._fetch(url)
        except Exception as error:
            raise RequestRefused(f"certificates: not fetched ({type(error).__name__})") from error
        finally:
            self._fetching.release()
        key = signing_key(pem, self._roots, now)
        self._keys.keep(url, key)
        return key


def _header(headers: Mapping[str, str], wanted: str) -> str:
    """The one value of a header, whatever the case of its name.

    Raises:
        RequestRefused: it is not there, or there twice: then two readers could see two requests.
    """
    found = [value for name, value in headers.items() if name.lower() == wanted]
    if len(found) != 1:
        raise RequestRefused(f"header {wanted}: {'missing' if not found else 'more than one'}")
    return found[0]


def _decoded(text: str) -> bytes:
    """Base64 as it is written in one way only: no white space, no missing or second padding, no stray bits."""
    if not text or len(text) > MOST_SIGNATURE:
        raise RequestRefused("signature: empty or too long")
    try:
        plain = text.encode("ascii")
        decoded = b64decode(plain)
    except ValueError:
        raise RequestRefused("signature: not base64") from None
    if b64encode(decoded) != plain:
        # Stricter than a strict decoder, which lets stray bits pass.
        raise RequestRefused("signature: not base64")
    return decoded


def _check_age(body: bytes, now: datetime) -> None:
    """Only for a body whose signature was good: nobody else's bytes reach a parser."""
    try:
        request = _envelope.decode(body).request
    except (ValueError, RecursionError):
        # `from None`: what a parser says may quote what she said.
        raise RequestRefused("timestamp: none that can be read") from None
    age = now - request.timestamp
    if age < -TOLERANCE:
        raise RequestRefused("timestamp: in the future")
    if age > (EVENT_TOLERANCE if request.type.startswith(EVENTS) else TOLERANCE):
        raise RequestRefused("timestamp: too old")
