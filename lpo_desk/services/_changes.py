"""Changes of a customer's data as the audit has them: one line for each save, with what each field was and became."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Date, Enum, Row

from lpo_desk.db import declared
from lpo_desk.db.merged import family
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.billing import CollectionEvent, PaymentReference
from lpo_desk.db.tables.imports import ImportWarning
from lpo_desk.db.tables.register import (
    Address,
    BusinessId,
    ContactPoint,
    CustomerAccount,
    CustomerNote,
    ForeignId,
    Party,
    PartyName,
    PartyRelation,
    PartyType,
    PersonalIdentityCode,
)
from lpo_desk.db.tables.relationship import BillingProfile, CollectionCase, Subscription
from lpo_desk.db.tables.services import Connection, ServiceNumber
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, Change
from lpo_desk.domain.card import HistoryKind, HistoryLine
from lpo_desk.domain.masking import hide_codes
from lpo_desk.domain.party import Source
from lpo_desk.domain.printed import Country
from lpo_desk.domain.privacy import Personal
from lpo_desk.formats import helsinki
from lpo_desk.services._held import Held
from lpo_desk.services._homes import PLACE, homes
from lpo_desk.services._saves import audited, by_save

_TOLD: dict[str, type[Base]] = {
    model.__tablename__: model
    for model in (
        Party,
        PartyName,
        PersonalIdentityCode,
        BusinessId,
        ForeignId,
        CustomerAccount,
        PartyType,
        Address,
        ContactPoint,
        PartyRelation,
        Subscription,
        Connection,
        ServiceNumber,
        BillingProfile,
        PaymentReference,
        CollectionCase,
        CollectionEvent,
        CustomerNote,
        ImportWarning,
    )
}
"""Tables whose changes are told as changes; permissions, papers and requests have lines of their own."""

_BEHIND = {
    BillingProfile.__tablename__: Right.SEE_BILLING,
    PaymentReference.__tablename__: Right.SEE_BILLING,
    CollectionCase.__tablename__: Right.SEE_COLLECTION,
    CollectionEvent.__tablename__: Right.SEE_COLLECTION,
}
"""Tables whose changes are told only to those who may see them on the card."""

_BOOKKEEPING = {"source", "source_on", "valid_from", "valid_to", "ended_on", "created_at", "kind"}
"""Fields that say how a value is kept, not what it is."""
_OF_ROLES = {"kind", "valid_from", "valid_to"}
"""Of a role they are what it is."""

_DATED = ("party_name", "address")

_ROWS_PER_SAVE = 12
"""Audit rows read for each line asked for: a save rarely changes more."""


def changes(unit: Unit, party_id: int, limit: int, *, masked: bool) -> list[HistoryLine]:
    """One line for each save, newest first. `masked`: names of fields, no values."""
    statement = (
        audited()
        .where(AuditEvent.party_id.in_(family(party_id)), AuditEvent.kind.in_(_KINDS))
        .where(AuditEvent.table_name.in_(_told_to(unit)))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(limit * _ROWS_PER_SAVE)
    )
    held, hidden = Held(unit, party_id), homes(unit, party_id)
    lines = [_line(rows[::-1], held, hidden, masked) for rows in by_save(unit, statement)[:limit]]
    return [line for line in lines if line is not None]


def _told_to(unit: Unit) -> list[str]:
    return [name for name in _TOLD if name not in _BEHIND or unit.actor.may(_BEHIND[name])]


_KINDS = (AuditKind.INSERT, AuditKind.UPDATE, AuditKind.DELETE, AuditKind.MERGE)


def _line(
    rows: Sequence[Row[Any]], held: Held, hidden: frozenset[tuple[str, str]], masked: bool
) -> HistoryLine | None:
    """One save: its rows in the order they were written. `hidden`: rows whose place is a protected person's home."""
    made = [
        change
        for row in rows
        if row.kind is not AuditKind.MERGE
        for change in _of_row(row, rows, held, hidden)
    ]
    if masked:
        made = [Change(change.field, None, None) for change in made]
    key = "history.changed"
    if any(row.kind is AuditKind.MERGE for row in rows):
        key = "history.merged"
    elif any(row.table_name == "party" and row.kind is AuditKind.INSERT for row in rows):
        key = "history.added"
    elif all(row.table_name == "import_warning" for row in rows):
        key = "history.warning_settled"
    elif not made:
        return None
    first = rows[0]
    # What an undo gave back came from many sources, what was saved from one.
    source = next(
        (Source(row.detail) for row in rows if row.detail and row.kind is not AuditKind.MERGE), None
    )
    return HistoryLine(
        first.at,
        HistoryKind.CHANGE,
        key,
        first.account_name,
        translate=True,
        changes=tuple(made),
        source=source,
    )


