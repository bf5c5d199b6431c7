"""The lists of a card: services, papers. Other people in them are named as a search names them, no more."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from lpo_desk.db.tables.papers import CustodyEvent, ManualRecord, ManualRecordParty, Place
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.unit import Unit
from lpo_desk.domain.card import PaperLine, RoleLine, SubscriptionLine
from lpo_desk.domain.paper import CustodyKind
from lpo_desk.domain.party import RelationKind
from lpo_desk.domain.relations import RelationState


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


def services(unit: Unit, party_id: int, roles: Iterable[RoleLine]) -> tuple[SubscriptionLine, ...]:
    """Section 4: the subscriptions with the user and the payer that they have today.

    A payer without a subscription of his own pays for all that have none named.

    Where a protected person is the user, the place of the service is where he lives, so it is left out.
    """
    named: dict[tuple[RelationKind, str], RoleLine] = {
        (role.kind, role.relation.subscription): role
        for role in roles
        if not role.outgoing and role.state is RelationState.IN_FORCE
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
