"""The register extract: everything held on one person, complete by construction (GDPR art. 15, law.md 1.4).

It is computed from the declarations of the columns (db/declared.py). What another person would be known by is left
out: the other end of a relation, clerks' names, and the values the reviewer marked.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import Column, select

from lpo_desk.db import declared
from lpo_desk.db.declared import Held
from lpo_desk.db.merged import family
from lpo_desk.db.tables.base import Cents
from lpo_desk.db.tables.register import CustomerAccount, FieldSource, Party, PartyName
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.rights import Disclosure
from lpo_desk.db.tables.system import AuditBody, AuditEvent, ReadEvent
from lpo_desk.db.unit import NoTicket, Unit, requires
from lpo_desk.domain import extract
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.deadlines import ClockKind
from lpo_desk.domain.disclosing import last_days
from lpo_desk.domain.extract import (
    Extract,
    ExtractSection,
    Information,
    LeftOut,
    LookUp,
    RetentionLine,
    ReviewLine,
)
from lpo_desk.domain.identifiers import mask_hetu
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.letters import GRANTS
from lpo_desk.domain.masking import hide_codes
from lpo_desk.domain.party import NameKind, Source
from lpo_desk.domain.printed import Cell, Country, Money
from lpo_desk.domain.privacy import Category, Personal, Retention
from lpo_desk.formats import helsinki
from lpo_desk.services import _claims, _review, _ties
from lpo_desk.services._changes import as_typed
from lpo_desk.services._derived import all_derived
from lpo_desk.services._held import SHARED
from lpo_desk.services._held import Held as RowsHeld
from lpo_desk.services._homes import PLACE, homes
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang, Term

OTHERS_DATA = Term("extract.others_data")
LEFT_OUT_CELL = Term("extract.left_out_cell")


@requires(Right.HANDLE_REQUEST)
def build(unit: Unit, ticket: Ticket, case_id: int, left_out: frozenset[str] | None = None) -> Extract:
    """The extract as it would be handed over now. Raises NoTicket without an open ticket of the case's own person,
    and StepRefused once it was granted but holds texts that the reviewer has not seen.

    left_out: keys of values as the reviewer ticks them, instead of those the review was finished with.
    """
    unit.demand_ticket(ticket)
    _ties.demand_stranger(unit, ticket.party_id)
    case = unit.session.get_one(RequestCase, case_id)
    if case.party_id != ticket.party_id:
        raise NoTicket
    claims = _claims.giving(unit, case_id, RequestRight.ACCESS)
    granted = [claim for claim in claims if claim.resolution in GRANTS]
    if left_out is None and not all(_review.is_current(unit, case, claim) for claim in granted):
        raise StepRefused("request.review_outdated")
    hidden = frozenset(key for claim in claims for key in claim.left_out) if left_out is None else left_out
    scope = "\n".join(claim.scope for claim in claims if claim.scope)
    found = list(declared.held(unit, ticket.party_id))
    at_home = homes(unit, ticket.party_id)
    hidden |= frozenset(_places(found, at_home))
    sections = tuple(_sections(unit, found, ticket.party_id, hidden, at_home))
    return Extract(
        case_number=case.number,
        made_on=unit.today,
        subject=_subject(unit, ticket.party_id),
        sections=sections,
        information=Information(_recipients(found), _sources(found), _retention(found)),
        look_ups=_look_ups(unit, ticket.party_id),
        left_out=tuple(_left_out(found, hidden)),
        scope=scope or None,
    )


@requires(Right.HANDLE_REQUEST)
def count(unit: Unit, ticket: Ticket) -> int:
    """How many rows the register holds on the person: the register's own answer in the gathering."""
    unit.demand_ticket(ticket)
    _ties.demand_stranger(unit, ticket.party_id)
    return sum(len(part.rows) for part in declared.held(unit, ticket.party_id))


