"""A register of very many customers for measuring the search: people, names, numbers and how to reach them, no past.

Written table by table at the driver's own speed, because the services that make a practice database would take an hour
for a million.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from lpo_desk.db import bulk, search_index
from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.keys import KdfCost
from lpo_desk.db.local import hurry
from lpo_desk.db.tables import Base
from lpo_desk.db.tables import register as tables
from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Role
from lpo_desk.domain.legacy import LegacyCustomer
from lpo_desk.domain.party import AddressKind, ContactKind, NameKind, Source
from lpo_desk.practice.people import People
from lpo_desk.services import accounts
from lpo_desk.services.accounts import NewAccount
from lpo_desk.terms import Lang

_AT_ONCE = 20_000
RENAMED = 250
_CHEAP = KdfCost(1, 8 * 1024, 1)

Rows = dict[type[Base], list[Mapping[str, Any]]]


def build(path: Path, customers: int, user: str, password: str) -> None:
    """The same people each time, whatever their number: the first 10,000 of a million are the 10,000."""
    founder = NewAccount(user, "Bench", frozenset(Role), "L")
    signed = accounts.found(str(path), founder, password, cost=_CHEAP)
    database = signed.opened.database
    hurry(database.engine)
    with database.unit(signed.actor) as unit:
        people = People(Random(1), unit.today)
        for first in range(0, customers, _AT_ONCE):
            _write(unit, _rows(unit, people, range(first, min(first + _AT_ONCE, customers))))
        search_index.rebuild(unit)
    with database.unit(signed.actor) as unit:
        rename(unit, people, customers)
    signed.opened.close()


def rename(unit: Unit, people: People, customers: int) -> None:
    """As many new last names as there may be between two makings of the sets: a register is never fresh."""
    renamed = list(range(1, customers + 1, max(customers // RENAMED, 1)))[:RENAMED]
    current = select(tables.PartyName).where(tables.PartyName.party_id.in_(renamed))
    for name in unit.session.scalars(current).all():
        if name.last_name:
            former = tables.PartyName(
                party_id=name.party_id,
                kind=NameKind.FORMER,
                last_name=name.last_name,
                source=name.source,
                source_on=unit.today,
            )
            unit.session.add(former)
            name.last_name = people.names(Lang.FI)[0]
    search_index.refresh(unit, renamed)


def _rows(unit: Unit, people: People, places: range) -> Rows:
    rows: Rows = defaultdict(list)
    key = unit.secret("hetu")
    for place in places:
        customer = people.customer(place, ())
        for table, values in _of(customer, key):
            own = {"id": place + 1} if table is tables.Party else {"party_id": place + 1}
            rows[table].append(own | values)
    return rows


def _of(customer: LegacyCustomer, key: bytes) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    yield (
        tables.Party,
        {"kind": customer.kind, "lang": customer.language, "date_of_death": customer.deceased_on},
    )
    yield (
        tables.PartyName,
        {
            "kind": NameKind.CURRENT,
            "last_name": "" if customer.organisation_name else customer.last_name,
            "first_names": "" if customer.organisation_name else customer.first_names,
            "organisation_name": customer.organisation_name,
        },
    )
    yield tables.CustomerAccount, {"number": customer.number, "member": customer.member}
    for kind in customer.types:
        yield tables.PartyType, {"type": kind}
    address = {"street": customer.street, "postcode": customer.postcode, "town": customer.town}
    yield tables.Address, {"kind": AddressKind.POSTAL, **address}
    for position, phone in enumerate(customer.phones):
        yield tables.ContactPoint, {"kind": ContactKind.PHONE, "value": phone.e164, "position": position}
    for position, email in enumerate(customer.emails):
        yield tables.ContactPoint, {"kind": ContactKind.EMAIL, "value": email, "position": position}
    if customer.hetu:
        yield (
            tables.PersonalIdentityCode,
            {"value": customer.hetu, "lookup_hash": lookup_hash(key, customer.hetu)},
        )
    if customer.business_id:
        yield tables.BusinessId, {"value": customer.business_id}
    if customer.protected:
        yield tables.ProtectionNote, {"until": customer.protected_until}


def _write(unit: Unit, rows: Rows) -> None:
    came = {"source": Source.OWN_SYSTEMS, "source_on": unit.today}
    for table in Base.metadata.sorted_tables:
        for model, values in rows.items():
            if model.__table__ is table:
                own = {"created_at": unit.at} if model is tables.Party else {}
                bulk.insert(unit.connection, model, values, came | own)
