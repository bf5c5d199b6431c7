"""Rows of an import on their way to the tables: gathered by table, written many at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from lpo_desk.db import bulk
from lpo_desk.db.tables.base import Base, Sourced
from lpo_desk.db.tables.imports import ImportRow
from lpo_desk.db.tables.register import Party
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import PartyKind, Source
from lpo_desk.services._import_ledger import Mark
from lpo_desk.terms import Lang

_ORDER = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
"""Foreign keys point back only: a table comes after those it points at."""


class Batch:
    """Rows waiting to be written. Every row of a table must name the same columns.

    created: parties made by this import. touched: all parties that got a row. tables: the tables written to.
    The session's audit does not see these rows; the import is one audit event of its own.
    """

    def __init__(self, unit: Unit, run_id: int) -> None:
        self.unit = unit
        self.run_id = run_id
        self.created: set[int] = set()
        self.touched: set[int] = set()
        self.tables: set[str] = set()
        self._came = {"source": Source.OWN_SYSTEMS, "source_on": unit.today}
        self._rows: defaultdict[type[Base], list[dict[str, Any]]] = defaultdict(list)

    def numbers(self, table: type[Base], count: int) -> Iterator[int]:
        """Fresh keys. Write out what is waiting first: SQLite numbers on from the last row that is there."""
        return iter(self.unit.numbers(table.__tablename__, count))

    def add(self, table: type[Base], **values: object) -> None:
        """A row; where it came from is filled in when it is written."""
        self._rows[table].append(values)

    def add_party(
        self,
        party_id: int,
        kind: PartyKind,
        *,
        lang: Lang | None = None,
        born: date | None = None,
        died: date | None = None,
    ) -> None:
        self.created.add(party_id)
        self.add(
            Party,
            id=party_id,
            kind=kind,
            lang=lang,
            date_of_birth=born,
            date_of_death=died,
            created_at=self.unit.at,
            import_run_id=self.run_id,
        )

    def write(self) -> None:
        """Send what is waiting to the database."""
        for table in sorted(self._rows, key=lambda table: _ORDER[table.__tablename__]):
            rows = self._rows[table]
            for column in ("party_id", "other_id"):
                if column in rows[0]:
                    self.touched.update(row[column] for row in rows)
            came = self._came if issubclass(table, Sourced) else {}
            bulk.insert(self.unit.connection, table, rows, came)
            self.tables.add(table.__tablename__)
        self._rows.clear()

    def write_marks(self, marks: Sequence[Mark]) -> None:
        """Remember the rows that are written, so that they are known again: in the order of the index, which is then
        appended to."""
        marks = sorted(marks, key=lambda mark: (mark.sheet, mark.digest, mark.occurrence))
        columns: dict[str, list[Any]] = {
            "sheet": [mark.sheet for mark in marks],
            "digest": [mark.digest for mark in marks],
            "occurrence": [mark.occurrence for mark in marks],
        }
        bulk.insert_columns(self.unit.connection, ImportRow, columns)


def chunks(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
