"""From a file of certificates to the key that may sign for Alexa.

Rules: developer.amazon.com/docs/custom-skills/host-a-custom-skill-as-a-web-service.html, "Verify the signature
certificate": not expired, echo-api.amazon.com among its alternative names, all certificates together a chain to a
trusted root. That it must be meant for signatures is asked by Amazon's own Python SDK (ask-sdk-webservice-support).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

import certifi
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509 import (
    Certificate,
    DNSName,
    KeyUsage,
    SubjectAlternativeName,
    load_pem_x509_certificate,
    load_pem_x509_certificates,
)
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from skill.coach.errors import RequestRefused

ALEXA = "echo-api.amazon.com"
MOST_BYTES = 65_536
"""Of the file; ours. Alexa's has four certificates in about six thousand bytes."""
FEWEST_BITS = 2_048
"""Of the key, as for every public web server (CA/Browser Forum, baseline requirements, 6.1.5)."""
MOST_CERTIFICATES = 8
"""Ours: each more makes building a chain dearer."""
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


class SigningKey(NamedTuple):
    """A key whose chain was good, and for how long every certificate of that chain is."""

    key: RSAPublicKey
    since: datetime
    until: datetime

    def good(self, now: datetime) -> bool:
        """Whether no certificate of its chain is expired or not yet valid."""
        return self.since <= now <= self.until


def default_roots() -> tuple[Certificate, ...]:
    """The roots that Mozilla trusts, from certifi: a slim image has no list of its own, and an intermediate may change.

    A root that cryptography can't read is left out. Some it reads under protest, without consequence here: Starfield's
    (which stands behind Amazon's own) has the number 0, and announced is that such a number will be refused one day.
    """
    with open(certifi.where(), encoding="ascii", errors="replace") as file:
        listed = [_BEGIN + part.partition(_END)[0] + _END for part in file.read().split(_BEGIN)[1:]]
    roots = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for pem in listed:
            with suppress(ValueError):
                roots.append(load_pem_x509_certificate(pem.encode("ascii")))
    return tuple(roots)


def signing_key(pem: bytes, roots: Store, now: datetime) -> SigningKey:
    """The key of the file's first certificate, if it may sign for Alexa at this moment.

    Raises:
        RequestRefused: the file is too big or no certificates, or a rule is broken; nothing else, whatever it holds.
    """
    if len(pem) > MOST_BYTES:
        raise RequestRefused("certificates: file too big")
    if pem.count(b"-----BEGIN") > MOST_CERTIFICATES:
        raise RequestRefused("certificates: too many")
    try:
        leaf, *between = load_pem_x509_certificates(pem)
        return _judged(leaf, between, roots, now)
    except VerificationError as error:
        raise RequestRefused("certificates: no chain to a trusted root") from error
    except RequestRefused:
        raise
    except Exception as error:
        # A certificate is read lazily and has more ways of being broken than cryptography promises to name: a wrong
        # version, an extension twice or not there, an unknown algorithm. All of them are the sender's fault.
        raise RequestRefused(f"certificates: unreadable ({type(error).__name__})") from error


def _judged(leaf: Certificate, between: Sequence[Certificate], roots: Store, now: datetime) -> SigningKey:
    # Exactly Alexa's name: a wildcard would do for a web server, but says nothing about who may speak for Alexa.
    names = leaf.extensions.get_extension_for_class(SubjectAlternativeName).value
    if ALEXA not in names.get_values_for_type(DNSName):
        raise RequestRefused("certificates: not Alexa's name")
    if not leaf.extensions.get_extension_for_class(KeyUsage).value.digital_signature:
        raise RequestRefused("certificates: not meant for signatures")
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey):
        raise RequestRefused("certificates: not an RSA key")
    if key.key_size < FEWEST_BITS:
        # The profile below asks this of issuers only.
        raise RequestRefused("certificates: key too short")
    # The server's profile checks what is left: signatures, validity, who may issue, path lengths, names.
    policy = PolicyBuilder().store(roots).time(now.astimezone(UTC))
    chain = policy.build_server_verifier(DNSName(ALEXA)).verify(leaf, list(between))
    return SigningKey(
        key,
        max(certificate.not_valid_before_utc for certificate in chain),
        min(certificate.not_valid_after_utc for certificate in chain),
    )
