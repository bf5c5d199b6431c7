"""What points at a party, moved to another and back, whatever tables there are.

Which columns those are is read from the declarations: every `subject` column that refers to a party. Columns that are
`technical` and refer to one are named here with what becomes of them; a rule test fails for one that is not.
"""

import enum
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Enum,
    LargeBinary,
    Row,
    Table,
    UniqueConstraint,
    Uuid,
    and_,
    delete,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

from lpo_desk.db.tables import Base
from lpo_desk.db.tables.base import Instant
from lpo_desk.db.unit import Unit
from lpo_desk.domain.privacy import Subject

Keys = tuple[Any, ...]
Rows = dict[str, dict[Keys, Row[Any]]]
Moved = dict[str, Any]
"""JSON: table -> what was changed, put in and taken out."""


class Fate(enum.Enum):
    """What becomes of a technical reference to a party that is merged."""

    FOLLOWS = "follows"  # refers to the survivor from now on
    PAIRED = "paired"  # a pair of two keys in their order: services/merging.py moves it
    DERIVED = "derived"  # made anew by db/search_index.py


TECHNICAL = {
    "party.replaced_by_id": Fate.FOLLOWS,
    "not_same.first_id": Fate.PAIRED,
    "not_same.second_id": Fate.PAIRED,
    "list_entry.party_id": Fate.DERIVED,
    "party_road.party_id": Fate.DERIVED,
}
TRAIL = "party_merge"
"""Tells that there were two, so it goes on naming both."""

STAYING = {TRAIL, "processing_restriction"}
"""Tables that go on referring to whom they referred to. A restriction in force forbids the merge; one that was lifted
is kept where it was, for the database lets none be moved (db/restriction_triggers.py)."""


@cache
def pointers() -> tuple[Column[Any], ...]:
    """Every column of the register that refers to a party."""
    return tuple(
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "party" for key in column.foreign_keys)
    )


def unhandled() -> list[str]:
    """Columns of which nobody has said what becomes of them in a merge; a rule test wants none."""
    return [
        str(column)
        for column in pointers()
        if not isinstance(column.info["privacy"], Subject) and str(column) not in TECHNICAL
    ]


@cache
def moving() -> tuple[Column[Any], ...]:
    """Columns that are set to the survivor."""
    return tuple(
        column
        for column in pointers()
        if column.table.name not in STAYING and TECHNICAL.get(str(column), Fate.FOLLOWS) is Fate.FOLLOWS
    )


def holds(unit: Unit, party_id: int) -> tuple[tuple[str, int], ...]:
    """How many rows of each table refer to a party, the tables in the order of their names."""
    found: dict[str, int] = {}
    for column in moving():
        if isinstance(column.info["privacy"], Subject):
            statement = select(func.count()).select_from(column.table).where(column == party_id)
            found[column.table.name] = found.get(column.table.name, 0) + (
                unit.connection.scalar(statement) or 0
            )
    return tuple((name, count) for name, count in sorted(found.items()) if count)


def move(unit: Unit, merged: int, survivor: int, staying: Mapping[str, frozenset[Keys]]) -> dict[str, int]:
    """Refer to the survivor wherever the merged party is referred to. Tells how many rows of each table moved.

    A row stays where the survivor has one that leaves no room for it (a type, a paper), and where `staying` names it.
    """
    counts: dict[str, int] = {}
    for column in moving():
        table = column.table
        where: list[ColumnElement[bool]] = [column == merged]
        where += [not_(_taken(table, column, names, survivor)) for names in _unique_with(column)]
        where += [not_(_is(table, keys)) for keys in staying.get(table.name, ())]
        done = unit.connection.execute(update(table).where(*where).values({column.name: survivor}))
        if done.rowcount:
            counts[table.name] = counts.get(table.name, 0) + done.rowcount
    return counts


def snapshot(unit: Unit, ids: tuple[int, ...]) -> Rows:
    """The rows of these parties in all tables that a merge may touch."""
    unit.session.flush()
    found: Rows = {}
    for table, columns in _by_table():
        where = [column.in_(ids) for column in columns]
        if table.name == "party":
            where.append(table.c.id.in_(ids))
        rows = unit.connection.execute(select(table).where(or_(*where)))
        found[table.name] = {_keys(table, row): row for row in rows}
    return found


