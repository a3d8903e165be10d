"""DynamoDB without Amazon: moto's server in a process of its own, and tables in it."""

from __future__ import annotations

import subprocess
from itertools import count
from pathlib import Path
from typing import Any

from skill.stores.dynamodb_client import Item, connect
from tests.parts.finding import missing, part

IN_TURN = Path(__file__).with_name("moto_in_turn.py")
TABLES = count(1)


def needs_botocore() -> None:
    """Skip where botocore is missing; in CI fail."""
    try:
        import botocore  # noqa: F401
    except ImportError:
        missing("needs botocore: pip install -e '.[aws]'")


class Amazon:
    """A server that keeps its port when it is started again; what it kept is lost with it."""

    def __init__(self) -> None:
        needs_botocore()
        self._python = part("moto") / "bin" / "python"
        self._process: subprocess.Popen[str] | None = None
        self.port = 0
        self._own: Any = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [str(self._python), str(IN_TURN), str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        ready, port = self._process.stdout.readline().split()
        assert ready == "ready"
        self.port = int(port)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        if self._own is not None:
            self._own.close()
            self._own = None

    def client(self) -> Any:
        """A patient one: on a busy test machine an answer may take longer than a mother should wait."""
        return connect(endpoint=self.url, connect_seconds=30.0, read_seconds=30.0)

    def new_table(self, name: str = "") -> str:
        """An empty table as lambda/stack.yaml makes it."""
        name = name or f"keepsakes-{next(TABLES)}"
        self.own.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
        )
        self.own.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )
        return name

    @property
    def own(self) -> Any:
        """A client of the tests' own: for tables, and for what is done behind a store's back."""
        if self._own is None:
            self._own = self.client()
        return self._own

    def items(self, table: str) -> list[Item]:
        found: list[Item] = self.own.scan(TableName=table, ConsistentRead=True)["Items"]
        return found

    def item(self, table: str, key: str) -> Item:
        found: Item = self.own.get_item(TableName=table, Key={"key": {"S": key}}, ConsistentRead=True)["Item"]
        return found

    def put(self, table: str, key: str, **attributes: dict[str, Any]) -> None:
        self.own.put_item(TableName=table, Item={"key": {"S": key}, **attributes})
