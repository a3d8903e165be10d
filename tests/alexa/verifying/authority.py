"""A certificate authority made at home: what Amazon's chain looks like, and every way of bending it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
ALEXA = "echo-api.amazon.com"
DAY = timedelta(days=1)
USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Holder(NamedTuple):
    """A certificate and the key it is for."""

    certificate: x509.Certificate
    key: Key


def pem(*chain: Holder) -> bytes:
    return b"".join(holder.certificate.public_bytes(Encoding.PEM) for holder in chain)


def _usage(*wanted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in wanted for usage in USAGES})


class Authority:
    """Keys are made once, because they are slow to make; certificates anew for each case."""

    def __init__(self) -> None:
        root, between, leaf, foreign = (rsa.generate_private_key(65_537, 2_048) for _ in range(4))
        self.leaf_key = leaf
        self.elliptic_key = ec.generate_private_key(ec.SECP256R1())
        self.small_key = rsa.generate_private_key(65_537, 1_024)
        self.root = self.issuer("Root", root)
        self.expired_root = self.issuer("Root", root, ends=NOW - DAY)
        self.foreign_root = self.issuer("Foreign Root", foreign)
        self.namesake_root = self.issuer("Root", foreign)
        self.crossed = self.issuer("Root", root, self.foreign_root)
        """The root as another root signed it; Amazon's are so by Starfield's."""
        self.between = self.issuer("Between", between, self.root)
        self.other_between = self.issuer("Other", foreign, self.root)
        self.leaf = self.signer(self.between)

    def issuer(self, name: str, key: Key, by: Holder | None = None, **bent: Any) -> Holder:
        """One that may sign certificates; its own root without `by`."""
        extensions: list[tuple[x509.ExtensionType, bool]] = [
            (x509.BasicConstraints(ca=True, path_length=bent.pop("path_length", None)), True),
            (_usage("key_cert_sign", "crl_sign"), True),
            *bent.pop("extensions", ()),
        ]
        return self._made(name, key, by, extensions, **bent)

    def signer(
        self,
        by: Holder | None,
        *,
        names: Sequence[str] | None = (ALEXA,),
        usage: Sequence[str] | None = ("digital_signature", "key_encipherment"),
        purpose: x509.ObjectIdentifier | None = ExtendedKeyUsageOID.SERVER_AUTH,
        authority: bool = False,
        key: Key | None = None,
        **bent: Any,
    ) -> Holder:
        """One that may sign requests, as Alexa's does; self-signed without `by`."""
        extensions: list[tuple[x509.ExtensionType, bool]] = [
            (x509.BasicConstraints(ca=authority, path_length=None), True)
        ]
        if names is not None:
            extensions.append((x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), False))
        if usage is not None:
            extensions.append((_usage(*usage), True))
        if purpose is not None:
            extensions.append((x509.ExtendedKeyUsage([purpose]), False))
        return self._made(ALEXA, key or self.leaf_key, by, extensions, **bent)

    def _made(
        self,
        name: str,
        key: Key,
        by: Holder | None,
        extensions: Sequence[tuple[x509.ExtensionType, bool]],
        *,
        starts: datetime = NOW - 30 * DAY,
        ends: datetime = NOW + 30 * DAY,
    ) -> Holder:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        public, signing = key.public_key(), by.key if by else key
        made = x509.CertificateBuilder(
            issuer_name=by.certificate.subject if by else subject,
            subject_name=subject,
            public_key=public,
            serial_number=x509.random_serial_number(),
            not_valid_before=starts,
            not_valid_after=ends,
        )
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
        for extension, critical in (
            *extensions,
            (x509.SubjectKeyIdentifier.from_public_key(public), False),
            (authority, False),
        ):
            made = made.add_extension(extension, critical=critical)
        return Holder(made.sign(signing, SHA256()), key)
