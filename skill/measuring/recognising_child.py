"""The process that listens: one JSON object a line in, one a line out. Moonshine (MIT), offline, model and all.

    {"wav": "/tmp/x/1.wav"} -> {"text": "Breathe in."}

The first line it writes is {"ready": NAME}. {"error": WHY} answers what cannot be done. It ends with its input. The
module imports nothing of ours, so it may run in an environment of its own.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Answer requests until the input ends."""
    answers = os.dup(1)
    os.dup2(2, 1)  # What the library prints is no answer.

    def answer(what: dict[str, str]) -> None:
        os.write(answers, json.dumps(what).encode() + b"\n")

    try:
        from moonshine_voice import ModelArch, Transcriber
        from moonshine_voice.utils import get_model_path, load_wav_file

        transcriber = Transcriber(str(get_model_path("tiny-en")), ModelArch.TINY)
    except Exception as error:
        answer({"error": f"no recogniser: pip install 'gentle-back[recognise]' ({error})"})
        return
    answer({"ready": "moonshine tiny-en"})
    for line in sys.stdin:
        try:
            samples, rate = load_wav_file(json.loads(line)["wav"])
            heard = transcriber.transcribe_without_streaming(samples, rate)
            answer({"text": " ".join(part.text for part in heard.lines)})
        except Exception as error:
            answer({"error": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
