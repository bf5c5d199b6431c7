"""The rows held of one party, and the sections of its card made from them.

The same functions serve reading (Core rows) and saving (ORM rows): both name their columns alike.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from typing import Any, TypeVar, cast

from sqlalchemy import Column, Select, Table, bindparam, select

from lpo_desk.db.tables.base import Base
from lpo_desk.db.tables.base import Sourced as SourcedRow
from lpo_desk.db.tables.register import (
    Address,
    BusinessId,
    ContactPoint,
    CustomerAccount,
    FieldSource,
    Party,
    PartyName,
    PartyType,
    ProtectionNote,
)
from lpo_desk.db.tables.relationship import BillingProfile, DirectoryListing, PermissionEvent
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Unit
from lpo_desk.domain.dates import holds
from lpo_desk.domain.flags import is_protected
from lpo_desk.domain.party import (
    AddressKind,
    BillingDetails,
    ContactDetails,
    ContactKind,
    DirectoryState,
    NameKind,
    OrganisationDetails,
    PartyKind,
    PermissionDetails,
    PersonDetails,
    Sourced,
)
from lpo_desk.domain.permissions import CELLS, Said, latest, matrix
from lpo_desk.domain.restriction import is_restricted
from lpo_desk.domain.sections import in_order
from lpo_desk.services._clerks import came, clerks

Row = TypeVar("Row", bound=Base)

LATEST = 1 << 62
"""Sorts a row that has no number yet after those that have."""
PHONES = ("phone", "phone_2", "phone_3")
EMAILS = ("email", "email_2")
POSTAL = ("co", "street", "postcode", "town", "country")
NAMES = ("last_name", "first_names", "calling_name", "organisation_name")
OF_PARTY = {
    "language": "lang",
    "language_note": "language_note",
    "date_of_birth": "date_of_birth",
    "date_of_death": "date_of_death",
}
OF_PARTY_CONTACT = {"preferred_channel": "preferred_channel"}
OF_ACCOUNT = {"member": "member", "member_number": "member_number", "customer_since": "since"}
OF_PROFILE = ("method", "einvoice_address", "operator", "email", "iban")
OF_BILLING_ADDRESS = {
    "billing_street": "street",
    "billing_postcode": "postcode",
    "billing_town": "town",
    "billing_country": "country",
}


def _sharing() -> dict[str, Column[Any]]:
    fields: list[tuple[type[Base], Mapping[str, str]]] = [
        (Party, OF_PARTY | OF_PARTY_CONTACT),
        (PartyName, dict(zip(NAMES, NAMES, strict=True))),
        (CustomerAccount, OF_ACCOUNT),
        (BillingProfile, dict(zip(OF_PROFILE, OF_PROFILE, strict=True))),
        (ProtectionNote, {"protected_until": "until"}),
    ]
    return {
        field: cast("Table", model.__table__).c[column]
        for model, columns in fields
        for field, column in columns.items()
    }


SHARING = _sharing()
"""Fields of the card that share a row with others -> their column."""
SHARED = {field: column.info["privacy"].label for field, column in SHARING.items()}
"""Fields of the card that share a row with others -> the term of their label. Where each came from is a FieldSource."""


@cache
def _rows_of(model: type[Base]) -> Select[Any]:
    """Built once: a card reads twenty tables, and building the statements took as long as running them."""
    table = cast("Table", model.__table__)
    owner = table.c.id if model is Party else table.c.party_id
    return select(table).where(owner == bindparam("party_id")).order_by(*table.primary_key.columns)


class Held:
    """The rows of one party, each table read once, when it is first asked for."""

    def __init__(self, unit: Unit, party_id: int, *, for_saving: bool = False) -> None:
        self.unit = unit
        self.party_id = party_id
        self._for_saving = for_saving
        self._rows: dict[type[Base], list[Any]] = {}

    def of(self, model: type[Row]) -> list[Row]:
        """The party's rows of a table, oldest first: ORM rows for saving, else plain ones."""
        if model not in self._rows:
            self._rows[model] = self._read(model)
        return cast("list[Row]", self._rows[model])

    def _read(self, model: type[Base]) -> list[Any]:
        if not self._for_saving:
            return list(self.unit.connection.execute(_rows_of(model), {"party_id": self.party_id}))
        table = cast("Table", model.__table__)
        owner = table.c.id if model is Party else table.c.party_id
        order = tuple(table.primary_key.columns)
        statement = select(model).where(owner == self.party_id).order_by(*order)
        if model is Party:  # whoever saves this customer at the same time waits here
            statement = statement.with_for_update().execution_options(populate_existing=True)
        return list(self.unit.session.scalars(statement))

    @cached_property
    def clerks(self) -> Mapping[str, str]:
        """User name -> display name."""
        return clerks(self.unit)

    @property
    def party(self) -> Party:
        return self.of(Party)[0]

    @property
    def name(self) -> PartyName | None:
        return _last([row for row in self.of(PartyName) if row.kind is NameKind.CURRENT])

    @property
    def account(self) -> CustomerAccount | None:
        """The first customer number: membership and the beginning of the relationship are kept there."""
        return next(iter(self.of(CustomerAccount)), None)

    @property
    def business_id(self) -> BusinessId | None:
        return _last(self.of(BusinessId))

    @property
    def profile(self) -> BillingProfile | None:
        return _last(self.of(BillingProfile))

    @property
    def listing(self) -> DirectoryListing | None:
        """Of all numbers that have no state of their own."""
        return _last([row for row in self.of(DirectoryListing) if row.service_number_id is None])

    @property
    def notes_in_force(self) -> list[ProtectionNote]:
        today = self.unit.today
        return [row for row in self.of(ProtectionNote) if is_protected(row.until, row.ended_on, today)]

    @property
    def restricted(self) -> bool:
        """Whether a restriction of processing is in force (GDPR art. 18)."""
        return any(is_restricted(row.lifted_on) for row in self.of(ProcessingRestriction))

    def addresses(self, kind: AddressKind) -> list[Address]:
        """Those of the kind that hold today, the one that counts last: what began later takes over while it holds."""
        today = self.unit.today
        holding = [
            row for row in self.of(Address) if row.kind is kind and holds(row.valid_from, row.valid_to, today)
        ]
        return sorted(holding, key=lambda row: (row.valid_from or date.min, row.id or LATEST))

    def address(self, kind: AddressKind) -> Address | None:
        return _last(self.addresses(kind))

    @property
    def field_sources(self) -> dict[str, FieldSource]:
        """Field name -> where it came from, of those that say so themselves."""
        return {row.field: row for row in self.of(FieldSource)}

    def permission_behind(self, field: str) -> PermissionEvent | None:
        """The event that a sender's standing by a channel comes from."""
        rows = {as_said(row): row for row in self.of(PermissionEvent)}  # of equal events the last is kept
        holds = latest(said(self), *CELLS[field])
        return rows[holds] if holds else None

    def contact_points(self) -> dict[str, ContactPoint]:
        """Field name -> its row, by position; a taken position gives the next free field."""
        return self._contact_points()[0]

    def other_contact_points(self) -> list[ContactPoint]:
        """Those beyond the fields of the card."""
        return self._contact_points()[1]

    def _contact_points(self) -> tuple[dict[str, ContactPoint], list[ContactPoint]]:
        placed: dict[str, ContactPoint] = {}
        others = []
        for row in sorted(self.of(ContactPoint), key=lambda row: (row.position, row.id)):
            names = PHONES if row.kind is ContactKind.PHONE else EMAILS
            free = [name for name in names if name not in placed]
            wished = names[row.position] if 0 <= row.position < len(names) else ""
            if wished in free:
                placed[wished] = row
            elif free:
                placed[free[0]] = row
            else:
                others.append(row)
        return placed, others


