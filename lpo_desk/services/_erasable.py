"""What an erasure of a person would reach, and what keeps it: rows by their declarations, causes by the register.

No table is named for its data: which rows are the person's, of which category and kept for what, the columns say.
"""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Column, Row, Table, func, or_, select

from lpo_desk.db import declared
from lpo_desk.db.merged import family
from lpo_desk.db.tables.billing import CollectionEvent
from lpo_desk.db.tables.register import Party, PartyRelation
from lpo_desk.db.tables.relationship import CollectionCase, Subscription
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.services import Connection
from lpo_desk.db.unit import Unit
from lpo_desk.domain import erasure
from lpo_desk.domain.case import OPEN
from lpo_desk.domain.dates import holds
from lpo_desk.domain.erasure import IDENTIFYING, Causes, ErasurePlan, Kept, PlannedGroup
from lpo_desk.domain.labels import Term
from lpo_desk.domain.party import CollectionState, SubscriptionState
from lpo_desk.domain.privacy import Category, Personal, Retention
from lpo_desk.formats import helsinki
from lpo_desk.services._bans import bans_of
from lpo_desk.services._moves import encoded

Group = tuple[Category, Retention]
Keys = tuple[Any, ...]
_ROW_BY_ROW = frozenset({Retention.CASE, Retention.LOG, Retention.PAPER})
_PARTIES = cast("Table", Party.__table__)
_CASES = cast("Table", RequestCase.__table__)


@dataclass(slots=True)
class Found:
    """One row of the person's. columns: his own, with their declarations. kept: why it stays, of a row that has a day
    of its own.

    pointer: set where the row is somebody else's and only this column, which may be empty, leads to the person.
    """

    table: Table
    row: Row[Any]
    columns: tuple[tuple[Column[Any], Personal], ...]
    pointer: Column[Any] | None = None
    kept: Kept | None = None

    @property
    def keys(self) -> Keys:
        return tuple(self.row._mapping[column] for column in self.table.primary_key.columns)

    @property
    def group(self) -> Group:
        """Of the row as a whole; a column may belong to another."""
        return group_of(self.columns[0][1])

    @property
    def filled(self) -> tuple[tuple[Column[Any], Personal], ...]:
        return tuple(
            (column, told) for column, told in self.columns if self.row._mapping[column] not in (None, "")
        )


@dataclass(frozen=True, slots=True)
class Survey:
    """All that the register holds of a person, and the verdict on it. kept: by group, of those that are kept as a whole.

    asked: the categories that are to go.
    """

    party_id: int
    members: tuple[int, ...]
    asked: frozenset[Category]
    rows: tuple[Found, ...]
    causes: Causes
    kept: dict[Group, Kept | None] = field(default_factory=dict)

    def stays(self, row: Found, group: Group) -> Kept | None:
        return row.kept if group[1] in _ROW_BY_ROW else self.kept[group]

    def goes(self, row: Found, group: Group) -> bool:
        return group[0] in self.asked and self.stays(row, group) is None

    @property
    def going(self) -> tuple[Group, ...]:
        """The groups that go as a whole, and those of which rows go as their day comes; of all there are."""
        whole = {group for group, kept in self.kept.items() if kept is None}
        going = (group for group in whole | _groups_of_all(row_by_row=True) if group[0] in self.asked)
        return tuple(sorted(going, key=lambda group: (group[0].value, group[1].value)))

    @property
    def whole(self) -> bool:
        """Whether nothing of the person is left but a row that cases and logs point at."""
        named = (Category.BASIC, Retention.CUSTOMER)
        return Category.BASIC in self.asked and self.kept.get(named) is None


def group_of(declaration: Personal) -> Group:
    return declaration.category, declaration.retention


def survey(unit: Unit, party_id: int, categories: frozenset[Category] | None) -> Survey:
    """Look at everything, whatever was asked: what is not asked for keeps the name it belongs to."""
    members = tuple(unit.connection.scalars(family(party_id)))
    rows = _reach(unit, party_id)
    _keep_rows(unit, rows)
    asked = frozenset(Category) if categories is None else categories
    found = Survey(party_id, members, asked, tuple(rows), _causes(unit, members, rows))
    _judge(unit, found)
    return found


def planned(unit: Unit, found: Survey, categories: frozenset[Category] | None) -> ErasurePlan:
    """The plan as it is shown; its digest changes with whatever would go, and with why the rest stays."""
    groups = _groups(found)
    mac = hmac.new(unit.secret("erasure"), digestmod="sha256")
    for line in _fingerprint(found, groups):
        mac.update(line.encode() + b"\n")
    return ErasurePlan(found.party_id, categories, groups, mac.digest())


