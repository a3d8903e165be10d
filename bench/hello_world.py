"""The least skill there is over ask-sdk-core, and over its DynamoDB adapter: what ours is measured against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_core.utils import is_intent_name, is_request_type


def hello(adapter: Any = None) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """A skill that greets and asks, with a session attribute; with an adapter it counts its visits too."""
    builder = CustomSkillBuilder(persistence_adapter=adapter)

    def greet(handler_input: Any) -> Any:
        attributes = handler_input.attributes_manager
        attributes.session_attributes["visits"] = attributes.session_attributes.get("visits", 0) + 1
        if adapter is not None:
            kept = attributes.persistent_attributes
            kept["visits"] = kept.get("visits", 0) + 1
            attributes.persistent_attributes = kept
            attributes.save_persistent_attributes()
        return handler_input.response_builder.speak("Hello there.").ask("Anything else?").response

    builder.request_handler(is_request_type("LaunchRequest"))(greet)
    builder.request_handler(is_intent_name("AMAZON.HelpIntent"))(greet)
    handler: Callable[[dict[str, Any], Any], dict[str, Any]] = builder.lambda_handler()
    return handler
