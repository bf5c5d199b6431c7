"""Fills every table of personal data with values that are found nowhere else, whatever tables there are.

Nothing here names a table of the register: a column added tomorrow gets its canary, and a test that looks for
it, by itself.
"""

import enum
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Column, CursorResult, Enum, LargeBinary, Table, insert

from lpo_desk.db import declared
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.base import Cents, Instant
from lpo_desk.db.unit import Unit
from lpo_desk.domain.privacy import Personal, Subject
from lpo_desk.formats import Lang, format_count, format_date, format_money

HETU = {"A": "010190-999P", "B": "131152-990R"}


@dataclass
class Canaries:
    """Two people, A and B, or a crowd of `owners` in a ring, each the other person of the one before.

    `told[owner]`: every value of that person's own columns, as it is printed, by column. `since`: the first of the days,
    of which no two are alike; `codes`: whose personal identity code is which.
    """

    unit: Unit
    owners: Sequence[str] = ("A", "B")
    since: date = date(1901, 1, 1)
    codes: Mapping[str, str] = field(default_factory=lambda: HETU)
    parties: dict[str, int] = field(default_factory=dict)
    told: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    _keys: dict[tuple[str, str], int] = field(default_factory=dict)
    _turn: Any = field(default_factory=lambda: count(1))
    _day: Any = field(default_factory=lambda: count(1))

    def fill(self) -> None:
        """One row of each table for each person; of a table with two people, one row in each role."""
        for table in Base.metadata.sorted_tables:
            if table.name in declared.ELSEWHERE or not _reached(table):
                continue
            for owner, other in zip(self.owners, (*self.owners[1:], self.owners[0]), strict=True):
                self._insert(table, owner, other)

    def support(self, table: Table) -> int:
        """A row that others point at and that is nobody's: an import, a place."""
        key = (table.name, "")
        if key not in self._keys:
            values = {
                column.name: self._plain(column, "", "")
                for column in table.columns
                if column.autoincrement is not True and not column.nullable
            }
            made = self.unit.connection.execute(insert(table).values(values))
            self._keys[key] = _key(made)
        return self._keys[key]

    def _insert(self, table: Table, owner: str, other: str) -> None:
        ends = [end for column in table.columns if isinstance(end := column.info["privacy"], Subject)]
        shown_to_other = {name for end in ends for name in end.shows or ()}
        if shown_to_other:
            shown_to_other.add("source_on")  # says of the row when it came, to whoever sees any of it
        values: dict[str, Any] = {}
        for column in table.columns:
            if column.autoincrement is True:
                continue
            privacy = column.info["privacy"]
            if not isinstance(privacy, Personal):
                if not column.nullable or isinstance(privacy, Subject):
                    values[column.name] = self._plain(column, owner, other)
                continue
            values[column.name], printed = self._canary(column, owner, other)
            if printed:
                self.told[owner][f"{table.name}.{column.name}"] = printed
                if column.name in shown_to_other:
                    self.told[other][f"{table.name}.{column.name} (other)"] = printed
        made = self.unit.connection.execute(insert(table).values(values))
        self._keys[table.name, owner] = _key(made)
        if table.name == "party":
            self.parties[owner] = self._keys[table.name, owner]

    def _canary(self, column: Column[Any], owner: str, other: str) -> tuple[Any, str]:
        """A value found nowhere else, and how it is printed; "" where others may have it too (a state, a yes)."""
        turn = next(self._turn)
        if column.foreign_keys:
            (reference,) = column.foreign_keys
            target = reference.column.table.name
            # A pays for what is B's: the number of B's subscription belongs to A's role.
            told = [self.told[other][f"{target}.{name}"] for name in declared.told_by(reference.column.table)]
            for place, text in enumerate(told[1:]):
                self.told[owner][f"{column.table.name}.{column.name} {place}"] = text
            return self._keys[target, other], told[0]
        if isinstance(column.type, Enum):
            kind = column.type.enum_class
            assert kind is not None
            return next(iter(kind)), ""
        if column.info["privacy"].secret:
            return self.codes[owner], f"{self.codes[owner][:7]}****"
        if isinstance(column.type, Boolean):
            return True, ""
        if isinstance(column.type, Cents):
            return 700_000 + turn, format_money(Decimal(700_000 + turn) / 100, Lang.FI)
        python = column.type.python_type
        if isinstance(column.type, Instant) or python is date:
            day = self.since + timedelta(days=next(self._day))
            at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
            return at if isinstance(column.type, Instant) else day, format_date(day, Lang.FI)
        if python is int:
            return 500_000 + turn, format_count(500_000 + turn)
        assert python is str, column
        return f"{owner}KAN{turn}Q", f"{owner}KAN{turn}Q"

    def _plain(self, column: Column[Any], owner: str, other: str) -> object:
        """A value of a column that says nothing of anybody."""
        if column.foreign_keys:
            (reference,) = column.foreign_keys
            target = reference.column.table
            if target.name == "party":
                end = column.info["privacy"]
                at_the_other_end = isinstance(end, Subject) and end.shows is not None
                return self.parties[other if at_the_other_end else owner]
            if target.name in ("account", "office"):
                return 1
            if (target.name, owner) in self._keys:
                return self._keys[target.name, owner]
            return self.support(target)
        if isinstance(column.type, Enum):
            assert column.type.enum_class is not None
            return next(iter(column.type.enum_class))
        if isinstance(column.type, LargeBinary):
            return b"\0" * 16
        if isinstance(column.type, Instant):
            return self.unit.at
        values: dict[type, Any] = {
            str: f"tekninen {next(self._turn)}",
            int: 1,
            bool: False,
            object: [],  # JSON
            date: self.unit.today,
        }
        return values[column.type.python_type]


def _key(made: CursorResult[Any]) -> int:
    """The first column of the new row's key."""
    assert made.inserted_primary_key is not None
    key: int = next(iter(made.inserted_primary_key))
    return key


def _reached(table: Table) -> bool:
    """Whether the extract reads the table, or finds others through it."""
    with_end = any(isinstance(column.info["privacy"], Subject) for column in table.columns)
    return with_end or any(table is reached for reached, _, _ in declared.roads())


def enumerations() -> dict[str, type[enum.Enum]]:
    """Every enumeration among the personal columns that the extract reads, by column."""
    return {
        f"{table.name}.{column.name}": column.type.enum_class
        for table, end, _ in declared.roads()
        for column, _ in declared.own(table, end)
        if isinstance(column.type, Enum) and column.type.enum_class is not None
    }