def difference(before: Rows, after: Rows) -> Moved:
    """What brings `after` back to `before`: columns and what they were, rows put in and rows taken out."""
    moved: Moved = {}
    for table in _tables(before):
        was, now = before[table.name], after[table.name]
        changed = [
            [_plain(table, keys), values]
            for keys, row in was.items()
            if keys in now and (values := _changed(table, row, now[keys]))
        ]
        put_in = [_plain(table, keys) for keys in now.keys() - was.keys()]
        taken_out = [
            {column.name: encoded(row._mapping[column]) for column in table.columns}
            for keys, row in was.items()
            if keys not in now
        ]
        parts = {"changed": changed, "put_in": put_in, "taken_out": taken_out}
        if any(parts.values()):
            moved[table.name] = {name: part for name, part in parts.items() if part}
    return moved


def restore(unit: Unit, moved: Moved) -> None:
    """Take a difference back, row by row."""
    run = unit.connection.execute
    for table in reversed(_tables(moved)):
        parts = moved.get(table.name, {})
        for keys in parts.get("put_in", ()):
            run(delete(table).where(_is(table, _typed(table, keys))))
        for keys, values in parts.get("changed", ()):
            former = {name: decoded(table.c[name], value) for name, value in values.items()}
            run(update(table).where(_is(table, _typed(table, keys))).values(former))
    for table in _tables(moved):
        for row in moved.get(table.name, {}).get("taken_out", ()):
            run(insert(table).values({name: decoded(table.c[name], value) for name, value in row.items()}))


def rows_where(unit: Unit, table: Table, where: ColumnElement[bool]) -> dict[Keys, Row[Any]]:
    """Rows of a table that refers to nobody, for a snapshot to hold besides."""
    return {_keys(table, row): row for row in unit.connection.execute(select(table).where(where))}


def encoded(value: Any) -> Any:  # noqa: ANN401 - any column's value
    """A value as JSON keeps it."""
    match value:
        case enum.Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes():
            return value.hex()
        case _:
            return value


def decoded(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - as above
    """What `encoded` was given."""
    if value is None:
        return None
    kind = column.type
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Uuid):
        return UUID(value)
    return bytes.fromhex(value) if isinstance(kind, LargeBinary) else value


def _tables(rows: Mapping[str, Any]) -> list[Table]:
    """The tables of these names, parents first."""
    return [table for table in Base.metadata.sorted_tables if table.name in rows]


@cache
def _by_table() -> tuple[tuple[Table, tuple[Column[Any], ...]], ...]:
    """The tables a merge may touch, parents first, with their references to parties."""
    found: dict[Table, list[Column[Any]]] = {}
    for column in pointers():
        if column.table.name != TRAIL and TECHNICAL.get(str(column)) is not Fate.DERIVED:
            found.setdefault(column.table, []).append(column)
    return tuple((table, tuple(columns)) for table, columns in found.items())


def _unique_with(column: Column[Any]) -> Iterator[tuple[str, ...]]:
    """The other columns of each unique set that the reference is part of."""
    table = column.table
    sets = [tuple(table.primary_key.columns)] if column.primary_key else []
    sets += [
        tuple(constraint.columns)
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint) and column.name in constraint.columns
    ]
    if column.unique:
        sets.append((column,))
    for columns in sets:
        yield tuple(other.name for other in columns if other is not column)


def _taken(table: Table, column: Column[Any], others: tuple[str, ...], survivor: int) -> ColumnElement[bool]:
    """Whether the survivor has a row where this one would have to go."""
    theirs = table.alias()
    same = [theirs.c[name] == table.c[name] for name in others]
    return exists().where(theirs.c[column.name] == survivor, *same).correlate(table)


def _keys(table: Table, row: Row[Any]) -> Keys:
    return tuple(row._mapping[column] for column in table.primary_key.columns)


def _is(table: Table, keys: Keys) -> ColumnElement[bool]:
    pairs = zip(table.primary_key.columns, keys, strict=True)
    return and_(*(column == value for column, value in pairs))


def _plain(table: Table, keys: Keys) -> list[Any]:
    return [encoded(value) for value in keys]


def _typed(table: Table, keys: list[Any]) -> Keys:
    return tuple(
        decoded(column, value) for column, value in zip(table.primary_key.columns, keys, strict=True)
    )


def _changed(table: Table, was: Row[Any], now: Row[Any]) -> dict[str, Any]:
    return {
        column.name: encoded(was._mapping[column])
        for column in table.columns
        if column.name != "version" and was._mapping[column] != now._mapping[column]
    }
