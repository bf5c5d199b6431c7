"""The floor below the database layer: the bare driver, running statements that the program was seen to run.

Nothing of the program and no SQLAlchemy is imported here, so that a process which runs it has the memory of a floor.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import sqlcipher3.dbapi2 as sqlcipher

from tests.bench.harness import Sample, latencies

Statement = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Transaction:
    """Statements from BEGIN on, and how they ended. `save_id`, where there is one, is unique: each run gets another."""

    statements: Sequence[Statement]
    end: str = "ROLLBACK"
    save_id: str = ""

    def run(self, connection: Any) -> int:  # noqa: ANN401 - the driver has no types
        """Run it and fetch every row. Returns how many there were."""
        fresh = uuid.uuid4().hex if self.save_id else ""
        rows = 0
        for sql, values in self.statements:
            if fresh:
                values = [fresh if value == self.save_id else value for value in values]
            rows += len(connection.execute(sql, values).fetchall())
        connection.execute(self.end)
        return rows


@dataclass(frozen=True, slots=True)
class Recording:
    """What a process of the floor needs to know: file, key, pragmas, and the transactions by kind."""

    path: str
    key: str
    pragmas: Sequence[str]
    transactions: dict[str, list[list[Transaction]]]
    """Kind -> operations, each of one or more transactions."""

    def connect(self) -> Any:  # noqa: ANN401 - the driver has no types
        connection = sqlcipher.connect(self.path, isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{self.key}'\"")
        for pragma in self.pragmas:
            connection.execute(pragma)
        return connection

    def operations(self, kind: str = "") -> list[list[Transaction]]:
        """Those of a kind, or all."""
        if kind:
            return self.transactions[kind]
        return [operation for found in self.transactions.values() for operation in found]

    def save(self, file: Path) -> None:
        transactions = {
            kind: [
                [
                    (
                        [(sql, [_told(v) for v in values]) for sql, values in one.statements],
                        one.end,
                        one.save_id,
                    )
                    for one in operation
                ]
                for operation in operations
            ]
            for kind, operations in self.transactions.items()
        }
        file.write_text(json.dumps([self.path, self.key, list(self.pragmas), transactions]), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Self:
        path, key, pragmas, told = json.loads(file.read_text(encoding="utf-8"))
        transactions = {
            kind: [
                [
                    Transaction(
                        [(sql, [_meant(v) for v in values]) for sql, values in statements], end, save_id
                    )
                    for statements, end, save_id in operation
                ]
                for operation in operations
            ]
            for kind, operations in told.items()
        }
        return cls(path, key, pragmas, transactions)


def _told(value: object) -> object:
    return {"hex": bytes(value).hex()} if isinstance(value, bytes | memoryview) else value


def _meant(value: Any) -> Any:  # noqa: ANN401 - what SQLite can hold
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def replay(file: str, repeats: int = 3, warm: bool = True) -> Sample:
    """Every recorded operation `repeats` times, after one pass that warms the file's pages. For a process of its own."""
    known = Recording.load(Path(file))
    connection = known.connect()

    def operate(operation: list[Transaction]) -> None:
        for transaction in operation:
            transaction.run(connection)

    if warm:
        latencies(operate, known.operations())
    sample = latencies(operate, known.operations() * repeats)
    connection.close()
    return sample
