"""Entries of a customer's card, one at a time: addresses, numbers, identifiers, contact points, notes, history.

They are kept apart from the forms because a customer may have any number of them. Whoever saves one says where it came
from, and every save can be taken back within the session.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import inspect, select

from lpo_desk.db import search_index
from lpo_desk.db.errors import Conflict
from lpo_desk.db.tables.base import Sourced as SourcedRow
from lpo_desk.db.tables.register import CustomerAccount
from lpo_desk.db.tables.relationship import Interaction, Subscription
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.entries import (
    AddressEntry,
    ContactEntry,
    Entry,
    FormerName,
    FormerOrganisationName,
    HistoryEntry,
    NumberEntry,
    check_entry,
)
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import PartyKind, Source, Sourced
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.services import _suppression
from lpo_desk.services._entries import SHELVES, Shelf, is_mine
from lpo_desk.services._held import OF_ACCOUNT, Held
from lpo_desk.services._reveals import demand_details
from lpo_desk.services._writing import Writer

E = TypeVar("E", bound=Entry)


class EntryChanged(Conflict):
    """Somebody else changed the entry, or took it away, since it was read."""

    key = "entries.changed_meanwhile"


class NotYours(UserError):
    """A history entry is corrected by whoever wrote it, on the day it was written."""

    key = "entries.not_yours"


@dataclass(frozen=True, slots=True)
class SavedEntry(Generic[E]):
    """What one save did to an entry. before, after: None where there was, or is, none.

    row: every column as it was before, for taking back.
    """

    id: int
    before: E | None
    after: E | None
    row: Mapping[str, Any]


@requires(Right.EDIT_CUSTOMER)
def add(unit: Unit, ticket: Ticket, entry: E, source: Source) -> SavedEntry[E]:
    """Add an entry. Raises FieldsRefused."""
    held = _begin(unit, ticket)
    unit.source = source
    checked = _checked(held, entry, None)
    shelf = SHELVES[type(checked)]
    came = {"source": source, "source_on": unit.today, "source_by": unit.actor.username}
    row = shelf.model(party_id=held.party_id, **_columns(held, checked), **shelf.made(held, checked), **came)
    unit.session.add(row)
    _finish(held, checked)
    return SavedEntry(_id(row), None, checked, {})


@requires(Right.EDIT_CUSTOMER)
def save(unit: Unit, ticket: Ticket, entry_id: int, base: E, mine: E, source: Source) -> SavedEntry[E]:
    """Correct an entry that was read as `base`. Raises EntryChanged, NotYours, FieldsRefused."""
    held = _begin(unit, ticket)
    unit.source = source
    row = _row(held, entry_id, base)
    _demand_mine(unit, row)
    checked = _checked(held, mine, entry_id)
    former = _all_columns(row)
    if checked == base:
        return SavedEntry(entry_id, base, base, former)
    with unit.session.no_autoflush:
        _change(held, row, base, checked, Sourced(source, unit.today, unit.actor.username))
    _finish(held, base)
    return SavedEntry(entry_id, base, checked, former)


@requires(Right.EDIT_CUSTOMER)
def remove(unit: Unit, ticket: Ticket, entry_id: int, base: E) -> SavedEntry[E]:
    """Take away an entry that was read as `base`: what was true and is over is ended instead.

    The first customer number stays (FieldsRefused). Raises EntryChanged, NotYours.
    """
    held = _begin(unit, ticket)
    row = _row(held, entry_id, base)
    _demand_mine(unit, row)
    if held.account is not None and row is held.account:
        raise FieldsRefused({"number": ValueRefused("entries.first_number_stays")})
    former = _all_columns(row)
    unit.session.delete(row)
    _finish(held, base)
    return SavedEntry(entry_id, base, None, former)


@requires(Right.EDIT_CUSTOMER)
def undo(unit: Unit, ticket: Ticket, saved: SavedEntry[E]) -> SavedEntry[E]:
    """Take the save back, with the source the entry had. Raises EntryChanged where somebody changed it since."""
    held = _begin(unit, ticket)
    if saved.after is None:
        assert saved.before is not None  # noqa: S101 - a save has one of them
        row: Any = SHELVES[type(saved.before)].model(**saved.row)
        unit.session.add(row)
        _finish(held, saved.before)
        return SavedEntry(_id(row), None, saved.before, {})
    row = _row(held, saved.id, saved.after)
    former = _all_columns(row)
    if saved.before is None:
        unit.session.delete(row)
    else:
        with unit.session.no_autoflush:
            for column, value in saved.row.items():
                setattr(row, column, value)
    _finish(held, saved.after)
    return SavedEntry(saved.id, saved.after, saved.before, former)


def _begin(unit: Unit, ticket: Ticket) -> Held:
    """Check the ticket, take its purpose for the audit, and lock the customer until the unit ends."""
    unit.demand_ticket(ticket)
    demand_details(unit, ticket)
    unit.purpose = unit.purpose or ticket.purpose
    held = Held(unit, ticket.party_id, for_saving=True)
    assert held.party.id == ticket.party_id  # noqa: S101 - reading it takes the lock
    return held


def _finish(held: Held, entry: Entry) -> None:
    """Count the save once, and derive the search rows again. By a new road to the person a ban may come back."""
    with held.unit.session.no_autoflush:
        held.party.version += 1
    if isinstance(entry, AddressEntry | ContactEntry):
        _suppression.keep_in_step(held.unit, held.party_id)
    search_index.refresh(held.unit, [held.party_id])


def _checked(held: Held, entry: E, entry_id: int | None) -> E:
    """The entry cleaned, and its numbers known or free. Raises FieldsRefused."""
    checked = check_entry(entry, held.unit.today)
    if isinstance(checked, FormerName | FormerOrganisationName):
        person = held.party.kind is PartyKind.PERSON
        if person is not isinstance(checked, FormerName):  # a bug of the window
            raise TypeError("the name belongs to a customer of another kind")
    if isinstance(checked, HistoryEntry):
        dated = replace(checked, on_date=checked.on_date or held.unit.today)
        if dated.subscription and _subscription(held, dated.subscription) is None:
            raise FieldsRefused({"subscription": ValueRefused("relation.no_subscription")})
        return cast("E", dated)
    if isinstance(checked, NumberEntry):
        taken = select(CustomerAccount.id).where(CustomerAccount.number == checked.number)
        if held.unit.session.scalar(taken) not in (None, entry_id):
            raise FieldsRefused({"number": ValueRefused("entries.number_taken")})
    return checked


def _change(held: Held, row: Any, before: Entry, after: Entry, came: Sourced) -> None:  # noqa: ANN401 - any entry's row
    """Set what changed. The first number shares its row with fields of the form, which keep their own sources."""
    changed = {name: value for name, value in _columns(held, after).items() if getattr(row, name) != value}
    writer = Writer(held, came, held.unit.today)
    account = held.account
    if account is not None and row is account:
        fields = [field for field, column in OF_ACCOUNT.items() if column in changed]
        writer.pin(account, [field for field in OF_ACCOUNT if field not in fields])
        writer.note(fields)
    for name, value in changed.items():
        setattr(row, name, value)
    if row is not held.account or "number" in changed:
        writer.stamp(row, "")


def _columns(held: Held, entry: Entry) -> dict[str, Any]:
    """An entry as the columns of its row."""
    columns = SHELVES[type(entry)].columns(entry)
    if isinstance(entry, HistoryEntry):
        columns["subscription_id"] = _subscription(held, entry.subscription)
    return columns


def _subscription(held: Held, number: str) -> int | None:
    if not number:
        return None
    mine = Subscription.party_id == held.party_id, Subscription.number == number
    return held.unit.session.scalar(select(Subscription.id).where(*mine))


def _row(held: Held, entry_id: int, base: Entry) -> SourcedRow:
    """The row of an entry of this party, unchanged since it was read as `base`. Raises EntryChanged."""
    shelf: Shelf = SHELVES[type(base)]
    rows: list[Any] = held.of(shelf.model)
    row = next((row for row in rows if row.id == entry_id and shelf.holds(row)), None)
    if row is None or shelf.entry(held, row) != base:
        raise EntryChanged
    found: SourcedRow = row
    return found


def _demand_mine(unit: Unit, row: SourcedRow) -> None:
    if isinstance(row, Interaction) and not is_mine(unit, row):
        raise NotYours


def _all_columns(row: Any) -> dict[str, Any]:  # noqa: ANN401 - any entry's row
    return {
        attribute.key: getattr(row, attribute.key)
        for attribute in inspect(type(row)).column_attrs
        if attribute.key != "id"
    }


def _id(row: Any) -> int:  # noqa: ANN401 - any entry's row
    key: int = row.id
    return key
