"""Putting the changed fields of a section into rows: only rows that change are touched, and each says its source."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lpo_desk.db.tables.base import Base
from lpo_desk.db.tables.base import Sourced as SourcedRow
from lpo_desk.db.tables.register import (
    Address,
    BusinessId,
    ContactPoint,
    FieldSource,
    PartyName,
    PartyType,
    ProtectionNote,
)
from lpo_desk.db.tables.relationship import BillingProfile, DirectoryListing, PermissionEvent
from lpo_desk.domain.merging import differing
from lpo_desk.domain.party import (
    AddressKind,
    BillingDetails,
    ContactDetails,
    ContactKind,
    NameKind,
    PermissionDetails,
    Sourced,
)
from lpo_desk.domain.permissions import Told, as_event, told_as
from lpo_desk.domain.sections import Basic
from lpo_desk.domain.text import clean
from lpo_desk.services._held import (
    NAMES,
    OF_ACCOUNT,
    OF_BILLING_ADDRESS,
    OF_PARTY,
    OF_PROFILE,
    PHONES,
    POSTAL,
    Held,
)


@dataclass(frozen=True, slots=True)
class Writer:
    """Rows of one party being changed.

    today: the day that dated rows begin and end. former: the sources that values given back by an undo had before;
        None when nothing is taken back.
    """

    held: Held
    source: Sourced
    today: date
    former: Mapping[str, Sourced] | None = None

    def source_of(self, field: str) -> dict[str, Any]:
        return _columns((self.former or {}).get(field, self.source))

    def note(self, fields: Iterable[str]) -> None:
        """Say where fields came from that share a row with others: their row-mates came from elsewhere."""
        for field in fields:
            if self.former is not None and field not in self.former:
                self.forget(field)  # nobody had said anything before
            else:
                self._tell(field, self.source_of(field))

    def pin(self, row: SourcedRow, fields: Iterable[str]) -> None:
        """Keep where these fields of a row came from, which another row takes the place of."""
        told = self.held.field_sources
        came = _columns(Sourced(row.source, row.source_on, row.source_by))
        for field in fields:
            if field not in told:
                self._tell(field, came)

    def forget(self, field: str) -> None:
        """The field says nothing of its own any more; what is in it came with its row."""
        if kept := self.held.field_sources.get(field):
            self.delete(kept)

    def _tell(self, field: str, came: Mapping[str, Any]) -> None:
        kept = self.held.field_sources.get(field)
        if kept is None:
            self.add(FieldSource(party_id=self.held.party_id, field=field, **came))
            return
        for column, value in came.items():
            setattr(kept, column, value)

    def stamp(self, row: SourcedRow, field: str) -> None:
        for column, value in self.source_of(field).items():
            setattr(row, column, value)

    def add(self, row: Base) -> None:
        self.held.unit.session.add(row)

    def delete(self, row: Base) -> None:
        self.held.unit.session.delete(row)

    def put(self, row: SourcedRow, columns: Mapping[str, object], field: str) -> None:
        """Set columns of a row that is one value, and its source from the field."""
        for column, value in columns.items():
            setattr(row, column, value)
        self.stamp(row, field)

    def put_each(self, row: Base, columns: Mapping[str, object], fields: Iterable[str]) -> None:
        """Set columns of a row in which each field is a value by itself with a source of its own."""
        for column, value in columns.items():
            setattr(row, column, value)
        self.note(fields)


def _columns(came: Sourced) -> dict[str, Any]:
    return {"source": came.source, "source_on": came.on, "source_by": came.by}


def write_basic(writer: Writer, before: Basic, after: Basic) -> None:
    changed = differing(before, after)
    if names := [field for field in NAMES if field in changed]:
        _write_name(writer, after, names)
    if own := [field for field in OF_PARTY if field in changed]:
        writer.put_each(writer.held.party, {OF_PARTY[field]: getattr(after, field) for field in own}, own)
    if relation := [field for field in OF_ACCOUNT if field in changed]:
        account = writer.held.account
        assert account is not None  # noqa: S101 - the callers refuse membership without a customer number
        columns = {OF_ACCOUNT[field]: getattr(after, field) for field in relation}
        writer.put_each(account, columns, relation)
    if "types" in changed:
        _write_types(writer, after)
    if "business_id" in changed:
        _write_business_id(writer, after.business_id)


def write_contact(writer: Writer, before: ContactDetails, after: ContactDetails) -> None:
    changed = differing(before, after)
    if postal := [field for field in POSTAL if field in changed]:
        values = {field: getattr(after, field) for field in POSTAL}
        _write_address(writer, AddressKind.POSTAL, values, postal[0])
    if "contact_address" in changed:
        values = {"co": "", "street": after.contact_address, "postcode": "", "town": ""}
        _write_address(writer, AddressKind.CONTACT, values, "contact_address")
    if "preferred_channel" in changed:
        channel = {"preferred_channel": after.preferred_channel}
        writer.put_each(writer.held.party, channel, ["preferred_channel"])
    points = writer.held.contact_points()
    for field in changed:
        if field.startswith(("phone", "email")):
            _write_contact_point(writer, field, points.get(field), getattr(after, field))


def write_billing(writer: Writer, before: BillingDetails, after: BillingDetails) -> None:
    changed = differing(before, after)
    if own := [field for field in OF_PROFILE if field in changed]:
        columns = {field: getattr(after, field) for field in own}
        if profile := writer.held.profile:
            writer.put_each(profile, columns, own)
        else:
            came = writer.source_of(own[0])
            writer.add(BillingProfile(party_id=writer.held.party_id, **columns, **came))
    if address := [field for field in OF_BILLING_ADDRESS if field in changed]:
        values = {column: getattr(after, field) for field, column in OF_BILLING_ADDRESS.items()}
        _write_address(writer, AddressKind.BILLING, values, address[0])


def write_permissions(
    writer: Writer, before: PermissionDetails, after: PermissionDetails, told: Told
) -> None:
    changed = differing(before, after)
    version = clean(told.text_version, limit=100)
    party_id, today = writer.held.party_id, writer.today
    # An event is new even when it gives back a former state: it happened today and came from who says so now.
    came = {
        "source": writer.source.source,
        "source_on": writer.source.on,
        "source_by": writer.source.by,
        "on_date": today,
    }
    for sender, channel, standing in told_as(before, after):
        state, basis = as_event(standing)
        event = PermissionEvent(
            party_id=party_id,
            sender=sender,
            channel=channel,
            state=state,
            basis=basis,
            way=told.way,
            text_version=version,
            office_id=writer.held.unit.actor.office_id,
            **came,
        )
        writer.add(event)
        writer.held.unit.session.flush()  # their keys tell the order
    if "directory" in changed:
        writer.add(DirectoryListing(party_id=party_id, state=after.directory, **came))
    if {"protected", "protected_until"} & set(changed):
        _write_protection(writer, after)


def _write_protection(writer: Writer, after: PermissionDetails) -> None:
    """A note that held is ended, or its end moved; the audit keeps what it was."""
    in_force = writer.held.notes_in_force
    if not after.protected:
        for note in in_force:
            note.ended_on = writer.today
    elif in_force:
        for note in in_force:
            if note.until != after.protected_until:
                writer.put_each(note, {"until": after.protected_until}, ["protected_until"])
    else:
        writer.forget("protected_until")
        writer.add(
            ProtectionNote(
                party_id=writer.held.party_id,
                told_on=writer.today,
                until=after.protected_until,
                **writer.source_of("protected"),
            )
        )


def _write_name(writer: Writer, after: Basic, changed: list[str]) -> None:
    """A new name makes the old one a former name; a calling name is no name of its own."""
    current = writer.held.name
    values = {field: getattr(after, field, "") for field in NAMES}
    if current is not None and changed == ["calling_name"]:
        writer.put_each(current, {"calling_name": values["calling_name"]}, changed)
        return
    if current is not None:
        writer.pin(current, [field for field in NAMES if field not in changed and values[field]])
        writer.note(changed)

    def close(row: PartyName) -> None:
        row.kind, row.valid_to = NameKind.FORMER, writer.today

    def reopen(row: PartyName) -> None:
        row.kind, row.valid_to = NameKind.CURRENT, None

    def correct(row: PartyName) -> None:
        for field, value in values.items():
            setattr(row, field, value)

    def make() -> PartyName:
        came = writer.source_of(changed[0])
        return PartyName(
            party_id=writer.held.party_id,
            kind=NameKind.CURRENT,
            valid_from=writer.today,
            **values,
            **came,
        )

    rows = writer.held.of(PartyName)
    outdated = [row for row in rows if row is not current and row.valid_to == writer.today]
    _supersede(writer, [current] if current else [], outdated, values, Turn(close, reopen, correct, make))


def _write_address(writer: Writer, kind: AddressKind, values: Mapping[str, str], field: str) -> None:
    """The last day of an address is the day before another takes its place."""
    yesterday = writer.today - timedelta(days=1)

    def close(row: Address) -> None:
        row.valid_to = yesterday

    def reopen(row: Address) -> None:
        row.valid_to = None
        writer.stamp(row, field)  # an undo gives back its former source, a clerk who types it again a new one

    def correct(row: Address) -> None:
        writer.put(row, values, field)

    def make() -> Address | None:
        if not any(value for column, value in values.items() if column != "country"):
            return None
        came = writer.source_of(field)
        return Address(party_id=writer.held.party_id, kind=kind, valid_from=writer.today, **values, **came)

    holding = writer.held.addresses(kind)
    rows = [row for row in writer.held.of(Address) if row.kind is kind]
    outdated = [row for row in rows if row not in holding and row.valid_to == yesterday]
    _supersede(writer, holding, outdated, values, Turn(close, reopen, correct, make))


@dataclass(frozen=True, slots=True)
class Turn:
    """What becomes of a dated row. `make` gives None when nothing takes its place."""

    close: Callable[[Any], None]
    reopen: Callable[[Any], None]
    correct: Callable[[Any], None]
    make: Callable[[], Any]


def _supersede(
    writer: Writer, holding: list[Any], outdated: list[Any], values: Mapping[str, str], turn: Turn
) -> None:
    """Replace the dated row that counts, the last of those `holding`, and keep it as history.

    What was entered today is corrected, not outdated: a slip of the finger is no former name. And a value that was
    outdated today and comes back (an undo, or typed again) is taken up again and leaves no gap in the history.
    """
    current = holding[-1] if holding else None
    back = next(
        (row for row in reversed(outdated) if all(getattr(row, c) == v for c, v in values.items())), None
    )
    fresh = None if back is not None else turn.make()
    if current is not None and current.valid_from == writer.today and fresh is not None:
        turn.correct(current)
        return
    # Where nothing takes its place, no older one may come back from behind it.
    for row in holding if fresh is None and back is None else holding[-1:]:
        if row.valid_from == writer.today:
            writer.delete(row)
        else:
            turn.close(row)
    if back is not None:
        turn.reopen(back)
    elif fresh is not None:
        writer.add(fresh)


def _write_contact_point(writer: Writer, field: str, row: ContactPoint | None, value: str) -> None:
    if row is not None and not value:
        writer.delete(row)
    elif row is not None:
        writer.put(row, {"value": value}, field)
    elif value:
        kind = ContactKind.PHONE if field in PHONES else ContactKind.EMAIL
        place = int(field.rpartition("_")[2]) - 1 if field[-1].isdigit() else 0
        came = writer.source_of(field)
        writer.add(
            ContactPoint(party_id=writer.held.party_id, kind=kind, value=value, position=place, **came)
        )


def _write_types(writer: Writer, after: Basic) -> None:
    held = {row.type: row for row in writer.held.of(PartyType)}
    for kind, row in held.items():
        if kind not in after.types:
            writer.delete(row)
    for kind in after.types:
        if kind not in held:
            writer.add(PartyType(party_id=writer.held.party_id, type=kind, **writer.source_of("types")))


def _write_business_id(writer: Writer, value: str) -> None:
    row = writer.held.business_id
    if row is not None and not value:
        writer.delete(row)
    elif row is not None:
        writer.put(row, {"value": value}, "business_id")
    elif value:
        came = writer.source_of("business_id")
        writer.add(BusinessId(party_id=writer.held.party_id, value=value, **came))


__all__ = ["Writer", "write_basic", "write_billing", "write_contact", "write_permissions"]
