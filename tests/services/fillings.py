"""Random rows in every table that refers to a party, whatever tables there are; and everything a register holds."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Column, Enum, LargeBinary, Table, Uuid, insert, inspect, select

from lpo_desk.db.tables import Base
from lpo_desk.db.tables.base import Cents, Instant
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import AddressKind, NameKind, PartyKind
from lpo_desk.services import _moves
from lpo_desk.services._moves import Fate
from tests.registers import LOGS

_TEXTS = ("Aalto", "Öhman", "Linnunrata 3", "", "x")
_ACCOUNT = 1  # the administrator, who merges nobody
_SERIAL = count(1)


@dataclass
class Filling:
    """Three parties: two that are merged, and a third that roles and pairs lead to."""

    unit: Unit
    rnd: random.Random
    parties: list[int] = field(default_factory=list)
    _made: dict[str, list[int]] = field(default_factory=dict)

    def fill(self) -> tuple[int, int]:
        """The keys of the two."""
        for _ in range(3):
            self.parties.append(
                self._insert(Base.metadata.tables["party"], {"kind": PartyKind.PERSON, "erased_on": None})
            )
        for table in Base.metadata.sorted_tables:
            columns = [c for c in _moves.pointers() if c.table is table and table.name != _moves.TRAIL]
            if not columns or table.name == "party" or _is_derived(columns[0]):
                continue
            for owner in self.parties[:2]:
                self._fill(table, columns, owner)
        return self.parties[0], self.parties[1]

    def _fill(self, table: Table, columns: list[Column[Any]], owner: int) -> None:
        # Bans must meet permissions of the same sender and channel, or nothing is tried.
        most = 15 if table.name in ("permission_event", "directory_listing") else 3
        for turn in range(self.rnd.randint(0, most)):
            values = self._manners(table, turn)
            for column in columns:
                values[column.name] = self.rnd.choice(self.parties)
            values[self.rnd.choice(columns).name] = owner
            if table.name == "not_same":
                first, second = sorted(self.rnd.sample(self.parties, 2))
                values = {"first_id": first, "second_id": second}
            if not self._is_taken(table, values):
                self._insert(table, values)

    def _manners(self, table: Table, turn: int) -> dict[str, Any]:
        """What the register's own services keep to: one name, code and address of a kind at a time, and the like."""
        past = date(2011, 1, 1) + timedelta(days=turn)
        match table.name:
            case "party_name":
                return {
                    "kind": NameKind.FORMER if turn else NameKind.CURRENT,
                    "valid_to": past if turn else None,
                }
            case "personal_identity_code":
                return {"valid_to": past if turn else None}
            case "address":
                return {"kind": tuple(AddressKind)[turn % 4], "valid_to": None}
            case "processing_restriction":
                return {"told_on": past, "lifted_on": past}
            case "draft":
                return {"data": {"party_id": self.parties[0], "page": turn}}
            case "account_party":
                return {"account_id": _ACCOUNT}
            case _:
                return {}

    def _is_taken(self, table: Table, values: dict[str, Any]) -> bool:
        """Whether a row would break a unique set, as far as its values are given."""
        for column in table.primary_key.columns:
            if column.name not in values and column.autoincrement is not True:
                values[column.name] = self._value(column)
        if table.name == "field_source":
            values["field"] = self.rnd.choice(("language", "date_of_birth", "language_note"))
        keys = [[c.name for c in table.primary_key.columns if c.autoincrement is not True]]
        keys += [["party_id", "field"]] if table.name == "field_source" else []
        keys += [[c.name] for c in table.columns if c.unique and c.name in values]
        for names in keys:
            if names and all(name in values for name in names):
                same = select(table).where(*(table.c[name] == values[name] for name in names))
                if self.unit.connection.execute(same).first() is not None and names != ["id"]:
                    return True
        return False

    def _insert(self, table: Table, given: dict[str, Any]) -> int:
        values = dict(given)
        for column in table.columns:
            if column.name in values or (column.primary_key and len(table.primary_key.columns) == 1):
                continue
            values[column.name] = self._value(column)
        made = self.unit.connection.execute(insert(table).values(values))
        assert made.inserted_primary_key is not None
        key: int = made.inserted_primary_key[0]
        self._made.setdefault(table.name, []).append(key)
        return key

    def _value(self, column: Column[Any]) -> Any:  # noqa: ANN401 - any column's value
        rnd, serial = self.rnd, next(_SERIAL)
        if column.foreign_keys:
            return self._referred(column)
        if column.nullable and rnd.random() < 0.3:
            return None
        if isinstance(column.type, Enum):
            assert column.type.enum_class is not None
            return rnd.choice(tuple(column.type.enum_class))
        if isinstance(column.type, JSON):
            return {}
        if isinstance(column.type, Uuid):
            return UUID(int=rnd.getrandbits(100) * 100_000 + serial)
        if isinstance(column.type, LargeBinary):
            return rnd.randbytes(16)
        if isinstance(column.type, Boolean):
            return rnd.random() < 0.5
        day = date(2000, 1, 1) + timedelta(days=rnd.randrange(9000))
        if isinstance(column.type, Instant):
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        if column.type.python_type is date:
            return day
        if isinstance(column.type, Cents) or column.type.python_type is int:
            return rnd.randrange(5)
        return f"nro {serial}" if column.unique else rnd.choice(_TEXTS)

    def _referred(self, column: Column[Any]) -> int | None:
        (reference,) = column.foreign_keys
        target = reference.column.table
        if target.name in ("account", "office"):
            return _ACCOUNT
        if target.name == "party":
            return None
        if column.nullable and self.rnd.random() < 0.5:
            return None
        made = self._made.get(target.name)
        if made and not column.primary_key:
            return self.rnd.choice(made)
        # Whoever it refers to is the third: a role of a paper has two ends.
        ends = [c.name for c in _moves.pointers() if c.table is target and not c.nullable]
        names = [*ends, "party_id"] if "party_id" in target.c else ends
        return self._insert(target, {name: self.parties[2] for name in names})


def _is_derived(column: Column[Any]) -> bool:
    return _moves.TECHNICAL.get(str(column)) is Fate.DERIVED


def dump(unit: Unit) -> dict[str, list[str]]:
    """Every row of every table, but for logs, the merges themselves, and counts of versions."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in LOGS - {"read_event"} or table.name == _moves.TRAIL:
            continue
        rows = unit.connection.execute(select(table).order_by(*table.primary_key.columns))
        found[table.name] = [repr([v for c, v in row._mapping.items() if c != "version"]) for row in rows]
    return found


def keys_of(unit: Unit) -> Iterator[tuple[str, int]]:
    """Table and key of every row that has a number of its own."""
    for table in Base.metadata.sorted_tables:
        if [c.name for c in inspect(table).primary_key.columns] == ["id"] and table.name not in LOGS:
            for key in unit.connection.scalars(select(table.c.id)):
                yield table.name, key
