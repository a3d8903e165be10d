"""How long it takes to prove that a request is Alexa's."""

from __future__ import annotations

import time

from skill.alexa.verify import RequestVerifier
from tests.alexa.verifying.authority import NOW, Authority, pem
from tests.alexa.verifying.sent import URL, Case

OTHERS = 50
"""More addresses than are kept, so that each is read and judged anew when its turn comes again."""


def verified(times: int) -> tuple[list[float], list[float]]:
    """Microseconds of each of so many requests: with a kept key, and with a chain built anew.

    The chain is as long as Alexa's usual one, of a home-made authority; nothing is fetched over a network.
    """
    authority, case = Authority(), Case("true")
    chain = pem(authority.leaf, authority.between)
    verify = RequestVerifier([authority.root.certificate], lambda _: chain, clock=lambda: NOW)
    headers = dict(case.sent(authority))
    kept, rebuilt = [], []
    verify(headers, case.body)
    for _ in range(times):
        begun = time.perf_counter_ns()
        verify(headers, case.body)
        kept.append((time.perf_counter_ns() - begun) / 1000)
    for n in range(times):
        other = headers | {"SignatureCertChainUrl": URL.replace("12", f"other-{n % OTHERS}")}
        begun = time.perf_counter_ns()
        verify(other, case.body)
        rebuilt.append((time.perf_counter_ns() - begun) / 1000)
    return kept, rebuilt
