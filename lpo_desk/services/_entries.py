"""How each kind of entry lies in its table, and the entries of a party as the card lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lpo_desk.db.tables.base import Base
from lpo_desk.db.tables.register import (
    Address,
    ContactPoint,
    CustomerAccount,
    CustomerNote,
    ForeignId,
    PartyName,
)
from lpo_desk.db.tables.relationship import Interaction, Subscription
from lpo_desk.db.unit import Unit
from lpo_desk.domain.entries import (
    AddressEntry,
    ContactEntry,
    Entry,
    EntryLine,
    ForeignEntry,
    Former,
    FormerName,
    FormerOrganisationName,
    HistoryEntry,
    NoteEntry,
    NumberEntry,
)
from lpo_desk.domain.masking import hide_codes
from lpo_desk.domain.party import AddressKind, ContactKind, NameKind, PartyKind
from lpo_desk.services._clerks import came
from lpo_desk.services._held import EMAILS, PHONES, Held


@dataclass(frozen=True, slots=True)
class Shelf:
    """One table of entries. `names`: attribute of the entry -> column. `made`: more columns of a new row. `holds`:
    which rows of the table are entries."""

    model: type[Base]
    make: type[Any]
    names: tuple[str, ...]
    made: Callable[[Held, Any], dict[str, Any]] = lambda held, entry: {}
    holds: Callable[[Any], bool] = lambda row: True

    def columns(self, entry: Entry) -> dict[str, Any]:
        return {name: getattr(entry, name) for name in self.names}

    def entry(self, held: Held, row: Any) -> Entry:  # noqa: ANN401 - a row of the shelf's table
        values = {name: getattr(row, name) for name in self.names}
        if "text" in values:
            values["text"] = hide_codes(values["text"])  # old remarks hold identity codes
        if self.make is HistoryEntry:
            values["subscription"] = _number_of(held, row.subscription_id)
        found: Entry = self.make(**values)
        return found


def _number_of(held: Held, subscription_id: int | None) -> str:
    if subscription_id is None:
        return ""
    return (
        held.unit.connection.scalar(select(Subscription.number).where(Subscription.id == subscription_id))
        or ""
    )


def _place(held: Held, entry: ContactEntry) -> dict[str, Any]:
    """A contact point that is added here stands behind those of the form."""
    last = held.unit.connection.scalar(
        select(func.max(ContactPoint.position)).where(
            ContactPoint.party_id == held.party_id, ContactPoint.kind == entry.kind
        )
    )
    fields = PHONES if entry.kind is ContactKind.PHONE else EMAILS
    return {"kind": entry.kind, "position": max(len(fields), (last or 0) + 1)}


def _recorded(held: Held, entry: HistoryEntry) -> dict[str, Any]:
    return {"recorded_by": held.unit.actor.username, "office_id": held.unit.actor.office_id}


def _is_former(row: Any) -> bool:  # noqa: ANN401 - a PartyName row or its columns
    return row.kind is NameKind.FORMER


def _former(held: Held, entry: Former) -> dict[str, Any]:
    return {"kind": NameKind.FORMER}


_DAYS = ("valid_from", "valid_to")
_ADDRESS = ("kind", "co", "street", "postcode", "town", "country", "valid_from", "valid_to")
SHELVES: Mapping[type[Any], Shelf] = {
    AddressEntry: Shelf(Address, AddressEntry, _ADDRESS),
    FormerName: Shelf(PartyName, FormerName, ("last_name", "first_names", *_DAYS), _former, _is_former),
    FormerOrganisationName: Shelf(
        PartyName, FormerOrganisationName, ("organisation_name", *_DAYS), _former, _is_former
    ),
    NumberEntry: Shelf(CustomerAccount, NumberEntry, ("number", "since", "member", "member_number")),
    ForeignEntry: Shelf(ForeignId, ForeignEntry, ("value", "country")),
    ContactEntry: Shelf(ContactPoint, ContactEntry, ("value",), _place),
    NoteEntry: Shelf(CustomerNote, NoteEntry, ("text",)),
    HistoryEntry: Shelf(Interaction, HistoryEntry, ("kind", "on_date", "way", "number", "text"), _recorded),
}


def line(held: Held, kind: type[Any], row: Any, *, mine: bool = True) -> EntryLine[Any]:  # noqa: ANN401 - any row
    """A row as the card lists it."""
    return EntryLine(row.id, SHELVES[kind].entry(held, row), came(row, held.clerks), mine)


def addresses(held: Held) -> tuple[EntryLine[AddressEntry], ...]:
    """Those that no form shows: not the postal, contact and billing address of today. What is to come stands first."""
    shown = {held.address(kind) for kind in (AddressKind.POSTAL, AddressKind.CONTACT, AddressKind.BILLING)}
    rest = [row for row in held.of(Address) if row not in shown]
    rest.sort(key=lambda row: (row.valid_to is None, row.valid_to, row.id), reverse=True)
    return tuple(line(held, AddressEntry, row) for row in rest)


def former_names(held: Held) -> tuple[EntryLine[Former], ...]:
    """The newest first; those whose days nobody knows last."""
    kind = FormerName if held.party.kind is PartyKind.PERSON else FormerOrganisationName
    rows = [row for row in held.of(PartyName) if row.kind is NameKind.FORMER]
    rows.sort(key=lambda row: (row.valid_to or date.min, row.id), reverse=True)
    return tuple(line(held, kind, row) for row in rows)


def numbers(held: Held) -> tuple[EntryLine[NumberEntry], ...]:
    return tuple(line(held, NumberEntry, row) for row in held.of(CustomerAccount))


def foreign_ids(held: Held) -> tuple[EntryLine[ForeignEntry], ...]:
    return tuple(line(held, ForeignEntry, row) for row in held.of(ForeignId))


def contacts(held: Held) -> tuple[EntryLine[ContactEntry], ...]:
    """Those beyond the fields of the form."""
    return tuple(line(held, ContactEntry, row) for row in held.other_contact_points())


def notes(held: Held) -> tuple[EntryLine[NoteEntry], ...]:
    """The newest first."""
    return tuple(line(held, NoteEntry, row) for row in reversed(held.of(CustomerNote)))


def is_mine(unit: Unit, row: Any) -> bool:  # noqa: ANN401 - an Interaction or its columns
    """Whether a history entry is the actor's own of today."""
    own: bool = row.recorded_by == unit.actor.username and row.source_on == unit.today
    return own
