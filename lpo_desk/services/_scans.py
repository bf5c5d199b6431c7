"""Scans as lists show them."""

from sqlalchemy import ColumnElement, select

from lpo_desk.db.tables.archive import Scan
from lpo_desk.db.tables.papers import ManualRecord
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.system import Office
from lpo_desk.db.unit import Unit
from lpo_desk.domain.scans import ScanRow

_ROWS = (
    select(
        Scan.id,
        Scan.state,
        Office.code.label("office"),
        Scan.arrived_at,
        Scan.media,
        Scan.pages,
        Scan.size,
        Scan.code,
        Scan.failure,
        RequestCase.number.label("case_number"),
        ManualRecord.paper_number,
        Scan.duplicate_of_id,
        Scan.filed_at,
    )
    .join(Office, Office.id == Scan.office_id)
    .outerjoin(RequestCase, RequestCase.id == Scan.case_id)
    .outerjoin(ManualRecord, ManualRecord.id == Scan.record_id)
)


def rows(unit: Unit, *conditions: ColumnElement[bool], last: int = 0) -> tuple[ScanRow, ...]:
    """The scans that fit, the oldest first; or the `last` that were filed, the newest first."""
    order = (Scan.filed_at.desc(), Scan.id.desc()) if last else (Scan.id,)
    shown = _ROWS.where(*conditions).order_by(*order).limit(last or None)
    return tuple(
        ScanRow(
            row.id,
            row.state,
            row.office,
            row.arrived_at,
            row.media,
            row.pages,
            row.size,
            row.code,
            row.failure,
            row.case_number or row.paper_number or "",
            row.duplicate_of_id,
            row.filed_at,
        )
        for row in unit.connection.execute(shown)
    )
