"""Destroying papers: proposed by one, approved by another, executed after a week with a witness (peers.md 1.10)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from lpo_desk.db.tables.archive import DestructionItem, DestructionList
from lpo_desk.db.tables.papers import CustodyNow, ManualRecord
from lpo_desk.db.tables.system import Account, Office
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain import destroying as rules
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.custody import CustodyKind, Event, PaperState
from lpo_desk.domain.destroying import (
    MOST_ON_A_LIST,
    DestructionMethod,
    DestructionRecord,
    DestructionRefused,
    DestructionReport,
    DestructionRow,
    DuePaper,
    ItemVerdict,
    ListAct,
    demand_possible,
)
from lpo_desk.domain.reports import Origin
from lpo_desk.services import _custody, accounts, papers
from lpo_desk.services._destroying import LYING, lists, lock, obstacles, record_of
from lpo_desk.services._paper_gone import destroy_record

EXPORT = "destruction"
"""What the trace of a list's workbook is called in the audit."""


@requires(Right.DESTROY_PAPERS)
def due(unit: Unit, office_id: int, by: date | None = None) -> tuple[DuePaper, ...]:
    """The papers that lie in the office and whose time ends before the day (today), the longest over first; of those
    that may not go, why."""
    day = by or unit.today
    ids = tuple(
        unit.connection.scalars(
            select(ManualRecord.id)
            .join(CustodyNow, CustodyNow.record_id == ManualRecord.id)
            .where(
                CustodyNow.office_id == office_id,
                CustodyNow.state.in_(LYING),
                ManualRecord.retention_until < day,
            )
            .order_by(ManualRecord.retention_until, ManualRecord.id)
            .limit(MOST_ON_A_LIST)
        )
    )
    rows = {row.id: row for row in papers.rows_of(unit, ids)}
    why = obstacles(unit, ids, LYING, day)
    return tuple(DuePaper(rows[key], why.get(key)) for key in ids)


@requires(Right.DESTROY_PAPERS)
def all_lists(unit: Unit) -> tuple[DestructionRow, ...]:
    """Every list, the newest first."""
    return lists(unit)


@requires(Right.DESTROY_PAPERS)
def record(unit: Unit, list_id: int) -> DestructionRecord:
    """A list with its papers; of an open one also what would be left out today. Raises DestructionRefused."""
    return record_of(unit, list_id)


@requires(Right.DESTROY_PAPERS)
def witnesses(unit: Unit) -> tuple[tuple[int, str], ...]:
    """Who may see to it that the papers are gone: anybody of the staff but the actor; keys and names."""
    others = select(Account.id, Account.display_name).where(
        Account.enabled, Account.id != unit.actor.account_id
    )
    return tuple(
        (row.id, row.display_name) for row in unit.connection.execute(others.order_by(Account.display_name))
    )


@requires(Right.DESTROY_PAPERS)
def propose(unit: Unit, record_ids: Collection[int]) -> DestructionRow:
    """A new list of papers of one office. Raises DestructionRefused: of none, of too many, of two offices, of one that
    may not go."""
    ids = tuple(dict.fromkeys(record_ids))
    if not 0 < len(ids) <= MOST_ON_A_LIST:
        raise DestructionRefused("destruction.how_many", most=MOST_ON_A_LIST)
    lock(unit, ids)
    offices = set(unit.connection.scalars(select(CustodyNow.office_id).where(CustodyNow.record_id.in_(ids))))
    if len(offices) != 1 or None in offices:
        raise DestructionRefused("destruction.two_offices")
    if obstacles(unit, ids, LYING, unit.today):
        raise DestructionRefused("destruction.may_not_go")
    row = DestructionList(office_id=offices.pop(), proposed_at=unit.at, proposed_by=unit.actor.account_id)
    unit.session.add(row)
    unit.session.flush()
    for key in ids:
        unit.session.add(DestructionItem(list_id=row.id, record_id=key, verdict=ItemVerdict.DESTROY))
        _custody.append(unit, key, Event(CustodyKind.LISTED, unit.at, reason=_number(unit, row)))
    return record_of(unit, row.id).row


@requires(Right.DESTROY_PAPERS)
def approve(unit: Unit, list_id: int) -> DestructionRow:
    """By somebody else than who proposed it; the week begins. Raises DestructionRefused."""
    row = _demand(unit, list_id, ListAct.APPROVE)
    row.approved_at, row.approved_by = unit.at, unit.actor.account_id
    row.not_before = rules.first_day(unit.today)
    unit.session.flush()
    return record_of(unit, list_id).row


