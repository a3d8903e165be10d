"""`./run measure intent FILE` and `./run measure ear FILE`: how well a file of utterances is understood."""

from __future__ import annotations

import sys

from skill.coach.errors import GentleBackError
from skill.opening import names
from skill.understanding.measure import measure

USAGE = "usage: measure intent|ear FILE"


def main(arguments: list[str] | None = None) -> int:
    """Print the report; 2 for a file or a word that cannot be measured."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 2:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        print(measure(given[1], names("en-US"), given[0]))
    except (GentleBackError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
