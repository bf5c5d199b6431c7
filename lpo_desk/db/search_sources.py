"""What the search rows of a party are derived from, gathered from all over the register."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from lpo_desk.db.among import among
from lpo_desk.db.restricted import protected_parties, restricted_parties
from lpo_desk.db.tables.billing import CollectionEvent, PaymentReference
from lpo_desk.db.tables.imports import ImportWarning
from lpo_desk.db.tables.register import (
    Address,
    BusinessId,
    ContactPoint,
    CustomerAccount,
    ForeignId,
    Party,
    PartyName,
    PartyType,
    ProtectionNote,
)
from lpo_desk.db.tables.relationship import (
    CollectionCase,
    DirectoryListing,
    Interaction,
    PermissionEvent,
    Subscription,
)
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.services import Connection, ServiceNumber
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Unit
from lpo_desk.domain.case import OPEN
from lpo_desk.domain.dates import holds
from lpo_desk.domain.directory import strictest
from lpo_desk.domain.flags import Causes, flags_of, is_minor, is_protected
from lpo_desk.domain.party import (
    AddressKind,
    CollectionState,
    ContactKind,
    CustomerType,
    DirectoryState,
    Flag,
    NameKind,
    PartyKind,
    Sender,
)
from lpo_desk.domain.permissions import Said, bans_own_marketing
from lpo_desk.domain.reference import street_aliases, town_names
from lpo_desk.domain.suppression import Reach

# Columns by name: every one read costs, and a party has a dozen that search does not need.
_NAMES = select(
    PartyName.party_id,
    PartyName.kind,
    PartyName.last_name,
    PartyName.first_names,
    PartyName.calling_name,
    PartyName.organisation_name,
).order_by(PartyName.id)
_ADDRESSES = select(
    Address.party_id,
    Address.kind,
    Address.co,
    Address.street,
    Address.postcode,
    Address.town,
    Address.valid_from,
    Address.valid_to,
).order_by(Address.id)
_SUBSCRIPTIONS = select(
    Subscription.party_id,
    Subscription.number,
    Subscription.contract_number,
    Subscription.street,
    Subscription.postcode,
    Subscription.town,
)
_CONNECTIONS = select(
    Connection.party_id, Connection.number, Connection.street, Connection.postcode, Connection.town
)
_SERVICE_NUMBERS = select(
    ServiceNumber.party_id, ServiceNumber.id, ServiceNumber.number, ServiceNumber.valid_to
)


@dataclass(slots=True)
class Gathered:
    kind: PartyKind = PartyKind.PERSON
    date_of_death: date | None = None
    minor: bool = False
    restricted: bool = False
    name: str = ""
    former: list[str] = field(default_factory=list)
    calling: str = ""
    numbers: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Every other number of the party: identifiers, those of services and of papers of the relationship."""
    types: list[CustomerType] = field(default_factory=list)
    town: str = ""
    addresses: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    reach: Reach = field(default_factory=Reach)
    protected: bool = False
    marketing: list[Said] = field(default_factory=list)
    listings: dict[int | None, DirectoryState] = field(default_factory=dict)
    """The latest state of each number in use that has one of its own; of None: of all numbers."""
    collection: CollectionState = CollectionState.NONE
    open_cases: int = 0
    warnings: int = 0

    @property
    def flags(self) -> frozenset[Flag]:
        return flags_of(
            Causes(
                self.protected,
                self.date_of_death,
                bans_own_marketing(self.marketing),
                strictest(self.listings.values()),
                self.collection,
                self.open_cases,
                self.warnings,
                self.restricted,
                self.minor,
            )
        )


def list_name(row: Any) -> str:  # noqa: ANN401 - a PartyName row or its columns
    """How a list writes a name: "Aalto Maija Helena", or the organisation's name."""
    return row.organisation_name or " ".join(part for part in (row.last_name, row.first_names) if part)


def deceased_name(row: Any) -> str:  # noqa: ANN401 - a PartyName row or its columns
    """Of an estate: the name of who died, by which the heirs ask for it."""
    parts = (row.last_name, row.first_names) if row.organisation_name else ()
    return " ".join(part for part in parts if part)


