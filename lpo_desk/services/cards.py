"""The card: everything of one customer under one ticket, each table read once."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from lpo_desk.db.search_sources import list_name
from lpo_desk.db.tables.imports import ImportWarning
from lpo_desk.db.tables.register import CustomerAccount, PersonalIdentityCode
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.card import Card, FormerCode, WarningLine
from lpo_desk.domain.case import OPEN
from lpo_desk.domain.flags import flags_of
from lpo_desk.domain.legacy import ImportReason
from lpo_desk.domain.masking import hide_codes, hide_wrong_code
from lpo_desk.domain.party import (
    BillingDetails,
    ContactDetails,
    Flag,
    OrganisationDetails,
    PartyKind,
    PersonDetails,
    Sourced,
)
from lpo_desk.domain.restriction import Restriction, is_restricted
from lpo_desk.services import _entries, _held, _ties
from lpo_desk.services._billing import collection_lines, reference_lines
from lpo_desk.services._clerks import came
from lpo_desk.services._derived import causes, derived
from lpo_desk.services._held import Held
from lpo_desk.services._lists import papers
from lpo_desk.services._reveals import is_masked
from lpo_desk.services._roles import role_lines
from lpo_desk.services._service_lists import services

_DATE_AND_SIGN = 7
"""Characters of a personal identity code that are shown: the rest does not leave the database for a card."""

_CODES = (
    select(
        PersonalIdentityCode.id,
        PersonalIdentityCode.valid_to,
        func.substr(PersonalIdentityCode.value, 1, _DATE_AND_SIGN).label("begun"),
        PersonalIdentityCode.source,
        PersonalIdentityCode.source_on,
        PersonalIdentityCode.source_by,
    )
    .where(PersonalIdentityCode.party_id == bindparam("party_id"))
    .order_by(PersonalIdentityCode.id.desc())
)
_OF_BILLING = frozenset(field.name for field in fields(BillingDetails))

_BUSINESS_IDS = {ImportReason.BUSINESS_ID_INVALID.value, ImportReason.BUSINESS_ID_REFORMATTED.value}
"""Reasons for values of the column that holds both kinds of codes, where the value is no person's."""


@requires(Right.OPEN_CUSTOMER)
def read(unit: Unit, ticket: Ticket) -> Card:
    """The card of the customer the ticket was issued for. Raises NoTicket.

    A protected person's details are left out until `customers.reveal_protected` was committed under this ticket.
    """
    unit.demand_ticket(ticket)
    held = Held(unit, ticket.party_id)
    if is_masked(unit, ticket):
        return _masked(held)
    code, code_came, former_codes = _masked_codes(held)
    warnings, open_cases = _warnings(held), _open_cases(held)
    roles, contact = role_lines(held), _held.contact(held)
    bills, collects = unit.actor.may(Right.SEE_BILLING), unit.actor.may(Right.SEE_COLLECTION)
    sources = dict(_held.sources(held))
    ordered = services(unit, ticket.party_id, roles)
    found = causes(held, ordered.numbers_left(unit.today), len(open_cases), len(warnings))
    return Card(
        party_id=ticket.party_id,
        version=held.party.version,
        kind=held.party.kind,
        numbers=_numbers(held),
        name=list_name(held.name) if held.name else "",
        town=contact.town,
        flags=flags_of(found),
        has_hetu=bool(code),
        hetu_masked=code,
        hetu_came=code_came,
        former_codes=former_codes,
        basic=_held.basic(held),
        contact=contact,
        billing=_held.billing(held) if bills else BillingDetails(),
        permissions=_held.permissions(held),
        name_history=_entries.former_names(held),
        roles=tuple(role for role in roles if not role.state.past),
        past_roles=tuple(role for role in roles if role.state.past),
        references=reference_lines(held) if bills else (),
        collection=collection_lines(held) if collects else (),
        subscriptions=ordered.subscriptions,
        connections=ordered.connections,
        phone_numbers=ordered.numbers,
        papers=papers(unit, ticket.party_id),
        warnings=warnings,
        notes=_entries.notes(held),
        accounts=_entries.numbers(held),
        foreign_ids=_entries.foreign_ids(held),
        addresses=_entries.addresses(held),
        derived=derived(held, found, ordered),
        open_cases=open_cases,
        other_contacts=_entries.contacts(held),
        restrictions=_restrictions(held, reasons=unit.actor.may(Right.RESTRICT)),
        tie=_ties.tie_of(unit, ticket.party_id),
        colleague=_ties.is_colleague(unit, ticket.party_id),
        sources=sources if bills else {name: sources[name] for name in sources if name not in _OF_BILLING},
    )


