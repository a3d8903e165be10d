"""The skill as ask-sdk-core sees it: three handlers, and one for whatever goes wrong in them.

The SDK is given an envelope with only what it needs to dispatch and to carry the session: it raises on any enum value
and request type that is newer than itself, before a handler or an exception handler runs, so it never sees those. Our
own `Request` travels beside it as the invocation's context. Why the SDK at all: docs/decisions/0029.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from skill.alexa import sdk
from skill.alexa.answer import NOTHING, Answer
from skill.alexa.envelope import Request
from skill.alexa.sdk import CustomSkill, HandlerInput, OutputSpeech, Response, SsmlOutputSpeech

Handle = Callable[[Request], Answer]


class Call:
    """One request on its way through the SDK, as the invocation's context, and the answer it got there."""

    def __init__(self, request: Request) -> None:
        self.request, self.answer = request, NOTHING


KNOWN = frozenset(sdk.Request.discriminator_value_class_map)
STAND_IN = "SessionResumedRequest"
"""What the SDK is told a request is that it does not know: a type without fields of its own."""


class _Takes(sdk.AbstractRequestHandler):
    """Hands every request of some kinds to one function."""

    def __init__(self, kinds: Callable[[str], bool], handle: Handle) -> None:
        self._kinds, self._handle = kinds, handle

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return self._kinds(handler_input.context.request.kind)

    def handle(self, handler_input: HandlerInput) -> Response:
        return _respond(handler_input, self._handle(handler_input.context.request))


class _Mends(sdk.AbstractExceptionHandler):
    """Answers when a handler raised."""

    def __init__(self, handle: Callable[[Request, Exception], Answer]) -> None:
        self._handle = handle

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:  # noqa: ARG002
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        return _respond(handler_input, self._handle(handler_input.context.request, exception))


def build(
    talk: Handle,
    play: Handle,
    quiet: Handle,
    failed: Callable[[Request, Exception], Answer],
    *,
    talks: Callable[[str], bool],
    plays: Callable[[str], bool],
) -> Callable[[Request], dict[str, Any]]:
    """A skill of three handlers: `talk` and `play` take the kinds that `talks` and `plays` accept, `quiet` the rest."""
    builder = sdk.SkillBuilder()
    builder.add_request_handler(_Takes(talks, talk))
    builder.add_request_handler(_Takes(plays, play))
    builder.add_request_handler(_Takes(lambda _: True, quiet))
    builder.add_exception_handler(_Mends(failed))
    skill = builder.create()
    return lambda request: _invoke(skill, request)


def _invoke(skill: CustomSkill, request: Request) -> dict[str, Any]:
    envelope, call = skill.serializer.deserialize(json.dumps(_reduced(request)), sdk.RequestEnvelope), Call(request)
    written = cast(dict[str, Any], skill.serializer.serialize(skill.invoke(envelope, call)))
    # Beside the SDK's serializer, which walks through every value: a screen's document has some thousands of them.
    if call.answer.directives:
        written["response"]["directives"] = list(call.answer.directives)
    return written


def _reduced(request: Request) -> dict[str, Any]:
    """The envelope as the SDK gets it."""
    app = {"applicationId": min(request.apps, default="")}
    told: dict[str, Any] = {"type": request.kind if request.kind in KNOWN else STAND_IN, "requestId": request.id}
    if request.kind == "IntentRequest":
        told["intent"] = {"name": request.intent}
    envelope = {"version": "1.0", "context": {"System": {"application": app}}, "request": told}
    if request.session:
        envelope["session"] = {"sessionId": request.session, "new": request.new, "application": app}
    return envelope


def _respond(handler_input: HandlerInput, answer: Answer) -> Response:
    """The answer as the SDK's response; the attributes go with it where there is a session, the directives later."""
    handler_input.context.answer = answer
    if handler_input.request_envelope.session is not None:
        handler_input.attributes_manager.session_attributes = dict(answer.attributes)
    return Response(
        output_speech=_speech(answer.speech),
        reprompt=sdk.Reprompt(output_speech=_speech(answer.reprompt)) if answer.reprompt else None,
        # The serializer passes plain JSON on as it is.
        card=cast(Any, answer.card),
        should_end_session=answer.end,
    )


def _speech(ssml: str) -> OutputSpeech | None:
    return SsmlOutputSpeech(ssml=ssml) if ssml else None
