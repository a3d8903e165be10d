"""Opening the Alexa door from the environment, the same way on every host."""

from __future__ import annotations

import os
from collections.abc import Mapping

from skill.alexa.door import Door
from skill.alexa.http_api import HttpApi
from skill.alexa.tracks import Read, Tracks
from skill.coach.errors import BadRequest
from skill.coach.keepsake import Keep
from skill.content.load import load
from skill.opening import open_exchange
from skill.stores import Store

LEAST_SECRET = 16
"""Characters. The secret keeps anyone with the table from testing whether an Alexa id is in it."""


def open_door(store: Store, environment: Mapping[str, str] = os.environ, *, read: Read | None = None) -> Door:
    """The door over a store. `read`: how it reads the manifests of the tracks, where they lie on this machine.

    Reads GENTLE_BACK_SKILL_ID (one or more ids, with commas), GENTLE_BACK_SECRET, GENTLE_BACK_KEEP (`settings`, the
    default here, or `personal`), GENTLE_BACK_TRIAGE and GENTLE_BACK_TRACKS (the URL of the folder with the tracks;
    without it every exercise is guided in turns).

    Raises:
        BadRequest: one of them is missing or makes no sense; the message says which, and the mend.
    """
    app_ids = frozenset(id.strip() for id in environment.get("GENTLE_BACK_SKILL_ID", "").split(",") if id.strip())
    if not app_ids:
        raise BadRequest("GENTLE_BACK_SKILL_ID is not set. Give the skill's id, amzn1.ask.skill. and so on.")
    secret = environment.get("GENTLE_BACK_SECRET", "")
    if len(secret) < LEAST_SECRET:
        raise BadRequest(
            f"GENTLE_BACK_SECRET needs at least {LEAST_SECRET} characters. Make one: openssl rand -hex 32. "
            "Keep it: with another one nobody's place is found again."
        )
    keeps: dict[str, Keep] = {"settings": "settings", "personal": "personal"}
    keep = environment.get("GENTLE_BACK_KEEP", "settings")
    if keep not in keeps:
        raise BadRequest(f"GENTLE_BACK_KEEP is {keep!r}: settings or personal.")
    tracks = Tracks(environment.get("GENTLE_BACK_TRACKS", ""), read)
    exchange = open_exchange(store, keep=keeps[keep], secret=secret, content=lambda locale: tracks.filled(load(locale)))
    return Door(exchange, app_ids=app_ids, secret=secret, tracks=tracks, api=HttpApi())
