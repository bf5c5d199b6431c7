"""Filling the two derived tables that search reads."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from lpo_desk.db import bulk
from lpo_desk.db.restricted import restricted_parties
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
from lpo_desk.db.tables.relationship import CollectionCase, DirectoryListing, PermissionEvent
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.search import ListEntry, SearchTerm
from lpo_desk.db.tables.services import ServiceNumber
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.tables.system import Setting
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
from lpo_desk.domain.search import Findable, terms_of
from lpo_desk.domain.text import sort_key

_CHUNK = 500
"""Parties read at once; SQLite and PostgreSQL both take far more bound values than this."""

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
    Address.street,
    Address.postcode,
    Address.town,
    Address.valid_from,
    Address.valid_to,
).order_by(Address.id)
_SEEN = "addresses_derived_on"
"""The setting that says up to which day addresses that begin or end by themselves were followed."""


@dataclass(slots=True)
class _Gathered:
    kind: PartyKind = PartyKind.PERSON
    date_of_death: date | None = None
    minor: bool = False
    restricted: bool = False
    name: str = ""
    former: list[str] = field(default_factory=list)
    calling: str = ""
    numbers: list[str] = field(default_factory=list)
    business_ids: list[str] = field(default_factory=list)
    foreign_ids: list[str] = field(default_factory=list)
    types: list[CustomerType] = field(default_factory=list)
    town: str = ""
    addresses: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
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


def refresh(unit: Unit, party_ids: Collection[int]) -> None:
    """Derive the search rows of these parties again, in the unit that changed them."""
    unit.session.flush()
    ids = sorted(set(party_ids))
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        unit.connection.execute(delete(SearchTerm).where(SearchTerm.party_id.in_(chunk)))
        unit.connection.execute(delete(ListEntry).where(ListEntry.party_id.in_(chunk)))
        _insert(unit, _gather(unit, Party.id.in_(chunk), chunk))


def rebuild(unit: Unit) -> None:
    """Derive all search rows again: after a bulk import, in the same transaction."""
    unit.session.flush()
    unit.connection.execute(delete(SearchTerm))
    unit.connection.execute(delete(ListEntry))
    _insert(unit, _gather(unit, None, None))


def refresh_expired(unit: Unit) -> int:
    """Refresh those whose non-disclosure ended, who came of age, or whose address began or ended by itself, since
    their rows were derived. Returns how many."""
    protected = select(ListEntry.party_id).where(ListEntry.flags.contains(Flag.PROTECTED.value))
    notes = select(ProtectionNote.party_id, ProtectionNote.until, ProtectionNote.ended_on)
    still = {
        row.party_id
        for row in unit.connection.execute(notes)
        if is_protected(row.until, row.ended_on, unit.today)
    }
    expired = set(unit.connection.scalars(protected)) - still
    young = (
        select(ListEntry.party_id, Party.date_of_birth)
        .join(Party, Party.id == ListEntry.party_id)
        .where(ListEntry.flags.contains(Flag.MINOR.value))
    )
    expired |= {
        row.party_id for row in unit.connection.execute(young) if not is_minor(row.date_of_birth, unit.today)
    }
    expired |= _moved(unit)
    refresh(unit, expired)
    return len(expired)


def _moved(unit: Unit) -> set[int]:
    """Parties with an address whose first day has come, or whose last has gone, since this was last asked."""
    setting = unit.session.get(Setting, _SEEN)
    if setting is not None and setting.value >= unit.today.isoformat():
        return set()
    begun, over = Address.valid_from <= unit.today, Address.valid_to < unit.today
    if setting is not None:
        seen = date.fromisoformat(setting.value)
        begun, over = begun & (Address.valid_from > seen), over & (Address.valid_to >= seen)
        setting.value = unit.today.isoformat()
        moved = select(Address.party_id).where(or_(begun, over))
    else:
        unit.session.add(Setting(name=_SEEN, value=unit.today.isoformat()))
        moved = select(Address.party_id).where(begun & (Address.valid_from > Address.source_on) | over)
    return set(unit.connection.scalars(moved))


def flags(unit: Unit, party_ids: Collection[int]) -> Iterator[frozenset[Flag]]:
    """All flags of each of these parties, from their causes: a protected person's list entry holds one only."""
    ids = sorted(party_ids)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        for party in _gather(unit, Party.id.in_(chunk), chunk).values():
            yield party.flags