def _reach(unit: Unit, party_id: int) -> list[Found]:
    reached: dict[tuple[str, Keys], Found] = {}
    # A row that the person has at one end and at the other is his own.
    for table, end, statement in sorted(declared.roads(elsewhere=True), key=lambda road: road[1].shows or ()):
        columns = tuple(declared.own(table, end))
        pointer = next((c for c in table.columns if c.info.get("privacy") is end), None)
        if end.shows is None or pointer is None or not pointer.nullable:
            pointer = None
        if not columns:
            continue
        for row in unit.connection.execute(statement, {"subject": party_id}):
            if table is _PARTIES and row.erased_on is not None:
                continue
            found = Found(table, row, columns, pointer)
            reached.setdefault((table.name, found.keys), found)
    return sorted(reached.values(), key=lambda found: (found.table.name, repr(found.keys)))


def _keep_rows(unit: Unit, rows: Iterable[Found]) -> None:
    """Why each row stays that is kept by a day of its own, or by its case's."""
    by_case = {id(found): key for found in rows if (key := _case_of(found)) is not None}
    cases = select(RequestCase.id, RequestCase.status, RequestCase.closed_on)
    closed = {
        row.id: None if row.status in OPEN else row.closed_on
        for row in unit.connection.execute(cases.where(RequestCase.id.in_(set(by_case.values()))))
    }
    for found in rows:
        retention = found.group[1]
        if retention not in _ROW_BY_ROW:
            continue
        key = by_case.get(id(found))
        newest = _newest(found) if key is None else closed[key]
        # A half-typed form has no day and no case: nothing tells that it must be kept.
        if retention is Retention.PAPER or key is not None or newest is not None:
            found.kept = erasure.kept_row(retention, newest, unit.today)


def _case_of(found: Found) -> int | None:
    if found.group[1] is not Retention.CASE:
        return None
    column = _CASES.c.id if found.table is _CASES else found.table.c.get("case_id")
    key: int | None = None if column is None else found.row._mapping[column]
    return key


def _newest(found: Found) -> date | None:
    days = [found.row._mapping[column] for column, _ in found.columns]
    return max(
        (helsinki(day).date() if isinstance(day, datetime) else day for day in days if isinstance(day, date)),
        default=None,
    )


def _judge(unit: Unit, found: Survey) -> None:
    """Why each group stays. What tells whose the rest is comes last, and the bans after it.

    Of all groups there are: the change log may tell of values that are long gone.
    """
    held = {group_of(told) for row in found.rows for _, told in row.filled}
    last = [group for group in _groups_of_all() if group[0] in IDENTIFYING and group[1] is Retention.CUSTOMER]
    bans = [group for group in _groups_of_all() if group[1] is Retention.BAN]
    staying = []
    for group in sorted(
        _groups_of_all() - {*last, *bans}, key=lambda group: (group[0].value, group[1].value)
    ):
        kept = erasure.kept(group[1], group[0], found.causes, unit.today)
        found.kept[group] = kept
        if kept is None and group[0] not in found.asked:
            kept = Kept(None, Term("erasure.not_asked"))
        if kept is not None and group in held:
            staying.append(kept)
    for group in last:
        kept = erasure.kept(group[1], group[0], found.causes, unit.today)
        found.kept[group] = kept or erasure.identifying(staying)
    named = found.kept[Category.BASIC, Retention.CUSTOMER]
    if named is None and Category.BASIC not in found.asked:
        named = Kept(None, Term("erasure.not_asked"))
    for group in bans:
        binding = named is not None and found.causes.banned
        found.kept[group] = Kept(named.until, Term("erasure.ban_in_force")) if named and binding else None


@cache
def _groups_of_all(*, row_by_row: bool = False) -> frozenset[Group]:
    """The groups that are kept as a whole, or those that are kept row by row, of every column there is."""
    return frozenset(
        group_of(told)
        for table, end, _ in declared.roads(elsewhere=True)
        for _, told in declared.own(table, end)
        if (told.retention in _ROW_BY_ROW) is row_by_row
    )


def _groups(found: Survey) -> tuple[PlannedGroup, ...]:
    """The groups asked for, in the order of the notice; what goes of a group before what stays."""
    parts: dict[tuple[Group, bool], list[Kept | None]] = {}
    for row in found.rows:
        for _, told in row.filled:
            group = group_of(told)
            if group[0] in found.asked:
                kept = found.stays(row, group)
                parts.setdefault((group, kept is None), []).append(kept)
    categories, retentions = list(Category), list(Retention)
    order = sorted(
        parts.items(),
        key=lambda part: (
            categories.index(part[0][0][0]),
            retentions.index(part[0][0][1]),
            not part[0][1],
        ),
    )
    return tuple(_group(found, group, goes, kept) for (group, goes), kept in order)