def gather(unit: Unit, ids: Sequence[int]) -> dict[int, Gathered]:
    """Read what the rows of these parties, ascending, are derived from: one query a table, whatever their number.

    A party that was merged into another is not among them: its names and numbers lead to the other.
    """
    into = merged_into(unit, ids)
    found: dict[int, Gathered] = defaultdict(Gathered)
    read = ids if all(each in ids for each in into) else sorted({*ids, *into})

    def rows(statement: Any, key: InstrumentedAttribute[Any]) -> Iterable[Any]:  # noqa: ANN401 - rows of many shapes
        # All at once: one by one, each costs as much again.
        return unit.connection.execute(statement.where(among(key, read))).all()

    party = select(Party.id, Party.kind, Party.date_of_death, Party.date_of_birth)
    for row in rows(party, Party.id):
        found[row.id] = Gathered(row.kind, row.date_of_death, minor=is_minor(row.date_of_birth, unit.today))
    for row in rows(_NAMES, PartyName.party_id):
        one = found[row.party_id]
        if row.kind is NameKind.CURRENT:
            one.name, one.calling = list_name(row), row.calling_name
            one.reach.last_name, one.reach.first_names = row.last_name, row.first_names
            one.reach.organisation_name = row.organisation_name
        else:
            one.former.append(list_name(row))
        if row.organisation_name and (deceased := deceased_name(row)):
            one.former.append(deceased)
    _gather_numbers(rows, found, unit.today)
    for party_id, kind in rows(select(PartyType.party_id, PartyType.type), PartyType.party_id):
        found[party_id].types.append(kind)
    _gather_contact(rows, found, unit.today)
    _gather_causes(unit, rows, found)
    for erased in rows(select(Party.id).where(Party.erased_on.is_not(None)), Party.id):
        found.pop(erased.id)  # what still points at it, a case or a log, makes nobody findable
    for merged, survivor in into.items():
        one = found.pop(merged, Gathered())
        if survivor in found:
            found[survivor].former += [one.name, *one.former]
            found[survivor].others += [*one.numbers, *one.others]
    return found


def merged_into(unit: Unit, ids: Collection[int]) -> dict[int, int]:
    """Merged party -> the last one it was merged into; of those that lead to `ids`, and of `ids` themselves."""

    def replaced(which: ColumnElement[bool]) -> dict[int, int]:
        statement = select(Party.id, Party.replaced_by_id).where(Party.replaced_by_id.is_not(None), which)
        pairs = unit.connection.execute(statement)
        return {merged: survivor for merged, survivor in pairs if survivor is not None}

    into = replaced(among(Party.id, ids))
    newest = ids
    while newest:
        found = replaced(among(Party.replaced_by_id, newest))
        newest = found.keys() - into.keys()
        into |= found

    def last(party_id: int) -> int:
        while (following := into.get(party_id)) is not None:
            party_id = following
        return party_id

    return {party_id: last(party_id) for party_id in into}


def served_by(holders: Collection[int]) -> Select[int]:
    """Others who have a service on a connection of these: they are found by its place too."""
    on = select(Subscription.party_id).join(Connection, Connection.id == Subscription.connection_id)
    return on.where(Connection.party_id.in_(holders), Connection.party_id != Subscription.party_id)


def _elsewhere(today: date) -> Select[int, str, str, str, str]:
    """Connections of others that a party has a service on; not of the protected, whose place the card hides too."""
    columns = (Connection.number, Connection.street, Connection.postcode, Connection.town)
    on = select(Subscription.party_id, *columns).join(Connection, Connection.id == Subscription.connection_id)
    return on.where(
        Connection.party_id != Subscription.party_id,
        ~protected_parties(today).where(ProtectionNote.party_id == Connection.party_id).exists(),
    )


def _gather_numbers(rows: Any, found: dict[int, Gathered], today: date) -> None:  # noqa: ANN401 - the reader of gather
    accounts = select(CustomerAccount.party_id, CustomerAccount.number, CustomerAccount.member_number)
    for party_id, number, member_number in rows(
        accounts.order_by(CustomerAccount.id), CustomerAccount.party_id
    ):
        found[party_id].numbers.append(number)
        if member_number:
            found[party_id].others.append(member_number)
    for column in (BusinessId.value, ForeignId.value, PaymentReference.number, Interaction.number):
        owner = column.class_.party_id
        for party_id, number in rows(select(owner, column).where(column != ""), owner):
            found[party_id].others.append(number)
    for party_id, number, contract, street, postcode, town in rows(_SUBSCRIPTIONS, Subscription.party_id):
        party = found[party_id]
        party.others += (number, contract)
        party.addresses += (*_street(street), postcode, town, *_towns(postcode))
    for row in (*rows(_CONNECTIONS, Connection.party_id), *rows(_elsewhere(today), Subscription.party_id)):
        party = found[row.party_id]
        party.others.append(row.number)
        party.addresses += [*_street(row.street), row.postcode, row.town, *_towns(row.postcode)]


