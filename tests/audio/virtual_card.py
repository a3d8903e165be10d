"""A sound card made of software: a PulseAudio of our own with one sink, and a recording of what sounds on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from array import array
from pathlib import Path
from types import TracebackType

from audio.clip import SAMPLE_RATE, Clip, values

TOOLS = ("pulseaudio", "parec", "pactl")
SINK = "spk"
PATIENCE = 30.0
"""Seconds until something that has to come is given up."""
SINK_MODULE = f"module-null-sink sink_name={SINK} rate={SAMPLE_RATE} channels=1 norewinds=1"
"""At our own rate every sample arrives as it was played. With rewinds the sink would sound two seconds ahead."""
DAEMON = (
    *("pulseaudio", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes", "-n"),
    *("-L", "module-native-protocol-unix", "-L", SINK_MODULE),
)
RECORDER = (
    *("parec", "--device", f"{SINK}.monitor", "--raw", "--format=s16le", "--channels=1", f"--rate={SAMPLE_RATE}"),
    "--latency-msec=5",
)


def missing() -> str:
    """Which tools are not installed, in words; empty where all are."""
    lost = [tool for tool in TOOLS if shutil.which(tool) is None]
    return f"no {' or '.join(lost)} (apt install pulseaudio pulseaudio-utils)" if lost else ""


class VirtualCard:
    """While it is open, the default sound device of this process is its sink; nothing of the user's is touched."""

    def __enter__(self) -> VirtualCard:
        # Not pytest's folder: the path of a socket may have 107 characters.
        self._folder = tempfile.TemporaryDirectory(prefix="card")
        folder = self._folder.name
        ours = dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"), folder)
        ours |= {"PULSE_SERVER": f"unix:{folder}/pulse/native", "PULSE_COOKIE": f"{folder}/cookie", "PULSE_SINK": SINK}
        self._before = {name: os.environ.get(name) for name in ours}
        os.environ.update(ours)
        self._log = Path(folder) / "log"
        with self._log.open("wb") as log:
            self._daemon = subprocess.Popen(DAEMON, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            self._wait_until_up()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _wait_until_up(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while subprocess.run(("pactl", "info"), capture_output=True, check=False).returncode:
            if self._daemon.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PulseAudio did not start: {self._log.read_text(errors='replace')}")
            time.sleep(0.02)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._daemon.kill()
        self._daemon.wait()
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        self._folder.cleanup()

    def take_away(self) -> None:
        """The device vanishes, as headphones do."""
        subprocess.run(("pactl", "unload-module", "module-null-sink"), check=True, capture_output=True)


class Recording:
    """What sounds on the card, from the first sample on."""

    def __init__(self) -> None:
        self._grew = threading.Condition()
        self._heard = array("h")
        self._arrived: list[tuple[int, float]] = []

    def __enter__(self) -> Recording:
        self._process = subprocess.Popen(RECORDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        self._reader = threading.Thread(target=self._read, name="recording")
        self._reader.start()
        try:
            self.wait_for(1)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _read(self) -> None:
        assert self._process.stdout is not None
        odd = b""
        while data := self._process.stdout.read(65536):
            data = odd + data
            whole = len(data) // 2 * 2
            odd = data[whole:]
            with self._grew:
                self._heard.extend(values(Clip(data[:whole])))
                self._arrived.append((len(self._heard), time.perf_counter()))
                self._grew.notify_all()

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    @property
    def heard(self) -> array[int]:
        """Every sample so far."""
        with self._grew:
            return self._heard[:]

    def wait_for(self, samples: int) -> None:
        """Until so many more samples are recorded."""
        with self._grew:
            until = len(self._heard) + samples
            assert self._grew.wait_for(lambda: len(self._heard) >= until, PATIENCE), "the recording does not go on"

    def wait_for_sound(self) -> None:
        """Until something new sounds."""
        with self._grew:
            after = len(self._heard)
            sounds = self._grew.wait_for(lambda: any(self._heard[after:]), PATIENCE)
        assert sounds, "nothing sounds"

    def silent_since(self) -> float:
        """When (`time.perf_counter`) the first silence after the last sound arrived."""
        with self._grew:
            first = max((n for n, value in enumerate(self._heard) if value), default=-1) + 1
            return next(moment for count, moment in self._arrived if count > first)
