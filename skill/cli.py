"""The command `gentle-back`: talk, turn, hear, serve, check-content."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from skill import __version__
from skill.coach.errors import GentleBackError
from skill.coach.situation import BABY_PLACES

if TYPE_CHECKING:
    from skill.coach.heard import Said

PROBLEM, USAGE, INTERRUPTED = 1, 2, 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gentle-back",
        description="A voice coach for back pain after birth. It teaches; it gives no medical advice.",
        epilog="Begin with: gentle-back talk",
    )
    parser.add_argument("--version", action="version", version=f"gentle-back {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _talk(verbs.add_parser("talk", help="talk with the coach: type or pipe what you would say"))
    turn = verbs.add_parser("turn", help="JSON Lines in, one answer line per line: for scripts and tests")
    _kept(turn)
    hear = verbs.add_parser("hear", help="show what is understood of some words")
    hear.add_argument("words", nargs="+", help='what she would say, e.g. "start my back routine"')
    hear.add_argument("--locale", default="en-US")
    hear.add_argument("--through", choices=("alexa",), help="only what a generated Alexa model would deliver of it")
    _serve(verbs.add_parser("serve", help="the Alexa skill as a web server, with tracks and the privacy page"))
    _tracks(verbs.add_parser("tracks", help="render exercises and routines as sound files with chapters and captions"))
    check = verbs.add_parser(
        "check-content", help="check every content file: schema, lengths, reading level, impossible cues"
    )
    check.add_argument("folder", nargs="?", type=Path, help="a content folder (default: the one of this installation)")
    check.add_argument(
        "--voice", nargs="?", const="", help="measure every beat's words by this voice (no name: the system's)"
    )
    check.add_argument("--rate", type=int, help="words a minute of that voice (default 145)")
    return parser


def _tracks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("wanted", nargs="?", default="all", help="all (default), a routine or an exercise")
    parser.add_argument("--out", type=Path, default=Path("build/tracks"), help="the folder (default: build/tracks)")
    parser.add_argument("--locale", default="en-US")
    parser.add_argument("--voice", default="", help="piper, or one of gentle-back talk --voice list")
    parser.add_argument("--rate", type=float, help="words a minute, 100 to 220 (default 145)")
    parser.add_argument("--pace", type=float, default=1.0, help="beats are this much longer, 0.5 to 2 (default 1)")
    parser.add_argument("--breath", action="store_true", help="with a quiet breath under the breathing")
    parser.add_argument(
        "--only",
        choices=("exercises", "routines"),
        help="what devices play, or whole routines (default: both)",
    )
    whole = parser.add_argument_group(
        "whole routines", "for whom they are fitted; what is not told counts as the stricter answer"
    )
    whole.add_argument("--baby", choices=BABY_PLACES, help="where the baby is (default: where the routine is made for)")
    whole.add_argument("--weeks", type=float, help="weeks since birth")
    whole.add_argument("--delivery", choices=("vaginal", "cesarean"))
    whole.add_argument(
        "--complicated", choices=("yes", "no"), help="a deep tear, a prolapse, heavy loss (default: yes)"
    )
    whole.add_argument("--cleared", action="store_true", help="her own provider said yes to exercise")
    whole.add_argument("--minutes", type=int, help="at most about so many minutes")
    parser.add_argument("--jobs", type=int, help="how many at once (default: one for every core)")
    parser.add_argument("--list", action="store_true", help="only say which tracks there are")
    parser.add_argument(
        "--sheet", action="store_true", help="draw every whole routine: waveform, words, chapters, breath (SVG)"
    )
    parser.add_argument("--upload", metavar="s3://BUCKET/FOLDER", help="then send the folder there (extra aws)")
    parser.add_argument("--keep-old", action="store_true", help="leave sounds that no manifest names any more")


def _kept(parser: argparse.ArgumentParser) -> None:
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--kept", type=Path, metavar="FILE", help="keep places in this SQLite file")
    where.add_argument("--forget", action="store_true", help="keep nothing after this run (default for turn)")


def _talk(parser: argparse.ArgumentParser) -> None:
    _kept(parser)
    parser.add_argument(
        "--locale", default=os.environ.get("GENTLE_BACK_LOCALE", "en-US"), help="en-US, en-GB, en-AU, en-CA, en-IN"
    )
    parser.add_argument(
        "--keep",
        choices=("personal", "settings"),
        default=os.environ.get("GENTLE_BACK_KEEP", "personal"),
        help="personal: profile and diary too; settings: only settings and place",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--print-only", action="store_true", help="words on the screen, no sound (for people who don't hear)"
    )
    how.add_argument("--speak-only", action="store_true", help="sound only, nothing printed (for people who don't see)")
    parser.add_argument("--out", type=Path, metavar="FILE.wav", help="write everything that is said to a WAV file")
    parser.add_argument(
        "--track",
        type=Path,
        nargs="?",
        const=Path("build/tracks"),
        metavar="FOLDER",
        help="play exercises through, from rendered tracks (default folder: build/tracks)",
    )
    parser.add_argument("--speed", type=float, help="follow a routine faster in text, e.g. --speed 20")
    parser.add_argument("--voice", help="a voice of this machine; --voice list names them")
    parser.add_argument("--rate", type=int, help="words a minute, 100 to 220 (default 145)")
    parser.add_argument(
        "--say", action="append", default=[], metavar="WORDS", help="say this first; may be given several times"
    )


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
    parser.add_argument("--port", type=_port, default=8080, help="0: any that is free (default 8080)")
    parser.add_argument("--tracks", type=Path, metavar="FOLDER", help="serve the rendered tracks of this folder")
    parser.add_argument("--kept", type=Path, metavar="FILE", help="keep places in this SQLite file")
    parser.add_argument(
        "--unverified", action="store_true", help="for development: answer this machine without proof that Alexa asks"
    )
    parser.add_argument(
        "--trust-proxy",
        nargs="?",
        const="127.0.0.1",
        metavar="ADDRESS",
        help="a proxy at this address (default 127.0.0.1) says truly whether a request came over HTTPS",
    )


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb. Returns the exit status; errors are one clear line on standard error."""
    arguments = _parser().parse_args(argv)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        return _run(arguments)
    except GentleBackError as error:
        print(f"gentle-back: {error}", file=sys.stderr)
        return PROBLEM
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: argparse.Namespace) -> int:
    match arguments.verb:
        case "talk":
            from skill.laptop.talk import talk

            return talk(arguments)
        case "turn":
            return _turn(arguments)
        case "hear":
            return _hear(arguments)
        case "tracks":
            from skill.rendering.command import tracks

            return tracks(arguments)
        case "serve":
            from skill.web.serving import serve

            return serve(arguments)
        case _:
            return _check_content(arguments.folder, arguments.voice, arguments.rate)


