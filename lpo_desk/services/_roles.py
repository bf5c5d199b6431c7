"""Section 3 of a card: roles in both directions. The others are named as a search names them, no more."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from lpo_desk.db.tables.register import ContactPoint, Party, PartyRelation, PartyType
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.unit import Unit
from lpo_desk.domain.card import RoleLine
from lpo_desk.domain.party import ContactKind, Flag, RelationKind
from lpo_desk.domain.relations import Relation, Side, state_of
from lpo_desk.services._clerks import came
from lpo_desk.services._held import Held

COLUMNS = (
    "kind",
    "task",
    "position",
    "authority",
    "authority_on",
    "confirmed_on",
    "scope",
    "scope_note",
    "seen_on",
    "valid_from",
    "valid_to",
)
"""Fields of a Relation that its row holds by the same name."""


@dataclass(frozen=True, slots=True)
class _Other:
    """Somebody else on this card. `phone`, `email`: the first ones of a contact person who is no customer."""

    name: str = ""
    number: str = ""
    protected: bool = False
    phone: str = ""
    email: str = ""


def role_lines(held: Held) -> tuple[RoleLine, ...]:
    """Every role of the party and every role of others for it, past ones too, in the order they were recorded."""
    unit, party_id = held.unit, held.party_id
    rows = list(unit.connection.execute(_RELATIONS, {"party_id": party_id}))
    ends = {row.party_id for row in rows} | {row.other_id for row in rows}
    others = _others(unit, ends - {party_id}, _contact_persons_of(party_id, rows))
    sides = sides_of(unit, {row.other_id for row in rows})
    lines, names = [], held.clerks
    for row in rows:
        outgoing = row.party_id == party_id
        other_id = row.other_id if outgoing else row.party_id
        other = others.get(other_id, _Other())
        relation = relation_of(row, row.number or "")
        lines.append(
            RoleLine(
                row.id,
                outgoing,
                other_id,
                other.name,
                other.number,
                relation,
                state_of(relation, sides[row.other_id], unit.today),
                other.phone,
                other.email,
                other.protected,
                names.get(row.seen_by, row.seen_by),
                came(row, names),
            )
        )
    return tuple(lines)


def relation_of(row: Any, subscription: str) -> Relation:  # noqa: ANN401 - a PartyRelation row or its columns
    """The role as a value; `subscription`: the number of the subscription it is about."""
    return Relation(**{name: getattr(row, name) for name in COLUMNS}, subscription=subscription)


def sides_of(unit: Unit, ids: Collection[int]) -> Mapping[int, Side]:
    """What the rules for roles ask of each of these parties."""
    types: dict[int, list[Any]] = {}
    if not ids:
        return {}
    for row in unit.connection.execute(
        select(PartyType.party_id, PartyType.type).where(PartyType.party_id.in_(ids))
    ):
        types.setdefault(row.party_id, []).append(row.type)
    parties = select(Party.id, Party.kind, Party.date_of_birth, Party.date_of_death).where(Party.id.in_(ids))
    return {
        row.id: Side(row.kind, tuple(types.get(row.id, ())), row.date_of_birth, row.date_of_death)
        for row in unit.connection.execute(parties)
    }


_RELATIONS = (
    select(PartyRelation.__table__, Subscription.number)
    .outerjoin(Subscription, Subscription.id == PartyRelation.subscription_id)
    .where(
        or_(PartyRelation.party_id == bindparam("party_id"), PartyRelation.other_id == bindparam("party_id"))
    )
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
