"""Her words on their way through a platform: what comes out at the other end is measured like typed words."""

from __future__ import annotations

from collections.abc import Callable

from skill.alexa import carriers
from skill.alexa.builtins import FALLBACK
from skill.alexa.resolving import Delivered, device
from skill.coach.errors import BadRequest
from skill.coach.heard import Said

Way = Callable[[str], Said]
"""Words -> what a door gets of them."""


def typed(text: str) -> Said:
    """Every word arrives."""
    return Said(text=text)


class Alexa:
    """Only what the generated model of a locale carries arrives."""

    def __init__(self, locale: str) -> None:
        self._device, self._language = device(locale), locale.partition("-")[0]

    def delivered(self, text: str) -> Delivered:
        """The intent and slots of these words."""
        return self._device.resolve(text)

    def arrives(self, text: str) -> bool:
        """Whether anything but Fallback is delivered."""
        return self.delivered(text).intent != FALLBACK

    def __call__(self, text: str) -> Said:
        """What the door makes of what is delivered."""
        return carriers.said(*self.delivered(text), self._language)


def alexa(through: str, locale: str) -> Alexa | None:
    """The way `--through` names; None for none. Raises BadRequest for an unknown one, UnknownLocale for no model."""
    if through not in ("", "alexa"):
        raise BadRequest(f"no way through {through!r}: alexa")
    return Alexa(locale) if through else None
