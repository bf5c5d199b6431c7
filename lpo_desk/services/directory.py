"""What the directory service must be told: numbers that may be published and are new or changed, and those to remove.

Only what is published says more than the number. Protected people, people whose data may not be processed, and numbers
that are secret or banned are told as removals, and only if the service was told of them before.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from lpo_desk.db.restricted import restricted_parties
from lpo_desk.db.search_sources import list_name
from lpo_desk.db.tables.register import Address, PartyName, ProtectionNote
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.services import ServiceNumber
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.dates import holds
from lpo_desk.domain.directory import PUBLISHED, DirectoryAct, DirectoryLine, DirectoryList, line_digest
from lpo_desk.domain.flags import is_protected
from lpo_desk.domain.party import AddressKind, DirectoryState, NameKind, SubscriptionState
from lpo_desk.domain.reports import Origin
from lpo_desk.services import _disclosing, accounts
from lpo_desk.services._directory import states

EXPORT = "directory"
"""What the trace of the workbook is called in the audit."""

_RUNNING = (SubscriptionState.ACTIVE, SubscriptionState.SUSPENDED)


@requires(Right.EXPORT_DIRECTORY)
def due(unit: Unit) -> tuple[DirectoryLine, ...]:
    """What has changed since the directory service was told last: removals first, then by number."""
    lines = [line for line in _lines(unit) if line is not None]
    return tuple(sorted(lines, key=lambda line: (line.act is DirectoryAct.PUBLISH, line.number)))


@requires(Right.EXPORT_DIRECTORY)
def export(unit: Unit, lines: Collection[DirectoryLine], version: str) -> DirectoryList:
    """The lines as a workbook takes them, and the trace that they leave the program (writing unit): how many."""
    own = next((each for each in accounts.offices(unit) if each.id == unit.actor.office_id), None)
    unit.log(AuditKind.EXPORT, table=EXPORT, detail=str(len(lines)))
    return DirectoryList(tuple(lines), Origin(unit.at, unit.actor.display_name, own, version))


@requires(Right.EXPORT_DIRECTORY)
def mark_sent(unit: Unit, lines: Collection[DirectoryLine]) -> int:
    """These lines were told to the directory service today. Gives how many numbers were marked.

    What changed since the lines were read is due again: a line keeps the digest of what was sent. Whose data were
    published has it in the log of disclosures; a removal tells nothing of anybody.
    """
    sent = {line.key: line for line in lines}
    marked, published = 0, []
    for row in unit.session.scalars(select(ServiceNumber).where(ServiceNumber.id.in_(sent))):
        row.sent_on, row.sent_digest = unit.today, sent[row.id].digest or None
        marked += 1
        if sent[row.id].act is DirectoryAct.PUBLISH:
            published.append((row.party_id, bool(sent[row.id].street or sent[row.id].town)))
    _disclosing.to_directory(unit, published)
    unit.session.flush()
    return marked


@dataclass(frozen=True, slots=True)
class _Subscriber:
    name: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""


def _lines(unit: Unit) -> Iterator[DirectoryLine | None]:
    """One for each number that has to do with the service; None where it knows already."""
    hidden, held, state = _hidden(unit), states(unit), _subscribers(unit)
    secret = unit.secret("review")
    statement = select(ServiceNumber.__table__, Subscription.state).join(
        Subscription, Subscription.id == ServiceNumber.subscription_id
    )
    for row in unit.connection.execute(statement):
        published = (
            held[row.id] in PUBLISHED
            and row.party_id not in hidden
            and row.state in _RUNNING
            and holds(row.valid_from, row.valid_to, unit.today)
        )
        if published:
            yield _publication(row, held[row.id], state.get(row.party_id, _Subscriber()), secret)
        elif row.sent_digest is not None:
            yield DirectoryLine(row.id, DirectoryAct.REMOVE, row.number)


def _publication(
    row: Row[Any], state: DirectoryState, who: _Subscriber, secret: bytes
) -> DirectoryLine | None:
    place = ("", "", "") if state is DirectoryState.NO_ADDRESS else (who.street, who.postcode, who.town)
    digest = line_digest(secret, row.number, who.name, *place)
    if digest == row.sent_digest:
        return None
    return DirectoryLine(row.id, DirectoryAct.PUBLISH, row.number, who.name, *place, digest)


def _hidden(unit: Unit) -> set[int]:
    """Whose data go to nobody: protected today, or their processing is restricted."""
    notes = select(ProtectionNote.party_id, ProtectionNote.until, ProtectionNote.ended_on)
    protected = {
        row.party_id
        for row in unit.connection.execute(notes)
        if is_protected(row.until, row.ended_on, unit.today)
    }
    return protected | set(unit.connection.scalars(restricted_parties()))


def _subscribers(unit: Unit) -> dict[int, _Subscriber]:
    """Those who have numbers: their name and postal address of today."""
    having = select(ServiceNumber.party_id)
    names = select(PartyName.__table__).where(
        PartyName.party_id.in_(having), PartyName.kind == NameKind.CURRENT
    )
    found = {row.party_id: list_name(row) for row in unit.connection.execute(names.order_by(PartyName.id))}
    addresses = select(Address.__table__).where(
        Address.party_id.in_(having), Address.kind == AddressKind.POSTAL
    )
    places = {
        row.party_id: row
        for row in unit.connection.execute(addresses.order_by(Address.id))
        if holds(row.valid_from, row.valid_to, unit.today)
    }
    return {
        key: _Subscriber(name, place.street, place.postcode, place.town)
        if (place := places.get(key)) is not None
        else _Subscriber(name)
        for key, name in found.items()
    }
