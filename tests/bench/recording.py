"""Watching which statements the program runs, for `raw_driver` to run them again without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from lpo_desk.db.local import PRAGMAS
from lpo_desk.db.opening import Opened
from tests.bench.raw_driver import Recording, Statement, Transaction


@contextmanager
def watched(engine: Engine) -> Iterator[list[Statement]]:
    """The statements of the block in their order, as the driver got them."""
    seen: list[Statement] = []

    def note(_connection: object, _cursor: object, sql: str, values: Any, *_rest: object) -> None:  # noqa: ANN401 - SQLAlchemy's event
        many = bool(values) and isinstance(values, list)
        seen.extend((sql, tuple(one)) for one in values) if many else seen.append((sql, tuple(values)))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def recording(opened: Opened, transactions: dict[str, list[list[Transaction]]]) -> Recording:
    pragmas = ("PRAGMA journal_mode = WAL", *PRAGMAS)
    return Recording(str(opened.path), opened.data_key.hex(), pragmas, transactions)
