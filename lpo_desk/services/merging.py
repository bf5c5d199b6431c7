"""Two records of one customer become one, and two again as long as neither was edited since.

Which rows move is read from the declarations (services/_moves.py); of what a customer has one, a choice is made
(services/_settling.py). One unit, one transaction. The merged record keeps its row and leads to the survivor.
"""

from collections.abc import Collection, Mapping
from typing import Any, cast

from sqlalchemy import Table, Text, and_, func, insert, or_, select, update
from sqlalchemy import cast as sql_cast

from lpo_desk.db import roads, search, search_index
from lpo_desk.db.merged import family
from lpo_desk.db.tables.register import CustomerAccount, Party, PartyRelation, PersonalIdentityCode
from lpo_desk.db.tables.relationship import DirectoryListing
from lpo_desk.db.tables.special import AccountParty, NotSame, PartyMerge, SuppressionEntry
from lpo_desk.db.tables.system import Account, DraftRow
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, Ticket
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.merge import Comparison, Merged, MergeField, MergeLine, MergeRefused, Record
from lpo_desk.domain.party import DirectoryState, ListRow, Source
from lpo_desk.services import _moves, _suppression
from lpo_desk.services._bans import bans_of, keep_bans
from lpo_desk.services._held import Held
from lpo_desk.services._moves import Keys
from lpo_desk.services._reveals import demand_details
from lpo_desk.services._settling import Settling, masked_code, values_of
from lpo_desk.terms import Lang, terms

_DATE_AND_SIGN = 7
_EMPTY = 4
"""Characters of an empty `moved` in JSON, at most."""
_OPENNESS = (DirectoryState.PUBLIC, DirectoryState.NO_ADDRESS, DirectoryState.BANNED, DirectoryState.SECRET)
RECENT = 100
_SUPPRESSION = cast("Table", SuppressionEntry.__table__)


@requires(Right.MERGE_CUSTOMERS)
def compare(unit: Unit, first: Ticket, second: Ticket) -> Comparison:
    """Two opened records side by side. Raises NoTicket, and DetailsHidden of a protected one that was not revealed."""
    for ticket in (first, second):
        unit.demand_ticket(ticket)
        demand_details(unit, ticket)
    one, other = Held(unit, first.party_id), Held(unit, second.party_id)
    listed = search.listed(unit, {one.party_id, other.party_id})
    if len(listed) < 2:
        raise MergeRefused("merge.same_record")
    return Comparison(
        _record(one, listed[one.party_id]),
        _record(other, listed[other.party_id]),
        _refusal(unit, one, other),
        _codes_differ(unit, one, other),
    )


