"""What AWS Lambda calls: `lambda_function.handler`.

No signature is checked here: only the trigger of our own skill may invoke the function (stack.yaml), and the door
refuses every other application id (host-a-custom-skill-as-an-aws-lambda-function).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from skill.alexa.opening import open_door
from skill.stores import Store


def _store() -> Store:
    """The table the stack has made; without one her place lasts as long as this copy of the function."""
    if table := os.environ.get("GENTLE_BACK_TABLE"):
        from skill.stores.dynamodb import DynamoStore

        return DynamoStore(table)
    from skill.stores.memory import MemoryStore

    return MemoryStore()


DOOR = open_door(_store())
"""Opened once a cold start, before the first request. A missing setting stops the function here; its log says which."""


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The answer to one request envelope. Raises RequestRefused for a foreign application id: it counts as an error."""
    return DOOR.answer(event)
