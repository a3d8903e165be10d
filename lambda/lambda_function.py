"""What AWS Lambda calls: `lambda_function.handler`.

No signature is checked here: only the trigger of our own skill may invoke the function (stack.yaml), and the door
refuses every other application id (host-a-custom-skill-as-an-aws-lambda-function).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skill.alexa.opening import open_door

DOOR = open_door()
"""Opened once a cold start, before the first request. A missing setting stops the function here, and its log says so."""


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The answer to one request envelope. Raises RequestRefused for a foreign application id: an error in the metrics."""
    return DOOR.answer(event)
