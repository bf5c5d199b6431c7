"""Where a protected person lives as another's records tell it: the place of a service that he is the user of, and of
a connection that he has."""

from sqlalchemy import or_, select

from lpo_desk.db.merged import family
from lpo_desk.db.tables.register import PartyRelation, ProtectionNote
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.services import Connection
from lpo_desk.db.unit import Unit
from lpo_desk.domain.flags import is_protected
from lpo_desk.domain.party import RelationKind

PLACE = frozenset({"street", "postcode", "town"})
"""Columns of a subscription or a connection that say where it is."""


def homes(unit: Unit, owner_id: int) -> frozenset[tuple[str, str]]:
    """(table, key) of subscriptions and connections told of the owner whose place is a protected person's home."""
    own = Subscription.party_id.in_(family(owner_id))
    services = unit.connection.execute(select(Subscription.id, Subscription.connection_id).where(own)).all()
    lived_at = _lived_at(unit, owner_id)
    hidden = _connected(unit, owner_id)
    hidden |= {row.connection_id for row in services if None in lived_at or row.id in lived_at}
    found = {
        (Subscription.__tablename__, str(row.id))
        for row in services
        if None in lived_at or row.id in lived_at or row.connection_id in hidden - {None}
    }
    return frozenset(found | {(Connection.__tablename__, str(key)) for key in hidden - {None}})


def _lived_at(unit: Unit, owner_id: int) -> set[int | None]:
    """The owner's services that a protected person uses; None for all of them."""
    users = (
        select(PartyRelation.subscription_id, ProtectionNote.until, ProtectionNote.ended_on)
        .join(ProtectionNote, ProtectionNote.party_id == PartyRelation.party_id)
        .where(PartyRelation.other_id.in_(family(owner_id)), PartyRelation.kind == RelationKind.USER)
    )
    return {
        row.subscription_id
        for row in unit.connection.execute(users)
        if is_protected(row.until, row.ended_on, unit.today)
    }


def _connected(unit: Unit, owner_id: int) -> set[int | None]:
    """Connections of protected people that the owner uses, or whose property is his."""
    used = select(Subscription.connection_id).where(
        Subscription.party_id.in_(family(owner_id)), Subscription.connection_id.is_not(None)
    )
    held = (
        select(Connection.id, ProtectionNote.until, ProtectionNote.ended_on)
        .join(ProtectionNote, ProtectionNote.party_id == Connection.party_id)
        .where(Connection.party_id.not_in(family(owner_id)))
        .where(or_(Connection.owner_id.in_(family(owner_id)), Connection.id.in_(used)))
    )
    return {
        row.id for row in unit.connection.execute(held) if is_protected(row.until, row.ended_on, unit.today)
    }
