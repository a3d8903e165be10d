"""`gentle-back talk`: type or pipe what you would say; the coach answers, guides and speaks.

The sound stops at once on the space bar, on Enter, or when a line is typed; what was typed is obeyed mid-sentence.
"""

from __future__ import annotations

import argparse
import queue
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from audio.live import Live, Played
from audio.silent_voice import SilentVoice
from audio.sink import NoDevice, PacedSink, Sink, WavSink
from audio.speaker import SpeakerSink
from audio.voice import Voice
from skill.coach.conversation import Conversation
from skill.coach.errors import BadRequest, StoreError, VoiceError
from skill.coach.heard import Said
from skill.coach.keepsake import Keep
from skill.coach.reply import Reply
from skill.coach.timeline import BEATS, Cue, Listen, Mark, Say
from skill.exchange import Exchange, Taken
from skill.laptop.handing_over import hand_over
from skill.laptop.typed import END, Typed
from skill.opening import open_exchange
from skill.stores import Store, key_of
from skill.stores.memory import MemoryStore
from skill.stores.sqlite import SqliteStore

USER = "me"
AT_ONCE = 1e9
"""The speed where nobody waits: words from a pipe, no sound."""
SLOWEST, FASTEST = 0.1, 1000.0
LEAST_RATE, MOST_RATE = 100, 220
NIGHT_GAIN = 0.4
"""-8 dB: at night someone is asleep beside her."""
KEPT = "\nYour place is kept."


class Talk:
    """One conversation on a laptop."""

    def __init__(
        self,
        exchange: Exchange,
        live: Live,
        typed: Typed,
        *,
        locale: str,
        speed: float,
        show: Callable[[str], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC).astimezone(),
        keeps: bool = True,
    ) -> None:
        """`keeps`: her place outlives this run, so she may be told so."""
        self._exchange, self._live, self._typed = exchange, live, typed
        self._locale, self._speed, self._show, self._clock = locale, speed, show, clock
        self._keeps = keeps
        self._talk = Conversation()
        self._paced = speed < AT_ONCE
        self._mark: str | None = None
        self._unanswered = 0

    def run(self, first: list[str]) -> None:
        """Talk until she says stop, the input ends (Ctrl-D), or Ctrl-C; her place is kept in every case."""
        said: Said | None = Said(event="launch")
        before = list(first)
        try:
            while said is not None:
                reply = self._take(said).reply
                played = self._speak(reply)
                if reply.ended and not before:
                    return
                if before and not self._interrupted:
                    said = Said(text=self._show_line(before.pop(0)))
                else:
                    said = self._next(reply, played)
            self._leave(tell=self._typed.terminal)
        except KeyboardInterrupt:
            self._live.stop()
            self._leave(tell=True)

    @property
    def _interrupted(self) -> bool:
        """She typed something that is not answered yet. What comes from a pipe waits for its turn."""
        return self._typed.terminal and self._typed.waiting

    def _leave(self, *, tell: bool) -> None:
        taken = self._take(Said(event="end", reached=self._mark))
        if tell and self._keeps and taken.kept:
            self._show(KEPT)

    def _take(self, said: Said) -> Taken:
        now = self._clock()
        taken = self._exchange.take(said, self._talk, user=USER, locale=self._locale, now=now)
        self._talk = taken.conversation
        for line in hand_over(taken.reply.effects, taken.keepsake, Path.cwd(), now):
            self._show(f"[{line}]")
        return taken

    def _speak(self, reply: Reply) -> Played:
        self._mark = None
        gain = NIGHT_GAIN if reply.night else 1.0
        played = self._live.play(reply.speech, on_cue=self._began, speed=self._speed, gain=gain)
        if played.finished:
            self._mark = None
        return played

    def _began(self, cue: Cue) -> None:
        if self._interrupted:
            # Typed in the moment between two plays, when there was nothing to stop.
            self._live.stop()
            return
        if isinstance(cue, Mark):
            self._mark = cue.id
        elif isinstance(cue, (Say, *BEATS)) and cue.text:
            self._show(f"  {cue.text}")

    def _next(self, reply: Reply, played: Played) -> Said | None:
        """What she says next, or what her silence means; None when the input has ended and nothing goes on."""
        listen = next((cue.seconds for cue in reply.speech if isinstance(cue, Listen)), 0.0)
        flows = played.finished and self._paced and self._goes_on(reply)
        try:
            line = self._typed.get(listen / self._speed if flows else None)
        except queue.Empty:
            return Said(event="finished")
        if line is not END:
            self._unanswered = 0
            return self._said(line, self._mark)
        if self._typed.terminal:
            return None
        if flows:
            return Said(event="finished")
        self._unanswered += 1
        return Said(event="silence") if self._paced and reply.listening and self._unanswered <= 2 else None

    def _goes_on(self, reply: Reply) -> bool:
        """Guidance that has sounded to its end goes on by itself unless she says otherwise."""
        return reply.guiding and reply.asking == "ready"

    def _said(self, line: str, reached: str | None) -> Said:
        self._show_line(line)
        if line.strip():
            return Said(text=line, reached=reached)
        paused = self._talk.routine is not None and self._talk.routine.status == "paused"
        return Said(intent="resume") if paused else Said(intent="pause", reached=reached)

    def _show_line(self, line: str) -> str:
        if not self._typed.terminal and line.strip():
            self._show(f"> {line}")
        return line