def _masked(held: Held) -> Card:
    """What is told of a protected person: enough to serve in the right language and to respect the bans."""
    language = held.party.lang
    person = held.party.kind is PartyKind.PERSON
    basic = PersonDetails(language=language) if person else OrganisationDetails(language=language)
    return Card(
        party_id=held.party_id,
        version=held.party.version,
        kind=held.party.kind,
        numbers=_numbers(held),
        name="",
        town="",
        flags=frozenset({Flag.PROTECTED, Flag.RESTRICTED} if held.restricted else {Flag.PROTECTED}),
        has_hetu=bool(_masked_codes(held)[0]),
        hetu_masked="",
        basic=basic,
        contact=ContactDetails(),
        billing=BillingDetails(),
        permissions=_held.permissions(held),
        open_cases=_open_cases(held),
        masked=True,
        restrictions=_restrictions(held, reasons=False),
        tie=_ties.tie_of(held.unit, held.party_id),
        colleague=_ties.is_colleague(held.unit, held.party_id),
    )


def _restrictions(held: Held, *, reasons: bool) -> tuple[Restriction, ...]:
    rows = [row for row in held.of(ProcessingRestriction) if is_restricted(row.lifted_on)]
    cases = {row.case_id for row in rows}
    numbers = select(RequestCase.id, RequestCase.number).where(RequestCase.id.in_(cases))
    known = {row.id: row.number for row in held.unit.connection.execute(numbers)} if cases - {None} else {}
    return tuple(
        Restriction(
            row.id,
            row.ground,
            row.from_on,
            row.reason if reasons else "",
            known.get(row.case_id or 0, ""),
            row.told_on,
            lifting_on=row.lifting_on,
        )
        for row in rows
    )


def _numbers(held: Held) -> tuple[str, ...]:
    return tuple(row.number for row in held.of(CustomerAccount))


def _masked_codes(held: Held) -> tuple[str, Sourced | None, tuple[FormerCode, ...]]:
    """The birth date of the code in use, `131052-****`, and where the code came from; empty when there is none. Then
    those that are over."""
    rows = held.unit.connection.execute(_CODES, {"party_id": held.party_id}).all()
    former = tuple(FormerCode(row.id, _masked_code(row), row.valid_to) for row in rows if row.valid_to)
    row = next((row for row in rows if row.valid_to is None), None)
    return (_masked_code(row), came(row, held.clerks), former) if row else ("", None, former)


def _masked_code(row: Row[Any]) -> str:
    return f"{row.begun}****"


def _warnings(held: Held) -> tuple[WarningLine, ...]:
    """Values of the old register that wait for somebody; what was meant as an identity code is hidden."""
    rows = [row for row in held.of(ImportWarning) if row.settled_at is None]
    return tuple(
        WarningLine(row.id, row.column, warning_value(row.column, row.value, row.reason), row.reason)
        for row in rows
    )


def warning_value(column: str, value: str, reason: str) -> str:
    """A refused value of the old register as a person may see it: what was meant as an identity code is hidden."""
    meant_as_code = "hetu" in column.casefold() and reason not in _BUSINESS_IDS
    return hide_wrong_code(value) if meant_as_code else hide_codes(value)


def _open_cases(held: Held) -> tuple[str, ...]:
    mine = select(RequestCase.number).where(
        RequestCase.party_id == held.party_id, RequestCase.status.in_(OPEN)
    )
    return tuple(held.unit.connection.scalars(mine.order_by(RequestCase.number)))