@requires(Right.HANDLE_REQUEST)
def review(unit: Unit, ticket: Ticket) -> tuple[ReviewLine, ...]:
    """Every filled-in value whose column may name others, to be looked at before the extract leaves."""
    unit.demand_ticket(ticket)
    _ties.demand_stranger(unit, ticket.party_id)
    return _review.lines(unit, ticket.party_id)


def _sections(
    unit: Unit, found: list[Held], party_id: int, hidden: frozenset[str], at_home: frozenset[tuple[str, str]]
) -> Iterator[ExtractSection]:
    for category in Category:
        if category is Category.LOOKUP:
            continue
        blocks = [
            _table(unit, part, hidden, at_home) for part in found if part.category is category and part.rows
        ]
        if category is Category.HISTORY:
            blocks += _change_log(unit, party_id, at_home)
        if category is Category.RELATIONSHIP:
            blocks += _drawn(unit, party_id)
        yield ExtractSection(category.term, category, tuple(blocks))


def _places(found: Iterable[Held], at_home: frozenset[tuple[str, str]]) -> Iterator[str]:
    """Keys of the values that say where a protected person lives: they stay out whatever the reviewer marks."""
    for part in found:
        for row in part.rows if "id" in part.table.c else ():
            if (part.table.name, str(row.id)) in at_home:
                yield from (
                    _review.key(part, row, column)
                    for column, _ in part.columns
                    if column.name in PLACE and row._mapping[column]
                )


def _table(
    unit: Unit, part: Held, hidden: frozenset[str], at_home: frozenset[tuple[str, str]]
) -> extract.Table:
    """One table of the register, without the columns that are empty on every row."""
    columns = [
        (column, personal)
        for column, personal in part.columns
        if any(row._mapping[column] not in (None, "") for row in part.rows)
    ]
    numbers = {
        column: declared.referred(unit, column, {row._mapping[column] for row in part.rows} - {None}, at_home)
        for column, _ in columns
        if column.foreign_keys
    }
    rows = []
    for row in part.rows:
        cells = tuple(
            LEFT_OUT_CELL
            if _review.key(part, row, column) in hidden
            else _cell(_review.value(row, column), column, personal, numbers)
            for column, personal in columns
        )
        rows.append(extract.Row(cells, getattr(row, "source", None), getattr(row, "source_on", None)))
    title = Term(part.end.label) if part.end.label else Term(f"table.{part.table.name}")
    return extract.Table(tuple(personal.label for _, personal in columns), tuple(rows), title)


def _cell(
    value: Any,  # noqa: ANN401 - any column's value
    column: Column[Any],
    personal: Personal,
    numbers: dict[Column[Any], dict[int, str]],
) -> Cell:
    if value is None or value == "":
        return None
    if column in numbers:
        return numbers[column].get(value)
    if column is FieldSource.__table__.c.field and value in SHARED:
        return Term(SHARED[value])
    if column.name == "country" and isinstance(value, str):
        return Country(value)
    if isinstance(column.type, Cents):
        return Money(value)
    if isinstance(value, Labelled):
        return value
    if isinstance(value, Enum):
        return Term(f"{_FAMILY.get(type(value), type(value).__name__.lower())}.{value.value}")
    if isinstance(value, str):
        # TietosuojaL 29 § 4 mom.: the code is not printed needlessly, wherever it was written.
        return mask_hetu(value) if personal.secret else hide_codes(value)
    if isinstance(value, bool | int | date | datetime | Country):
        return value
    raise TypeError(f"no form for {column.name} of {column.table.name}")


_FAMILY: dict[type[Enum], str] = {Lang: "language", ClockKind: "clock"}
"""Enumerations that do not name their own terms."""


def _drawn(unit: Unit, party_id: int) -> list[extract.Table]:
    """What the register amounts to: nobody entered it, and it is processed all the same (art. 15(1))."""
    rows = tuple(
        extract.Row((Term(each.label), each.value, each.basis))
        for each in all_derived(RowsHeld(unit, party_id))
    )
    headings = ("derived.what", "derived.value", "derived.basis")
    return [extract.Table(headings, rows, Term("derived.title"))] if rows else []


