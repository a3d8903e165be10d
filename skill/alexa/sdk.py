"""What we use of ask-sdk-core, imported without what nobody here uses.

The clients of Alexa's services are a third of the SDK's import, and none is ever made: ours is `skill.alexa.api`. While
the SDK is imported an empty module stands for them; afterwards the real one can be imported by whoever wants it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

CLIENTS = "ask_sdk_model.services.service_client_factory"


@contextmanager
def _without_clients() -> Iterator[None]:
    if CLIENTS in sys.modules:
        yield
        return
    stand_in = ModuleType(CLIENTS)
    stand_in.__dict__["ServiceClientFactory"] = None
    sys.modules[CLIENTS] = stand_in
    try:
        yield
    finally:
        del sys.modules[CLIENTS]


with _without_clients():
    from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_core.skill import CustomSkill
    from ask_sdk_core.skill_builder import SkillBuilder
    from ask_sdk_model import RequestEnvelope, Response
    from ask_sdk_model.request import Request
    from ask_sdk_model.ui import OutputSpeech, Reprompt, SsmlOutputSpeech

__all__ = [
    "AbstractExceptionHandler",
    "AbstractRequestHandler",
    "CustomSkill",
    "HandlerInput",
    "OutputSpeech",
    "Reprompt",
    "Request",
    "RequestEnvelope",
    "Response",
    "SkillBuilder",
    "SsmlOutputSpeech",
]