@requires(Right.DESTROY_PAPERS)
def cancel(unit: Unit, list_id: int) -> DestructionRow:
    """Nothing of it is destroyed; the papers stay as they are. Raises DestructionRefused."""
    row = _demand(unit, list_id, ListAct.CANCEL)
    row.cancelled_at, row.cancelled_by = unit.at, unit.actor.account_id
    for item in _items(unit, list_id):
        item.verdict = ItemVerdict.LEFT_OUT
        _unlist(unit, row, item.record_id)
    unit.session.flush()
    return record_of(unit, list_id).row


@requires(Right.DESTROY_PAPERS)
def execute(unit: Unit, list_id: int, method: DestructionMethod, witness_id: int) -> DestructionRecord:
    """The papers are gone. Their time, holds, restrictions and open cases are looked at again: what may not go is left
    out with its reason.

    Raises DestructionRefused: before its day, without another person as witness, where nothing of the list may go.
    """
    row = _demand(unit, list_id, ListAct.EXECUTE)
    witness = unit.session.get(Account, witness_id)
    if witness is None or not witness.enabled or witness.id == unit.actor.account_id:
        raise DestructionRefused("destruction.witness")
    items = _items(unit, list_id)
    keys = [item.record_id for item in items]
    lock(unit, keys)
    stays = obstacles(unit, keys, frozenset({PaperState.LISTED}), unit.today)
    if len(stays) == len(items):
        raise DestructionRefused("destruction.nothing_goes")
    row.executed_on, row.executed_by = unit.today, unit.actor.account_id
    row.method, row.witness = method, witness.display_name
    for item in items:
        why = stays.get(item.record_id)
        if why is not None:
            item.verdict, item.reason = ItemVerdict.LEFT_OUT, why.value
            _unlist(unit, row, item.record_id)
        else:
            item.verdict = ItemVerdict.DESTROYED
            event = Event(CustodyKind.DESTROYED, unit.at, reason=_number(unit, row))
            _custody.append(unit, item.record_id, event)
            destroy_record(unit, item.record_id)
    unit.session.flush()
    unit.leaves_no_trace = True
    return record_of(unit, list_id)


@requires(Right.DESTROY_PAPERS)
def certificate(unit: Unit, list_id: int) -> bytes | None:
    """The archived certificate; None where the list was not executed, or its certificate was not made yet."""
    return _row(unit, list_id).certificate


@requires(Right.DESTROY_PAPERS)
def archive_certificate(unit: Unit, list_id: int, pdf: bytes) -> bytes:
    """Keep the certificate of an executed list; the first one stays, and is given back. Raises DestructionRefused."""
    row = _row(unit, list_id)
    if row.executed_on is None:
        raise DestructionRefused("destruction.not_executed")
    if row.certificate is None:
        row.certificate = pdf
        unit.session.flush()
        # An audit row tells of no file: that there is one now is told by hand.
        unit.log(AuditKind.UPDATE, table="destruction_list", key=list_id, fields=("certificate",))
    return row.certificate


@requires(Right.DESTROY_PAPERS)
def export(unit: Unit, list_id: int, version: str) -> DestructionReport:
    """A list as its workbook takes it, and the trace that it leaves the program (writing unit): how many papers."""
    found = record_of(unit, list_id)
    own = next((each for each in accounts.offices(unit) if each.id == unit.actor.office_id), None)
    unit.log(AuditKind.EXPORT, table=EXPORT, key=list_id, detail=str(len(found.items)))
    return DestructionReport(found, Origin(unit.at, unit.actor.display_name, own, version))


def _demand(unit: Unit, list_id: int, act: ListAct) -> DestructionList:
    """The list, locked. Raises DestructionRefused where the actor may not do this to it now."""
    row = _row(unit, list_id, locked=True)
    state = record_of(unit, list_id).row.state
    demand_possible(act, state, unit.actor.account_id, row.proposed_by)
    return row


def _row(unit: Unit, list_id: int, *, locked: bool = False) -> DestructionList:
    row = unit.session.get(DestructionList, list_id, with_for_update=locked, populate_existing=locked)
    if row is None:
        raise DestructionRefused
    return row


def _items(unit: Unit, list_id: int) -> list[DestructionItem]:
    mine = select(DestructionItem).where(DestructionItem.list_id == list_id)
    return list(unit.session.scalars(mine.order_by(DestructionItem.record_id)))


def _unlist(unit: Unit, row: DestructionList, record_id: int) -> None:
    """Off the list, where it still is on it: it may have been marked as missing since."""
    now = unit.session.get(CustodyNow, record_id)
    if now is not None and now.state is PaperState.LISTED:
        _custody.append(unit, record_id, Event(CustodyKind.UNLISTED, unit.at, reason=_number(unit, row)))


def _number(unit: Unit, row: DestructionList) -> str:
    return rules.list_number(unit.session.get_one(Office, row.office_id).code, row.id)
