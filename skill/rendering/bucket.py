"""An S3 bucket as a place for files. The only module here that knows botocore, and imports it when it is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from skill.coach.errors import BadRequest, GentleBackError

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 10.0, 60.0, 5
"""Patience with a slow line; botocore waits longer before each new attempt (its mode `standard`)."""
_URL = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?")
"""Bucket names: Amazon S3 user guide, "General purpose bucket naming rules"."""
_MENDS = {
    "NoCredentialsError": "give this machine AWS keys or a role (aws configure).",
    "NoSuchBucket": "create the bucket, or correct its name.",
    "AccessDenied": "let these keys read and put objects of this bucket.",
    "403": "let these keys read and put objects of this bucket.",
    "EndpointConnectionError": "check the network, and run the same command again: what is there is not sent again.",
    "ModuleNotFoundError": "pip install 'gentle-back[aws]'.",
}


class UploadFailed(GentleBackError):
    """A file could not be sent; what was sent before stays, and nothing names it yet."""


class Bucket:
    """A bucket, and a folder in it. `url`: `s3://bucket/folder`. Raises BadRequest for another; UploadFailed always."""

    def __init__(self, url: str, *, endpoint: str | None = None) -> None:
        """`endpoint`: another address than Amazon's, for tests."""
        match = _URL.fullmatch(url)
        if match is None:
            raise BadRequest(f"--upload is {url!r}: write s3://bucket or s3://bucket/folder.")
        self.name, folder = match[1], (match[2] or "").strip("/")
        self._prefix = f"{folder}/" if folder else ""
        with self._failing("the bucket"):
            import botocore.session
            from botocore.config import Config
            from botocore.exceptions import NoCredentialsError

            config = Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            )
            session = botocore.session.Session()
            if session.get_credentials() is None:
                # Told before hours of rendering, not after them.
                raise NoCredentialsError
            self._client: Any = session.create_client("s3", endpoint_url=endpoint, config=config)

    def holds(self, name: str, sha256: str) -> bool:
        """Whether this very content is there under this name."""
        from botocore.exceptions import ClientError

        with self._failing(name):
            try:
                head = self._client.head_object(Bucket=self.name, Key=self._prefix + name)
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey", "NotFound"):
                    return False
                raise
            return bool(head.get("Metadata", {}).get("sha256") == sha256)

    def put(self, name: str, data: bytes, sha256: str, *, kind: str, kept: str) -> None:
        """Send a file: its content type, how long it may be kept, and its hash for the next time."""
        with self._failing(name):
            self._client.put_object(
                Bucket=self.name,
                Key=self._prefix + name,
                Body=data,
                ContentType=kind,
                CacheControl=kept,
                Metadata={"sha256": sha256},
            )

    @contextmanager
    def _failing(self, name: str) -> Iterator[None]:
        try:
            yield
        except GentleBackError:
            raise
        except Exception as error:
            response = getattr(error, "response", None)
            code = response.get("Error", {}).get("Code", "") if isinstance(response, dict) else ""
            mend = _MENDS.get(code) or _MENDS.get(type(error).__name__, "")
            said = f"{code or type(error).__name__}. {mend[:1].upper()}{mend[1:]}".strip()
            raise UploadFailed(f"could not send {name} to s3://{self.name}: {said}") from error
