"""Whether a request that nobody verifies was really asked on this machine.

An address of the loopback alone proves nothing: behind a proxy or a tunnel on this machine everyone in the world has
it. So whatever bears a trace of having come further is refused. A proxy that leaves no trace at all cannot be told
from a program here; that is why the switch is for development only.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

NAMES = ("localhost",)
TRACES = (
    # RFC 7239 and what was in use before it; RFC 9110, 7.6.3 (Via); then the proxies' and tunnels' own.
    *("FORWARDED", "VIA", "X_REAL_IP", "X_CLIENT_IP", "X_CLUSTER_CLIENT_IP", "X_ORIGINAL_HOST", "X_ORIGINAL_URL"),
    *("TRUE_CLIENT_IP", "FASTLY_CLIENT_IP", "CDN_LOOP", "X_AMZN_TRACE_ID", "X_REQUEST_ID"),
)
FAMILIES = ("HTTP_X_FORWARDED_", "HTTP_X_ENVOY_", "HTTP_CF_", "HTTP_TAILSCALE_", "HTTP_NGROK_", "HTTP_SEC_FETCH_")


def is_loopback(host: str) -> bool:
    """Whether this is a name or an address that only this machine reaches."""
    if host.lower() in NAMES:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def come_from_afar(environ: Mapping[str, Any]) -> str:
    """Why this request (WSGI) may come from elsewhere; "" if nothing speaks for it. For the log."""
    if not is_loopback(environ.get("REMOTE_ADDR", "")):
        return "unverified: from another machine"
    if any(f"HTTP_{name}" in environ for name in TRACES) or any(key.startswith(FAMILIES) for key in environ):
        return "unverified: through a proxy or a tunnel"
    if environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        # What nginx speaks by default to those behind it, with no other trace (ngx_http_proxy_module).
        return "unverified: HTTP/1.0, as proxies speak it"
    if "HTTP_ORIGIN" in environ:
        return "unverified: from a web page"
    if not is_loopback(_asked_for(environ)):
        # A name of elsewhere that points here: a tunnel, or a web page by DNS rebinding.
        return "unverified: for another host"
    if "HTTP_SIGNATURECERTCHAINURL" in environ:
        return "unverified: signed, so it came from Alexa: verify it"
    return ""


def _asked_for(environ: Mapping[str, Any]) -> str:
    try:
        return urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
    except ValueError:
        return ""
