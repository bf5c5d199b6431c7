"""The lists of a card: roles, services, papers. Other people in them are named as a search names them, no more."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, Select, or_, select

from lpo_desk.db.tables.papers import CustodyEvent, ManualRecord, ManualRecordParty, Place
from lpo_desk.db.tables.register import ContactPoint, PartyRelation
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.unit import Unit
from lpo_desk.domain.card import PaperLine, RoleLine, SubscriptionLine
from lpo_desk.domain.paper import CustodyKind
from lpo_desk.domain.party import ContactKind, Flag, RelationKind


@dataclass(frozen=True, slots=True)
class _Other:
    """Somebody else on this card. `contact`: the first phone and e-mail of one who is no customer."""

    name: str = ""
    number: str = ""
    protected: bool = False
    phone: str = ""
    email: str = ""


def roles_and_services(
    unit: Unit, party_id: int
) -> tuple[tuple[RoleLine, ...], tuple[SubscriptionLine, ...]]:
    """Sections 3 and 4: relations that hold today in both directions, and the subscriptions with user and payer."""
    relations = list(unit.connection.execute(_relations(party_id)))
    relations = [row for row in relations if row.valid_to is None or row.valid_to >= unit.today]
    asked = {row.party_id for row in relations} | {row.other_id for row in relations}
    others = _others(unit, asked - {party_id}, _contact_persons_of(party_id, relations))
    roles = []
    for row in relations:
        outgoing = row.party_id == party_id
        other_id = row.other_id if outgoing else row.party_id
        other = others.get(other_id, _Other())
        roles.append(
            RoleLine(
                row.id,
                row.kind,
                outgoing,
                other_id,
                other.name,
                other.number,
                row.task,
                row.position,
                row.number or "",
                other.phone,
                other.email,
                other.protected,
            )
        )
    return tuple(roles), _services(unit, party_id, roles)


def papers(unit: Unit, party_id: int) -> tuple[PaperLine, ...]:
    """The papers that name the party; where each lies or who has it, from its last event."""
    mine = select(ManualRecordParty.record_id).where(ManualRecordParty.party_id == party_id)
    where: dict[int, tuple[str, str]] = defaultdict(lambda: ("", ""))
    events = (
        select(CustodyEvent.record_id, CustodyEvent.kind, CustodyEvent.holder, Place.path)
        .outerjoin(Place, Place.id == CustodyEvent.place_id)
        .where(CustodyEvent.record_id.in_(mine))
        .order_by(CustodyEvent.at, CustodyEvent.id)
    )
    for event in unit.connection.execute(events):
        place, _ = where[event.record_id]
        lent = event.kind is CustodyKind.LENT
        where[event.record_id] = (event.path or place, event.holder if lent else "")
    records = (
        select(ManualRecord.__table__).where(ManualRecord.id.in_(mine)).order_by(ManualRecord.paper_number)
    )
    return tuple(
        PaperLine(row.paper_number, row.kind, row.year, *where[row.id], row.retention_until)
        for row in unit.connection.execute(records)
    )


def _relations(party_id: int) -> Select[Any]:
    return (
        select(PartyRelation.__table__, Subscription.number)
        .outerjoin(Subscription, Subscription.id == PartyRelation.subscription_id)
        .where(or_(PartyRelation.party_id == party_id, PartyRelation.other_id == party_id))
        .order_by(PartyRelation.id)
    )


def _contact_persons_of(party_id: int, relations: Iterable[Row[Any]]) -> set[int]:
    return {
        row.party_id
        for row in relations
        if row.kind is RelationKind.CONTACT_PERSON and row.other_id == party_id
    }


def _others(unit: Unit, ids: set[int], contact_persons: set[int]) -> dict[int, _Other]:
    """How the others are named; a contact person who is no customer also by how to reach him in that task."""
    if not ids:
        return {}
    entries = select(ListEntry.party_id, ListEntry.number, ListEntry.name, ListEntry.flags)
    found = {
        row.party_id: _Other(row.name, row.number, Flag.PROTECTED.value in row.flags.split(","))
        for row in unit.connection.execute(entries.where(ListEntry.party_id.in_(ids)))
    }
    reachable = [
        key for key in contact_persons if key in found and not (found[key].number or found[key].protected)
    ]
    if reachable:
        _add_contact(unit, reachable, found)
    return found


def _add_contact(unit: Unit, ids: list[int], found: dict[int, _Other]) -> None:
    points = (
        select(ContactPoint.party_id, ContactPoint.kind, ContactPoint.value)
        .where(ContactPoint.party_id.in_(ids))
        .order_by(ContactPoint.position.desc(), ContactPoint.id.desc())
    )
    first: dict[tuple[int, ContactKind], str] = {
        (row.party_id, row.kind): row.value for row in unit.connection.execute(points)
    }
    for key in ids:
        found[key] = replace(
            found[key],
            phone=first.get((key, ContactKind.PHONE), ""),
            email=first.get((key, ContactKind.EMAIL), ""),
        )


def _services(unit: Unit, party_id: int, roles: list[RoleLine]) -> tuple[SubscriptionLine, ...]:
    """A payer without a subscription of his own pays for all that have none named.

    Where a protected person is the user, the place of the service is where he lives, so it is left out.
    """
    named: dict[tuple[RelationKind, str], RoleLine] = {
        (role.kind, role.subscription): role for role in roles if not role.outgoing
    }
    for_all = named.get((RelationKind.PAYER, ""))
    mine = select(Subscription.__table__).where(Subscription.party_id == party_id)
    lines = []
    for row in unit.connection.execute(mine.order_by(Subscription.state, Subscription.number)):
        user = named.get((RelationKind.USER, row.number))
        payer = named.get((RelationKind.PAYER, row.number), for_all)
        told = not (user and user.protected)
        lines.append(
            SubscriptionLine(
                row.id,
                row.number,
                row.product,
                row.street if told else "",
                row.postcode if told else "",
                row.town if told else "",
                row.starts_on,
                row.ends_on,
                row.state,
                row.monthly_fee,
                user.other_name if user else "",
                payer.other_name if payer else "",
                user.other_party_id if user else None,
                payer.other_party_id if payer else None,
            )
        )
    return tuple(lines)
