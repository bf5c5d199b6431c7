"""Ordering what is done with the papers of a person, and settling what an answer settles."""

from sqlalchemy import exists, or_, select

from lpo_desk.db.merged import family
from lpo_desk.db.tables.archive import PaperTask
from lpo_desk.db.tables.papers import CustodyNow, ManualRecord, ManualRecordParty
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.system import Office
from lpo_desk.db.unit import Unit
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper import RetentionClass
from lpo_desk.domain.paper_tasks import PaperTaskKind, PaperTaskState

_GONE = (PaperState.DESTROYED,)


def order(unit: Unit, case: RequestCase, kind: PaperTaskKind) -> None:
    """One task for each paper of the person that still exists; the forms of requests live with their case. Safe to call
    again: who has a task keeps it."""
    if case.party_id is None:
        return
    mine = select(ManualRecordParty.record_id).where(ManualRecordParty.party_id.in_(family(case.party_id)))
    asked = exists().where(
        PaperTask.record_id == ManualRecord.id, PaperTask.case_id == case.id, PaperTask.kind == kind
    )
    wanted = (
        select(ManualRecord.id)
        .outerjoin(CustodyNow, CustodyNow.record_id == ManualRecord.id)
        .where(ManualRecord.id.in_(mine), ~asked, ManualRecord.retention != RetentionClass.CASE)
        .where(or_(CustodyNow.state.is_(None), CustodyNow.state.not_in(_GONE)))
        .order_by(ManualRecord.id)
    )
    unit.session.add_all(
        PaperTask(case_id=case.id, record_id=key, kind=kind, state=PaperTaskState.OPEN)
        for key in unit.connection.scalars(wanted)
    )
    unit.session.flush()


def look_through(unit: Unit, case_id: int, office: str) -> None:
    """The papers of an office were looked through: its place has answered."""
    rows = unit.session.scalars(
        select(PaperTask)
        .join(ManualRecord, ManualRecord.id == PaperTask.record_id)
        .join(Office, Office.id == ManualRecord.office_id)
        .where(PaperTask.case_id == case_id, PaperTask.kind == PaperTaskKind.LOOK, Office.code == office)
        .where(PaperTask.state == PaperTaskState.OPEN)
    )
    for row in rows:
        row.state, row.at, row.account_id = PaperTaskState.DONE, unit.at, unit.actor.account_id
