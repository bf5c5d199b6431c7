"""Every text field of the register: how it is saved in a unit, and how it is read back (test_hostile_inputs.py).

A new field needs a line in one of the tables at the end.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from sqlalchemy import select

from lpo_desk.db.tables.base import Base
from lpo_desk.db.tables.register import CustomerNote, PartyRelation, PersonalIdentityCode
from lpo_desk.db.tables.relationship import Interaction, Subscription
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.card import Card
from lpo_desk.domain.party import (
    CustomerType,
    InteractionKind,
    OrganisationDetails,
    PersonDetails,
    RelationKind,
    Source,
)
from lpo_desk.services import _held, registering, sections
from lpo_desk.services._held import Held
from lpo_desk.services.registering import NewParty, NewSubscription
from tests.services.people import MAIJA

ESTATE = NewParty(
    OrganisationDetails("Niemen kuolinpes\u00e4", types=(CustomerType.ESTATE,), last_name="Niemi"),
    number="30001",
)


@dataclass
class Visit:
    """A customer whose card is open, and another one to be related to."""

    ticket: Ticket
    card: Card
    other: int


Values = Mapping[str, str]
Save = Callable[[Visit, Unit, Values], object]
Read = Callable[[Visit, Unit, object], Values]


@dataclass(frozen=True)
class Place:
    """Fields that are saved together. `save` gives what `read` needs to find them again.

    parsed: fields that keep another form than the cleaned text (a phone, a country). several: fields of several lines.
    by: who saves. alike: its cleaners are those of another place, so that it takes a fifth of the texts.
    """

    save: Save
    read: Read
    names: tuple[str, ...]
    who: NewParty = MAIJA
    parsed: frozenset[str] = frozenset()
    several: bool = False
    by: str = "maija"
    alike: bool = False


# --- how the fields are saved and read


def section(name: str, save: Any, who: NewParty, parsed: str, *, alike: bool = False) -> Place:  # noqa: ANN401
    """A section of the card: its text fields, but for those that are no free text."""
    details = getattr(who, name)
    names = texts_of(details)

    def write(visit: Visit, unit: Unit, values: Values) -> None:
        base = getattr(visit.card, name)
        save(unit, visit.ticket, base, replace(base, **values), Source.SUBJECT)

    def read(visit: Visit, unit: Unit, _: object) -> Values:
        kept = getattr(_held, name)(Held(unit, visit.ticket.party_id))
        return {field: getattr(kept, field) for field in names}

    return Place(write, read, names, who, frozenset(parsed.split()), alike=alike)


def texts_of(details: Any) -> tuple[str, ...]:  # noqa: ANN401 - any dataclass
    return tuple(field.name for field in fields(details) if isinstance(getattr(details, field.name), str))


def of_row(model: type[Base], visit: Visit, unit: Unit, row_id: object, *, names: Iterable[str]) -> Values:
    """The columns of the row with this id, from the database and not from memory."""
    columns = model.__table__.columns
    row = unit.connection.execute(select(model.__table__).where(columns.id == row_id)).one()
    return {name: row._mapping[columns[name]] for name in names}


def row(model: type[Base], name: str, save: Save, *, several: bool = False) -> Place:
    """One text column of a row that a service adds and gives the id of."""
    return Place(save, partial(of_row, model, names=(name,)), (name,), several=several, alike=not several)


def hetu(visit: Visit, unit: Unit, values: Values) -> None:
    sections.save_hetu(unit, visit.ticket, values["value"], Source.SUBJECT)


def read_hetu(visit: Visit, unit: Unit, _: object) -> Values:
    codes = select(PersonalIdentityCode.value).where(
        PersonalIdentityCode.party_id == visit.ticket.party_id, PersonalIdentityCode.valid_to.is_(None)
    )
    return {"value": unit.connection.execute(codes).scalar_one()}


def note(visit: Visit, unit: Unit, values: Values) -> object:
    party = registering.add_party(unit, NewParty(PersonDetails("Ek"), notes=(values["text"],)))
    return unit.session.scalars(select(CustomerNote.id).where(CustomerNote.party_id == party)).one()


def interaction(visit: Visit, unit: Unit, values: Values) -> object:
    return registering.add_interaction(
        unit, visit.ticket.party_id, InteractionKind.CONTACT, values["text"], source=Source.SUBJECT
    )


def relation(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - task or position
    kind = RelationKind.CONTACT_PERSON
    return registering.add_relation(
        unit, visit.ticket.party_id, kind, visit.other, source=Source.SUBJECT, **values
    )


def subscription(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - one of its texts
    new = replace(NewSubscription(f"L{id(values)}", "Valokuitu"), **values)
    return registering.add_subscription(unit, visit.ticket.party_id, new, Source.SUBJECT)


CARD = {
    "person": section("basic", sections.save_basic, MAIJA, parsed="business_id"),
    "estate": section("basic", sections.save_basic, ESTATE, "business_id", alike=True),
    "contact": section(
        "contact",
        sections.save_contact,
        MAIJA,
        parsed="postcode country phone phone_2 phone_3 email email_2",
    ),
    "billing": section(
        "billing",
        sections.save_billing,
        MAIJA,
        parsed="einvoice_address operator email billing_postcode billing_country iban",
    ),
    "identity code": Place(hetu, read_hetu, ("value",), parsed=frozenset({"value"})),
    "note": row(CustomerNote, "text", note, several=True),
    "interaction": row(Interaction, "text", interaction, several=True),
    **{f"relation {name}": row(PartyRelation, name, relation) for name in ("task", "position")},
    **{
        f"subscription {name}": row(Subscription, name, subscription)
        for name in ("product", "street", "postcode", "town")
    },
}