@requires(Right.MERGE_CUSTOMERS)
def merge(
    unit: Unit, kept: Ticket, gone: Ticket, versions: tuple[int, int], taken: Collection[MergeField]
) -> Merged:
    """Make the opened record `gone` part of `kept`. taken: what comes from `gone` of what a customer has one of.

    versions: of `kept` and `gone` as they were compared; raises MergeRefused where somebody has edited one since, and
    for whatever else stands in the way.
    """
    for ticket in (kept, gone):
        unit.demand_ticket(ticket)
        demand_details(unit, ticket)
    survivor_id, merged_id = kept.party_id, gone.party_id
    _lock(unit, survivor_id, merged_id)
    survivor, merged = Held(unit, survivor_id), Held(unit, merged_id)
    for each in (survivor, merged):  # as they are before anything moves
        each.of(DirectoryListing)
    banned = bans_of(unit, (survivor_id, merged_id))
    if refusal := _refusal(unit, survivor, merged):
        raise refusal
    if (survivor.party.version, merged.party.version) != versions:
        raise MergeRefused("merge.changed")
    _make_final(unit)
    unit.purpose = unit.purpose or kept.purpose
    everybody = tuple(unit.connection.scalars(family(merged_id))) + tuple(
        unit.connection.scalars(family(survivor_id))
    )
    before = _moves.snapshot(unit, everybody)
    codes, newest = _suppression_codes(unit, (survivor_id, merged_id)), _newest_suppression(unit)
    before[_SUPPRESSION.name] = _moves.rows_where(unit, _SUPPRESSION, _SUPPRESSION.c.digest.in_(codes))
    settling = Settling(survivor, merged, taken)
    settling.settle()
    _keep_between(unit, survivor_id, merged_id, settling.staying)
    counts = _move(unit, survivor_id, merged_id, settling.staying)
    keep_bans(unit, survivor_id, banned, terms("merge.ban_kept", lang=survivor.party.lang or Lang.FI))
    _keep_unlisted(unit, survivor, merged)
    party = cast("Table", Party.__table__)
    run = unit.connection.execute
    run(update(party).where(party.c.id == merged_id).values(replaced_by_id=survivor_id))
    run(update(party).where(party.c.id.in_((survivor_id, merged_id))).values(version=party.c.version + 1))
    after = _moves.snapshot(unit, everybody)
    made = and_(
        _SUPPRESSION.c.digest.in_(_suppression_codes(unit, (survivor_id,))), _SUPPRESSION.c.id > newest
    )
    held = or_(_SUPPRESSION.c.digest.in_(codes), made)
    after[_SUPPRESSION.name] = _moves.rows_where(unit, _SUPPRESSION, held)
    row = PartyMerge(
        survivor_id=survivor_id,
        merged_id=merged_id,
        at=unit.at,
        account_id=unit.actor.account_id,
        survivor_version=versions[0] + 1,
        merged_version=versions[1] + 1,
        moved=_moves.difference(before, after),
    )
    unit.session.add(row)
    _finish(unit, row, taken, counts)
    return Merged(row.id, survivor_id, merged_id)


@requires(Right.MERGE_CUSTOMERS)
def undo(unit: Unit, merge_id: int) -> Merged:
    """Make two records of one again, each as it was. Raises MergeRefused once either was edited, or it was undone."""
    row = unit.session.get_one(PartyMerge, merge_id)
    _lock(unit, row.survivor_id, row.merged_id)
    if row.undone_at is not None:
        raise MergeRefused("merge.undone_already")
    if _versions(unit, row) != (row.survivor_version, row.merged_version) or not row.moved:
        raise MergeRefused("merge.final")
    _moves.restore(unit, row.moved)
    party = cast("Table", Party.__table__)
    both = row.survivor_id, row.merged_id
    unit.connection.execute(update(party).where(party.c.id.in_(both)).values(version=party.c.version + 1))
    row.undone_at, row.undone_by, row.moved = unit.at, unit.actor.account_id, {}
    _finish(unit, row, (), {}, undone=True)
    return Merged(row.id, row.survivor_id, row.merged_id)


@requires(Right.MERGE_CUSTOMERS)
def undoable(unit: Unit) -> tuple[MergeLine, ...]:
    """Merges that can still be undone, the newest first."""
    one, other = Party.__table__.alias(), Party.__table__.alias()
    unedited = and_(
        one.c.version == PartyMerge.survivor_version, other.c.version == PartyMerge.merged_version
    )
    statement = (
        select(
            PartyMerge.id, PartyMerge.survivor_id, PartyMerge.merged_id, PartyMerge.at, Account.display_name
        )
        .join(one, one.c.id == PartyMerge.survivor_id)
        .join(other, other.c.id == PartyMerge.merged_id)
        .outerjoin(Account, Account.id == PartyMerge.account_id)
        .where(PartyMerge.undone_at.is_(None), unedited, _has_moved())
        .order_by(PartyMerge.id.desc())
        .limit(RECENT)
    )
    rows = unit.connection.execute(statement).all()
    listed = search.listed(unit, {row.survivor_id for row in rows})
    return tuple(
        MergeLine(
            Merged(row.id, row.survivor_id, row.merged_id),
            listed[row.survivor_id],
            row.at,
            row.display_name or "",
        )
        for row in rows
        if row.survivor_id in listed
    )


