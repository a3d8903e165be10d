"""From a new process to the first answer: the function as it is shipped, and the SDK's hello world in the same folder.

Both run from the unpacked archive for this machine, bytecode and all, with nothing else on the path: what a cold start
on Lambda has to do in Python. What Lambda does before it, and a slower processor, are not in it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from packing.function import build
from packing.target import Target, here
from tests.alexa.envelopes import APP, SECRET, envelope

OURS = "import json, sys, lambda_function as f; f.handler(json.loads(sys.argv[1]), None)"
THEIRS = "import json, sys; from hello_world import hello; hello()(json.loads(sys.argv[1]), None)"
NOTHING = "pass"


def cold(starts: int) -> dict[str, list[float]]:
    """Seconds of whole processes, taken in turn. Raises PackingError where the packages cannot be fetched."""
    spent: dict[str, list[float]] = {"empty Python": [], "hello world": [], "ours": []}
    with TemporaryDirectory() as folder:
        task = Path(folder) / "task"
        target = Target(here().arch, "{}.{}".format(*sys.version_info))
        build(target, Path(folder) / "function.zip")
        zipfile.ZipFile(Path(folder) / "function.zip").extractall(task)
        shutil.copy(Path(__file__).with_name("hello_world.py"), task)
        launch = json.dumps(envelope("LaunchRequest"))
        for _ in range(1 + starts):
            for name, script in (("empty Python", NOTHING), ("hello world", THEIRS), ("ours", OURS)):
                spent[name].append(_seconds(script, launch, task))
    # The first of each finds nothing in the system's cache, and writes the hello world's own bytecode.
    return {name: times[1:] for name, times in spent.items()}


def _seconds(script: str, launch: str, task: Path) -> float:
    settings: Mapping[str, str] = {"GENTLE_BACK_SKILL_ID": APP, "GENTLE_BACK_SECRET": SECRET}
    path = {"PATH": os.environ["PATH"], "PYTHONPATH": str(task)}
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-S", "-c", script, launch], check=True, capture_output=True, env=path | settings)
    return time.perf_counter() - begun
