"""What becomes of the values a customer has one of when two records become one.

Nothing is overwritten. The value that gives way becomes a former one (name, code, address), or it changes places with
the one that was chosen and stays at the merged record. So taking the merge back is putting rows back.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, func, insert, select, update

from lpo_desk.db.search_sources import list_name
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.register import (
    Address,
    BusinessId,
    ContactPoint,
    CustomerAccount,
    FieldSource,
    ForeignId,
    Party,
    PartyName,
    PersonalIdentityCode,
)
from lpo_desk.db.tables.relationship import BillingProfile
from lpo_desk.domain.dates import holds
from lpo_desk.domain.merge import MergeField, Value
from lpo_desk.domain.party import AddressKind, NameKind
from lpo_desk.domain.printed import Country
from lpo_desk.services._held import Held
from lpo_desk.services._moves import Keys
from lpo_desk.terms import Term

ADDRESSES = {
    MergeField.POSTAL_ADDRESS: AddressKind.POSTAL,
    MergeField.VISITING_ADDRESS: AddressKind.VISITING,
    MergeField.BILLING_ADDRESS: AddressKind.BILLING,
    MergeField.CONTACT_ADDRESS: AddressKind.CONTACT,
}
_OF_PARTY = {
    MergeField.LANGUAGE: {"language": "lang", "language_note": "language_note"},
    MergeField.DATE_OF_BIRTH: {"date_of_birth": "date_of_birth"},
    MergeField.DATE_OF_DEATH: {"date_of_death": "date_of_death"},
    MergeField.PREFERRED_CHANNEL: {"preferred_channel": "preferred_channel"},
}
"""Columns of the party itself, by the name of the card's field."""
_MEMBERSHIP = ("member", "member_number", "since")
_NAME = ("last_name", "first_names", "organisation_name")
_ADDRESS = ("kind", "co", "street", "postcode", "town", "country")
_CAME = ("source", "source_on", "source_by")


_ONE_ROW: tuple[tuple[type[Base], MergeField], ...] = (
    (BusinessId, MergeField.BUSINESS_ID),
    (BillingProfile, MergeField.BILLING),
)


def values_of(held: Held) -> dict[MergeField, Value]:
    """The values a record has, as they are shown side by side. The identity code is left out: `masked_code` has it."""
    party, profile, account = held.party, held.profile, held.account
    found: dict[MergeField, Value] = {
        MergeField.NAME: (list_name(held.name),) if held.name else (),
        MergeField.BUSINESS_ID: (held.business_id.value,) if held.business_id else (),
        MergeField.LANGUAGE: (
            Term(f"language.{party.lang.value}") if party.lang else None,
            party.language_note,
        ),
        MergeField.DATE_OF_BIRTH: (party.date_of_birth,),
        MergeField.DATE_OF_DEATH: (party.date_of_death,),
        MergeField.PREFERRED_CHANNEL: (party.preferred_channel,),
    }
    if account:
        member = Term("card.member") if account.member else None
        found[MergeField.MEMBERSHIP] = (member, account.member_number, account.since)
    if profile:
        found[MergeField.BILLING] = (
            profile.method,
            profile.einvoice_address,
            profile.operator,
            profile.email,
            profile.iban,
        )
    for field, kind in ADDRESSES.items():
        if address := held.address(kind):
            town = f"{address.postcode} {address.town}".strip()
            country = None if address.country == "FI" else Country(address.country)
            found[field] = (address.co, address.street, town, country)
    told = {field: tuple(part for part in value if part) for field, value in found.items()}
    return {field: value for field, value in told.items() if value}