def _group(found: Survey, group: Group, goes: bool, kept: list[Kept | None]) -> PlannedGroup:
    if goes:
        why = erasure.gone(group[0], found.causes)
        return PlannedGroup(*group, len(kept), True, None, why)
    reasons = [each for each in kept if each is not None]
    until = erasure.latest(each.until for each in reasons)
    why = next(each.why for each in reasons if each.until == until)
    return PlannedGroup(*group, len(kept), False, until, why)


def _fingerprint(found: Survey, groups: tuple[PlannedGroup, ...]) -> Iterable[str]:
    """One line for each thing that goes and each reason that something stays. Logs grow with every look, and a
    half-typed form with every key: they are left out."""
    yield json.dumps([found.party_id, *sorted(category.value for category in found.asked)])
    for group in groups:
        if group.retention is not Retention.LOG and not group.goes:
            until = group.until.isoformat() if group.until else ""
            yield json.dumps([group.category.value, group.retention.value, until, group.why.key])
    for row in found.rows:
        if row.group[1] in (Retention.LOG, Retention.CASE):
            continue
        going = {
            column.name: encoded(row.row._mapping[column])
            for column, told in row.columns
            if found.goes(row, group_of(told))
        }
        if going:
            yield json.dumps([row.table.name, *map(encoded, row.keys), going], sort_keys=True)


# --- causes


def _causes(unit: Unit, members: tuple[int, ...], rows: list[Found]) -> Causes:
    running, ended = _services(unit, members)
    ends = [day for day, _ in running]
    billed = [day for day in (*ended, *_collected(unit, members)) if day is not None]
    accounted = [row.row.source_on for row in rows if row.group[1] is Retention.ACCOUNTING]
    return Causes(
        running=bool(running),
        ends_on=erasure.latest(ends),
        ended_on=max(ended, default=None),
        # Where nothing else tells of a bill, the day on which the way of paying came into the register does.
        billed_on=max(billed or accounted, default=None),
        balance_open=_is_owing(unit, members),
        banned=bool(bans_of(unit, members)),
    )


def _services(unit: Unit, members: tuple[int, ...]) -> tuple[list[tuple[date | None, int]], list[date]]:
    """The services in use with their last days, whoever has them; and the last days of the person's own that ended."""
    table = Subscription.__table__
    lines = select(Connection.id).where(Connection.party_id.in_(members))
    roles = select(PartyRelation.subscription_id, PartyRelation.valid_from, PartyRelation.valid_to).where(
        PartyRelation.party_id.in_(members), PartyRelation.subscription_id.is_not(None)
    )
    mine = {
        row.subscription_id
        for row in unit.connection.execute(roles)
        if holds(row.valid_from, row.valid_to, unit.today)
    }
    wanted = or_(
        table.c.party_id.in_(members), table.c.connection_id.in_(lines), table.c.id.in_(sorted(mine))
    )
    running: list[tuple[date | None, int]] = []
    ended: list[date] = []
    for row in unit.connection.execute(select(table).where(wanted).order_by(table.c.id)):
        over = row.ends_on is not None and row.ends_on < unit.today
        if row.state is not SubscriptionState.ENDED and not over:
            running.append((row.ends_on, row.id))
        elif row.party_id in members:
            ended.append(row.ends_on or row.source_on)
    return running, ended


def _collected(unit: Unit, members: tuple[int, ...]) -> list[date | None]:
    days = select(func.max(CollectionEvent.on_date), func.max(CollectionEvent.due_on)).where(
        CollectionEvent.party_id.in_(members)
    )
    cases = select(func.max(CollectionCase.ended_on), func.max(CollectionCase.opened_on)).where(
        CollectionCase.party_id.in_(members)
    )
    return [day for statement in (days, cases) for day in unit.connection.execute(statement).one()]


def _is_owing(unit: Unit, members: tuple[int, ...]) -> bool:
    """Whether collection of a claim is running: its last stage is not its end (domain/collecting.py)."""
    stages = (
        select(CollectionCase.id, CollectionEvent.stage)
        .outerjoin(CollectionEvent, CollectionEvent.collection_case_id == CollectionCase.id)
        .where(CollectionCase.party_id.in_(members), CollectionCase.ended_on.is_(None))
        .order_by(CollectionCase.id, CollectionEvent.id)
    )
    last = {row.id: row.stage for row in unit.connection.execute(stages)}
    return any(stage not in (None, CollectionState.NONE) for stage in last.values())