# --- what says no


def _refusal(unit: Unit, one: Held, other: Held) -> UserError | None:
    both = one.party_id, other.party_id
    if one.party_id == other.party_id or one.party.replaced_by_id or other.party.replaced_by_id:
        return MergeRefused("merge.same_record")
    if one.party.kind is not other.party.kind:
        return MergeRefused("merge.kinds_differ")
    mine = AccountParty.account_id == unit.actor.account_id, AccountParty.party_id.in_(both)
    if unit.session.scalar(select(AccountParty.party_id).where(*mine).limit(1)) is not None:
        return MergeRefused("merge.own_record")
    if one.restricted or other.restricted:
        return MergeRefused("merge.restricted")
    return None


def _codes_differ(unit: Unit, one: Held, other: Held) -> bool:
    code = PersonalIdentityCode
    hashes = select(code.lookup_hash).where(code.valid_to.is_(None))
    mine, theirs = (
        set(unit.connection.scalars(hashes.where(code.party_id == held.party_id))) for held in (one, other)
    )
    return bool(mine and theirs and not mine & theirs)


def _record(held: Held, row: ListRow) -> Record:
    unit, values = held.unit, values_of(held)
    if code := masked_code(held, _DATE_AND_SIGN):
        values[MergeField.HETU] = (code,)
    return Record(
        row,
        tuple(row.number for row in held.of(CustomerAccount)),
        held.party.version,
        values,
        _moves.holds(unit, held.party_id),
    )


# --- what moves


def _move(unit: Unit, survivor_id: int, merged_id: int, staying: Mapping[str, set[Keys]]) -> dict[str, int]:
    counts = _moves.move(
        unit, merged_id, survivor_id, {name: frozenset(keys) for name, keys in staying.items()}
    )
    _move_apart(unit, survivor_id, merged_id)
    for key, data in unit.connection.execute(
        select(DraftRow.id, DraftRow.data).where(DraftRow.party_id == survivor_id)
    ):
        if data.get("party_id") == merged_id:  # the half-typed request names its customer itself
            changed = {**data, "party_id": survivor_id}
            unit.connection.execute(update(DraftRow).where(DraftRow.id == key).values(data=changed))
    return counts


def _keep_between(unit: Unit, survivor_id: int, merged_id: int, staying: Mapping[str, set[Keys]]) -> None:
    """A role of the one for the other is no role once they are one: it stays at the merged record, as it was known."""
    table = cast("Table", PartyRelation.__table__)
    ends = (table.c.party_id, table.c.other_id), (table.c.other_id, table.c.party_id)
    for end, far in ends:
        between = end == survivor_id, far == merged_id
        for key in unit.connection.scalars(select(table.c.id).where(*between)).all():
            unit.connection.execute(update(table).where(table.c.id == key).values({end.name: merged_id}))
            staying[table.name].add((key,))


def _move_apart(unit: Unit, survivor_id: int, merged_id: int) -> None:
    """Whoever is not the same as the merged is not the same as the survivor either. The lower key comes first."""
    pair = NotSame.first_id, NotSame.second_id
    mine = or_(NotSame.first_id == merged_id, NotSame.second_id == merged_id)
    known = {tuple(row) for row in unit.connection.execute(select(*pair))}
    for first, second in unit.connection.execute(select(*pair).where(mine)).all():
        other = second if first == merged_id else first
        now = min(other, survivor_id), max(other, survivor_id)
        if other != survivor_id and now not in known:
            here = NotSame.first_id == first, NotSame.second_id == second
            moved = {"first_id": now[0], "second_id": now[1]}
            unit.connection.execute(update(NotSame).where(*here).values(moved))


