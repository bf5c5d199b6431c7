"""Counting the register by what its columns declare: no list of tables anywhere."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Enum, Table, func, or_, select

from lpo_desk.db import declared
from lpo_desk.db.unit import Unit
from lpo_desk.domain.figures import Counted
from lpo_desk.domain.labels import Labelled, Term
from lpo_desk.domain.privacy import Category, Personal, Subject

_NOT_COUNTED = frozenset({Category.REQUEST, Category.LOOKUP, Category.PAPER})
"""Counted on sheets of their own, or by nobody: look-ups are the log's."""


def counted(unit: Unit) -> Iterator[Counted]:
    """Every table of the notice's data: what is in force today, in the order of the notice's categories."""
    seen = set()
    for table, end, _ in declared.roads():
        subject = _subject(table, end)
        category = next(declared.own(table, end))[1].category
        if category in _NOT_COUNTED or subject is None or table.name in seen:
            continue
        seen.add(table.name)
        held = _in_force(table, unit.today)
        totals = select(func.count(subject.distinct()), func.count()).select_from(table).where(*held)
        people, rows = unit.connection.execute(totals).one()
        if rows:
            parts = tuple(_parts(unit, table, end, subject, held))
            yield Counted(category, Term(end.label or f"table.{table.name}"), people, rows, parts)


def _parts(
    unit: Unit, table: Table, end: Subject, subject: Column[Any], held: list[ColumnElement[bool]]
) -> Iterator[tuple[str, tuple[tuple[Labelled, int], ...]]]:
    """How the people divide by each enumeration of the table."""
    for column, personal in declared.own(table, end):
        if not _is_labelled(column):
            continue
        statement = (
            select(column, func.count(subject.distinct()))
            .where(column.is_not(None), *held)
            .group_by(column)
            .order_by(column)
        )
        members = tuple((member, count) for member, count in unit.connection.execute(statement))
        if members:
            yield personal.label, members


def _is_labelled(column: Column[Any]) -> bool:
    kind = column.type
    return (
        isinstance(kind, Enum)
        and kind.enum_class is not None
        and issubclass(kind.enum_class, Labelled)
        and isinstance(column.info["privacy"], Personal)
    )


def _subject(table: Table, end: Subject) -> Column[Any] | None:
    """The column of this end; None where the table is reached through others."""
    return next((column for column in table.columns if column.info.get("privacy") is end), None)


def _in_force(table: Table, today: date) -> list[ColumnElement[bool]]:
    """What has not ended, by whichever column says so. Events have no end and are all counted."""
    ends = [table.c[name] for name in ("valid_to", "ended_on", "lifted_on", "ends_on") if name in table.c]
    merged = [table.c.replaced_by_id.is_(None)] if "replaced_by_id" in table.c else []
    return [*merged, *(or_(column.is_(None), column >= today) for column in ends)]
