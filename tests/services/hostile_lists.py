"""The text fields of the register beyond the forms of the card: entries, roles, services, products, billing, permissions,
restrictions, new customers. As hostile_card.py.
"""

import re
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select

from lpo_desk.db.tables.base import Base
from lpo_desk.db.tables.billing import CollectionEvent, PaymentReference
from lpo_desk.db.tables.register import (
    Address,
    ContactPoint,
    CustomerAccount,
    CustomerNote,
    ForeignId,
    PartyName,
    PartyRelation,
    PersonalIdentityCode,
)
from lpo_desk.db.tables.relationship import CollectionCase, Interaction, PermissionEvent, Subscription
from lpo_desk.db.tables.services import Connection, Product, ServiceNumber
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.authority import AuthorityKind, AuthorityScope
from lpo_desk.domain.collecting import Reference, Stage
from lpo_desk.domain.entries import (
    AddressEntry,
    ContactEntry,
    Entry,
    ForeignEntry,
    FormerName,
    HistoryEntry,
    NoteEntry,
    NumberEntry,
)
from lpo_desk.domain.new_customer import NewOrganisation, NewPerson
from lpo_desk.domain.party import (
    AddressKind,
    CollectionState,
    ContactDetails,
    PersonDetails,
    RelationKind,
    Source,
    Standing,
)
from lpo_desk.domain.permissions import Told
from lpo_desk.domain.products import ProductDetails, ServiceKind
from lpo_desk.domain.relations import Relation
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.staff import StaffTie
from lpo_desk.domain.subscribing import ConnectionDetails, NumberDetails, ServiceDetails
from lpo_desk.services import (
    _held,
    collection,
    connections,
    entries,
    new_customers,
    numbers,
    products,
    references,
    relations,
    restrictions,
    sections,
    subscriptions,
    ties,
)
from lpo_desk.services._held import Held
from lpo_desk.services.registering import NewParty
from tests.services.hostile_card import Place, Read, Save, Values, Visit, of_row, texts_of
from tests.services.people import FIRM

CAME = Source.SUBJECT
SEEN = date(2026, 11, 2)
_GIVEN = re.compile("S-[0-9]{5,}")
_IN_PERSON = ("last_name", "first_names")
_IN_CONTACT = ("street", "postcode", "town", "phone", "email")


def place(
    save: Save,
    model: type[Base],
    names: str,
    parsed: str = "",
    *,
    alike: bool = True,
    **more: Any,  # noqa: ANN401
) -> Place:
    """Columns of the row whose id `save` gives, under the names of the form."""
    own = tuple(names.split())
    return Place(
        save, partial(of_row, model, names=own), own, parsed=frozenset(parsed.split()), alike=alike, **more
    )


def sought(name: str, save: Save, *, by: str = "maija", alike: bool = True) -> Place:
    """A text by which something is looked up: nothing is found by a hostile one, and nothing is kept of it."""
    return Place(save, lambda _visit, _unit, _key: {name: ""}, (name,), by=by, alike=alike)


