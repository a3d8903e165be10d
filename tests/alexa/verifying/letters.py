"""Cases of the attack corpus: the headers, the signature, the body and its time."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1

from skill.alexa.verify import MOST_BODY
from tests.alexa.verifying.authority import Authority, Holder
from tests.alexa.verifying.sent import URL, Case, Headers, body, later

SIGNATURE, NOT_BASE64, LENGTH = "signature: not of this body", "signature: not base64", "signature: empty or too long"
MISSING, TWICE = "header signature-256: missing", "header signature-256: more than one"
NO_URL, TWO_URLS = "header signaturecertchainurl: missing", "header signaturecertchainurl: more than one"
NO_TIME, OLD, FUTURE, BIG = "timestamp: none", "timestamp: too old", "timestamp: in the future", "body: too big"
EVENT = "AlexaSkillEvent.SkillDisabled"
DEEP = b'{"request":{"timestamp":"2026-11-24T10:00:00Z"},"x":' + b"[" * 60_000 + b"]" * 60_000 + b"}"


def bent(change: Callable[[str], str]) -> Callable[[Headers], Headers]:
    """The signature's text, changed."""
    return lambda headers: headers | {"Signature-256": change(headers["Signature-256"])}


def without(name: str) -> Callable[[Headers], Headers]:
    return lambda headers: {other: value for other, value in headers.items() if other != name}


def respelled(spell: Callable[[str], str]) -> Callable[[Headers], Headers]:
    return lambda headers: {spell(name): value for name, value in headers.items()}


def older(headers: Headers) -> Headers:
    """Only the header that was in use before, with a signature that would be good if it were read."""
    return without("Signature-256")(headers) | {"Signature": headers["Signature-256"]}


def stray_bits(text: str) -> str:
    """Another text that careless decoders read as the same bytes."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    end = text.rstrip("=")
    return end[:-1] + letters[letters.index(end[-1]) + 1] + text[len(end) :]


def one_bit(text: str) -> str:
    signature = bytearray(b64decode(text))
    signature[0] ^= 1
    return b64encode(signature).decode()


def at(name: str, timestamp: object, because: str | None = None, **more: Any) -> Case:
    return Case(f"time: {name}", because, body=body(timestamp, **more))


def other_leaf(authority: Authority) -> tuple[Holder, ...]:
    """A chain as good as Alexa's, for the key of someone else."""
    return authority.signer(authority.between, key=authority.foreign_root.key), authority.between


def header(name: str, because: str | None, headers: Callable[[Headers], Headers], fetched: str | None = None) -> Case:
    return Case(f"header: {name}", because, headers=headers, fetched=URL if because is None else fetched)


HEADERS = (
    header("lower case", None, respelled(str.lower)),
    header("upper case", None, respelled(str.upper)),
    header("beside the older one", None, lambda headers: headers | {"Signature": "bm90IHRoaXM="}),
    header("only the older one", MISSING, older),
    header("signature missing", MISSING, without("Signature-256")),
    header("underscores for hyphens", MISSING, respelled(lambda name: name.replace("-", "_"))),
    header("white space in its name", MISSING, respelled(lambda name: name.replace("Signature-256", "Signature-256 "))),
    header("signature twice", TWICE, lambda headers: headers | {"signature-256": headers["Signature-256"]}),
    header("URL missing", NO_URL, without("SignatureCertChainUrl")),
    header("URL twice", TWO_URLS, lambda headers: headers | {"signaturecertchainurl": URL}),
    header("none at all", NO_URL, lambda _: {}),
)

SIGNATURES = (
    Case("signature: of another body", SIGNATURE, signed=body(later(1))),
    Case("signature: of the same request written anew", SIGNATURE, signed=body().replace(b", ", b",")),
    Case("signature: of a body with a byte less", SIGNATURE, signed=body()[:-1]),
    Case("signature: of nothing", SIGNATURE, signed=b""),
    Case("signature: by SHA-1", SIGNATURE, algorithm=SHA1()),
    Case("signature: a bit turned", SIGNATURE, headers=bent(one_bit)),
    Case("signature: one byte", SIGNATURE, headers=bent(lambda _: "AA==")),
    Case("signature: zeros", SIGNATURE, headers=bent(lambda _: b64encode(bytes(256)).decode())),
    Case("signature: of a longer key", SIGNATURE, headers=bent(lambda _: b64encode(bytes(512)).decode())),
    Case("signature: empty", LENGTH, headers=bent(lambda _: ""), fetched=None),
    Case("signature: very long", LENGTH, headers=bent(lambda text: text * 10), fetched=None),
    Case("signature: junk", NOT_BASE64, headers=bent(lambda _: "not/base64!"), fetched=None),
    Case("signature: padding missing", NOT_BASE64, headers=bent(lambda text: text.rstrip("=")), fetched=None),
    Case("signature: padding twice", NOT_BASE64, headers=bent(lambda text: text + "=="), fetched=None),
    Case("signature: more after the padding", NOT_BASE64, headers=bent(lambda text: text + "QUJD"), fetched=None),
    Case("signature: stray bits", NOT_BASE64, headers=bent(stray_bits), fetched=None),
    Case("signature: a line break in it", NOT_BASE64, headers=bent(lambda t: t[:76] + "\n" + t[76:]), fetched=None),
    Case("signature: white space around", NOT_BASE64, headers=bent(lambda text: f" {text} "), fetched=None),
    Case("signature: alphabet of URLs", NOT_BASE64, headers=bent(lambda t: "-_" + t[2:]), fetched=None),
    Case("signature: hexadecimal", SIGNATURE, headers=bent(lambda text: b64decode(text).hex())),
    Case("signature: letters beyond ASCII", NOT_BASE64, headers=bent(lambda text: "\u00e9" + text[1:]), fetched=None),
    Case("signature: half a character", NOT_BASE64, headers=bent(lambda text: "\ud800" + text[1:]), fetched=None),
)  # fmt: skip

