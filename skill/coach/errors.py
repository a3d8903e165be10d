"""One family of errors. Each has two texts: what the log says, and what she hears (never anything technical)."""

from __future__ import annotations


class GentleBackError(Exception):
    """Anything that can go wrong in Gentle Back. `str(error)` is for the log and the terminal."""

    spoken = (
        "Something went wrong on my side. In an emergency, call your local emergency number. "
        "Your place is kept. Please try again in a moment."
    )
    """What she hears when this error reaches a door: her words may have been a warning sign that was not heard."""


class ContentError(GentleBackError):
    """Content that breaks its schema or a lint rule. Names the file, the line and the mend."""

    def __init__(self, message: str, *, file: str = "", line: int = 0, mend: str = "") -> None:
        where = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(f"{where}{message}" + (f" Mend: {mend}" if mend else ""))
        self.file, self.line, self.mend = file, line, mend


class UnknownLocale(GentleBackError):
    """A locale we have no words for."""


class BadRequest(GentleBackError):
    """A request line that cannot be understood: unknown keys, wrong types, values outside the vocabulary."""


class StoreError(GentleBackError):
    """What she asked us to keep could not be read or written. She is still answered."""

    spoken = "I may not be able to keep your place just now."


class Conflict(StoreError):
    """Another session saved a newer Keepsake first: reload it and take the turn again."""


class StoreFull(StoreError):
    """The disk is full or read-only: nothing new can be kept, everything kept earlier is intact."""

    spoken = "I can't save anything just now, so I may not keep your place."


class VoiceError(GentleBackError):
    """Speech could not be made or played. The words are shown instead."""

    spoken = "I've lost my voice for a moment, so I'll write it down instead."


class SoundError(VoiceError):
    """A track could not be mixed, encoded or measured."""


class RequestRefused(GentleBackError):
    """A web request that is not proven to come from Alexa. `str(error)` is a reason for the log, never a part of it.

    The outside learns nothing: the answer is a bare 400.
    """

    spoken = ""
