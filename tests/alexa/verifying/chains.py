"""Cases of the attack corpus: the certificates that are found there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from skill.alexa.certificate_chain import MOST_BYTES, MOST_CERTIFICATES
from tests.alexa.verifying.authority import ALEXA, DAY, NOW, Authority, Holder, pem
from tests.alexa.verifying.sent import Case, whole

NO_CHAIN, UNREADABLE = "certificates: no chain", "certificates: unreadable"
NAME, USAGE, NOT_RSA = "certificates: not Alexa's name", "certificates: not meant", "certificates: not an RSA"
BIG, MANY, SHORT = "certificates: file too big", "certificates: too many", "certificates: key too short"
FETCHED = "certificates: not fetched"
SECOND = timedelta(seconds=1)


def leaf(**bent: Any) -> Callable[[Authority], tuple[Holder, ...]]:
    """The usual chain with another leaf."""
    return lambda authority: (authority.signer(authority.between, **bent), authority.between)


def between(**bent: Any) -> Callable[[Authority], tuple[Holder, ...]]:
    """The usual chain with another certificate between."""

    def chain(authority: Authority) -> tuple[Holder, ...]:
        issuer = authority.issuer("Between", authority.between.key, authority.root, **bent)
        return authority.signer(issuer), issuer

    return chain


def right(name: str, chain: Callable[[Authority], tuple[Holder, ...] | bytes], **more: Any) -> Case:
    return Case(f"chain: {name}", chain=chain, **more)


def wrong(name: str, because: str, chain: Callable[[Authority], tuple[Holder, ...] | bytes] = whole, **m: Any) -> Case:
    return Case(f"chain: {name}", because, chain=chain, **m)


def by_a_leaf(authority: Authority) -> tuple[Holder, ...]:
    """Whoever has a web server's certificate has a key and a chain; it must not be enough to sign one more."""
    server = authority.signer(authority.between, names=("evil.example",), key=authority.other_between.key)
    return authority.signer(server), server, authority.between


def by_a_namesake(authority: Authority) -> tuple[Holder, ...]:
    """An issuer of the right name with another key."""
    namesake = authority.issuer("Between", authority.foreign_root.key, authority.foreign_root)
    return authority.signer(namesake), authority.between


def too_long_a_path(authority: Authority) -> tuple[Holder, ...]:
    """An issuer that may issue no further issuers, with one below it."""
    first = authority.issuer("Between", authority.between.key, authority.root, path_length=0)
    second = authority.issuer("Other", authority.other_between.key, first)
    return authority.signer(second), second, first


OTHER_NAMES = x509.NameConstraints(permitted_subtrees=[x509.DNSName("example.org")], excluded_subtrees=None)


def by_a_short_key(authority: Authority) -> tuple[Holder, ...]:
    issuer = authority.issuer("Between", authority.small_key, authority.root)
    return authority.signer(issuer), issuer


def foreign(authority: Authority) -> tuple[Holder, ...]:
    return (authority.foreign_root,)


def altered(authority: Authority) -> bytes:
    """A true leaf with one bit of its signature turned."""
    der = bytearray(authority.leaf.certificate.public_bytes(Encoding.DER))
    der[-1] ^= 1
    changed = x509.load_der_x509_certificate(bytes(der))
    return changed.public_bytes(Encoding.PEM) + pem(authority.between)


def private_key(authority: Authority) -> bytes:
    return authority.foreign_root.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def cut_short(authority: Authority) -> bytes:
    return pem(authority.leaf)[:-200]


