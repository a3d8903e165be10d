"""Her own clock: a time zone by name, and the moment there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from msgspec import structs

from skill.coach.keepsake import Keepsake

LONGEST = 64
"""Characters of a zone's name; the longest in the database has 32."""


def zone_named(name: str) -> tzinfo | None:
    """The zone of this name in the IANA database; None for none such, and where this machine has no database."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name) if len(name) <= LONGEST else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # A name may also be a folder of the database, or no name at all.
        return None


def at_home(keepsake: Keepsake, now: datetime, ask: Callable[[], str | None] | None) -> tuple[Keepsake, datetime]:
    """`now` by her clock, and the keepsake with her zone.

    `ask` gives the name of her zone, or None; it is asked only where no zone is kept, and only a real one is kept.
    """
    name = keepsake.settings.time_zone
    zone = zone_named(name) if name else None
    if zone is None and ask is not None:
        name = ask()
        zone = zone_named(name) if name else None
        if zone is not None:
            keepsake = structs.replace(keepsake, settings=structs.replace(keepsake.settings, time_zone=name))
    return keepsake, now if zone is None else now.astimezone(zone)
