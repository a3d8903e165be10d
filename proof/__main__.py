"""`python -m proof`: all proofs; with `assignments`, `tree`, `facts`, `heard`: those. `mutants`: mutation testing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable

from proof import assignments, mutants, starts
from proof.engine import Engine, engine, facts_of, windows
from proof.tree import Ends, Walk
from skill.coach.levels import LEVELS
from tests.content.test_protocol_data import EMERGENCY

SHOWN = 20
"""Violations shown of each proof."""


def say(text: str = "") -> None:
    """One line, at once."""
    print(text, flush=True)


def checked(violations: Iterable[str]) -> bool:
    """Whether there is none; those there are, are shown."""
    found = 0
    for violation in violations:
        found += 1
        say(f"  VIOLATION {violation}")
        if found == SHOWN:
            say("  ... and perhaps more")
            break
    return found == 0


ASSIGNMENTS = """\
Assignments: every sign, every pair of signs, the full support of every rule, in every window class, with every value
(not told, no, don't know, yes) of the facts that a rule over these signs names."""
TREE = """\
The whole tree of questions, nothing known before; conditional, second and clarifying questions, questions about facts
and stops by a rule included. Every question is answered no, don't know and yes; weeks with one of each window class."""
COMPLETE = """\
  Complete, because the engine sees nothing but a picture, so equal pictures have equal futures. Each picture was walked
  once, with every answer; the paths that leave it are those of the next pictures, added up. What holds on every step
  and at every end holds on every path.
  On every step: nothing is lowered (P9), a yes to an emergency sign gives EMERGENCY (P3), more is settled than before
  (P5), the level is what judge gives. At every end (P7): had everything left out been asked and answered yes, with all
  that a yes brings, the level would be the same; by P1 no other answers give more."""
FACTS = """\
The same tree with facts known before, at any weeks: each not told, no or yes. (Don't know is not walked apart: no rule
and no follow-up tells it from yes, checked.) Facts:"""
HEARD = """\
The same tree after each sign in her own words. Emergencies end it at once; of the signs that no question, rule,
follow-up or clearing names, one of each level."""


def prove_assignments(of: Engine) -> bool:
    """P1, P2, P3, P4, P6, P8."""
    say(ASSIGNMENTS)
    say(f"  window classes, by one week of each: {', '.join(map(_week, windows(of.protocol)))}")
    counted: list[int] = []
    good = checked(assignments.levels(of, counted=counted))
    say(f"  P1 P2 P3 P8: {sum(counted):,} assignments judged; a fact not told once as no, once as don't know")
    good &= checked(assignments.graves(of, EMERGENCY))
    say(f"  P3 against the {len(EMERGENCY)} emergency signs of the source, written down a second time")
    good &= checked(assignments.orders(of))
    say("  P4: judged in two orders, told to the picture in several")
    good &= checked(assignments.reached(of))
    say(f"  P6: four levels, and {len(of.protocol.rules)} rules that each raise what nothing else raises so high")
    return good


def prove_tree(of: Engine) -> bool:
    """P3, P5, P6, P7, P9 and the agreement of picture and judge, on every path from an empty start."""
    say(TREE)
    good, walk = checked(starts.unwatched(of)), Walk(of)
    first, *others = starts.at_any_week(of, {})
    if not checked(walk.from_start(first.picture, first.told)):
        return False
    _count("weeks not told before", walk.ends[first.picture])
    say(f"  {len(walk.ends):,} pictures, {walk.steps:,} steps between them; a path may have {walk.most} questions")
    for each in others:
        good &= checked(walk.from_start(each.picture, each.told))
        _count(f"weeks told before: {_week(each.told.weeks)}", walk.ends.get(each.picture, Ends(())))
    good &= checked(starts.unreachable(of, walk))
    say(COMPLETE)
    return good


def prove_facts(of: Engine) -> bool:
    """The tree again from every combination of facts known before."""
    say(f"{FACTS} {', '.join(facts_of(of.protocol))}.")
    if not checked(starts.alike(of)):
        return False
    pictures = paths = combinations = longest = 0
    for facts in starts.facts_known(of):
        walk = Walk(of, replayed=False)
        for each in starts.at_any_week(of, facts):
            if not checked(walk.from_start(each.picture, each.told)):
                return False
            paths += walk.ends[each.picture].total
            longest = max(longest, walk.ends[each.picture].longest)
        pictures, combinations = pictures + len(walk.ends), combinations + 1
        if combinations % 20 == 0:
            say(f"  ... {combinations} combinations, {pictures:,} pictures")
    say(f"  {combinations} combinations, {pictures:,} pictures, {paths:,} leaf paths, longest {longest} questions")
    return True


def prove_heard(of: Engine) -> bool:
    """P9: the tree again after a sign in her own words."""
    say(HEARD)
    signs = pictures = paths = 0
    good = True
    for told in starts.heard(of):
        walk = Walk(of, replayed=False)
        good &= checked(starts.told_first(of, walk, [told]))
        begun = [each.picture for each in starts.at_any_week(of, {}, told)]
        paths += sum(walk.ends[picture].total for picture in begun if picture in walk.ends)
        pictures, signs = pictures + len(walk.ends), signs + 1
    say(f"  {signs} signs, {pictures:,} pictures, {paths:,} leaf paths; no answer unsays her words")
    return good


def _week(weeks: int | None) -> str:
    return "unknown" if weeks is None else str(weeks)


def _count(start: str, ends: Ends) -> None:
    by_level = ", ".join(f"{level} {n:,}" for level, n in zip(reversed(LEVELS), reversed(ends.paths), strict=False))
    say(f"  {start}: {ends.total:,} leaf paths ({by_level}); longest {ends.longest} questions")


PROOFS = {"assignments": prove_assignments, "tree": prove_tree, "facts": prove_facts, "heard": prove_heard}


def main(arguments: list[str]) -> int:
    """Run the proofs named, or all."""
    if arguments[:1] == ["mutants"]:
        return mutants.main(arguments[1:])
    unknown = [name for name in arguments if name not in PROOFS]
    if unknown:
        print(f"Unknown proof {unknown[0]!r}. There are: {', '.join(PROOFS)}, mutants.", file=sys.stderr)
        return 2
    of, good = engine(), True
    for name in arguments or PROOFS:
        begun = time.monotonic()
        good &= PROOFS[name](of)
        say(f"  {time.monotonic() - begun:.0f} s\n")
    say("Proven." if good else "NOT proven: see the violations above.")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
