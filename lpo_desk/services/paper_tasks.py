"""What a case orders of papers, and what was done about each."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lpo_desk.db.tables.archive import PaperTask
from lpo_desk.db.tables.papers import CustodyNow, ManualRecord, Place
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.system import Account, Office
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.custody import CustodyKind, Event, PaperState
from lpo_desk.domain.paper import RetentionClass, kept
from lpo_desk.domain.paper_tasks import FOLLOWS, PaperTaskKind, PaperTaskRefused, PaperTaskState, TaskLine
from lpo_desk.services import _custody, _ties, diary

_PRESENT, _HOME = aliased(Place), aliased(Place)


@requires(Right.TAKE_REQUEST)
def of_case(unit: Unit, case_id: int) -> tuple[TaskLine, ...]:
    """Every task of the case, those of one kind together, by the numbers of the papers."""
    rows = unit.connection.execute(
        select(
            PaperTask.__table__,
            ManualRecord.paper_number,
            ManualRecord.kind.label("paper"),
            ManualRecord.title,
            Office.code.label("office"),
            CustodyNow.state.label("where"),
            _PRESENT.path.label("path"),
            _HOME.path.label("home"),
            Account.display_name.label("who"),
        )
        .join(ManualRecord, ManualRecord.id == PaperTask.record_id)
        .join(Office, Office.id == ManualRecord.office_id)
        .outerjoin(CustodyNow, CustodyNow.record_id == ManualRecord.id)
        .outerjoin(_PRESENT, _PRESENT.id == CustodyNow.place_id)
        .outerjoin(_HOME, _HOME.id == CustodyNow.home_id)
        .outerjoin(Account, Account.id == PaperTask.account_id)
        .where(PaperTask.case_id == case_id)
        .order_by(PaperTask.kind, ManualRecord.paper_number)
    )
    return tuple(_line(row) for row in rows)


@requires(Right.TAKE_REQUEST)
def open_for(unit: Unit, case_id: int) -> tuple[TaskLine, ...]:
    """What must be settled before the answer leaves."""
    return tuple(line for line in of_case(unit, case_id) if line.open and line.kind in FOLLOWS)


@requires(Right.MOVE_PAPERS)
def settle(
    unit: Unit, task_id: int, state: PaperTaskState, reason: str = "", until: date | None = None
) -> TaskLine:
    """Say what was done about a paper.

    DONE of ANNOTATE writes the annotation into the paper's own story; of DESTROY it makes the paper due, so that the
    next list for destruction takes it. KEPT needs its reason. Raises PaperTaskRefused, and CustodyRefused where the
    paper cannot be annotated as it is (nobody knows where it is, or it is on its way).
    """
    row = unit.session.get(PaperTask, task_id)
    if row is None or row.state is not PaperTaskState.OPEN or state is PaperTaskState.OPEN:
        raise PaperTaskRefused
    case = unit.session.get_one(RequestCase, row.case_id)
    _ties.demand_stranger(unit, case.party_id)
    words = diary.words(reason)
    if state is PaperTaskState.KEPT and not words:
        raise PaperTaskRefused("paper_task.reason_missing")
    if until is not None and until < unit.today:
        raise PaperTaskRefused("paper_task.day_past")
    if state is PaperTaskState.DONE:
        _carry_out(unit, row, case)
    row.state, row.reason, row.until = state, words, until if state is PaperTaskState.KEPT else None
    row.at, row.account_id = unit.at, unit.actor.account_id
    unit.session.flush()
    return next(line for line in of_case(unit, row.case_id) if line.id == task_id)


def _carry_out(unit: Unit, row: PaperTask, case: RequestCase) -> None:
    paper = unit.session.get_one(ManualRecord, row.record_id)
    match row.kind:
        case PaperTaskKind.ANNOTATE:
            said = Event(CustodyKind.ANNOTATED, unit.at, reason=case.number, case_id=case.id)
            _custody.append(unit, row.record_id, said)
        case PaperTaskKind.DESTROY:
            if paper.hold_reason:
                raise PaperTaskRefused("paper_task.held")
            paper.retention, paper.retained_from = RetentionClass.ERASURE, unit.today
            paper.retention_until = kept(paper.retention, paper.retained_from, None).until
        case PaperTaskKind.LOOK:
            pass


def _line(row: Any) -> TaskLine:  # noqa: ANN401 - a row of the select above
    return TaskLine(
        row.id,
        row.record_id,
        row.paper_number,
        row.paper,
        row.title,
        row.office,
        row.where or PaperState.UNPLACED,
        row.path or row.home or "",
        row.kind,
        row.state,
        row.reason,
        row.until,
        row.at,
        row.who or "",
    )