def basic(held: Held) -> PersonDetails | OrganisationDetails:
    values: dict[str, Any] = {field: getattr(held.party, column) for field, column in OF_PARTY.items()}
    values |= {field: getattr(held.name, field, "") for field in NAMES}
    values["types"] = in_order(row.type for row in held.of(PartyType))
    values["business_id"] = held.business_id.value if held.business_id else ""
    if held.account:
        values |= {field: getattr(held.account, column) for field, column in OF_ACCOUNT.items()}
    if held.party.kind is PartyKind.PERSON:
        del values["organisation_name"]
        return PersonDetails(**values)
    del values["calling_name"]
    return OrganisationDetails(**values)


def contact(held: Held) -> ContactDetails:
    postal, other = held.address(AddressKind.POSTAL), held.address(AddressKind.CONTACT)
    values = {field: getattr(postal, field) for field in POSTAL} if postal else {}
    points = {field: row.value for field, row in held.contact_points().items()}
    return ContactDetails(
        **values,
        **points,
        contact_address=one_line(other) if other else "",
        preferred_channel=held.party.preferred_channel,
    )


def one_line(row: Address) -> str:
    """An address whose parts were entered one by one, as the form has it."""
    parts = (row.co and f"c/o {row.co}", row.street, f"{row.postcode} {row.town}".strip())
    return ", ".join(part for part in parts if part)


