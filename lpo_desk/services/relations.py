"""Recording, changing, ending and taking back roles between parties. A role belongs to both of its ends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, exists, or_, select

from lpo_desk.db import search as index
from lpo_desk.db.errors import Conflict
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.papers import ManualRecord
from lpo_desk.db.tables.register import PartyRelation
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.search import ListEntry, SearchTerm
from lpo_desk.db.tables.system import ReadEvent
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain import relations
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.identifiers import parse_hetu
from lpo_desk.domain.party import ListRow, RelationKind, Source, Sourced
from lpo_desk.domain.relations import Relation, RoleRefused, state_of
from lpo_desk.domain.search import Query, QueryKind
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.services._held import Held
from lpo_desk.services._reveals import demand_details
from lpo_desk.services._roles import COLUMNS, relation_of, sides_of
from lpo_desk.services.registering import NewParty, add_party


class RoleChanged(Conflict):
    """Somebody else changed or removed the role since it was read."""

    key = "relation.changed_meanwhile"


class SamePerson(UserError):
    """The register has somebody with this personal identity code: `found` is to be chosen instead."""

    key = "relation.same_code"

    def __init__(self, found: ListRow) -> None:
        super().__init__()
        self.found = found


@dataclass(frozen=True, slots=True)
class SavedRole:
    """What one save did to a role: enough to take it back within the session.

    before, after: None where there was, or is, no role. came: where it had come from. seen_by: who had seen the paper.
    person: the id and the version of somebody who was made together with the role.
    """

    id: int
    holder_id: int
    other_id: int
    before: Relation | None
    after: Relation | None
    came: Sourced
    seen_by: str = ""
    person: tuple[int, int] | None = None


@requires(Right.EDIT_CUSTOMER)
def add(
    unit: Unit, ticket: Ticket, other_id: int, relation: Relation, source: Source, *, outgoing: bool = False
) -> SavedRole:
    """Record a role of the other party for the one of the ticket; `outgoing`: of this one for the other.

    Raises RoleRefused where the two cannot stand so to each other, FieldsRefused for what is missing or wrong.
    """
    _begin(unit, ticket)
    return _add(unit, ticket, other_id, relation, source, outgoing=outgoing)


@requires(Right.EDIT_CUSTOMER)
def add_with_person(
    unit: Unit, ticket: Ticket, person: NewParty, relation: Relation, *, outgoing: bool = False
) -> SavedRole:
    """Add somebody who is in no customer relationship of his own, and his role, in one unit.

    Raises SamePerson for a known personal identity code, and what `add` and `registering.add_party` raise.
    """
    _begin(unit, ticket)
    if person.hetu:
        try:
            value = parse_hetu(person.hetu, today=unit.today).value
        except UserError as error:
            raise FieldsRefused({"hetu": error}) from None
        rows, _ = index.find(unit, Query(QueryKind.HETU, (value,)))
        if rows:
            raise SamePerson(rows[0])
    person_id = add_party(unit, person)
    saved = _add(unit, ticket, person_id, relation, person.source, outgoing=outgoing)
    return replace(saved, person=(person_id, Held(unit, person_id, for_saving=True).party.version))


@requires(Right.EDIT_CUSTOMER)
def save(
    unit: Unit, ticket: Ticket, role_id: int, base: Relation, mine: Relation, source: Source
) -> SavedRole:
    """Change a role that was read as `base`. Raises RoleChanged, FieldsRefused."""
    _begin(unit, ticket)
    row = _row(unit, ticket, role_id, base)
    sides = sides_of(unit, {row.party_id, row.other_id})
    checked = relations.check(
        replace(mine, kind=base.kind), sides[row.party_id], sides[row.other_id], unit.today, new=False
    )
    return _change(unit, row, base, checked, source)


@requires(Right.EDIT_CUSTOMER)
def end(unit: Unit, ticket: Ticket, role_id: int, base: Relation, last: date | None) -> SavedRole:
    """Give a role its last day. What the old register left out of it does not stand in the way."""
    _begin(unit, ticket)
    row = _row(unit, ticket, role_id, base)
    return _change(unit, row, base, relations.check_end(base, last), row.source)


@requires(Right.EDIT_CUSTOMER)
def remove(unit: Unit, ticket: Ticket, role_id: int, base: Relation) -> SavedRole:
    """Take away a role that was recorded by mistake. One that was true and is over is ended instead."""
    _begin(unit, ticket)
    row = _row(unit, ticket, role_id, base)
    return _remove(unit, row, base)


@requires(Right.EDIT_CUSTOMER)
def undo(unit: Unit, ticket: Ticket, saved: SavedRole) -> SavedRole:
    """Take the save back, with the source and the witness it had. Raises RoleChanged where somebody changed it since.

    A person made together with the role goes too, unless somebody has used him meanwhile.
    """
    _begin(unit, ticket)
    if saved.after is None:
        assert saved.before is not None  # noqa: S101 - a save has one of them
        return _insert(unit, saved.holder_id, saved.other_id, saved.before, saved.came, saved.seen_by)
    row = _row(unit, ticket, saved.id, saved.after)
    if saved.before is not None:
        undone = _change(unit, row, saved.after, saved.before, saved.came.source)
        row.source_on, row.source_by, row.seen_by = saved.came.on, saved.came.by, saved.seen_by
        return undone
    unused = saved.person is not None and _unused(unit, *saved.person, role_id=saved.id)
    undone = _remove(unit, row, saved.after)
    if saved.person is not None and unused:
        _forget(unit, saved.person[0])
    return undone


def _begin(unit: Unit, ticket: Ticket) -> None:
    unit.demand_ticket(ticket)
    unit.purpose = unit.purpose or ticket.purpose
    demand_details(unit, ticket)


def _add(
    unit: Unit, ticket: Ticket, other_id: int, relation: Relation, source: Source, *, outgoing: bool
) -> SavedRole:
    mine = ticket.party_id
    if other_id == mine:
        raise RoleRefused("relation.with_oneself")
    holder_id, other_id = (mine, other_id) if outgoing else (other_id, mine)
    sides = sides_of(unit, {holder_id, other_id})
    checked = relations.check(relation, sides[holder_id], sides[other_id], unit.today, new=True)
    _demand_room(unit, holder_id, other_id, checked)
    seen_by = unit.actor.username if checked.kind in relations.ACTING else ""
    came = Sourced(source, unit.today, unit.actor.username)
    return _insert(unit, holder_id, other_id, checked, came, seen_by)


def _demand_room(unit: Unit, holder_id: int, other_id: int, wanted: Relation) -> None:
    """Raises RoleRefused for a role that is there already, or a second payer of the same subscription."""
    same = (
        select(PartyRelation, Subscription.number)
        .outerjoin(Subscription, Subscription.id == PartyRelation.subscription_id)
        .where(PartyRelation.other_id == other_id, PartyRelation.kind == wanted.kind)
    )
    side = sides_of(unit, {other_id})[other_id]
    for row, number in unit.session.execute(same):
        held = relation_of(row, number or "")
        if state_of(held, side, unit.today).past or held.subscription != wanted.subscription:
            continue
        if row.party_id == holder_id:
            raise RoleRefused("relation.exists")
        if wanted.kind is RelationKind.PAYER:
            raise RoleRefused("relation.other_payer")


def _insert(
    unit: Unit, holder_id: int, other_id: int, relation: Relation, came: Sourced, seen_by: str
) -> SavedRole:
    unit.source = came.source
    row = PartyRelation(
        party_id=holder_id,
        other_id=other_id,
        subscription_id=_subscription(unit, other_id, relation.subscription),
        seen_by=seen_by,
        source=came.source,
        source_on=came.on,
        source_by=came.by,
        **{name: getattr(relation, name) for name in COLUMNS},
    )
    _count(unit, holder_id, other_id)
    unit.session.add(row)
    unit.session.flush()
    return SavedRole(row.id, holder_id, other_id, None, relation, came)


def _change(unit: Unit, row: PartyRelation, before: Relation, after: Relation, source: Source) -> SavedRole:
    came = Sourced(row.source, row.source_on, row.source_by)
    saved = SavedRole(row.id, row.party_id, row.other_id, before, after, came, row.seen_by)
    if before == after:
        return saved
    unit.source = source
    _count(unit, row.party_id, row.other_id)
    for name in COLUMNS:
        setattr(row, name, getattr(after, name))
    if before.subscription != after.subscription:
        row.subscription_id = _subscription(unit, row.other_id, after.subscription)
    if any(
        getattr(before, name) != getattr(after, name) for name in ("authority", "authority_on", "seen_on")
    ):
        row.seen_by = unit.actor.username
    row.source, row.source_on, row.source_by = source, unit.today, unit.actor.username
    unit.session.flush()
    return saved


def _remove(unit: Unit, row: PartyRelation, before: Relation) -> SavedRole:
    came = Sourced(row.source, row.source_on, row.source_by)
    _count(unit, row.party_id, row.other_id)
    for paper in unit.session.scalars(select(ManualRecord).where(ManualRecord.relation_id == row.id)):
        paper.relation_id = None  # it stays in the log, of the same people
    unit.session.delete(row)
    unit.session.flush()
    return SavedRole(row.id, row.party_id, row.other_id, before, None, came, row.seen_by)


def _row(unit: Unit, ticket: Ticket, role_id: int, base: Relation) -> PartyRelation:
    """The role of the ticket's party, unchanged since it was read as `base`. Raises RoleChanged."""
    mine = or_(PartyRelation.party_id == ticket.party_id, PartyRelation.other_id == ticket.party_id)
    row = unit.session.scalars(
        select(PartyRelation).where(PartyRelation.id == role_id, mine).with_for_update()
    ).one_or_none()
    if row is None:
        raise RoleChanged
    number = unit.session.scalar(select(Subscription.number).where(Subscription.id == row.subscription_id))
    if relation_of(row, number or "") != base:
        raise RoleChanged
    return row


