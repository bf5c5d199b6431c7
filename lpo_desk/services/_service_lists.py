"""Reading section 4 of a card. Other people in it are named as a search names them, no more."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.services import Connection, Product, ServiceNumber
from lpo_desk.db.unit import Unit
from lpo_desk.domain.card import RoleLine
from lpo_desk.domain.card_services import ConnectionLine, NumberLine, SubscriptionLine
from lpo_desk.domain.dates import holds
from lpo_desk.domain.party import Flag, RelationKind
from lpo_desk.domain.products import ServiceKind
from lpo_desk.domain.relations import RelationState
from lpo_desk.services._directory import states_of

_ORDERED = (
    select(Subscription.__table__, Product.kind, Product.name_fi, Product.name_sv)
    .outerjoin(Product, Product.id == Subscription.product_id)
    .where(Subscription.party_id == bindparam("party_id"))
    .order_by(Subscription.state, Subscription.number)
)


@dataclass(frozen=True, slots=True)
class Services:
    """Section 4."""

    subscriptions: tuple[SubscriptionLine, ...]
    connections: tuple[ConnectionLine, ...]
    numbers: tuple[NumberLine, ...]

    def numbers_left(self, today: date) -> tuple[NumberLine, ...]:
        """Those that are in use or will be."""
        return tuple(line for line in self.numbers if line.valid_to is None or line.valid_to >= today)


def services(unit: Unit, party_id: int, roles: Sequence[RoleLine]) -> Services:
    """The customer's services with user and payer, the connections that concern him, and his telephone numbers."""
    rows = unit.connection.execute(_ORDERED, {"party_id": party_id}).all()
    numbers, people = _numbers(unit, party_id), _people(roles)
    hidden = {row.connection_id for row in rows if people.lives_hidden(row.number)} - {None}
    used = {row.connection_id for row in rows} - {None}
    connections = _connections(unit, party_id, used, hidden)
    places = {line.id: line for line in connections}
    phones: dict[int, list[str]] = defaultdict(list)
    for line in numbers:
        if holds(line.valid_from, line.valid_to, unit.today):
            phones[line.subscription_id].append(line.number)
    lines = tuple(
        _line(row, people, places.get(row.connection_id), tuple(phones.get(row.id, ()))) for row in rows
    )
    return Services(lines, connections, numbers)


@dataclass(frozen=True, slots=True)
class _People:
    """Who uses and pays for which service, by its number; a payer without one of his own pays for all the others."""

    named: Mapping[tuple[RelationKind, str], RoleLine]
    homes: frozenset[str]
    """Services that a protected person uses; "" for all of the customer's."""

    def user(self, number: str) -> RoleLine | None:
        return self.named.get((RelationKind.USER, number))

    def payer(self, number: str) -> RoleLine | None:
        return self.named.get((RelationKind.PAYER, number), self.named.get((RelationKind.PAYER, "")))

    def lives_hidden(self, number: str) -> bool:
        """Whether the place of the service is where a protected person lives."""
        return not self.homes.isdisjoint((number, ""))


def _people(roles: Sequence[RoleLine]) -> _People:
    held = [role for role in roles if not role.outgoing and role.state is RelationState.IN_FORCE]
    users = [role for role in held if role.kind is RelationKind.USER and role.protected]
    return _People(
        {(role.kind, role.relation.subscription): role for role in held},
        frozenset(role.relation.subscription for role in users),
    )


def _line(
    row: Row[Any], people: _People, connection: ConnectionLine | None, phones: tuple[str, ...]
) -> SubscriptionLine:
    """The place is the connection's, if there is one, and left out where a protected person lives."""
    user, payer = people.user(row.number), people.payer(row.number)
    place = connection or row
    told = not people.lives_hidden(row.number)
    return SubscriptionLine(
        id=row.id,
        number=row.number,
        product=row.product,
        state=row.state,
        street=place.street if told else "",
        postcode=place.postcode if told else "",
        town=place.town if told else "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        monthly_fee=row.monthly_fee,
        contract_number=row.contract_number,
        product_id=row.product_id,
        kind=row.kind or ServiceKind.OTHER,
        names=(row.name_fi or "", row.name_sv or ""),
        connection_id=row.connection_id,
        connection=connection.number if connection else "",
        phones=phones,
        user=user.other_name if user else "",
        payer=payer.other_name if payer else "",
        user_id=user.other_party_id if user else None,
        payer_id=payer.other_party_id if payer else None,
    )


def _connections(
    unit: Unit, party_id: int, used: set[int | None], hidden: set[int | None]
) -> tuple[ConnectionLine, ...]:
    """Those the customer has, owns the property of, or uses. `hidden`: whose place is left out."""
    statement = select(Connection.__table__).where(
        or_(Connection.party_id == party_id, Connection.owner_id == party_id, Connection.id.in_(used))
    )
    rows = unit.connection.execute(statement.order_by(Connection.number)).all()
    if not rows:
        return ()
    others = {row.party_id for row in rows} | {row.owner_id for row in rows} - {None}
    entries = select(ListEntry.party_id, ListEntry.name, ListEntry.flags)
    found = {
        row.party_id: (row.name, Flag.PROTECTED.value in row.flags.split(","))
        for row in unit.connection.execute(entries.where(ListEntry.party_id.in_(others)))
    }
    lines = []
    for row in rows:
        mine, owned = row.party_id == party_id, row.owner_id == party_id
        holder, holder_hidden = found.get(row.party_id, ("", False))
        owner, _ = found.get(row.owner_id, ("", False))
        told = row.id not in hidden and (mine or not holder_hidden)
        concerned = mine or owned
        lines.append(
            ConnectionLine(
                id=row.id,
                number=row.number,
                street=row.street if told else "",
                postcode=row.postcode if told else "",
                town=row.town if told else "",
                mine=mine,
                owned=owned,
                holder_id=row.party_id,
                holder="" if mine else holder,
                owner_id=row.owner_id if concerned else None,
                owner=owner if concerned and not owned else "",
                consent=row.consent if concerned else None,
                consent_on=row.consent_on if concerned else None,
                hidden=not told,
            )
        )
    return tuple(lines)


def _numbers(unit: Unit, party_id: int) -> tuple[NumberLine, ...]:
    mine = select(ServiceNumber.__table__).where(ServiceNumber.party_id == party_id)
    rows = unit.connection.execute(mine.order_by(ServiceNumber.number, ServiceNumber.id)).all()
    if not rows:
        return ()
    states = states_of(unit, party_id)
    return tuple(
        NumberLine(
            row.id,
            row.subscription_id,
            row.number,
            states[row.id],
            row.valid_from,
            row.valid_to,
            row.sent_on,
        )
        for row in rows
    )
