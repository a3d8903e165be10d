"""A speaking child for tests. argv: what each child does (`hang`, `die`, `say`, `nonsense`) in turn, then a folder.

The number of children started so far is kept in the folder as empty files.
"""

import json
import sys
import wave
from pathlib import Path

*acts, folder = sys.argv[1:]
started = len(list(Path(folder).glob("started-*")))
(Path(folder) / f"started-{started}").touch()
act = acts[min(started, len(acts) - 1)]

print(json.dumps({"ready": "dummy"}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if act == "hang":
        sys.stdin.read()
    elif act == "die":
        sys.exit(3)
    elif act == "nonsense":
        print("Audio saved", flush=True)
    else:
        with wave.open(request["path"], "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            file.writeframes(b"\0\0" * 5000 + b"\0\x40" * 22050 + b"\0\0" * 5000)
        print(json.dumps({"saved": request["path"]}), flush=True)
