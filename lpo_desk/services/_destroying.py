"""What stands in the way of a paper's destruction, what is left of it afterwards, and lists as they are told."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from lpo_desk.db.restricted import restricted_parties
from lpo_desk.db.tables.archive import DestructionItem, DestructionList
from lpo_desk.db.tables.papers import CustodyNow, ManualRecord, ManualRecordParty
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.system import Account
from lpo_desk.db.unit import Unit
from lpo_desk.domain import destroying as rules
from lpo_desk.domain.case import OPEN
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.destroying import (
    DestructionRecord,
    DestructionRefused,
    DestructionRow,
    ItemVerdict,
    ListState,
    Obstacle,
)
from lpo_desk.formats import helsinki
from lpo_desk.services import accounts

LYING = frozenset({PaperState.UNPLACED, PaperState.IN_PLACE})
"""Where a list takes papers from."""


def lock(unit: Unit, record_ids: Collection[int]) -> None:
    """Until the commit: whoever lists one of the papers or puts a hold on it at the same time waits, or is waited for."""
    mine = select(ManualRecord.id).where(ManualRecord.id.in_(record_ids))
    unit.session.execute(mine.order_by(ManualRecord.id).with_for_update())


def obstacles(
    unit: Unit, record_ids: Collection[int], states: Collection[PaperState], day: date
) -> dict[int, Obstacle]:
    """Of those of the papers that may not go on the day, the first reason: not in one of the states, kept longer,
    held, somebody's whose processing is restricted, somebody's with an open case or an open case's own."""
    rows = unit.connection.execute(
        select(ManualRecord.id, ManualRecord.retention_until, ManualRecord.hold_reason, CustodyNow.state)
        .outerjoin(CustodyNow, CustodyNow.record_id == ManualRecord.id)
        .where(ManualRecord.id.in_(record_ids))
    ).all()
    restricted = _of_people(unit, record_ids, ManualRecordParty.party_id.in_(restricted_parties()))
    pending = select(RequestCase.party_id).where(
        RequestCase.status.in_(OPEN), RequestCase.party_id.is_not(None)
    )
    cases = _of_people(unit, record_ids, ManualRecordParty.party_id.in_(pending))
    own = select(ManualRecord.id).where(
        ManualRecord.id.in_(record_ids),
        ManualRecord.case_id.in_(select(RequestCase.id).where(RequestCase.status.in_(OPEN))),
    )
    cases |= set(unit.connection.scalars(own))
    found: dict[int, Obstacle] = {
        key: Obstacle.ELSEWHERE for key in record_ids if key not in {row.id for row in rows}
    }
    for row in rows:
        if row.state not in states:
            found[row.id] = Obstacle.ELSEWHERE
        elif row.hold_reason:
            found[row.id] = Obstacle.HELD
        elif row.retention_until is None or row.retention_until >= day:
            found[row.id] = Obstacle.KEPT
        elif row.id in restricted:
            found[row.id] = Obstacle.RESTRICTED
        elif row.id in cases:
            found[row.id] = Obstacle.CASE_OPEN
    return found


def lists(unit: Unit, list_id: int | None = None) -> tuple[DestructionRow, ...]:
    """Every list, the newest first; or the one."""
    unit.session.flush()
    table = DestructionList.__table__
    wanted = select(*(column for column in table.c if column.name != "certificate")).order_by(
        table.c.id.desc()
    )
    counts = select(DestructionItem.list_id, DestructionItem.verdict)
    if list_id is not None:
        wanted, counts = wanted.where(table.c.id == list_id), counts.where(DestructionItem.list_id == list_id)
    offices = {office.id: office for office in accounts.offices(unit)}
    names = {
        row.id: row.display_name for row in unit.connection.execute(select(Account.id, Account.display_name))
    }
    items = unit.connection.execute(counts).all()
    papers = Counter(row.list_id for row in items)
    gone = Counter(row.list_id for row in items if row.verdict is ItemVerdict.DESTROYED)
    return tuple(
        DestructionRow(
            id=row.id,
            number=rules.list_number(offices[row.office_id].code, row.id),
            office=offices[row.office_id],
            state=_state(row, unit.today),
            proposed_on=helsinki(row.proposed_at).date(),
            proposer=row.proposed_by,
            proposed_by=names[row.proposed_by],
            papers=papers[row.id],
            approved_on=helsinki(row.approved_at).date() if row.approved_at else None,
            approved_by=names.get(row.approved_by, ""),
            not_before=row.not_before,
            cancelled_on=helsinki(row.cancelled_at).date() if row.cancelled_at else None,
            cancelled_by=names.get(row.cancelled_by, ""),
            executed_on=row.executed_on,
            executed_by=names.get(row.executed_by, ""),
            witness=row.witness,
            method=row.method,
            destroyed=gone[row.id],
        )
        for row in unit.connection.execute(wanted)
    )


def record_of(unit: Unit, list_id: int) -> DestructionRecord:
    """Raises DestructionRefused."""
    found = lists(unit, list_id)
    if not found:
        raise DestructionRefused
    rows = unit.connection.execute(
        select(
            DestructionItem.record_id,
            DestructionItem.verdict,
            DestructionItem.reason,
            ManualRecord.paper_number,
            ManualRecord.kind,
            ManualRecord.year,
            ManualRecord.dated_on,
        )
        .join(ManualRecord, ManualRecord.id == DestructionItem.record_id)
        .where(DestructionItem.list_id == list_id)
        .order_by(ManualRecord.paper_number)
    ).all()
    is_open = found[0].state in rules.MAY[rules.ListAct.CANCEL]
    listed = frozenset({PaperState.LISTED})
    now = obstacles(unit, [row.record_id for row in rows], listed, unit.today) if is_open else {}
    items = tuple(
        rules.DestructionItem(
            row.record_id,
            row.paper_number,
            row.kind,
            row.dated_on.year if row.dated_on else row.year,
            row.verdict,
            Obstacle(row.reason) if row.reason else now.get(row.record_id),
        )
        for row in rows
    )
    return DestructionRecord(found[0], items)


def _state(row: Row[Any], today: date) -> ListState:
    if row.cancelled_at is not None:
        return ListState.CANCELLED
    if row.executed_on is not None:
        return ListState.EXECUTED
    if row.not_before is None:
        return ListState.PROPOSED
    return ListState.WAITING if today < row.not_before else ListState.READY


def _of_people(unit: Unit, record_ids: Collection[int], whose: Any) -> set[int]:  # noqa: ANN401 - a condition
    mine = select(ManualRecordParty.record_id).where(ManualRecordParty.record_id.in_(record_ids), whose)
    return set(unit.connection.scalars(mine))
