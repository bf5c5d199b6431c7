"""The paper that a request was made on: entered into the log with its case, and kept as long as the case."""

from sqlalchemy import select

from lpo_desk.db.tables.archive import Scan
from lpo_desk.db.tables.papers import CustodyNow, ManualRecord, Place
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.system import Office
from lpo_desk.db.unit import Unit
from lpo_desk.domain.case import Intake
from lpo_desk.domain.paper import (
    CLASS_OF,
    CasePaper,
    PaperDetails,
    PaperKind,
    RetentionClass,
    kept,
    kind_of_request,
)
from lpo_desk.domain.paper_ties import PaperTie, TieKind
from lpo_desk.domain.places import HOLDS
from lpo_desk.domain.scans import ScanRefused, ScanState
from lpo_desk.services import _paper_rows

_FORMS = (PaperKind.ACCESS_REQUEST, PaperKind.RECTIFICATION, PaperKind.REQUEST)


def enter(unit: Unit, case: RequestCase, intake: Intake) -> None:
    """The paper of a case that is being registered, with its scan if it came by one. Raises ScanRefused of a scan that
    somebody else has filed or discarded meanwhile."""
    record_id = None
    scan = _scan(unit, intake.scan_id) if intake.scan_id is not None else None
    if intake.is_on_paper:
        kind = kind_of_request(asked.right for asked in intake.claims)
        details = PaperDetails(
            kind,
            dated_on=intake.signed_on or intake.received_on,
            pages=intake.pages or (scan.pages if scan is not None else None),
            people=() if case.party_id is None else (case.party_id,),
            retention=CLASS_OF[kind],
            tie=PaperTie(TieKind.CASE, case.id),
        )
        office = unit.session.get_one(Office, case.office_id)
        home = _usual_home(unit, office.id)
        record_id = _paper_rows.add(unit, office, details, home).id
    if scan is not None:
        scan.case_id, scan.record_id, scan.state = case.id, record_id, ScanState.FILED
        scan.filed_at, scan.filed_by = unit.at, unit.actor.account_id
    unit.session.flush()


def keep_from_closing(unit: Unit, case: RequestCase) -> None:
    """The time of a case's papers begins when the case is closed, and ends with a reopening: then they are kept until
    further notice."""
    mine = (ManualRecord.case_id == case.id, ManualRecord.retention == RetentionClass.CASE)
    for row in unit.session.scalars(select(ManualRecord).where(*mine)):
        row.retained_from = case.closed_on
        row.retention_until = kept(row.retention, row.retained_from, None).until
    unit.session.flush()


def of(unit: Unit, case_id: int) -> tuple[CasePaper, ...]:
    """The papers that belong to a case, each with its home, by number."""
    rows = unit.connection.execute(
        select(ManualRecord.id, ManualRecord.paper_number, ManualRecord.kind, Place.path)
        .outerjoin(CustodyNow, CustodyNow.record_id == ManualRecord.id)
        .outerjoin(Place, Place.id == CustodyNow.home_id)
        .where(ManualRecord.case_id == case_id)
        .order_by(ManualRecord.paper_number)
    )
    return tuple(CasePaper(row.id, row.paper_number, row.kind, row.path or "") for row in rows)


def _usual_home(unit: Unit, office_id: int) -> int | None:
    """Where the office put its last request as its own, if papers are still put there."""
    return unit.connection.scalar(
        select(CustodyNow.home_id)
        .join(ManualRecord, ManualRecord.id == CustodyNow.record_id)
        .join(Place, Place.id == CustodyNow.home_id)
        .where(
            ManualRecord.office_id == office_id,
            ManualRecord.kind.in_(_FORMS),
            Place.office_id == office_id,
            Place.retired.is_(False),
            Place.kind.in_(HOLDS),
        )
        .order_by(ManualRecord.id.desc())
        .limit(1)
    )


def _scan(unit: Unit, scan_id: int) -> Scan:
    row = unit.session.get(Scan, scan_id, populate_existing=True, with_for_update=True)
    if row is None or row.state is not ScanState.INBOX:
        raise ScanRefused
    return row