BODIES = (
    Case("body: as Alexa sends it"),
    Case("body: as big as allowed", body=body().ljust(MOST_BODY)),
    Case("body: a byte bigger than allowed", BIG, body=body().ljust(MOST_BODY + 1), fetched=None),
    Case("body: empty", NO_TIME, body=b""),
    Case("body: not JSON", NO_TIME, body=b"request=IntentRequest&said=my+back+burns+tonight"),
    Case("body: JSON with more behind it", NO_TIME, body=body() + b"{}"),
    Case("body: not UTF-8", NO_TIME, body=body().replace(b"IntentRequest", b"\xff\xfe")),
    Case("body: UTF-16", NO_TIME, body=body().decode().encode("utf-16")),
    Case("body: a list", NO_TIME, body=b"[]"),
    Case("body: null", NO_TIME, body=b"null"),
    Case("body: no request", NO_TIME, body=b"{}"),
    Case("body: request null", NO_TIME, body=b'{"request": null}'),
    Case("body: a request of a type nobody knows", body=body(kind="Alexa.Tomorrow.Something")),
    Case("body: a type that is no text", NO_TIME, body=body().replace(b'"IntentRequest"', b"7")),
    Case("body: nested without end", NO_TIME, body=DEEP),
    Case("body: emoji and fields nobody knows", body=body(extra={"tired": "\N{SLEEPING FACE}", "n": 10**30})),
)

TIMES = (
    at("exactly 150 seconds old", later(-150)),
    at("151 seconds old", later(-151), OLD),
    at("a thousandth more than 150 seconds old", "2026-11-24T09:57:29.999Z", OLD),
    at("exactly 150 seconds ahead", later(150)),
    at("151 seconds ahead", later(151), FUTURE),
    at("a day ahead", later(86_400), FUTURE),
    at("replayed after a day", later(-86_400), OLD),
    at("the same moment in another zone", "2026-11-24T11:00:00+01:00"),
    at("the same hour in another zone", "2026-11-24T10:00:00+01:00", OLD),
    at("with thousandths", "2026-11-24T10:00:00.123Z"),
    at("an event exactly an hour old", later(-3_600), kind=EVENT),
    at("an event a second older than an hour", later(-3_601), OLD, kind=EVENT),
    at("an event 151 seconds ahead", later(151), FUTURE, kind=EVENT),
    at("an hour old and only named like an event", later(-3_600), OLD, kind="Evil.AlexaSkillEvent.SkillDisabled"),
    at("without a zone", "2026-11-24T10:00:00", NO_TIME),
    at("a number", 1_795_514_400, NO_TIME),
    at("a number as text", "1795514400000", NO_TIME),
    at("a list", [], NO_TIME),
    at("empty", "", NO_TIME),
    at("a day that doesn't exist", "2026-02-30T10:00:00Z", NO_TIME),
    at("the first moment there is, in an eastern zone", "0001-01-01T00:00:00+14:00", OLD),
    at("the last moment there is, in a western zone", "9999-12-31T23:59:59-14:00", FUTURE),
    at("the first moment there is", "0001-01-01T00:00:00Z", OLD),
    at("the last moment there is", "9999-12-31T23:59:59Z", FUTURE),
    Case("time: missing", NO_TIME, body=b'{"request": {"type": "IntentRequest"}}'),
    Case("time: at the wrong place", NO_TIME, body=b'{"timestamp": "2026-11-24T10:00:00Z", "request": {}}'),
    Case("time: old, and a signature of another body", SIGNATURE, body=body(later(-999)), signed=body()),
)

SIGNERS = (
    Case("signer: someone with a certificate as good as Alexa's", chain=other_leaf),
    Case("signer: someone else's key under Alexa's certificate", SIGNATURE, chain=lambda a: (
        a.leaf._replace(key=a.foreign_root.key), a.between)),
)  # fmt: skip

LETTERS = (*HEADERS, *SIGNATURES, *BODIES, *TIMES, *SIGNERS)