def _gather_contact(rows: Any, found: dict[int, Gathered], today: date) -> None:  # noqa: ANN401 - the reader of gather
    """An address that is to come finds its party too; the town is of the postal address that holds today."""
    dated = sorted(rows(_ADDRESSES, Address.party_id), key=lambda row: row.valid_from or date.min)
    for party_id, kind, co, street, postcode, town, valid_from, valid_to in dated:
        if valid_to is not None and valid_to < today:
            continue
        party = found[party_id]
        party.addresses += (co, *_street(street), postcode, town, *_towns(postcode))
        if valid_to is None:
            party.reach.places.append((street, postcode))
        if kind is AddressKind.POSTAL and holds(valid_from, valid_to, today):
            party.town = town
    points = select(ContactPoint.party_id, ContactPoint.kind, ContactPoint.value)
    for party_id, kind, value in rows(points, ContactPoint.party_id):
        party = found[party_id]
        for one in (party, party.reach):
            (one.phones if kind is ContactKind.PHONE else one.emails).append(value)


def _gather_causes(unit: Unit, rows: Any, found: dict[int, Gathered]) -> None:  # noqa: ANN401 - as above
    for row in rows(select(ProtectionNote.__table__), ProtectionNote.party_id):
        if is_protected(row.until, row.ended_on, unit.today):
            found[row.party_id].protected = True
    for row in rows(restricted_parties(), ProcessingRestriction.party_id):
        found[row.party_id].restricted = True
    own = select(
        PermissionEvent.party_id, PermissionEvent.channel, PermissionEvent.state, PermissionEvent.basis
    ).where(PermissionEvent.sender == Sender.OWN)
    for row in rows(own.order_by(PermissionEvent.id), PermissionEvent.party_id):
        found[row.party_id].marketing.append(Said(Sender.OWN, row.channel, row.state, row.basis))
    listings = select(
        DirectoryListing.party_id, DirectoryListing.service_number_id, DirectoryListing.state
    ).order_by(DirectoryListing.id)
    for row in rows(listings, DirectoryListing.party_id):
        found[row.party_id].listings[row.service_number_id] = row.state
    for row in rows(_SERVICE_NUMBERS, ServiceNumber.party_id):
        if row.valid_to is not None and row.valid_to < unit.today:
            found[row.party_id].listings.pop(row.id, None)
        else:
            found[row.party_id].phones.append(row.number)
    running = (
        select(CollectionCase.party_id, CollectionEvent.stage)
        .join(CollectionEvent, CollectionEvent.collection_case_id == CollectionCase.id)
        .where(CollectionCase.ended_on.is_(None))
        .order_by(CollectionCase.id, CollectionEvent.id)
    )
    for row in rows(running, CollectionCase.party_id):
        found[row.party_id].collection = row.stage
    cases = select(RequestCase.party_id, func.count().label("n")).where(RequestCase.status.in_(OPEN))
    for row in rows(
        cases.where(RequestCase.party_id.is_not(None)).group_by(RequestCase.party_id), RequestCase.party_id
    ):
        found[row.party_id].open_cases = row.n
    unsettled = select(ImportWarning.party_id, func.count().label("n")).where(
        ImportWarning.settled_at.is_(None)
    )
    for row in rows(unsettled.group_by(ImportWarning.party_id), ImportWarning.party_id):
        found[row.party_id].warnings = row.n


@lru_cache(4096)
def _street(address: str) -> tuple[str, ...]:
    """The address under both names of its street: a customer gives the one, the register has the other."""
    return address, *street_aliases(address)


@lru_cache(4096)
def _towns(postcode: str) -> tuple[str, ...]:
    return town_names(postcode) or ()