def _gather(unit: Unit, parties: ColumnElement[bool] | None, ids: list[int] | None) -> dict[int, _Gathered]:
    """Read what the rows are derived from: one query a table, whatever the number of parties."""
    found: dict[int, _Gathered] = defaultdict(_Gathered)

    def rows(statement: Any, key: InstrumentedAttribute[Any]) -> Iterable[Any]:  # noqa: ANN401 - rows of many shapes
        return unit.connection.execute(statement if ids is None else statement.where(key.in_(ids)))

    party = select(Party.id, Party.kind, Party.date_of_death, Party.date_of_birth)
    for row in unit.connection.execute(party if parties is None else party.where(parties)):
        found[row.id] = _Gathered(row.kind, row.date_of_death, minor=is_minor(row.date_of_birth, unit.today))
    for row in rows(_NAMES, PartyName.party_id):
        if row.kind is NameKind.CURRENT:
            found[row.party_id].name = list_name(row)
            found[row.party_id].calling = row.calling_name
        else:
            found[row.party_id].former.append(list_name(row))
    accounts = select(CustomerAccount.party_id, CustomerAccount.number)
    for row in rows(accounts.order_by(CustomerAccount.id), CustomerAccount.party_id):
        found[row.party_id].numbers.append(row.number)
    for row in rows(select(BusinessId.party_id, BusinessId.value), BusinessId.party_id):
        found[row.party_id].business_ids.append(row.value)
    for row in rows(select(ForeignId.party_id, ForeignId.value), ForeignId.party_id):
        found[row.party_id].foreign_ids.append(row.value)
    for row in rows(select(PartyType.__table__), PartyType.party_id):
        found[row.party_id].types.append(row.type)
    _gather_contact(rows, found, unit.today)
    _gather_causes(unit, rows, found)
    return found


def _gather_contact(rows: Any, found: dict[int, _Gathered], today: date) -> None:  # noqa: ANN401 - the reader of _gather
    """An address that is to come finds its party too; the town is of the postal address that holds today."""
    for row in sorted(rows(_ADDRESSES, Address.party_id), key=lambda row: row.valid_from or date.min):
        if row.valid_to is not None and row.valid_to < today:
            continue
        party = found[row.party_id]
        party.addresses += [row.street, row.postcode, row.town]
        if row.kind is AddressKind.POSTAL and holds(row.valid_from, row.valid_to, today):
            party.town = row.town
    points = select(ContactPoint.party_id, ContactPoint.kind, ContactPoint.value)
    for row in rows(points, ContactPoint.party_id):
        party = found[row.party_id]
        (party.phones if row.kind is ContactKind.PHONE else party.emails).append(row.value)


def _gather_causes(unit: Unit, rows: Any, found: dict[int, _Gathered]) -> None:  # noqa: ANN401 - as above
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
    ended = select(ServiceNumber.party_id, ServiceNumber.id).where(ServiceNumber.valid_to < unit.today)
    for row in rows(ended, ServiceNumber.party_id):
        found[row.party_id].listings.pop(row.id, None)
    running = select(CollectionCase.party_id, CollectionCase.state).where(CollectionCase.ended_on.is_(None))
    for row in rows(running.order_by(CollectionCase.id), CollectionCase.party_id):
        found[row.party_id].collection = row.state
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


def _insert(unit: Unit, found: dict[int, _Gathered]) -> None:
    bulk.insert(unit.connection, ListEntry, [_entry(party_id, party) for party_id, party in found.items()])
    terms = [
        (term, where.value, party_id)
        for party_id, party in found.items()
        for term, where in terms_of(_findable(party))
    ]
    # In index order: the index is then appended to instead of being searched for each row.
    terms.sort()
    if terms:
        columns = dict(zip(("term", "field", "party_id"), zip(*terms, strict=True), strict=True))
        bulk.insert_columns(unit.connection, SearchTerm, columns)


def _entry(party_id: int, party: _Gathered) -> dict[str, Any]:
    flags = {Flag.PROTECTED} if party.protected else party.flags
    return {
        "party_id": party_id,
        "number": party.numbers[0] if party.numbers else "",
        "name": "" if party.protected else party.name,
        "town": "" if party.protected else party.town,
        "kind": party.kind,
        "types": "" if party.protected else ",".join(sorted(kind.value for kind in party.types)),
        "flags": ",".join(sorted(flag.value for flag in flags)),
        "sort_key": "" if party.protected else sort_key(party.name),
    }


def _findable(party: _Gathered) -> Findable:
    names = (party.name, party.calling)
    identifiers = (*party.numbers, *party.business_ids, *party.foreign_ids)
    if party.protected:
        return Findable(names=names, identifiers=identifiers)
    return Findable(
        names,
        tuple(party.former),
        tuple(party.addresses),
        tuple(party.phones),
        tuple(party.emails),
        identifiers,
    )