def talk(arguments: argparse.Namespace) -> int:
    """The verb. Returns the exit status."""
    if arguments.voice == "list":
        return _list_voices()
    _check(arguments)
    store = _store(arguments)
    arguments.voice = arguments.voice or _kept_voice(store)
    typed = Typed(sys.stdin, sys.stdout)
    show = (lambda _: None) if arguments.speak_only else typed.show
    voice, sink, speed = _sound(arguments, show)
    with Live(voice, sink, on_trouble=lambda error: show(f"[{error}]"), spare=PacedSink()) as live:
        exchange = open_exchange(store, keep=arguments.keep)
        keeps = not isinstance(store, MemoryStore)
        talking = Talk(exchange, live, typed, locale=arguments.locale, speed=speed, show=show, keeps=keeps)
        try:
            typed.start(live.stop)
            if typed.terminal:
                show("Type what you would say. Space or Enter stops the sound; Ctrl-C leaves.\n")
            talking.run(arguments.say)
        finally:
            typed.close()
            store.close()
    return 0


def _check(arguments: argparse.Namespace) -> None:
    if arguments.keep not in get_args(Keep):
        raise BadRequest(f"GENTLE_BACK_KEEP is {' or '.join(get_args(Keep))}, not {arguments.keep!r}.")
    if arguments.speed is not None and not SLOWEST <= arguments.speed <= FASTEST:
        raise BadRequest(f"--speed is between {SLOWEST:g} and {FASTEST:g}, not {arguments.speed:g}.")
    if arguments.rate is not None and not LEAST_RATE <= arguments.rate <= MOST_RATE:
        raise BadRequest(f"--rate is between {LEAST_RATE} and {MOST_RATE} words a minute, not {arguments.rate}.")


def _store(arguments: argparse.Namespace) -> Store:
    if arguments.forget:
        return MemoryStore()
    try:
        return SqliteStore(arguments.kept)
    except StoreError as error:
        print(f"gentle-back: {error} Going on without keeping your place.", file=sys.stderr)
        return MemoryStore()


def _kept_voice(store: Store) -> str | None:
    """The voice she chose by voice in an earlier session."""
    try:
        return store.load(key_of(USER)).keepsake.settings.voice
    except StoreError:
        return None


def _sound(arguments: argparse.Namespace, show: Callable[[str], None]) -> tuple[Voice, Sink, float]:
    """The voice, where it goes, and how fast text without sound is paced."""
    paced = arguments.speed if arguments.speed is not None else 1.0 if sys.stdin.isatty() else AT_ONCE
    if arguments.print_only and arguments.out is None:
        return SilentVoice(), PacedSink(), paced
    voice = _voice(arguments)
    if arguments.out is not None:
        return voice, WavSink(arguments.out), 1.0
    sink = SpeakerSink()
    try:
        sink.begin(1.0)
        sink.end()
    except NoDevice as error:
        if arguments.speak_only:
            raise
        if sys.stdin.isatty():
            show(f"[{error}; going on in writing]")
        voice.close()
        return SilentVoice(), PacedSink(), paced
    return voice, sink, 1.0


def _voice(arguments: argparse.Namespace) -> Voice:
    from audio.clips import Clips
    from audio.system_voice import SystemVoice
    from skill.coach.timeline import WORDS_PER_MINUTE

    return Clips(SystemVoice(arguments.voice or "", arguments.rate or WORDS_PER_MINUTE))


def _list_voices() -> int:
    from audio.system_voice import SystemVoice

    voice = SystemVoice()
    try:
        print("\n".join(voice.voices()))
    except VoiceError as error:
        print(f"gentle-back: {error}", file=sys.stderr)
        return 1
    finally:
        voice.close()
    return 0
