"""`./run measure intent|ear|compare FILE`: how well people are understood; `measure voice`: how well the coach is."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from skill.coach.errors import BadRequest, GentleBackError
from skill.measuring import ear, intents, vignettes
from skill.measuring.through import Alexa, alexa
from skill.opening import names


def report(what: str, path: Path, *, misses: bool, alexa: Alexa | None = None) -> str:
    """The report on one file. Raises BadRequest for a file or a measure that is none, OSError for an unreadable one."""
    if what == "intent":
        return intents.intent_report(intents.lines(path), names("en-US"))
    if what == "compare":
        from skill.measuring import compare

        return compare.compared(intents.lines(path), names("en-US"))
    if what != "ear":
        raise BadRequest(f"cannot measure {what!r}: intent, ear or compare")
    if path.suffix != ".jsonl":
        return ear.report(ear.read(path), misses=misses, alexa=alexa)
    if alexa is not None:
        raise BadRequest("only lines of utterances go through Alexa: a vignette is a text, not something said")
    return vignettes.report(vignettes.read(path), misses=misses)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="measure", description="How well a file of people talking is understood.")
    parser.add_argument(
        "what",
        help="intent: intents and slots; compare: intents by other ways too (extra train); ear: warning signs; "
        "voice: the coach's own voice, by an offline recogniser (extra recognise)",
    )
    parser.add_argument("file", type=Path, nargs="?", help="utterances.tsv, a file of aside/, or vignettes.jsonl")
    parser.add_argument("--misses", action="store_true", help="ear: the lines that went wrong as well")
    parser.add_argument("--through", default="", metavar="alexa", help="ear: only what the generated model delivers")
    parser.add_argument(
        "--voice", action="append", metavar="NAME", help="voice: which, may be given several times (default: system)"
    )
    parser.add_argument(
        "--rate", action="append", type=float, help="voice: words a minute, may be given several times (default: nine)"
    )
    parser.add_argument("--locale", default="en-US", help="whose model (default en-US)")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Print the report; 2 for a file or a word that cannot be measured."""
    try:
        given = _parser().parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        if given.what == "voice":
            return _voice(given.voice, given.rate)
        if given.file is None:
            raise BadRequest(f"measure {given.what} needs a file: utterances.tsv, a file of aside/, or vignettes.jsonl")
        print(report(given.what, given.file, misses=given.misses, alexa=alexa(given.through, given.locale)))
    except (GentleBackError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _voice(voices: list[str] | None, rates: list[float] | None) -> int:
    """Print as it goes: every line takes some seconds."""
    from skill.measuring import voice

    for line in voice.report(voices or [""], rates or voice.RATES):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