def entry(base: Entry, model: type[Base], names: str, parsed: str = "", *, several: bool = False) -> Place:
    def save(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - the texts of an entry
        return entries.add(unit, visit.ticket, replace(base, **values), CAME).id

    return place(save, model, names, parsed, several=several)


def address(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - the texts of an address
    """Of every kind, by turns of the texts."""
    kinds = tuple(AddressKind)
    kind = kinds[sum(map(len, values.values())) % len(kinds)]
    mine = replace(AddressEntry(kind, "Katu 1"), **values)
    return entries.add(unit, visit.ticket, mine, CAME).id


def event(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - the subscription of an event
    return entries.add(unit, visit.ticket, HistoryEntry(text="Soitto", **values), CAME)


# --- roles


def role(base: Relation) -> Save:
    def save(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - the texts of a role
        mine = replace(base, **values)
        return relations.add(unit, visit.ticket, visit.other, mine, CAME, outgoing=True).id

    return save


PROXY = Relation(
    RelationKind.PROXY,
    authority=AuthorityKind.POWER_OF_ATTORNEY,
    authority_on=SEEN,
    scope=AuthorityScope.STATED,
    scope_note="Laskut",
    seen_on=SEEN,
)


def with_person(visit: Visit, unit: Unit, values: Values) -> object:
    of = {name: {key: values[key] for key in keys if key in values} for name, keys in _WITH.items()}
    person = NewParty(
        replace(PersonDetails("Ek", "Eva"), **of["person"]),  # type: ignore[arg-type]
        hetu=values.get("hetu", ""),
        contact=ContactDetails(**of["contact"]),  # type: ignore[arg-type]
    )
    kind = RelationKind.CONTACT_PERSON
    return relations.add_with_person(unit, visit.ticket, person, Relation(kind, **of["role"]))  # type: ignore[arg-type]


_WITH = {"person": _IN_PERSON, "contact": _IN_CONTACT, "role": ("task", "position")}


def read_with_person(visit: Visit, unit: Unit, saved: Any) -> Values:  # noqa: ANN401 - a SavedRole
    kept = of_row(PartyRelation, visit, unit, saved.id, names=_WITH["role"])
    return {**kept, **of_party(unit, saved.person[0])}


def of_party(unit: Unit, party_id: int) -> dict[str, str]:
    """What is told of everybody who is new."""
    held = Held(unit, party_id)
    basic, contact = _held.basic(held), _held.contact(held)
    codes = select(PersonalIdentityCode.value).where(PersonalIdentityCode.party_id == party_id)
    foreign = unit.connection.execute(
        select(ForeignId.value, ForeignId.country).where(ForeignId.party_id == party_id)
    ).one_or_none()
    return {
        **{name: getattr(basic, name) for name in _IN_PERSON},
        **{name: getattr(contact, name) for name in (*_IN_CONTACT, "country")},
        "hetu": unit.connection.scalar(codes) or "",
        "number": held.account.number if held.account else "",
        "foreign_id": foreign.value if foreign else "",
        "foreign_country": foreign.country if foreign else "",
    }


# --- services


def telephone(unit: Unit) -> int:
    product = Product(code="p", kind=ServiceKind.TELEPHONE, name_fi="Puhelin", name_sv="Telefon")
    unit.session.add(product)
    unit.session.flush()
    return product.id


def service(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - its texts
    return subscriptions.order(unit, visit.ticket, ServiceDetails(telephone(unit), **values), CAME)


def read_service(visit: Visit, unit: Unit, key: object) -> Values:
    """A number that the program gave is none that was typed."""
    kept = of_row(Subscription, visit, unit, key, names=_SERVICE)
    return {**kept, "number": _GIVEN.sub("", kept["number"])}


_SERVICE = ("number", "contract_number", "street", "postcode", "town")


def phone(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - the number
    order = subscriptions.order(unit, visit.ticket, ServiceDetails(telephone(unit)), CAME)
    return numbers.add(unit, visit.ticket, order, NumberDetails(**values), CAME)


def connection(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - its place
    return connections.add(unit, visit.ticket, replace(ConnectionDetails("Katu 1"), **values), CAME)


def product(_: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - its names
    return products.add(unit, replace(ProductDetails(name_fi="Kuitu", name_sv="Fiber"), **values)).id


# --- billing, permissions, restrictions


def reference(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - its texts
    return references.add(unit, visit.ticket, replace(Reference("1232"), **values), CAME).id


def case(visit: Visit, unit: Unit, values: Values) -> object:
    stage = Stage(CollectionState.REMINDER, unit.today, note=values.get("note", ""))
    return collection.open(unit, visit.ticket, stage, CAME, values.get("agency", ""))


def read_case(visit: Visit, unit: Unit, saved: Any) -> Values:  # noqa: ANN401 - a SavedStage
    stage = of_row(CollectionEvent, visit, unit, saved.event_id, names=("note",))
    return {**stage, **of_row(CollectionCase, visit, unit, saved.case_id, names=("agency",))}


def permission(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - the text's version
    mine = replace(visit.card.permissions, own_email=Standing.CONSENT)
    sections.save_permissions(unit, visit.ticket, visit.card.permissions, mine, CAME, Told(**values))
    events = select(PermissionEvent.id).where(PermissionEvent.party_id == visit.ticket.party_id)
    return unit.connection.scalars(events).one()


def restriction(visit: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - reason or case
    told = {"reason": "Kiistää osoitteen.", **values}
    return restrictions.restrict(unit, visit.ticket, RestrictionGround.ACCURACY, **told)


# --- new customers


def newcomer(base: NewPerson | NewOrganisation) -> Save:
    def save(_: Visit, unit: Unit, values: Any) -> object:  # noqa: ANN401 - all texts of the form
        return new_customers.add(unit, replace(base, **values), Purpose.COUNTER).party_id

    return save


def read_person(_: Visit, unit: Unit, key: Any) -> Values:  # noqa: ANN401 - a party's id
    return of_party(unit, key)


def read_organisation(_: Visit, unit: Unit, key: Any) -> Values:  # noqa: ANN401 - a party's id
    basic = _held.basic(Held(unit, key))
    own = {name: getattr(basic, name) for name in ("organisation_name", "business_id")}
    contact = unit.connection.execute(
        select(PartyRelation.party_id, PartyRelation.task).where(PartyRelation.other_id == key)
    ).one_or_none()
    theirs = of_party(unit, contact.party_id) if contact else {}
    return {
        **of_party(unit, key),
        **own,
        **{f"contact_{name}": theirs.get(name, "") for name in (*_IN_PERSON, "phone", "email")},
        "contact_task": contact.task if contact else "",
    }


PERSON = NewPerson("Ek", "Eva", foreign_id="X1")
ORGANISATION = NewOrganisation("Ek Ab", contact_last_name="Ek")


def new_customer(base: NewPerson | NewOrganisation, read: Read) -> Place:
    parsed = "hetu business_id postcode town country phone email number foreign_country contact_phone contact_email"
    return Place(newcomer(base), read, texts_of(base), parsed=frozenset(parsed.split()), alike=True)


LISTS = {
    "entry address": place(
        address, Address, "street postcode town co country", "postcode country", alike=False
    ),
    "entry number": entry(NumberEntry("N1"), CustomerAccount, "number member_number"),
    "entry foreign": entry(ForeignEntry("X1"), ForeignId, "value country", "country"),
    "entry former name": entry(FormerName("Ek", "Eva"), PartyName, "last_name first_names"),
    "entry contact": entry(ContactEntry(), ContactPoint, "value", "value"),
    "entry note": entry(NoteEntry(), CustomerNote, "text", several=True),
    "entry event number": entry(HistoryEntry(text="Soitto"), Interaction, "number"),
    "entry event text": entry(HistoryEntry(), Interaction, "text", several=True),
    "entry event subscription": sought("subscription", event),
    "role task": place(role(Relation(RelationKind.CONTACT_PERSON)), PartyRelation, "task position"),
    "role scope": place(role(PROXY), PartyRelation, "scope_note"),
    "role subscription": sought("subscription", role(Relation(RelationKind.USER))),
    "role person": Place(
        with_person,
        read_with_person,
        (*_IN_PERSON, *_IN_CONTACT, "hetu", "task", "position"),
        FIRM,
        parsed=frozenset({"hetu", "postcode", "phone", "email"}),
        alike=True,
    ),
    "service": Place(
        service, read_service, _SERVICE, parsed=frozenset({"number", "postcode", "town"}), alike=True
    ),
    "service phone": place(phone, ServiceNumber, "number", "number"),
    "connection": place(connection, Connection, "street postcode town", "postcode town"),
    "connection number": sought("text", lambda _, unit, values: connections.numbered(unit, values["text"])),
    "product": place(product, Product, "name_fi name_sv", "name_fi name_sv", by="leena"),
    "reference": place(reference, PaymentReference, "number description", "number"),
    "collection": Place(case, read_case, ("agency", "note"), by="leena", alike=True),
    "permission": place(permission, PermissionEvent, "text_version"),
    "restriction reason": place(
        restriction, ProcessingRestriction, "reason", "reason", several=True, by="jani"
    ),
    "restriction case": sought("case_number", restriction, by="jani", alike=False),
    "tie": sought("number", lambda _, unit, values: ties.declare(unit, values["number"], StaffTie.SELF)),
    "new person": new_customer(PERSON, read_person),
    "new organisation": new_customer(ORGANISATION, read_organisation),
}
