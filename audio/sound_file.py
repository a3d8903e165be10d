"""Reading the sound files that system voices write: WAV (espeak, SAPI) and AIFF (macOS), told apart by their header.

Written here because `aifc` and `audioop` left the standard library in Python 3.13 (PEP 594).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from typing import Literal

from audio.clip import Clip, from_values, values
from skill.coach.errors import VoiceError

_PLAIN_PCM = 1
_EXTENSIBLE = 0xFFFE
_BIG_ENDIAN = (b"NONE", b"twos")
"""AIFF-C compression types that are plain samples, as in plain AIFF."""
_LITTLE_ENDIAN = b"sowt"


def read_sound(data: bytes) -> Clip:
    """The sound in a WAV, AIFF or AIFF-C file of 16-bit samples; two channels become one.

    Raises VoiceError for anything else, and for a file that ends too early.
    """
    form, kind = data[:4], data[8:12]
    try:
        if form == b"RIFF" and kind == b"WAVE":
            return _wav(data)
        if form == b"FORM" and kind in (b"AIFF", b"AIFC"):
            return _aiff(data, packed=kind == b"AIFC")
    except struct.error as error:
        raise VoiceError("the sound file is damaged: a header is cut short") from error
    raise VoiceError(f"not a WAV or AIFF sound file (it begins with {data[:12]!r})")


def _chunks(data: bytes, order: Literal["<", ">"]) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of every chunk; the last may be cut short."""
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from(f"{order}4sI", data, at)
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _wav(data: bytes) -> Clip:
    chunks = dict(_chunks(data, "<"))
    if b"fmt " not in chunks or b"data" not in chunks:
        raise VoiceError("the sound file is damaged: a part is missing")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if kind not in (_PLAIN_PCM, _EXTENSIBLE):
        raise VoiceError(f"WAV encoding {kind} is not supported, only 16-bit PCM")
    return _mono(chunks[b"data"], channels, bits, rate)


def _aiff(data: bytes, *, packed: bool) -> Clip:
    chunks = dict(_chunks(data, ">"))
    if b"COMM" not in chunks or b"SSND" not in chunks:
        raise VoiceError("the sound file is damaged: a part is missing")
    channels, frames, bits = struct.unpack_from(">hIh", chunks[b"COMM"])
    packing = chunks[b"COMM"][18:22] if packed else b"NONE"
    if packing != _LITTLE_ENDIAN and packing not in _BIG_ENDIAN:
        raise VoiceError(f"AIFF-C encoding {packing!r} is not supported, only plain 16-bit samples")
    offset = struct.unpack_from(">I", chunks[b"SSND"])[0]
    pcm = chunks[b"SSND"][8 + offset :]
    if len(pcm) < frames * channels * bits // 8:
        raise VoiceError("the sound file is damaged: it ends too early")
    if packing in _BIG_ENDIAN and bits == 16:
        numbers = array("h", pcm[: len(pcm) // 2 * 2])
        numbers.byteswap()
        pcm = numbers.tobytes()
    return _mono(pcm, channels, bits, _long_double(chunks[b"COMM"][8:18]))


def _long_double(data: bytes) -> int:
    """The sample rate of an AIFF file: an 80-bit extended float (Audio Interchange File Format 1.3, COMM chunk)."""
    exponent, mantissa = struct.unpack(">HQ", data)
    if not 16383 <= exponent < 16383 + 32:
        raise VoiceError("the sound file is damaged: it has no sample rate")
    return int(mantissa >> (63 - (exponent - 16383)))


def _mono(pcm: bytes, channels: int, bits: int, rate: int) -> Clip:
    if bits != 16 or channels not in (1, 2) or not rate:
        raise VoiceError(f"sound of {bits} bits and {channels} channels is not supported, only 16 bits, mono or stereo")
    clip = Clip(pcm[: len(pcm) // (2 * channels) * 2 * channels], rate)
    if channels == 1:
        return clip
    both = values(clip)
    return from_values(array("h", ((a + b) // 2 for a, b in zip(both[::2], both[1::2], strict=True))), rate)
