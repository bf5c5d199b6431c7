"""Inserting many rows of one table at the driver's own speed.

SQLAlchemy's own way binds each value of each row by itself, which for an import costs more than the database does.
Here the columns are bound one after the other, and what is equal in all rows once. A statement inserts many rows: the
triggers of restriction make SQLite keep a journal of each statement, which for each row would cost as much as the row.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import Column, Connection, Date, DateTime, Enum, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from lpo_desk.db.tables.base import Base

Bind = Callable[[Any], Any]
_ROWS = 40
"""Rows of a statement. More are not quicker, and a statement of 40 stays far below what a database binds at once."""


def insert(
    connection: Connection,
    model: type[Base],
    rows: Sequence[Mapping[str, Any]],
    constants: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Insert rows that all name the columns of the first; `constants` are equal in all of them.

    A column left out gets its plain default, or NULL. The audit sees nothing of it. Raises as any insert does, and
    RuntimeError where the driver counted other than we.
    """
    if rows:
        insert_columns(connection, model, {name: [row[name] for row in rows] for name in rows[0]}, constants)


def insert_columns(
    connection: Connection,
    model: type[Base],
    columns: Mapping[str, Sequence[Any]],
    constants: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """The same of values that lie column by column, all of one length."""
    table = cast("Table", model.__table__)
    count = len(next(iter(columns.values())))
    values = [_bound(connection, table.c[name], given) for name, given in columns.items()]
    same = _defaults(table) | dict(constants)
    same = {name: value for name, value in same.items() if name not in columns}
    values += [_bound(connection, table.c[name], [value]) * count for name, value in same.items()]
    rows, names = list(zip(*values, strict=True)), [*columns, *same]
    whole, done = count - count % _ROWS, 0
    if whole:
        many = [tuple(chain.from_iterable(rows[at : at + _ROWS])) for at in range(0, whole, _ROWS)]
        done = connection.exec_driver_sql(_statement(connection, table, names, _ROWS), many).rowcount
    if whole < count:
        done += connection.exec_driver_sql(_statement(connection, table, names, 1), rows[whole:]).rowcount
    if done != count:
        raise RuntimeError(f"{table.name}: {done} of {count} rows inserted")


def _defaults(table: Table) -> dict[str, Any]:
    defaults = ((column.name, column.default) for column in table.columns)
    return {
        name: default.arg for name, default in defaults if isinstance(default, ScalarElementColumnDefault)
    }


def _bound(connection: Connection, column: Column[Any], values: Sequence[Any]) -> list[Any]:
    """The values as the driver takes them: enumerations as text, and on SQLite dates too."""
    dialect = connection.dialect
    bind = cast("Bind | None", column.type.dialect_impl(dialect).bind_processor(dialect))
    if bind is None:
        return list(values)
    if isinstance(
        column.type, Enum
    ):  # few objects many times; hashing a member would cost more than finding it
        members = {id(value): value for value in values}
        bound = {key: bind(value) for key, value in members.items()}
        return [bound[id(value)] for value in values]
    if isinstance(column.type, Date | DateTime):
        days = {value: bind(value) for value in set(values)}
        return [days[value] for value in values]
    return [bind(value) for value in values]


def _statement(connection: Connection, table: Table, names: Sequence[str], rows: int) -> str:
    quoted = connection.dialect.identifier_preparer
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    columns = ", ".join(quoted.quote(name) for name in names)
    row = f"({', '.join([mark] * len(names))})"
    values = ", ".join([row] * rows)
    return f"INSERT INTO {quoted.format_table(table)} ({columns}) VALUES {values}"  # noqa: S608 - names from the code
