"""Asking every place that may hold a person's data: the register, both offices' paper, billing, each processor."""

from sqlalchemy import select

from lpo_desk.db.tables.requests import GatherTask, RequestCase
from lpo_desk.db.tables.rights import Processor
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import CaseDiary, CaseStatus, GatherPlace
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.gathering import DAYS, LateTask, waiting
from lpo_desk.domain.paper_tasks import PaperTaskKind
from lpo_desk.services import _claims, _paper_tasks, _steps, diary, processors
from lpo_desk.services._steps import StepRefused

_PAPER_OF = {GatherPlace.PAPER_LOVIISA: "L", GatherPlace.PAPER_PORVOO: "P"}
"""The office whose papers a place holds, by its code."""
_GATHERING = frozenset({CaseStatus.GATHER, CaseStatus.CLARIFY})


@requires(Right.TAKE_REQUEST)
def ask_all(unit: Unit, case_id: int) -> None:
    """One task for each place, and for each processor with a contract today; the single place of processors where there
    is none; of an access, also one for each paper of the person. Safe to call again: only what has not been asked is
    added."""
    rows = unit.connection.execute(
        select(GatherTask.place, GatherTask.processor_id).where(GatherTask.case_id == case_id)
    )
    asked = {(row.place, row.processor_id) for row in rows}
    whom: list[int | None] = [line.id for line in processors.active(unit, unit.today)]
    wanted: list[tuple[GatherPlace, int | None]] = [
        (place, None) for place in GatherPlace if place is not GatherPlace.PROCESSORS
    ]
    wanted += [(GatherPlace.PROCESSORS, each) for each in whom or [None]]
    unit.session.add_all(
        GatherTask(case_id=case_id, place=place, processor_id=processor, asked_at=unit.at)
        for place, processor in wanted
        if (place, processor) not in asked
    )
    unit.session.flush()
    if any(row.right is RequestRight.ACCESS for row in _claims.rows(unit, case_id)):
        _paper_tasks.order(unit, unit.session.get_one(RequestCase, case_id), PaperTaskKind.LOOK)


@requires(Right.HANDLE_REQUEST)
def answer(unit: Unit, case_id: int, task_id: int, found: int, note: str = "") -> None:
    """What a place holds: `found` pieces, 0 for "looked, found nothing". Raises StepRefused."""
    task = _task(unit, case_id, task_id)
    if found < 0:
        raise StepRefused("gathering.not_open")
    task.found, task.note = found, diary.words(note)
    task.answered_at, task.answered_by = unit.at, unit.actor.account_id
    if task.place in _PAPER_OF:
        _paper_tasks.look_through(unit, case_id, _PAPER_OF[task.place])


@requires(Right.HANDLE_REQUEST)
def chase(unit: Unit, case_id: int, task_id: int, note: str = "") -> None:
    """A place was asked again; the days begin anew. Raises StepRefused once it has answered."""
    task = _task(unit, case_id, task_id)
    if task.answered_at is not None:
        raise StepRefused("gathering.not_open")
    task.chased_at = unit.at
    diary.note(unit, case_id, CaseDiary.CHASED, diary.words(note))


@requires(Right.HANDLE_REQUEST)
def unanswered(unit: Unit, case_id: int) -> bool:
    """Whether a place has not answered yet."""
    waiting = (GatherTask.case_id == case_id, GatherTask.answered_at.is_(None))
    return unit.session.scalar(select(GatherTask.id).where(*waiting).limit(1)) is not None


@requires(Right.HANDLE_REQUEST)
def late(unit: Unit, days: int = DAYS) -> tuple[LateTask, ...]:
    """Places that have not answered within so many working days of being asked, or asked again; the longest first.

    None of a case that waits for the person to say what is meant: nobody is asked for what is not known yet.
    """
    rows = unit.connection.execute(
        select(
            GatherTask.id,
            GatherTask.case_id,
            RequestCase.number,
            GatherTask.place,
            Processor.name,
            GatherTask.asked_at,
            GatherTask.chased_at,
        )
        .join(RequestCase, RequestCase.id == GatherTask.case_id)
        .outerjoin(Processor, Processor.id == GatherTask.processor_id)
        .where(RequestCase.status == CaseStatus.GATHER, GatherTask.answered_at.is_(None))
        .where(GatherTask.asked_at.is_not(None))
        .order_by(GatherTask.id)
    )
    found = []
    for row in rows:
        since, waited = waiting(row.chased_at or row.asked_at, unit.today)
        if waited >= days:
            found.append(LateTask(row.id, row.case_id, row.number, row.place, row.name or "", since, waited))
    return tuple(sorted(found, key=lambda task: -task.waited))


def _task(unit: Unit, case_id: int, task_id: int) -> GatherTask:
    """A task of a case that is being gathered and is not the actor's own. Raises StepRefused, OwnCase."""
    case, task = _steps.case(unit, case_id), unit.session.get(GatherTask, task_id)
    if task is None or task.case_id != case_id or case.status not in _GATHERING:
        raise StepRefused("gathering.not_open")
    return task