CHAINS = (
    right("name among several", leaf(names=("a.example", ALEXA, "b.example"))),
    right("with its root in the file", lambda a: (a.leaf, a.between, a.root)),
    right("with strangers behind it", lambda a: (a.leaf, a.foreign_root, a.other_between, a.between)),
    right("in no order behind the leaf", lambda a: (a.leaf, a.root, a.between)),
    right("text around the certificates", lambda a: b"# from the bucket\n" + pem(a.leaf, a.between) + b"\nend\n"),
    right("its root also signed by another one", lambda a: (a.leaf, a.between, a.crossed)),
    right("to the other root, by its signature", lambda a: (a.leaf, a.between, a.crossed), roots=foreign),
    right("one of two roots", whole, roots=lambda a: (a.foreign_root, a.root)),
    right("issued by the root itself", lambda a: (a.signer(a.root),)),
    right("no extended purpose", leaf(purpose=None)),
    right("usage: signatures only", leaf(usage=("digital_signature",))),
    right("leaf valid for the last time this second", leaf(ends=NOW)),
    right("leaf valid for the first time this second", leaf(starts=NOW)),
    right("exactly as many certificates as allowed", lambda a: (a.leaf, *[a.between] * (MOST_CERTIFICATES - 1))),
    right("exactly as big as allowed", lambda a: pem(*whole(a)).ljust(MOST_BYTES, b"\n")),
    wrong("leaf expired a second ago", NO_CHAIN, leaf(ends=NOW - SECOND)),
    wrong("leaf valid in a second", NO_CHAIN, leaf(starts=NOW + SECOND)),
    wrong("certificate between expired", NO_CHAIN, between(ends=NOW - DAY)),
    wrong("certificate between not yet valid", NO_CHAIN, between(starts=NOW + DAY)),
    wrong("root expired", NO_CHAIN, roots=lambda a: (a.expired_root,)),
    wrong("another name", NAME, leaf(names=("evil.example",))),
    wrong("the name as a beginning", NAME, leaf(names=(f"{ALEXA}.evil.example",))),
    wrong("the name as an end", NAME, leaf(names=(f"evil.{ALEXA}",))),
    wrong("a wildcard that covers the name", NAME, leaf(names=("*.amazon.com",))),
    wrong("the name only as common name", UNREADABLE, leaf(names=None)),
    wrong("self-signed", NO_CHAIN, lambda a: (a.signer(None),)),
    wrong("self-signed, the true chain behind it", NO_CHAIN, lambda a: (a.signer(None), a.leaf, a.between, a.root)),
    wrong("certificate between missing", NO_CHAIN, lambda a: (a.leaf,)),
    wrong("leaf not first", UNREADABLE, lambda a: (a.between, a.leaf)),
    wrong("to a foreign root", NO_CHAIN, lambda a: (a.signer(a.foreign_root),)),
    wrong("to a foreign root that is in the file", NO_CHAIN, lambda a: (a.signer(a.foreign_root), a.foreign_root)),
    wrong("to a foreign root of the same name", NO_CHAIN, lambda a: (a.signer(a.namesake_root), a.namesake_root)),
    wrong("true, where only a foreign root is trusted", NO_CHAIN, roots=foreign),
    wrong("issuer of the right name with another key", NO_CHAIN, by_a_namesake),
    wrong("issued by another server's leaf", NO_CHAIN, by_a_leaf),
    wrong("a path longer than its issuer allows", NO_CHAIN, too_long_a_path),
    wrong("an issuer for other names only", NO_CHAIN, between(extensions=[(OTHER_NAMES, True)])),
    wrong("leaf's signature altered", NO_CHAIN, altered),
    wrong("leaf that is an authority", NO_CHAIN, leaf(authority=True)),
    wrong("leaf that may sign certificates", NO_CHAIN, leaf(usage=("digital_signature", "key_cert_sign"))),
    wrong("usage missing", UNREADABLE, leaf(usage=None)),
    wrong("usage without signatures", USAGE, leaf(usage=("key_encipherment",))),
    wrong("for clients only", NO_CHAIN, leaf(purpose=ExtendedKeyUsageOID.CLIENT_AUTH)),
    wrong("for code only", NO_CHAIN, leaf(purpose=ExtendedKeyUsageOID.CODE_SIGNING)),
    wrong("elliptic key", NOT_RSA, lambda a: (a.signer(a.between, key=a.elliptic_key), a.between)),
    wrong("issuer with a key of 1,024 bits", NO_CHAIN, by_a_short_key),
    wrong("key of 1,024 bits", SHORT, lambda a: (a.signer(a.between, key=a.small_key), a.between)),
    wrong("empty file", UNREADABLE, lambda a: b""),
    wrong("junk", UNREADABLE, lambda a: b"\x00\xff" * 300),
    wrong("a web page", UNREADABLE, lambda a: b"<html><body>Access denied</body></html>"),
    wrong("a private key", UNREADABLE, private_key),
    wrong("junk between the marks", UNREADABLE,
          lambda a: b"-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"),
    wrong("cut short", UNREADABLE, cut_short),
    wrong("a byte bigger than allowed", BIG, lambda a: pem(*whole(a)).ljust(MOST_BYTES + 1, b"\n")),
    wrong("one certificate too many", MANY, lambda a: (a.leaf, *[a.between] * MOST_CERTIFICATES)),
    wrong("fetching takes too long", FETCHED, fails=TimeoutError("timed out")),
    wrong("fetching finds no host", FETCHED, fails=OSError("name or service not known")),
    wrong("fetching fails unexpectedly", FETCHED, fails=KeyError("bug")),
)  # fmt: skip
