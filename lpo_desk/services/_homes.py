"""Where a protected person lives as another's records tell it: the place of a service that he is the user of."""

from sqlalchemy import select

from lpo_desk.db.tables.register import PartyRelation, ProtectionNote
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.unit import Unit
from lpo_desk.domain.flags import is_protected
from lpo_desk.domain.party import RelationKind

PLACE = frozenset({"street", "postcode", "town"})
"""Columns of a subscription or a connection that say where it is."""


def homes(unit: Unit, owner_id: int) -> frozenset[tuple[str, str]]:
    """(table, key) of the owner's subscriptions and connections at which a protected person is the user."""
    users = (
        select(PartyRelation.subscription_id, ProtectionNote.until, ProtectionNote.ended_on)
        .join(ProtectionNote, ProtectionNote.party_id == PartyRelation.party_id)
        .where(PartyRelation.other_id == owner_id, PartyRelation.kind == RelationKind.USER)
    )
    lived_at = {
        row.subscription_id
        for row in unit.connection.execute(users)
        if is_protected(row.until, row.ended_on, unit.today)
    }
    if not lived_at:
        return frozenset()
    services = select(Subscription.id, Subscription.connection_id).where(Subscription.party_id == owner_id)
    if None not in lived_at:  # else he uses all of them
        services = services.where(Subscription.id.in_(lived_at))
    found = set()
    for row in unit.connection.execute(services):
        found.add((Subscription.__tablename__, str(row.id)))
        if row.connection_id is not None:
            found.add(("connection", str(row.connection_id)))
    return frozenset(found)
