"""`gentle-back talk`: type or pipe what you would say; the coach answers, guides and speaks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import get_args

from audio.live import Live
from audio.silent_voice import SilentVoice
from audio.sink import NoDevice, PacedSink, Sink, WavSink
from audio.speaker import SpeakerSink
from audio.voice import Voice
from audio.voices import checked_rate, voice_called
from skill.coach.errors import BadRequest, StoreError, VoiceError
from skill.coach.keepsake import Keep
from skill.content.load import load
from skill.laptop.talking import AT_ONCE, USER, Talk
from skill.laptop.tracks import TrackFolder, prefer_tracks
from skill.laptop.typed import Typed
from skill.opening import open_exchange
from skill.stores import Store, key_of
from skill.stores.memory import MemoryStore
from skill.stores.sqlite import SqliteStore

SLOWEST, FASTEST = 0.1, 1000.0


def talk(arguments: argparse.Namespace) -> int:
    """The verb. Returns the exit status."""
    if arguments.voice == "list":
        return _list_voices()
    _check(arguments)
    tracks = TrackFolder(arguments.track, arguments.locale) if arguments.track is not None else None
    store = _store(arguments)
    if tracks is not None:
        with suppress(StoreError):
            prefer_tracks(store, USER)
    arguments.voice = arguments.voice or _kept_voice(store)
    typed = Typed(sys.stdin, sys.stdout)
    show = (lambda _: None) if arguments.speak_only else typed.show
    voice, sink, speed = _sound(arguments, show)
    with Live(voice, sink, on_trouble=lambda error: show(f"[{error}]"), spare=PacedSink()) as live:
        exchange = open_exchange(store, keep=arguments.keep, content=tracks.content if tracks is not None else load)
        keeps = not isinstance(store, MemoryStore)
        talking = Talk(
            exchange, live, typed, locale=arguments.locale, speed=speed, show=show, keeps=keeps, tracks=tracks
        )
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
    checked_rate(arguments.rate)


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
    return voice_called(arguments.voice or "", checked_rate(arguments.rate))


def _list_voices() -> int:
    from audio.system_voice import SystemVoice

    voice = SystemVoice()
    try:
        print("\n".join(voice.voices()))
        print("piper: with pip install 'gentle-back[piper]'")
    except VoiceError as error:
        print(f"gentle-back: {error}", file=sys.stderr)
        return 1
    finally:
        voice.close()
    return 0