def _change_log(unit: Unit, party_id: int, at_home: frozenset[tuple[str, str]]) -> list[extract.Table]:
    """Former values that lie in the audit: when, which value, from what to what. No clerk is named."""
    rows = unit.connection.execute(
        select(AuditEvent.at, AuditEvent.table_name, AuditEvent.row_key, AuditBody.body)
        .join(AuditBody, AuditBody.event_id == AuditEvent.id)
        .where(AuditEvent.party_id.in_(family(party_id)), AuditEvent.table_name.in_(_changed_tables()))
        .order_by(AuditEvent.id)
    )
    lines = []
    for row in rows:
        columns = _changed_tables()[row.table_name]
        for name, written in row.body.items():
            if name not in columns or written[0] in (None, ""):
                continue
            column, personal = columns[name]
            if name in PLACE and (row.table_name, row.row_key) in at_home:
                lines.append(extract.Row((row.at, Term(personal.label), LEFT_OUT_CELL, LEFT_OUT_CELL)))
                continue
            before, after = (_cell(as_typed(column, value), column, personal, {}) for value in written)
            lines.append(extract.Row((row.at, Term(personal.label), before, after)))
    headings = ("field.date", "field.changed_value", "field.value_before", "field.value_after")
    return [extract.Table(headings, tuple(lines), Term("table.change_log"))] if lines else []


@cache
def _changed_tables() -> dict[str, dict[str, tuple[Column[Any], Personal]]]:
    """The columns that are wholly the person's own, by table and name."""
    found: dict[str, dict[str, tuple[Column[Any], Personal]]] = {}
    for table, end, _ in declared.roads():
        if end.shows is None:
            found[table.name] = {
                column.name: (column, personal)
                for column, personal in declared.own(table, end)
                if not personal.others and not column.foreign_keys
            }
    return found


def _subject(unit: Unit, party_id: int) -> extract.Subject:
    name = unit.session.scalars(
        select(PartyName).where(PartyName.party_id == party_id, PartyName.kind == NameKind.CURRENT)
    ).one()
    numbers = unit.session.scalars(
        select(CustomerAccount.number)
        .where(CustomerAccount.party_id == party_id)
        .order_by(CustomerAccount.id)
    )
    party = unit.session.get_one(Party, party_id)
    full = name.organisation_name or f"{name.first_names} {name.last_name}".strip()
    return extract.Subject(full, tuple(numbers), party.date_of_birth)


def _look_ups(unit: Unit, party_id: int) -> tuple[LookUp, ...]:
    rows = unit.connection.execute(
        select(ReadEvent.at, ReadEvent.purpose).where(ReadEvent.party_id == party_id).order_by(ReadEvent.id)
    )
    return tuple(LookUp(helsinki(row.at).date(), row.purpose) for row in rows)


def _recipients(found: Iterable[Held]) -> tuple[str, ...]:
    """Who got this person's data, by name (CJEU C-154/21), each once."""
    log = (row for part in found if part.table is Disclosure.__table__ for row in part.rows)
    return tuple(last_days((hide_codes(row.recipient), row.on_date) for row in log))


def _sources(found: Iterable[Held]) -> tuple[Source, ...]:
    sources = {row.source for part in found if "source" in part.table.c for row in part.rows}
    return tuple(source for source in Source if source in sources)


def _retention(found: Iterable[Held]) -> tuple[RetentionLine, ...]:
    """How long each category that holds anything is kept, by its columns' declarations."""
    kept: dict[Category, Retention] = {}
    for part in found:
        if part.rows:
            kept.setdefault(part.category, part.columns[0][1].retention)
    return tuple(RetentionLine(category, retention) for category, retention in kept.items())


def _left_out(found: Iterable[Held], hidden: frozenset[str]) -> Iterator[LeftOut]:
    """What the reviewer marked, by the name of its column."""
    labels = {
        personal.label: None
        for part in found
        for column, personal in part.columns
        for row in part.rows
        if _review.key(part, row, column) in hidden
    }
    return (LeftOut(Term(label), OTHERS_DATA) for label in labels)
