"""The connection to DynamoDB: how it is opened, how long it is waited for, what its errors mean to us.

The only module that knows botocore, and it imports it when the first request needs it: that takes longer than all the
rest of a cold start. Of botocore it is the low-level client, without boto3 around it: nothing here needs more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from skill.coach.errors import Conflict, StoreError, StoreFull
from skill.deadline import time_for

CONNECT_SECONDS = 0.5
READ_SECONDS = 1.0
ATTEMPT_SECONDS = CONNECT_SECONDS + READ_SECONDS
ATTEMPTS = 2
"""One retry. It is ours, not botocore's: that one knows no deadline, and many of its versions wait up to a second."""

Item = dict[str, dict[str, Any]]
"""As DynamoDB writes it: attribute -> type letter -> value; a number is digits in a text."""

_SLOW_DOWN = {"ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"}
_MENDS = {
    "ResourceNotFoundException": "deploy the table (docs/deploy.md), or name the one there is in GENTLE_BACK_TABLE.",
    "AccessDeniedException": "let the role read, put and delete items of this table (docs/deploy.md).",
    "NoCredentialsError": "give the program an AWS role or keys (docs/deploy.md).",
    "NoRegionError": "set AWS_DEFAULT_REGION.",
    "ModuleNotFoundError": "pip install 'gentle-back[aws]'.",
}


class NotMet(Conflict):
    """The condition of a write does not hold; `item` is what stands there, None where nothing does."""

    def __init__(self, message: str, item: Item | None) -> None:
        super().__init__(message)
        self.item = item


def connect(
    *, endpoint: str | None = None, connect_seconds: float = CONNECT_SECONDS, read_seconds: float = READ_SECONDS
) -> Any:
    """A client with role and region from the environment. `endpoint`: another address than Amazon's, for tests."""
    import botocore.session
    from botocore.config import Config

    waits = Config(
        connect_timeout=connect_seconds,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    return botocore.session.Session().create_client("dynamodb", endpoint_url=endpoint, config=waits)


def ask(doing: str, request: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The answer to a request; one that may only have been unlucky is sent a second time, if there is time for it.

    `doing` names it in the errors. Raises what `our_errors` raises.
    """
    with our_errors(doing):
        for _ in range(ATTEMPTS - 1):
            _check_time(doing)
            try:
                return request()
            except Exception as error:
                if not _worth_another_try(error):
                    raise
        _check_time(doing)
        return request()


@contextmanager
def our_errors(doing: str) -> Iterator[None]:
    """Raise NotMet, StoreFull or StoreError in place of whatever botocore raises.

    They carry its name, never its text and no cause: botocore quotes what was sent, and that is hers.
    """
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        name = _name(error)
        message = f"{doing}: {name}" + (f". Mend: {_MENDS[name]}" if name in _MENDS else "")
        if name == "ConditionalCheckFailedException":
            raise NotMet(message, _response(error).get("Item")) from None
        # "Item size has exceeded the maximum allowed size"
        full = name == "ValidationException" and "size" in str(error)
        raise (StoreFull if full else StoreError)(message) from None


def _check_time(doing: str) -> None:
    if not time_for(ATTEMPT_SECONDS):
        raise StoreError(f"{doing}: no time is left for it")


def _worth_another_try(error: Exception) -> bool:
    from botocore.exceptions import ClientError, HTTPClientError

    if isinstance(error, ClientError):
        status = _response(error).get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return status >= 500 or _name(error) in _SLOW_DOWN
    # Not reached, not answered, or a kept connection that the other side has closed since.
    return isinstance(error, HTTPClientError)


def _name(error: Exception) -> str:
    """DynamoDB's name for the error, else Python's."""
    return str(_response(error).get("Error", {}).get("Code") or type(error).__name__)


def _response(error: Exception) -> dict[str, Any]:
    # Errors of the connection have the attribute too, and there it is None.
    return getattr(error, "response", None) or {}
