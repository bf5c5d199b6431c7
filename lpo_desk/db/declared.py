"""Finding a person's rows through what the columns declare (architecture.md rule 6): no list of tables anywhere.

A table is a person's by a `subject` column of its own; else through every row it belongs to (a clock event to its
case) and every association that has one (a paper and the people it names).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Row, Select, Table, bindparam, or_, select

from lpo_desk.db.merged import family
from lpo_desk.db.tables import Base
from lpo_desk.db.unit import Unit
from lpo_desk.domain.privacy import Category, Personal, Retention, Subject

ELSEWHERE = {
    "audit_body": "printed as the change log, joined to the row that says when",
    "read_event": "printed as the look-ups: day and purpose, never who (CJEU C-579/21)",
    "draft": "half-typed work of a clerk, gone within days: what comes of it is a case and is printed",
}
"""Tables of personal data that the extract prints in a form of their own, or not at all, and why."""

TOLD_BY = "told_by"
"""`info` of a table: names of the columns by which its rows are told to those whose rows point at them."""
STUB = "stub"
"""`info` of a table: an erasure empties its rows and leaves them, for others point at them or count them."""
_SUBJECT = family(bindparam("subject"))


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one table that are one person's, as seen from one of its ends.

    columns: the person's own columns, with their declarations. rows: every column of the table.
    """

    table: Table
    category: Category
    end: Subject
    columns: tuple[tuple[Column[Any], Personal], ...]
    rows: tuple[Row[Any], ...]


def held(unit: Unit, party_id: int) -> Iterator[Held]:
    """Everything the register holds on a party, table by table in the order of the notice's categories."""
    for table, end, statement in roads():
        columns = tuple(own(table, end))
        if not columns:
            continue
        rows = tuple(unit.connection.execute(statement, {"subject": party_id}).all())
        yield Held(table, columns[0][1].category, end, columns, rows)


@cache
def kept_by() -> dict[Retention, frozenset[Category]]:
    """The categories of the columns that end their keeping together."""
    found: dict[Retention, set[Category]] = {retention: set() for retention in Retention}
    for table in Base.metadata.sorted_tables:
        for _, personal in _personal(table):
            found[personal.retention].add(personal.category)
    return {retention: frozenset(categories) for retention, categories in found.items()}


def unreachable() -> set[str]:
    """Tables of personal data that `held` cannot reach and nobody has accounted for; a rule test wants none."""
    reached = {table.name for table, _, _ in roads()} | set(ELSEWHERE)
    return {table.name for table in Base.metadata.sorted_tables if any(_personal(table))} - reached


def referred(
    unit: Unit, column: Column[Any], keys: set[int], bare: Collection[tuple[str, str]] = ()
) -> dict[int, str]:
    """How the rows a foreign key points at are told: a subscription by its number, a connection by its place too.

    bare: (table, key) of rows that are told by their number alone.
    """
    (reference,) = column.foreign_keys
    target = reference.column.table
    told = [target.c[name] for name in told_by(target)]
    statement = select(target.c.id, *told).where(target.c.id.in_(keys))
    return {
        key: texts[0] if (target.name, str(key)) in bare else ", ".join(filter(None, texts))
        for key, *texts in unit.connection.execute(statement)
    }


def told_by(table: Table) -> tuple[str, ...]:
    """The columns by which a row is told to somebody whose own row points at it: its number, or what it declares."""
    names: tuple[str, ...] = table.info.get(TOLD_BY, ("number",))
    return names


@cache
def roads(*, elsewhere: bool = False) -> tuple[tuple[Table, Subject, Select[Any]], ...]:
    """Every table of personal data with each of its ends, and the select of a party's rows seen from there.

    elsewhere: also those that the extract prints in a form of their own, or not at all.
    """
    found = []
    order = list(Category)
    for table in Base.metadata.sorted_tables:
        if any(_personal(table)) and (elsewhere or table.name not in ELSEWHERE):
            found += [(table, end, statement) for end, statement in _road(table)]
    return tuple(sorted(found, key=lambda road: order.index(next(_personal(road[0]))[1].category)))


def _road(table: Table) -> Iterator[tuple[Subject, Select[Any]]]:
    """How to select the rows of a table that are a party's; bound by the name `subject`."""
    ends = list(_ends(table))
    if ends:
        for column, end in ends:
            yield (
                end,
                select(table).where(column.in_(_SUBJECT)).order_by(*table.primary_key.columns),
            )
        return
    ways = [
        through.in_(select(parent).where(subject_column.in_(_SUBJECT)))
        for through, parent, whose in _links(table)
        for subject_column, end in _ends(whose)
        if end.shows is None
    ]
    if ways:
        yield Subject(), select(table).where(or_(*ways)).order_by(*table.primary_key.columns)


def _links(table: Table) -> Iterator[tuple[Column[Any], Column[Any], Table]]:
    """Ways from a table to one with an end: (column here, matching column there, that table)."""
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        if any(_ends(key.column.table)):
            yield key.parent, key.column, key.column.table
    for other in Base.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table and any(_ends(other)) and key.parent.primary_key:
                yield key.column, key.parent, other


def _ends(table: Table) -> Iterator[tuple[Column[Any], Subject]]:
    for column in table.columns:
        end = column.info.get("privacy")
        if isinstance(end, Subject):
            yield column, end


def _personal(table: Table) -> Iterator[tuple[Column[Any], Personal]]:
    for column in table.columns:
        declared = column.info.get("privacy")
        # Every sourced row has these two; they are printed beside its values, not as values.
        if isinstance(declared, Personal) and column.name not in ("source", "source_on"):
            yield column, declared


def own(table: Table, end: Subject) -> Iterator[tuple[Column[Any], Personal]]:
    """The columns of a table that are the data of the person at this end."""
    for column, declared in _personal(table):
        if end.shows is None or column.name in end.shows:
            yield column, declared
