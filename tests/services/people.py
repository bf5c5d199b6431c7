"""Fictional people for tests of the services, written by the program's own services."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import select

from lpo_desk.db.tables.system import AuditBody, AuditEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.card import Card
from lpo_desk.domain.party import (
    BillingDetails,
    BillingMethod,
    ContactDetails,
    CustomerType,
    OrganisationDetails,
    PermissionDetails,
    PersonDetails,
    Source,
)
from lpo_desk.services import cards, customers
from lpo_desk.services.registering import NewParty, add_party
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk

_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def code(born: date, number: int) -> str:
    """A personal identity code of the test range, 900-999."""
    assert 900 <= number <= 999
    sign = "A" if born.year >= 2000 else "-"
    digits = f"{born:%d%m%y}{number}"
    return f"{digits[:6]}{sign}{digits[6:]}{_CHECKS[int(digits) % 31]}"


MAIJA = NewParty(
    PersonDetails(
        last_name="Aalto",
        first_names="Maija Helena",
        calling_name="Maija",
        language=Lang.FI,
        member=True,
        member_number="7731",
        customer_since=date(2004, 5, 1),
    ),
    number="10042",
    hetu=code(date(1952, 10, 13), 908),
    contact=ContactDetails(
        street="Linnunrata 12 A 3",
        postcode="07900",
        town="Loviisa",
        phone="040 000 0101",
        phone_2="019 000 102",
        email="maija.aalto@example.fi",
    ),
    billing=BillingDetails(method=BillingMethod.PAPER),
    notes=("Soita iltapäivällä.",),
)
FIRM = NewParty(
    OrganisationDetails(
        organisation_name="Åberg Rör Ab",
        business_id="0129056-4",
        language=Lang.SV,
        types=(CustomerType.COMPANY,),
    ),
    number="20007",
    contact=ContactDetails(street="Mannerheimgatan 16", postcode="06100", town="Borgå"),
)
PROTECTED = NewParty(
    PersonDetails(last_name="Kätkö", first_names="Salla Inkeri", language=Lang.SV),
    number="10077",
    hetu=code(date(1980, 2, 29), 921),
    contact=ContactDetails(
        street="Piilokuja 9", postcode="06150", town="Porvoo", phone="040 000 0909", email="salla@example.fi"
    ),
    permissions=PermissionDetails(protected=True, protected_until=date(2028, 1, 31)),
    notes=("Osoite on Piilokuja 9.",),
)


def add(desk: Desk, new: NewParty, by: str = "maija") -> int:
    with desk.database.unit(desk[by]) as unit:
        return add_party(unit, new)


def opened(desk: Desk, party_id: int, by: str = "maija", purpose: Purpose = Purpose.COUNTER) -> Ticket:
    with desk.database.unit(desk[by]) as unit:
        return customers.open(unit, party_id, purpose)


def card(desk: Desk, ticket: Ticket, by: str = "maija") -> Card:
    with desk.database.reading(desk[by]) as unit:
        return cards.read(unit, ticket)


def fresh(desk: Desk, party_id: int, by: str = "leena") -> Card:
    return card(desk, opened(desk, party_id, by), by)


@dataclass(frozen=True)
class Logged:
    kind: str
    table: str
    who: str
    detail: str
    fields: tuple[str, ...]


def audited(desk: Desk, party_id: int) -> list[Logged]:
    with desk.database.reading(desk["jani"]) as unit:
        rows = unit.session.scalars(
            select(AuditEvent).where(AuditEvent.party_id == party_id).order_by(AuditEvent.id)
        )
        return [
            Logged(row.kind.value, row.table_name, row.account_name, row.detail, tuple(row.fields))
            for row in rows
        ]


def bodies(unit: Unit) -> str:
    return "\n".join(str(body) for body in unit.session.scalars(select(AuditBody.body)))


def values(details: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    return {field.name: getattr(details, field.name) for field in fields(details)}


__all__ = ["FIRM", "MAIJA", "PROTECTED", "Actor", "Source", "add", "audited", "bodies", "card", "code"]
