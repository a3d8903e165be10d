"""The rendered tracks, for a door that plays them: which there are, and where the device finds them."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from msgspec import structs

from skill.alexa import log
from skill.alexa.limits import MOST_URL, STREAM_PORT
from skill.coach.content import Content
from skill.coach.errors import BadRequest, ContentError
from skill.coach.manifest import Manifest, name_of, read, tracks_of
from skill.content.load import SPOKEN_AS

MOST_BYTES = 400_000
"""Of a manifest: about a hundred tracks with a dozen chapters each take a third of it."""
SECONDS = 1.5
"""Of silence from where the tracks are. A manifest is looked for once in a process, while she waits."""
AGAIN_AFTER = 600.0
"""Seconds after which a manifest that was not found is looked for again."""

Read = Callable[[str], bytes]
"""A file of the folder by its name. Raises OSError."""


class Tracks:
    """The tracks in one folder. Without a folder there are none, and every step is guided in turns.

    `base`: its URL, for the devices. `read`: how this process reads its manifests, over HTTPS unless given. Safe under
    several threads: at worst a manifest is read twice.
    """

    def __init__(self, base: str = "", read: Read | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Raises BadRequest for a base URL that no device may be given."""
        self._base = _https(base) if base else ""
        self._read, self._clock = read or self._fetch, clock
        self._manifests: dict[str, Manifest] = {}
        self._missed: dict[str, float] = {}
        self._filled: dict[tuple[str, str], Content] = {}

    def filled(self, content: Content) -> Content:
        """The content with the tracks of its locale. Never raises: without tracks there are other ways to guide."""
        manifest = self._manifest(SPOKEN_AS.get(content.locale, content.locale)) if self._base else None
        if manifest is None:
            return content
        key = (content.locale, content.version)
        if key not in self._filled:
            self._filled[key] = structs.replace(content, tracks=tracks_of(manifest, content))
        return self._filled[key]

    def url(self, locale: str, track: str) -> str:
        """Where the sound of a track is; empty if there is none."""
        manifest = self._manifests.get(SPOKEN_AS.get(locale, locale))
        found = manifest.tracks.get(track) if manifest is not None else None
        return f"{self._base}{found.file}" if found is not None else ""

    def _manifest(self, locale: str) -> Manifest | None:
        if locale in self._manifests:
            return self._manifests[locale]
        if self._clock() - self._missed.get(locale, float("-inf")) < AGAIN_AFTER:
            return None
        try:
            manifest = read(self._read(name_of(locale)), name_of(locale), locale)
        except (OSError, ContentError) as error:
            self._missed[locale] = self._clock()
            log.no_tracks(locale, error)
            return None
        return self._manifests.setdefault(locale, manifest)

    def _fetch(self, name: str) -> bytes:
        # Imported late: most deployments have no tracks. Not `skill.alexa.fetching`, whose roots only the web pays for.
        from urllib.request import urlopen

        with urlopen(f"{self._base}{name}", timeout=SECONDS) as answer:
            data: bytes = answer.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise OSError("too big")
        return data


def _https(url: str) -> str:
    """The folder's URL with a slash at its end (audioplayer-interface-reference, audio stream requirements)."""
    try:
        parts = urlsplit(url)
        port = parts.port or STREAM_PORT
    except ValueError as error:
        raise BadRequest(f"The URL of the tracks is none: {error}.") from error
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise BadRequest("The URL of the tracks must be a plain https:// address of a folder: devices take no other.")
    if port != STREAM_PORT:
        raise BadRequest(f"The URL of the tracks has port {port}: devices take only {STREAM_PORT}.")
    if len(url) > MOST_URL - 200:
        raise BadRequest("The URL of the tracks is too long.")
    return url if url.endswith("/") else f"{url}/"


NO_TRACKS = Tracks()
