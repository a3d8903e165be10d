"""`./run measure intent|ear|compare FILE`: how well a file of people talking is understood."""

from __future__ import annotations

import sys
from pathlib import Path

from skill.coach.errors import BadRequest, GentleBackError
from skill.measuring import ear, intents, vignettes
from skill.opening import names

USAGE = """usage: measure intent FILE        utterances.tsv or a file of aside/: intents and slots
       measure compare FILE       the same by other ways of understanding (extra train)
       measure ear FILE [--misses] utterances.tsv, a file of aside/, or vignettes.jsonl: warning signs
"""


def report(what: str, path: Path, *, misses: bool) -> str:
    """The report on one file. Raises BadRequest for a file or a measure that is none, OSError for an unreadable one."""
    if what == "intent":
        return intents.intent_report(intents.lines(path), names("en-US"))
    if what == "compare":
        from skill.measuring import compare

        return compare.compared(intents.lines(path), names("en-US"))
    if what != "ear":
        raise BadRequest(f"cannot measure {what!r}: intent, ear or compare")
    if path.suffix == ".jsonl":
        return vignettes.report(vignettes.read(path), misses=misses)
    return ear.report(ear.read(path), misses=misses)


def main(arguments: list[str] | None = None) -> int:
    """Print the report; 2 for a file or a word that cannot be measured."""
    given = sys.argv[1:] if arguments is None else arguments
    misses = "--misses" in given
    given = [word for word in given if word != "--misses"]
    if len(given) != 2:
        print(USAGE, end="", file=sys.stderr)
        return 2
    try:
        print(report(given[0], Path(given[1]), misses=misses))
    except (GentleBackError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
