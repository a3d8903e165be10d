"""The transcripts of docs/transcripts, from the twin: what it sent and what the door answered.

python -m tests.alexa.transcripts      # writes them anew
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from skill.alexa.door import Door
from skill.alexa.twin import Clock, Device, Exchanged, Standing
from skill.alexa.twin_envelopes import SKILL_ID
from skill.opening import open_exchange
from skill.stores.memory import MemoryStore
from tests.house.source import ROOT

FOLDER = ROOT / "docs" / "transcripts"
MORNING = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""Ten o'clock by the typical clock of en-US."""
SECRET = "the secret of a transcript"
LEFT_OUT = """\
Made by `python -m tests.alexa.transcripts`: the [twin](../twin.md) speaks, the door answers, in settings mode, with a
store in memory. Nothing is written by hand. Left out are the context after the first request, slots without a value,
the conversation inside the session's attributes, and the SDK's own name.
"""

Json = dict[str, Any]


class Home:
    """Her devices, one door, one store, one clock."""

    def __init__(self) -> None:
        self.clock = Clock(MORNING)
        exchange = open_exchange(MemoryStore(), keep="settings", secret=SECRET)
        self.door = Door(exchange, app_ids=frozenset((SKILL_ID,)), secret=SECRET, clock=self.clock)
        self.told: list[str] = []

    def device(self, room: str) -> Device:
        return Device(self.door.answer, self.clock, Standing(device=room))

    def say(self, device: Device, *lines: str, after: float = 40) -> None:
        """Line after line; `after` so many seconds each, while Alexa speaks and she moves."""
        for line in lines:
            self.clock.pass_by(after)
            sent = len(device.history)
            device.say(line)
            self._write(device, sent)

    def silence(self, device: Device) -> None:
        sent = len(device.history)
        device.silence()
        self._write(device, sent)

    def later(self, words: str, days: float = 0, minutes: float = 0) -> None:
        self.clock.pass_by(days * 86_400 + minutes * 60)
        self.told.append(f"*{words}*\n")

    def _write(self, device: Device, sent: int) -> None:
        assert len(device.history) > sent, "it did not reach the skill"
        for done in device.history[sent:]:
            whole = not any("```json" in part for part in self.told)
            self.told.append(_exchange(done, device.standing.device, whole))


def _exchange(done: Exchanged, room: str, whole: bool) -> str:
    return "\n".join((
        f"### {done.words} ({room})\n",
        _block(_request(done.request, whole)),
        _block(_response(done.response or {})),
    ))  # fmt: skip


def _block(value: Json) -> str:
    return f"```json\n{json.dumps(value, indent=1, ensure_ascii=False)}\n```\n"


def _request(sent: Json, whole: bool) -> Json:
    shown = json.loads(json.dumps(sent))
    if not whole:
        del shown["version"], shown["context"]
        shown["session"] = {key: shown["session"][key] for key in ("new", "sessionId", "attributes")}
    shown["session"]["attributes"] = _attributes(shown["session"]["attributes"])
    slots = shown["request"].get("intent", {}).get("slots", {})
    for name in [name for name, slot in slots.items() if "value" not in slot]:
        del slots[name]
    return shown


def _response(answer: Json) -> Json:
    shown = {key: value for key, value in answer.items() if key != "userAgent"}
    return shown | {"sessionAttributes": _attributes(shown.get("sessionAttributes") or {})}


def _attributes(attributes: Json) -> Json:
    return dict.fromkeys(attributes, "...")


def whole_routine(home: Home) -> None:
    """A whole routine, six minutes with her baby in her arms."""
    kitchen = home.device("kitchen")
    home.say(kitchen, "Alexa, open gentle back", after=0)
    home.say(kitchen, "start my back routine", "she's in my arms", "ready", "five weeks", "ready", "ready", "ready")
    home.say(kitchen, "it was a vaginal birth")
    while kitchen.session is not None:
        home.say(kitchen, "ready")


def pause_for_the_baby(home: Home) -> None:
    """A pause for the baby, and on at the same step some minutes later."""
    kitchen = home.device("kitchen")
    home.say(kitchen, "Alexa, ask gentle back to start my back routine", "she's in my arms", "ready", "five weeks")
    home.say(kitchen, "baby's crying")
    home.later("Seven minutes later.", minutes=7)
    home.say(kitchen, "Alexa, open gentle back", "yes", "in my arms")


def next_day_second_device(home: Home) -> None:
    """She stops in the kitchen, and goes on the next day in the bedroom."""
    kitchen, bedroom = home.device("kitchen"), home.device("bedroom")
    home.say(kitchen, "Alexa, ask gentle back to start my back routine", "she's in my arms", "ready", "five weeks")
    home.say(kitchen, "ready", "stop")
    home.later("The next day.", days=1)
    home.say(bedroom, "Alexa, open gentle back", "yes", "in my arms", "ready")
    home.silence(bedroom)


def emergency_in_mid_exercise(home: Home) -> None:
    """An emergency in the middle of an exercise: heard at once, whatever was asked."""
    kitchen = home.device("kitchen")
    home.say(kitchen, "Alexa, ask gentle back to start my back routine", "she's in my arms", "ready", "five weeks")
    home.say(kitchen, "i've got a crushing pain in my chest", after=12)
    home.say(kitchen, "the ambulance is coming")
    home.later("Ten minutes later.", minutes=10)
    home.say(kitchen, "Alexa, ask gentle back to start my back routine")


TELLINGS: dict[str, Callable[[Home], None]] = {
    told.__name__: told
    for told in (whole_routine, pause_for_the_baby, next_day_second_device, emergency_in_mid_exercise)
}


def page(name: str) -> str:
    """One transcript."""
    home, tell = Home(), TELLINGS[name]
    with contextlib.redirect_stderr(io.StringIO()):
        tell(home)
    title = (tell.__doc__ or "").rstrip(".")
    return "\n".join((f"# {title}\n", LEFT_OUT, *home.told))


def main() -> int:
    """Write all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name in TELLINGS:
        (FOLDER / f"{name}.md").write_text(page(name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