def billing(held: Held) -> BillingDetails:
    address, profile = held.address(AddressKind.BILLING), held.profile
    values: dict[str, Any] = {}
    if profile:
        values |= {field: getattr(profile, field) for field in OF_PROFILE}
    if address:
        values |= {field: getattr(address, column) for field, column in OF_BILLING_ADDRESS.items()}
    return BillingDetails(**values)


def permissions(held: Held) -> PermissionDetails:
    deceased = held.party.date_of_death is not None
    notes = held.notes_in_force
    ends = [note.until for note in notes if note.until is not None]
    return PermissionDetails(
        **matrix(said(held), deceased=deceased),
        directory=held.listing.state if held.listing else DirectoryState.PUBLIC,
        protected=bool(notes),
        protected_until=max(ends) if ends and len(ends) == len(notes) else None,
    )


def said(held: Held) -> list[Said]:
    """The permission events, oldest first."""
    return [as_said(row) for row in held.of(PermissionEvent)]


def as_said(row: PermissionEvent) -> Said:
    return Said(row.sender, row.channel, row.state, row.basis)


def sources(held: Held) -> Mapping[str, Sourced]:
    """Field name of a section -> where its value came from. An empty value has a source only if somebody emptied it.

    An address is one value: its street, postcode and town came together.
    """
    rows: dict[str, SourcedRow | None] = {}
    for owner, columns in (
        (held.party, OF_PARTY | OF_PARTY_CONTACT),
        (held.name, {field: field for field in NAMES}),
        (held.account, OF_ACCOUNT),
        (held.profile, {field: field for field in OF_PROFILE}),
        (_last(held.notes_in_force), {"protected_until": "until"}),
    ):
        if owner is not None:
            rows |= {field: owner for field, column in columns.items() if getattr(owner, column)}
    rows["business_id"] = held.business_id
    rows["types"] = _last(sorted(held.of(PartyType), key=lambda row: row.source_on))
    rows |= dict.fromkeys(POSTAL, held.address(AddressKind.POSTAL))
    rows["contact_address"] = held.address(AddressKind.CONTACT)
    rows |= held.contact_points()
    rows |= dict.fromkeys(OF_BILLING_ADDRESS, held.address(AddressKind.BILLING))
    rows |= {field: held.permission_behind(field) for field in CELLS}
    rows["directory"] = held.listing
    rows["protected"] = _last(held.notes_in_force)
    rows |= held.field_sources
    return {field: came(row, held.clerks) for field, row in rows.items() if row is not None}


def _last(rows: list[Row]) -> Row | None:
    return rows[-1] if rows else None