def _keep_unlisted(unit: Unit, survivor: Held, merged: Held) -> None:
    """The directory gets no more of the one than it got of either; of single numbers their own rows go on telling."""
    general = [
        [row for row in held.of(DirectoryListing) if not row.subscription_id and not row.service_number_id]
        for held in (survivor, merged)
    ]
    closed = max((rows[-1].state for rows in general if rows), key=_OPENNESS.index, default=None)
    now = max((row for rows in general for row in rows), key=lambda row: row.id, default=None)
    if closed is not None and now is not None and now.state is not closed:
        listing = {"state": closed}
        _append(unit, cast("Table", DirectoryListing.__table__), survivor.party_id, listing)


def _append(unit: Unit, table: Table, party_id: int, values: dict[str, Any]) -> None:
    came = {"source": Source.OWN_SYSTEMS, "source_on": unit.today, "source_by": unit.actor.username}
    unit.connection.execute(
        insert(table).values({"party_id": party_id, "on_date": unit.today, **values, **came})
    )


def _suppression_codes(unit: Unit, ids: tuple[int, ...]) -> set[bytes]:
    """What the suppression list would know these parties by."""
    secret = roads.key(unit)
    reaches = _suppression.reaches(unit, ids)
    return {roads.digest(secret, road) for reach in reaches.values() for road in reach.roads}


def _newest_suppression(unit: Unit) -> int:
    return unit.connection.scalar(select(func.max(_SUPPRESSION.c.id))) or 0


# --- bookkeeping


def _lock(unit: Unit, *ids: int) -> None:
    """Whoever saves either of them at the same time waits here; in the order of the keys, so that nobody waits in a
    ring."""
    locked = select(Party.id).where(Party.id.in_(ids)).order_by(Party.id).with_for_update()
    unit.session.expire_all()
    unit.connection.execute(locked).all()


def _versions(unit: Unit, row: PartyMerge) -> tuple[int, int]:
    both = select(Party.id, Party.version).where(Party.id.in_((row.survivor_id, row.merged_id)))
    found = {party.id: party.version for party in unit.connection.execute(both)}
    return found[row.survivor_id], found[row.merged_id]


def _has_moved() -> Any:  # noqa: ANN401 - an SQL expression
    return func.length(sql_cast(PartyMerge.moved, Text)) > _EMPTY


def _make_final(unit: Unit) -> None:
    """Empty what earlier merges kept for their undoing, where an edit has made that impossible: it is data of people."""
    one, other = Party.__table__.alias(), Party.__table__.alias()
    edited = or_(one.c.version != PartyMerge.survivor_version, other.c.version != PartyMerge.merged_version)
    ids = (
        select(PartyMerge.id)
        .join(one, one.c.id == PartyMerge.survivor_id)
        .join(other, other.c.id == PartyMerge.merged_id)
        .where(edited, _has_moved())
    )
    for key in unit.connection.scalars(ids).all():
        unit.connection.execute(update(PartyMerge).where(PartyMerge.id == key).values(moved={}))


def _finish(
    unit: Unit,
    row: PartyMerge,
    taken: Collection[MergeField],
    counts: Mapping[str, int],
    *,
    undone: bool = False,
) -> None:
    """Tell it in the history of both, and derive what search reads."""
    unit.session.flush()
    both = row.survivor_id, row.merged_id
    fields = tuple(field.value for field in MergeField if field in taken)
    for party_id in both:
        unit.log(
            AuditKind.MERGE,
            table=_moves.TRAIL,
            key=row.id,
            party_id=party_id,
            fields=fields,
            detail="undone" if undone else "merged",
        )
        unit.touched(party_id=party_id, table=_moves.TRAIL)
    for name, count in sorted(counts.items()):
        unit.log(AuditKind.MERGE, table=_moves.TRAIL, key=row.id, party_id=both[0], detail=f"{name}:{count}")
        unit.touched(table=name)
    unit.session.expire_all()
    search_index.refresh(unit, both)
