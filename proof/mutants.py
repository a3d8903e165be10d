"""Mutation testing: one small fault at a time in a module, and whether its fast tests notice.

A fault inside a function is put in its place in a forked process, where everything is imported already; nothing is
written. Any other (a default, a constant of the module) goes into a copy of the tree in a temporary folder. Ctrl-C ends
it with what is known so far. Needs a system that can fork.
"""

from __future__ import annotations

import signal
import sys
from collections import Counter

from proof.mutating import Mutant, mutants
from proof.trying import ROOT, Copy, Forks

# The quickest to fail first. Of the trees and enumerations those that take a second or two.
TREE = "tests/coach/test_triage_tree.py::test_every_path_"
ENGINE_TESTS = (
    "tests/coach/test_triage_verdicts.py",
    "tests/coach/test_triage_questions.py",
    "tests/coach/test_triage_clarifying.py",
    f"{TREE}after_twelve_weeks_holds_every_law_also_told_at_once",
    f"{TREE}with_the_history_known_holds_every_law[8]",
    "tests/coach/test_triage_random.py",
    "tests/coach/test_triage_assignments.py",
)
DIALOGUE_TESTS = (
    "tests/coach/test_questions_word_for_word.py",
    "tests/coach/test_levels_announced.py",
    "tests/coach/test_two_signs.py",
    "tests/coach/test_said_again.py",
    "tests/coach/test_of_the_mind.py",
    "tests/coach/test_named_again.py",
    "tests/coach/test_triage_heard.py",
    "tests/coach/test_triage_half_said.py",
    "tests/coach/test_triage_levels.py",
    "tests/coach/test_questionnaire.py",
    "tests/coach/test_left_check.py",
    "tests/coach/test_safety_questions.py",
    "tests/coach/test_every_question.py",
    "tests/coach/test_inform.py",
)
TESTS = {
    "triage": ENGINE_TESTS,
    "judging": ENGINE_TESTS,
    "protocol": ENGINE_TESTS,
    "informing": ("tests/coach/test_inform.py",),
    "questionnaire": DIALOGUE_TESTS,
    "responding": DIALOGUE_TESTS,
    "safety": DIALOGUE_TESTS,
}
"""Module of `skill/coach` -> the tests that must notice."""


def run(module: str, lines: range | None = None) -> list[Mutant]:
    """All mutants of a module, or of these lines; the surviving ones."""
    tests = [test for test in TESTS[module] if (ROOT / test.partition("::")[0]).exists()]
    name = f"skill.coach.{module}"
    made = mutants((ROOT / "skill" / "coach" / f"{module}.py").read_text(encoding="utf-8"))
    made = [mutant for mutant in made if lines is None or mutant.line in lines]
    survived: list[Mutant] = []
    counts: Counter[str] = Counter()
    try:
        with Copy(tests) as copy:
            forks = Forks(tests)
            print(f"{module}: {len(made)} mutants, {forks.seconds:.1f} s unchanged", flush=True)
            for n, mutant in enumerate(made, 1):
                outcome = forks.outcome(name, mutant) or copy.outcome(name, mutant)
                counts[outcome] += 1
                if outcome == "survived":
                    survived.append(mutant)
                    print(f"  SURVIVED {module}.py:{mutant.line}  {mutant.change}", flush=True)
                if n % 50 == 0:
                    print(f"  ... {n} of {len(made)}", flush=True)
    except KeyboardInterrupt:
        print("  stopped; so far:", flush=True)
    print(f"{module}: {', '.join(f'{n} {outcome}' for outcome, n in sorted(counts.items()))}", flush=True)
    return survived


def main(named: list[str]) -> int:
    """`python -m proof mutants [MODULE[:FIRST-LAST] ...]`: exit status 1 when a mutant survived."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside, it cleans up all the same
    survived: list[Mutant] = []
    for name in named or TESTS:
        module, _, lines = name.partition(":")
        if module not in TESTS:
            print(f"Unknown module {module!r}. There are: {', '.join(TESTS)}.", file=sys.stderr)
            return 2
        first, _, last = lines.partition("-")
        survived += run(module, range(int(first), int(last or first) + 1) if lines else None)
    return int(bool(survived))
