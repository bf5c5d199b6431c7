"""A local file as the first release left it: schema 0001, made by its own migration and filled with plain SQL."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, Text, insert

from lpo_desk.db import schema
from lpo_desk.db.keys import KeyFile
from lpo_desk.db.local import local_engine
from lpo_desk.db.opening import keys_path
from tests.fixtures_db import CHEAP, PASSWORD

ENTERED = date(2026, 3, 2)
USER = "leena"


class OldFile:
    """Writes rows by the names that the tables had then; what is not told is empty."""

    def __init__(self, path: Path) -> None:
        self.path = path
        keys, data_key, _ = KeyFile.create(keys_path(path), USER, PASSWORD, CHEAP)
        engine = local_engine(path, data_key, create=True)
        schema.migrate(engine, "0001")
        keys.save()
        self._tables = MetaData()
        self._tables.reflect(engine)
        self._engine = engine
        account = self.add("account", username=USER, display_name="Leena Salo", lang="fi", enabled=True)
        for role in ("office_lead", "administrator"):  # who brings the file up, and works in it
            self.add("account_role", account_id=account, role=role)

    def add(self, name: str, **values: object) -> int:
        """Insert a row; gives its key."""
        table = self._tables.tables[name]
        with self._engine.connect().execution_options(lpo_writes=True) as connection, connection.begin():
            return _insert(connection, table, values)

    def customer(self, number: str, last_name: str) -> int:
        party = self.add("party", kind="person", lang="fi", version=1)
        self.add("party_name", party_id=party, kind="current", last_name=last_name, first_names="Aino")
        self.add("customer_account", party_id=party, number=number, member=False)
        return party

    def close(self) -> None:
        self._engine.dispose()


def _insert(connection: Connection, table: Table, values: dict[str, object]) -> int:
    usual: dict[str, Any] = {
        "source": "own_systems",
        "source_on": ENTERED,
        "created_at": datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
        "preferences": {},
    }
    row = {
        column.name: usual.get(column.name, "" if isinstance(column.type, Text) else None)
        for column in table.columns
        if column.name in usual or (isinstance(column.type, Text) and not column.nullable)
    }
    done = connection.execute(insert(table), {**row, **values})
    key = done.inserted_primary_key
    return int(key[0]) if key is not None else 0
