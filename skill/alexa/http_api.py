"""Alexa's services over HTTPS, by hand: known hosts only, short time-outs, once more where twice does no harm."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from skill.alexa.api import Access, ApiDown, ApiRefused
from skill.alexa.limits import API_ENDPOINTS, MOST_PROGRESSIVE
from skill.deadline import time_for

if TYPE_CHECKING:
    import ssl

    from skill.alexa.over_https import Limits

MOST_BYTES = 256 * 1024
"""Of one answer. Ours; a list of reminders has some kilobytes."""
CONNECT, READ, WHOLE = 0.5, 1.0, 1.5
"""Seconds (design section 3: one deadline for everything)."""
GONE = 404


class HttpApi:
    """See `skill.alexa.api.Api`. `endpoints`: the only ones that are asked. `limits` and `trust` are those of HTTPS."""

    def __init__(
        self,
        *,
        endpoints: frozenset[str] = API_ENDPOINTS,
        limits: Limits | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._endpoints, self._limits, self._trust = endpoints, limits, trust

    def time_zone(self, access: Access, device: str) -> str:
        """See `Api`. Not asked twice: it is asked again at the next launch."""
        found = self._ask("time zone", access, "GET", f"/v2/devices/{device}/settings/System.timeZone")
        if not isinstance(found, str):
            raise ApiDown("time zone: not a text")
        return found

    def speak(self, access: Access, request: str, words: str) -> None:
        """See `Api`."""
        directive = {
            "header": {"requestId": request},
            "directive": {"type": "VoicePlayer.Speak", "speech": words[:MOST_PROGRESSIVE]},
        }
        self._ask("speak", access, "POST", "/v1/directives", directive)

    def reminders(self, access: Access) -> tuple[Mapping[str, Any], ...]:
        """See `Api`."""
        found = self._twice("reminders", access, "GET", "/v1/alerts/reminders")
        alerts = found.get("alerts") if isinstance(found, dict) else None
        if not isinstance(alerts, list):
            raise ApiDown("reminders: not a list")
        return tuple(alert for alert in alerts if isinstance(alert, dict))

    def remind(self, access: Access, reminder: Mapping[str, Any]) -> None:
        """See `Api`. Asked once: a second time could set a second one."""
        self._ask("remind", access, "POST", "/v1/alerts/reminders", reminder)

    def unremind(self, access: Access, token: str) -> None:
        """See `Api`."""
        try:
            self._twice("unremind", access, "DELETE", f"/v1/alerts/reminders/{token}")
        except ApiRefused as error:
            if error.status != GONE:
                raise

    def _twice(self, call: str, access: Access, method: str, path: str) -> Any:
        try:
            return self._ask(call, access, method, path)
        except ApiDown:
            return self._ask(call, access, method, path)

    def _ask(self, call: str, access: Access, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One question, its answer as JSON; None where the answer is empty."""
        if access.endpoint not in self._endpoints or not access.token:
            raise ApiDown(f"{call}: no access")
        # Late, because most turns ask nothing, and the import takes some tens of milliseconds.
        from skill.alexa.over_https import Limits, ask_over_https

        limits = self._limits or Limits(CONNECT, READ, WHOLE)
        if not time_for(limits.whole):
            raise ApiDown(f"{call}: no time left")
        headers = {"Authorization": f"Bearer {access.token}", "Content-Type": "application/json"}
        try:
            got = ask_over_https(
                access.endpoint + path,
                MOST_BYTES,
                method=method,
                headers=headers,
                body=json.dumps(body).encode() if body is not None else b"",
                limits=limits,
                trust=self._trust,
            )
        except OSError as error:
            raise ApiDown(f"{call}: {type(error).__name__}") from error
        if got.status >= 500:
            raise ApiDown(f"{call}: status {got.status}")
        if not 200 <= got.status < 300:
            raise ApiRefused(call, got.status)
        try:
            return json.loads(got.content) if got.content.strip() else None
        except (ValueError, RecursionError) as error:
            raise ApiDown(f"{call}: no JSON") from error
