"""Scans taken in, filed with their case or paper by code or by hand, looked at and discarded."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import undefer

from lpo_desk.db.tables.archive import Scan
from lpo_desk.db.tables.papers import ManualRecord, ManualRecordParty
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.scans import (
    DiscardReason,
    Reading,
    ScanFile,
    ScanRefused,
    ScanRow,
    ScanState,
    number_to_file_by,
)
from lpo_desk.services import _scans, _ties
from lpo_desk.services._reveals import is_masked
from lpo_desk.services.cases import demand_office

WAITING = (ScanState.INBOX, ScanState.FAILED)
_SHOWN = 500


@requires(Right.MOVE_PAPERS)
def take_in(unit: Unit, office_id: int, given: ScanFile, reading: Reading) -> ScanRow:
    """Keep a scan byte for byte. One number in its codes that is a case's or a paper's of ours files it at once.

    The same bytes again are linked to the first, not refused. What is too large is told of, and not kept.
    """
    same = (Scan.digest == given.digest, Scan.state != ScanState.DISCARDED)
    number = number_to_file_by(reading)
    row = Scan(
        office_id=office_id,
        state=ScanState.FAILED if reading.failure else ScanState.INBOX,
        arrived_at=unit.at,
        media=reading.media,
        pages=reading.pages,
        size=given.size,
        digest=given.digest,
        code=number,
        failure=reading.failure.term if reading.failure else "",
        duplicate_of_id=unit.session.scalar(select(Scan.id).where(*same).order_by(Scan.id).limit(1)),
        content=given.content,
    )
    if number and not reading.failure:
        row.case_id = unit.session.scalar(select(RequestCase.id).where(RequestCase.number == number))
        row.record_id = unit.session.scalar(
            select(ManualRecord.id).where(ManualRecord.paper_number == number)
        )
    if row.case_id is not None or row.record_id is not None:
        row.state, row.filed_at = ScanState.FILED, unit.at
    unit.session.add(row)
    unit.session.flush()
    return _scans.rows(unit, Scan.id == row.id)[0]


@requires(Right.MOVE_PAPERS)
def file(unit: Unit, scan_id: int, *, case_id: int | None = None, record_id: int | None = None) -> ScanRow:
    """File a scan that waits with a case, or with a paper of the log. Raises ScanRefused, and Forbidden for a case of
    another office than a clerk's."""
    row = _waiting(unit, scan_id)
    if row.state is ScanState.FAILED or (case_id is None) == (record_id is None):
        raise ScanRefused("scan.not_to_be_filed")
    if case_id is not None:
        demand_office(unit, unit.session.get_one(RequestCase, case_id))
    else:
        unit.session.get_one(ManualRecord, record_id)
    row.case_id, row.record_id, row.state = case_id, record_id, ScanState.FILED
    row.filed_at, row.filed_by = unit.at, unit.actor.account_id
    unit.session.flush()
    return _scans.rows(unit, Scan.id == scan_id)[0]


@requires(Right.MOVE_PAPERS)
def discard(unit: Unit, scan_id: int, reason: DiscardReason) -> None:
    """Put away a scan that waits; the picture goes, what is known of its arrival stays. Raises ScanRefused."""
    row = _waiting(unit, scan_id)
    row.state, row.content = ScanState.DISCARDED, None
    unit.log(AuditKind.DELETE, table="scan", key=scan_id, detail=reason.value)
    unit.session.flush()


@requires(Right.SEE_PAPERS)
def inbox(unit: Unit) -> tuple[ScanRow, ...]:
    """What waits to be filed or looked into, the oldest first: of the actor's office, of all for one who has none."""
    return _scans.rows(unit, Scan.state.in_(WAITING), *_of_office(unit))


@requires(Right.SEE_PAPERS)
def waiting(unit: Unit, scan_id: int) -> ScanRow | None:
    """A scan that a request can begin with; None where it has been filed or discarded, or could not be read."""
    found = _scans.rows(unit, Scan.id == scan_id, Scan.state == ScanState.INBOX)
    return found[0] if found else None


@requires(Right.SEE_PAPERS)
def filed(unit: Unit) -> tuple[ScanRow, ...]:
    """What was filed last, the newest first."""
    return _scans.rows(unit, Scan.state == ScanState.FILED, *_of_office(unit), last=_SHOWN)


@requires(Right.SEE_PAPERS)
def of_paper(unit: Unit, record_id: int) -> tuple[ScanRow, ...]:
    """The scans filed with a paper, the oldest first."""
    return _scans.rows(unit, Scan.record_id == record_id)


@requires(Right.SEE_PAPERS)
def content(unit: Unit, scan_id: int) -> bytes:
    """The scan as it came. Looking at one that is filed is a look-up that each of its persons is told of; one that is
    nobody's yet is logged by its key alone. Raises ScanRefused, OwnCase, and Forbidden: of another
    office's case, of a protected person's paper."""
    assert unit.save_id is not None, "the log needs a writing unit"  # noqa: S101 - a bug, not a user's error
    row = unit.session.get(Scan, scan_id, options=[undefer(Scan.content)])
    if row is None or row.content is None:
        raise ScanRefused
    case = unit.session.get(RequestCase, row.case_id) if row.case_id is not None else None
    people: list[int] = []
    if case is not None:
        demand_office(unit, case)
        _ties.demand_stranger(unit, case.party_id)
        people += [case.party_id] if case.party_id is not None else []
    elif row.record_id is not None:
        named = select(ManualRecordParty.party_id).where(ManualRecordParty.record_id == row.record_id)
        people = list(unit.session.scalars(named))
    purpose = Purpose.REQUEST if case else Purpose.CORRESPONDENCE
    for party_id in people:
        if is_masked(unit, unit.issue_ticket(party_id, purpose, row.case_id)):
            unit.demand(Right.OPEN_PROTECTED)
    told: list[int | None] = [*people] if people else [None]
    for whose in told:
        unit.log(
            AuditKind.PRINT, table="scan", key=row.id, party_id=whose, case_id=row.case_id, purpose=purpose
        )
    return row.content


def _waiting(unit: Unit, scan_id: int) -> Scan:
    row = unit.session.get(Scan, scan_id, populate_existing=True, with_for_update=True)
    if row is None or row.state not in WAITING:
        raise ScanRefused
    return row


def _of_office(unit: Unit) -> tuple[ColumnElement[bool], ...]:
    return () if unit.actor.office_id is None else (Scan.office_id == unit.actor.office_id,)