def _of_row(
    row: Row[Any], save: Sequence[Row[Any]], held: Held, hidden: frozenset[tuple[str, str]]
) -> list[Change]:
    """What one audit row says of each field that is data, not bookkeeping."""
    if row.table_name == "import_warning":
        return []
    body: dict[str, Any] = row.body or {}
    columns = _columns(row.table_name)
    partner = _partner(row, save, held)
    made = []
    for name in row.fields:
        column = columns.get(name)
        of_role = row.table_name == "party_relation" and name in _OF_ROLES
        if column is None or (name in _BOOKKEEPING and not of_role):
            continue
        before, after = (as_typed(column, value) for value in body.get(name, (None, None)))
        if column.foreign_keys:  # told as people know it: by its number
            numbers = declared.referred(held.unit, column, {before, after} - {None}, hidden)
            before, after = numbers.get(before), numbers.get(after)
        if partner is not None and name in body:
            other = as_typed(column, getattr(partner, name))
            before, after = (other, after) if row.kind is AuditKind.INSERT else (before, other)
        if name in PLACE and (row.table_name, row.row_key) in hidden:
            made.append(Change(_label(column), None, None))
        elif name not in body or (before or None) != (after or None):
            made.append(Change(_label(column), before, after))
    return made or _taken_away(row, save, held)


def _partner(row: Row[Any], save: Sequence[Row[Any]], held: Held) -> Any:  # noqa: ANN401 - a dated row or None
    """The name or address that a new one outdated, or that came back for a deleted one, in the same save.

    It is kept in its table, so it tells the other half of the change that the audit row cannot.
    """
    if row.kind not in (AuditKind.INSERT, AuditKind.DELETE) or row.table_name not in _DATED:
        return None
    for other in save:
        if other.table_name == row.table_name and "valid_to" in other.fields and other is not row:
            kept = _kept(other, held)
            if kept is not None and (row.table_name == "party_name" or kept.kind.value in _kinds(row)):
                return kept
    return None


def _taken_away(row: Row[Any], save: Sequence[Row[Any]], held: Held) -> list[Change]:
    """An address that ended with none in its place leaves only its last day in the audit; the row tells what it was."""
    if row.kind is not AuditKind.UPDATE or row.table_name != "address" or "valid_to" not in row.fields:
        return []
    old = _kept(row, held)
    if old is None or old.valid_to is None or any(_partner(other, save, held) is old for other in save):
        return []
    columns = _columns("address")
    if old.valid_to >= helsinki(row.at).date():  # it has been given a last day that is to come
        return [Change(_label(columns["valid_to"]), None, old.valid_to)]
    return [
        Change(_label(columns[name]), hide_codes(getattr(old, name)), None)
        for name in ("co", "street", "postcode", "town")
        if getattr(old, name)
    ]


def _kinds(row: Row[Any]) -> list[str]:
    """The kind of an address that was inserted or deleted, from the body: one of the two is None."""
    return [kind for kind in (row.body or {}).get("kind", []) if kind]


def _kept(row: Row[Any], held: Held) -> Any:  # noqa: ANN401 - a name or an address as it is now
    rows: Sequence[PartyName | Address] = held.of(Address if row.table_name == "address" else PartyName)
    return next((each for each in rows if str(each.id) == row.row_key), None)


def _label(column: Column[Any]) -> str:
    label: str = column.info["privacy"].label
    return label


def _columns(table: str) -> dict[str, Column[Any]]:
    """Attribute name -> column, of those that hold personal data."""
    return {
        column.key: column
        for column in Base.metadata.tables[table].columns
        if isinstance(column.info.get("privacy"), Personal)
    }


def as_typed(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - any column's value
    """A value as the audit wrote it, back in its own type."""
    if value is None:
        return None
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if column.name == "country":
        return Country(value) if value else None
    return hide_codes(value) if isinstance(value, str) else value
