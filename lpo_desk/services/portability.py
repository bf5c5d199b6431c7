"""What a person gave, computed from the declarations of the columns: no list of fields anywhere (GDPR art. 20).

In the copy is what a portable column holds and the person gave, himself or by using the service. Not in it are derived
data, papers, what came from elsewhere, whatever may name another person (art. 20(4)), and what others entered of him.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import Column, Row, Table, select

from lpo_desk.db import declared
from lpo_desk.db.declared import Held
from lpo_desk.db.merged import family
from lpo_desk.db.tables.register import FieldSource, PartyName
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.unit import NoTicket, Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Reveal, Ticket
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.masking import hide_codes
from lpo_desk.domain.party import NameKind, Source
from lpo_desk.domain.portability import (
    GIVEN,
    Coded,
    NotPorted,
    PortableCopy,
    PortableCount,
    PortableField,
    PortableGroup,
    PortableRow,
    Value,
    WhyLeft,
    field_key,
)
from lpo_desk.domain.privacy import Personal
from lpo_desk.services import _ties
from lpo_desk.services._held import SHARING
from lpo_desk.services._homes import PLACE, homes
from lpo_desk.services._reveals import CODE, demand_details, demand_proof
from lpo_desk.terms import Lang, Term

Columns = tuple[tuple[Column[Any], Personal], ...]
Came = tuple[Source, date]
_FIELD_OF = {column: field for field, column in SHARING.items()}


@requires(Right.HANDLE_REQUEST)
def build(unit: Unit, ticket: Ticket, case_id: int | None = None, code: Reveal | None = None) -> PortableCopy:
    """The copy as it would be handed over now. Raises NoTicket without an open ticket of the case's own person.

    code: proof that the personal identity code was asked for with a reason; without it the code is left out, for it is
    not given needlessly (TietosuojaL 29 § 4 mom.). Raises NotRevealed for a proof that was not committed.
    """
    unit.demand_ticket(ticket)
    _ties.demand_stranger(unit, ticket.party_id)
    number = ""
    if case_id is not None:
        case = unit.session.get_one(RequestCase, case_id)
        if case.party_id != ticket.party_id:
            raise NoTicket
        number = case.number
    if code is not None:
        if code.ticket.party_id != ticket.party_id:
            raise NoTicket
        demand_proof(unit, code, CODE)
    groups, left = _gathered(unit, ticket.party_id, with_code=code is not None)
    return PortableCopy(number, unit.today, groups, left)


@requires(Right.TAKE_REQUEST)
def preview(unit: Unit, ticket: Ticket) -> tuple[PortableCount, ...]:
    """What a copy would hold, group by group, without any value: told while the request is taken in."""
    unit.demand_ticket(ticket)
    demand_details(unit, ticket)
    groups, _ = _gathered(unit, ticket.party_id, with_code=False)
    return tuple(
        PortableCount(group.label, tuple(field.label for field in group.fields), len(group.rows))
        for group in groups
    )


def _gathered(
    unit: Unit, party_id: int, *, with_code: bool
) -> tuple[tuple[PortableGroup, ...], tuple[NotPorted, ...]]:
    own = {
        (row.party_id, row.field): (row.source, row.source_on)
        for row in unit.connection.execute(
            select(FieldSource.__table__).where(FieldSource.party_id.in_(family(party_id)))
        )
    }
    hidden = homes(unit, party_id)
    groups, left = [], []
    for part in declared.held(unit, party_id):
        columns = portable_columns(part.table) if part.end.shows is None else ()
        if not columns or not part.rows:
            continue
        group, others = _group(unit, part, columns, own, hidden, with_code=with_code)
        groups += [group] if group.rows else []
        left += others
    return tuple(groups), tuple(left)


def _group(
    unit: Unit,
    part: Held,
    columns: Columns,
    own: Mapping[tuple[int, str], Came],
    hidden: frozenset[tuple[str, str]],
    *,
    with_code: bool,
) -> tuple[PortableGroup, list[NotPorted]]:
    """Rows of a table as far as the person gave them; values of one row that came differently lie apart."""
    reasons: dict[tuple[Column[Any], Personal], WhyLeft] = {}
    numbers = {
        column: declared.referred(unit, column, {row._mapping[column] for row in part.rows} - {None})
        for column, _ in columns
        if column.foreign_keys
    }
    kept: dict[int, dict[Came, dict[Column[Any], Value]]] = {}
    for place, row in enumerate(part.rows):
        for column, personal in columns:
            value = _value(row._mapping[column], personal, numbers.get(column))
            if value is None:
                continue
            came = _came(part.table, row, column, own)
            left = _why_left(personal, came, with_code=with_code)
            if column.name in PLACE and (part.table.name, str(row._mapping.get("id"))) in hidden:
                left = WhyLeft.OTHERS  # a protected person's home
            if left is None:
                kept.setdefault(place, {}).setdefault(came, {})[column] = value
            else:
                reasons.setdefault((column, personal), left)
    told = [(*came, values) for by_source in kept.values() for came, values in by_source.items()]
    shown = [pair for pair in columns if any(pair[0] in values for _, _, values in told)]
    group = PortableGroup(
        part.table.name,
        part.end.label or f"table.{part.table.name}",
        tuple(PortableField(field_key(personal.label), personal.label) for _, personal in shown),
        tuple(
            PortableRow(tuple(values.get(column) for column, _ in shown), source, on)
            for source, on, values in told
        ),
    )
    others = [
        NotPorted(part.table.name, field_key(personal.label), personal.label, left)
        for (_, personal), left in reasons.items()
    ]
    return group, others


def _why_left(personal: Personal, came: Came, *, with_code: bool) -> WhyLeft | None:
    if personal.others:
        return WhyLeft.OTHERS
    if came[0] not in GIVEN:
        return WhyLeft.NOT_GIVEN
    return WhyLeft.IDENTITY_CODE if personal.secret and not with_code else None


def _came(table: Table, row: Row[Any], column: Column[Any], own: Mapping[tuple[int, str], Came]) -> Came:
    """Where one value came from: it says so itself, or it came with its row. A former name came with its row."""
    field = _FIELD_OF.get(column)
    former = table is PartyName.__table__ and row.kind is not NameKind.CURRENT
    with_row: Came = (row.source, row.source_on)
    if field is None or former:
        return with_row
    party_id: int = row.id if table.name == "party" else row.party_id
    return own.get((party_id, field), with_row)


def _value(
    value: Any,  # noqa: ANN401 - any column's value
    personal: Personal,
    numbers: Mapping[int, str] | None,
) -> Value | None:
    if value is None or value == "":
        return None
    if numbers is not None:
        return numbers.get(value)
    if isinstance(value, Labelled):
        return Coded(str(value.value), Term(value.term))
    if isinstance(value, Lang):
        return Coded(value.value, Term(f"language.{value.value}"))
    if isinstance(value, Enum):
        raise TypeError(f"no code for {type(value).__name__}")
    if isinstance(value, str):
        return (
            value if personal.secret else hide_codes(value)
        )  # a code typed into another field is no given datum
    if isinstance(value, bool | int | date):
        return value
    raise TypeError(f"no form for {type(value).__name__}")


def portable_columns(table: Table) -> Columns:
    """The columns of a table that a copy may hold, in their order."""
    return tuple(_portable(table))


def _portable(table: Table) -> Iterator[tuple[Column[Any], Personal]]:
    for column in table.columns:
        declaration = column.info.get("privacy")
        if isinstance(declaration, Personal) and declaration.portable:
            yield column, declaration