class Settling:
    """Chooses between the values of two records. `taken`: fields whose value comes from the merged one.

    `staying` fills with the rows that say what the survivor's say already, or that the survivor's own leave no place.
    """

    def __init__(self, survivor: Held, merged: Held, taken: Collection[MergeField]) -> None:
        self._survivor, self._merged, self._taken = survivor, merged, taken
        self._unit = survivor.unit
        self.staying: defaultdict[str, set[Keys]] = defaultdict(set)

    def settle(self) -> None:
        self._names()
        self._codes()
        self._addresses()
        self._contact_points()
        self._foreign_ids()
        self._single_rows()
        self._membership()
        self._own_columns()
        self._stay(FieldSource, self._merged.of(FieldSource))

    # Values that become former ones

    def _names(self) -> None:
        def end(row: PartyName) -> None:
            self._set(PartyName, row.id, kind=NameKind.FORMER, valid_to=self._unit.today)

        self._one_current(PartyName, MergeField.NAME, _NAME, lambda row: row.kind is NameKind.CURRENT, end)

    def _codes(self) -> None:
        def end(row: PersonalIdentityCode) -> None:
            self._set(PersonalIdentityCode, row.id, valid_to=self._unit.today)

        self._one_current(
            PersonalIdentityCode, MergeField.HETU, ("value",), lambda row: row.valid_to is None, end
        )

    def _addresses(self) -> None:
        today = self._unit.today

        def end(row: Address) -> None:
            self._set(Address, row.id, valid_to=today - timedelta(days=1))

        for field, kind in ADDRESSES.items():

            def current(row: Address, kind: AddressKind = kind) -> bool:
                return row.kind is kind and holds(row.valid_from, row.valid_to, today)

            self._one_current(Address, field, _ADDRESS, current, end)

    def _one_current(
        self,
        model: type[Any],
        field: MergeField,
        says: tuple[str, ...],
        is_current: Callable[[Any], bool],
        end: Callable[[Any], None],
    ) -> None:
        """Of two current rows the one that was not chosen ends; one that says the same as the other stays behind."""
        mine = [row for row in self._survivor.of(model) if is_current(row)]
        theirs = [row for row in self._merged.of(model) if is_current(row)]
        if not mine or not theirs:
            return
        same = [row for row in theirs if any(_same(row, one, says) for one in mine)]
        self._stay(model, same)
        others = [row for row in theirs if row not in same]
        if not others:
            return
        for row in mine if field in self._taken else others:
            end(row)

    # Values that change places

    def _single_rows(self) -> None:
        for model, field in _ONE_ROW:
            mine, theirs = self._survivor.of(model), self._merged.of(model)
            if not mine:
                continue
            self._stay(model, theirs)
            if theirs and field in self._taken:
                self._swap(model, mine[-1], theirs[-1], _contents(model))

    def _membership(self) -> None:
        """It is kept with the first customer number, whichever record that was of."""
        mine, theirs = self._survivor.account, self._merged.account
        if mine is None or theirs is None:
            return
        first, second = (mine, theirs) if mine.id < theirs.id else (theirs, mine)
        wanted = theirs if MergeField.MEMBERSHIP in self._taken else mine
        if wanted is not first:
            self._swap(CustomerAccount, first, second, _MEMBERSHIP)

    def _own_columns(self) -> None:
        mine, theirs = self._survivor.party, self._merged.party
        for field, columns in _OF_PARTY.items():
            if field not in self._taken:
                continue
            came = [
                self._source_of(held, name) for held in (self._merged, self._survivor) for name in columns
            ]
            self._swap(Party, mine, theirs, tuple(columns.values()))
            places = [(party, name) for party in (mine, theirs) for name in columns]
            for (party, name), source in zip(places, came, strict=True):
                self._put_source(party.id, name, source)

    def _source_of(self, held: Held, name: str) -> dict[str, Any]:
        """Where a field came from: its own entry, else the row."""
        own = next((row for row in held.of(FieldSource) if row.field == name), None)
        return {column: getattr(own or held.party, column) for column in _CAME}

    def _put_source(self, party_id: int, name: str, came: dict[str, Any]) -> None:
        table = cast("Table", FieldSource.__table__)
        here = table.c.party_id == party_id, table.c.field == name
        if not self._unit.connection.execute(update(table).where(*here).values(came)).rowcount:
            made = {"party_id": party_id, "field": name, **came}
            self._unit.connection.execute(insert(table).values(made))
            (key,) = self._unit.connection.execute(select(table.c.id).where(*here)).one()
            self.staying[table.name].add((key,))

    # Values of which there may be several

    def _contact_points(self) -> None:
        """Those of the merged record come after the survivor's own."""
        mine = self._survivor.of(ContactPoint)
        after = {
            kind: max(row.position for row in mine if row.kind is kind) for kind in {r.kind for r in mine}
        }
        for row in self._merged.of(ContactPoint):
            if any(_same(row, one, ("kind", "value")) for one in mine):
                self._stay(ContactPoint, [row])
                continue
            after[row.kind] = after.get(row.kind, -1) + 1
            self._set(ContactPoint, row.id, position=after[row.kind])

    def _foreign_ids(self) -> None:
        mine = self._survivor.of(ForeignId)
        for row in self._merged.of(ForeignId):
            if any(_same(row, one, ("value", "country")) for one in mine):
                self._stay(ForeignId, [row])

    # Rows

    def _stay(self, model: type[Base], rows: Collection[Any]) -> None:
        self.staying[model.__tablename__] |= {(row.id,) for row in rows}

    def _set(self, model: type[Base], key: int, **values: object) -> None:
        table = cast("Table", model.__table__)
        self._unit.connection.execute(update(table).where(table.c.id == key).values(values))

    def _swap(self, model: type[Base], one: Any, other: Any, columns: Collection[str]) -> None:  # noqa: ANN401 - rows
        here = {column: getattr(one, column) for column in columns}
        there = {column: getattr(other, column) for column in columns}
        self._set(model, one.id, **there)
        self._set(model, other.id, **here)


def masked_code(held: Held, shown: int) -> str:
    """The birth date and sign of the code in use, `131052-****`; the rest does not leave the database."""
    table = PersonalIdentityCode
    begun = held.unit.connection.scalar(
        select(func.substr(table.value, 1, shown))
        .where(table.party_id == held.party_id, table.valid_to.is_(None))
        .order_by(table.id.desc())
        .limit(1)
    )
    return f"{begun}****" if begun else ""


def _same(one: Any, other: Any, columns: Collection[str]) -> bool:  # noqa: ANN401 - rows of one table
    return all(getattr(one, column) == getattr(other, column) for column in columns)


def _contents(model: type[Base]) -> tuple[str, ...]:
    """Every column but the key and whose row it is."""
    return tuple(c.name for c in model.__table__.columns if c.name not in ("id", "party_id"))