def _subscription(unit: Unit, owner_id: int, number: str) -> int | None:
    """The id of the owner's subscription. Raises FieldsRefused for one that is not his."""
    if not number:
        return None
    found = unit.session.scalar(
        select(Subscription.id).where(Subscription.party_id == owner_id, Subscription.number == number)
    )
    if found is None:
        raise FieldsRefused({"subscription": ValueRefused("relation.no_subscription")})
    return found


def _count(unit: Unit, *ids: int) -> None:
    """The save counts for both ends, which are locked in one order, and tells both of their open cards."""
    for party_id in sorted(ids):
        Held(unit, party_id, for_saving=True).party.version += 1
        unit.touched(party_id=party_id)


def _unused(unit: Unit, party_id: int, version: int, *, role_id: int) -> bool:
    """Whether nobody has opened, saved or tied the person to anything since he was made."""
    tied = exists().where(
        or_(PartyRelation.party_id == party_id, PartyRelation.other_id == party_id),
        PartyRelation.id != role_id,
    )
    opened = exists().where(ReadEvent.party_id == party_id)
    touched = unit.session.scalar(select(or_(tied, opened)))
    return not touched and Held(unit, party_id, for_saving=True).party.version == version


def _forget(unit: Unit, party_id: int) -> None:
    held = Held(unit, party_id, for_saving=True)
    for search in (SearchTerm, ListEntry):
        unit.connection.execute(delete(search).where(search.party_id == party_id))
    for model in _tables_of_a_party():
        for row in held.of(model):
            unit.session.delete(row)
    unit.session.flush()
    unit.session.delete(held.party)
    unit.session.flush()


def _tables_of_a_party() -> Iterator[type[Base]]:
    """Those whose rows are one party's, but for the derived ones of the search."""
    for mapper in Base.registry.mappers:
        column = mapper.local_table.c.get("party_id")
        if column is not None and column.foreign_keys and mapper.class_ not in (SearchTerm, ListEntry):
            yield mapper.class_
