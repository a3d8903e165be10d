"""virtual-alexa, which nobody here wrote, talks with a running skill; every answer keeps Amazon's rules.

On each host: a bare server by day and by night, Flask under waitress, and the archive under Lambda's emulator.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from skill.alexa.compile import OUT
from skill.alexa.rules_of_responses import faults
from skill.alexa.twin_hearing import plain_words
from tests.alexa.envelopes import APP
from tests.alexa.generated import NODE, node

SCENARIOS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("scenarios.yaml").read_text(encoding="utf-8"))
LEAST = 15
Json = dict[str, Any]


HOSTS = ("bare_at_noon", "bare_at_night", "flask", "lambda_")


@pytest.fixture(scope="module", params=HOSTS)
def talked(request: pytest.FixtureRequest) -> list[list[Json]]:
    """What passed between virtual-alexa and the skill on one host: by scenario and step."""
    asked = {
        "target": request.getfixturevalue(request.param),
        "application": APP,
        "models": {path.stem: str(path) for path in OUT.glob("*.json")},
        "scenarios": [{"locale": "en-US", **scenario} for scenario in SCENARIOS],
    }
    run = subprocess.run(
        [node("virtual-alexa"), "talk.js"],
        cwd=NODE, input=json.dumps(asked), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    told: list[list[Json]] = json.loads(run.stdout)
    return told


def _wrong(step: Json, done: Json) -> list[str]:
    """What is wrong with the answers that one step brought."""
    passed = done["passed"]
    found = [f"status {one['status']}: {one['response']}" for one in passed if one["status"] != 200]
    if found or done["error"] or not passed:
        return [*found, done["error"] or "nothing was sent"]
    found = [fault for one in passed for fault in faults(one["request"], one["response"])]
    response = next(one["response"]["response"] for one in passed if "session" in one["request"] or len(passed) == 1)
    said = plain_words(response.get("outputSpeech"))
    found += [f"does not say {words!r}" for words in step.get("hears", ()) if words.lower() not in said.lower()]
    found += [f"says {words!r}" for words in step.get("never", ()) if words.lower() in said.lower()]
    if step.get("ends") and response.get("shouldEndSession") is not True:
        found.append("the session goes on")
    return [f"{fault} -> {said!r}" for fault in found]


def test_there_are_enough_scenarios_and_each_asks_for_something() -> None:
    assert len(SCENARIOS) >= LEAST
    assert len({scenario["name"] for scenario in SCENARIOS}) == len(SCENARIOS)


def test_every_scenario_goes_as_it_is_written(talked: list[list[Json]]) -> None:
    report = [
        f"{scenario['name']}, step {at} {step}: {fault}"
        for scenario, steps in zip(SCENARIOS, talked, strict=True)
        for at, (step, done) in enumerate(zip(scenario["steps"], steps, strict=True), 1)
        for fault in _wrong(step, done)
    ]
    assert not report, "\n".join(report)
