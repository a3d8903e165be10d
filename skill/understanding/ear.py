"""The safety ear: her words -> warning signs, in every state, on every text.

Two listeners. The listed one knows phrases that an author wrote down, numbers, and grammar: negation, other people,
long ago. The trained one knows how people put it when they use none of those phrases. Each alone may raise a sign;
where they differ, doubt goes up: what only one of them half hears is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from skill.coach.heard import SignHeard
from skill.understanding.classifier import ANY, chance, odds
from skill.understanding.listed import IDIOM, listed, of_another
from skill.understanding.phrases import Match
from skill.understanding.positional import OF_POSITION, fell_asleep
from skill.understanding.vitals import NORMAL, readings

SECOND = 0.5
"""How much of whether there is any sign is said by the intents' classifier, which sees it beside all she may want."""
CERTAIN = 0.45
"""From this probability of a sign the trained ear is sure. Chosen with `aside/one.tsv`, and moved
once by the shared sample (docs/decisions/0015)."""
LEAST, VERY_CERTAIN = 0.08, 0.8
"""Where it is less clear than this which sign it is, it must be surer that there is one; else it asks."""


class Suspicion(NamedTuple):
    """From when a sign is asked about that is not certain."""

    any: float
    """The least probability that there is a sign at all."""
    named: float
    """And that it is this one: the question of a wrong one helps nobody."""
    most: int = 1
    """How many signs are asked about."""


UNDERSTOOD = Suspicion(0.15, 0.03)
"""Her words are understood as something else as well."""
NOTHING_ELSE = Suspicion(0.06, 0.012)
"""They are not: in doubt it asks."""
ASKED = Suspicion(0.08, 0.0, most=3)
"""She was asked to say what is wrong: a question too many costs nothing there."""
SOON = Suspicion(0.25, 0.03)
"""A sign for another day is not worth a question on less."""
BESIDE = 0.5
"""Other signs count too from this share of the likeliest one: in doubt the graver one is heard."""
FAINTEST = 0.08
"""A sign less likely than this is never named beside another."""
OVERRULES = 0.9
"""So sure of a sign, the trained ear does not believe that somebody else's, a past or a harmless thing is meant."""
CONVINCED, OF_THIS = 0.9, 0.35
"""So sure that there is a sign, and that it is this one, it does not believe a denial either: it asks."""
ADDS = 0.3
"""Beside a sign that is certain already another one needs this much."""
FEWEST = 2
"""A lone word is an answer or a name; only a listed phrase makes a sign of it."""
UNHEARD = 0.3
"""Below this the trained ear hears nothing in a listed phrase: it is asked, not announced."""


def listen(
    words: Sequence[str],
    matches: Iterable[Match],
    likely: Mapping[str, float] | None,
    sticky: frozenset[str],
    *,
    soon: frozenset[str] = frozenset(),
    suspicion: Suspicion = UNDERSTOOD,
) -> tuple[SignHeard, ...]:
    """The signs in `words`, given the listed phrases found there and what the trained ear makes of them.

    `likely` is None where the words are, from first to last, a sentence that an author wrote down as something else.
    """
    heard, denied, explained, curious = listed(words, matches, sticky)
    told = readings(words)
    for sign, status in heard.items():
        if likely is not None and status == "present" and max(likely[ANY], likely[sign]) < UNHEARD:
            heard[sign] = "possible"
    heard |= {sign: "present" for sign in told if sign != NORMAL}
    asleep = OF_POSITION if fell_asleep(words) else frozenset()
    heard = {sign: status for sign, status in heard.items() if sign not in asleep}
    heard = dict.fromkeys(curious, "possible") | heard
    listed_any = bool(heard)
    silent = len(words) < FEWEST or IDIOM in denied or of_another(words)
    if likely is None or silent:
        return _signs(heard)
    for sign, status in trained(likely, suspicion, soon).items():
        if sign in asleep or (asleep and likely[sign] < OVERRULES):
            continue
        if NORMAL in told and sign in ("bp_high", "bp_severe"):
            continue
        if sign in denied or (sign in explained and likely[sign] < OVERRULES):
            if likely[ANY] < CONVINCED or likely[sign] < OF_THIS:
                continue
            status = "possible"
        if "present" in heard.values() and sign not in heard and likely[sign] < ADDS:
            continue
        if heard.get(sign) != "present" and (status == "present" or not listed_any):
            heard[sign] = status
    return _signs(heard)


def _signs(heard: Mapping[str, str]) -> tuple[SignHeard, ...]:
    return tuple(SignHeard(sign, "present" if status == "present" else "possible") for sign, status in heard.items())


def agreed(likely: Mapping[str, float], report: float) -> dict[str, float]:
    """Both classifiers' opinion of whether there is a sign: `report` is the share of the intent to report one."""
    joined = (1 - SECOND) * odds(likely[ANY]) + SECOND * odds(report)
    return {**likely, ANY: chance(joined)}


def trained(
    likely: Mapping[str, float], suspicion: Suspicion = UNDERSTOOD, soon: frozenset[str] = frozenset()
) -> dict[str, str]:
    """What the trained ear hears: signs it is sure of, else the ones it would ask about.

    `soon`: signs for another day, which are not worth a question on a faint suspicion.
    """
    ranked = sorted(((p, sign) for sign, p in likely.items() if sign != ANY), reverse=True)
    most, first = ranked[0]
    if likely[ANY] >= (CERTAIN if most >= LEAST else VERY_CERTAIN):
        beside = [sign for p, sign in ranked if p >= max(BESIDE * most, FAINTEST)]
        return dict.fromkeys(beside or [first], "present")
    if first in soon and suspicion is not ASKED:
        suspicion = SOON
    if likely[ANY] < suspicion.any or (most < suspicion.named and likely[ANY] < CERTAIN):
        return {}
    return dict.fromkeys([sign for p, sign in ranked[: suspicion.most] if p >= BESIDE * most], "possible")