def _turn(arguments: argparse.Namespace) -> int:
    from skill.laptop.lines import serve
    from skill.stores.memory import MemoryStore
    from skill.stores.sqlite import SqliteStore

    store = SqliteStore(arguments.kept) if arguments.kept else MemoryStore()
    try:
        serve(sys.stdin, sys.stdout, store)
    finally:
        store.close()
    return 0


def _hear(arguments: argparse.Namespace) -> int:
    from datetime import date

    import msgspec

    from skill.coach.conversation import Conversation
    from skill.coach.heard import Said
    from skill.opening import names
    from skill.understanding import hear

    said = Said(text=" ".join(arguments.words))
    if arguments.through:
        said = _through_alexa(said.text or "", arguments.locale)
    heard = hear(said, Conversation(), names(arguments.locale), date.today())
    print(msgspec.json.format(msgspec.json.encode(heard), indent=2).decode())
    return 0


def _through_alexa(words: str, locale: str) -> Said:
    """What a device delivers of the words, shown on standard error."""
    from skill.alexa.carriers import said
    from skill.alexa.resolving import device

    delivered = device(locale).resolve(words)
    slots = "".join(f" {name}={slot.id or slot.words!r}" for name, slot in delivered.slots.items())
    print(f"delivered: {delivered.intent}{slots}", file=sys.stderr)
    return said(*delivered, locale.partition("-")[0])


def _check_content(folder: Path | None, voice: str | None, rate: int | None) -> int:
    try:
        from skill.content.check import findings
    except ModuleNotFoundError as error:
        print(f"gentle-back: checking content needs {error.name}: pip install 'gentle-back[content]'", file=sys.stderr)
        return PROBLEM
    from skill.content.compile import HERE

    if voice is None:
        found = list(findings(folder or HERE))
    else:
        from contextlib import closing

        from audio.voices import checked_rate, voice_called

        with closing(voice_called(voice, checked_rate(rate))) as speaking:
            found = list(findings(folder or HERE, measure=lambda text: speaking.render(text).seconds))
    for finding in found:
        print(finding)
    print(f"{len(found)} to mend." if found else "The content is in order.")
    return PROBLEM if found else 0
