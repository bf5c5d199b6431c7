"""The answer leaves the program before it is handed over, for the practice database."""

from lpo_desk.db.unit import Unit
from lpo_desk.domain.case import (
    CaseFile,
    DocumentLine,
    FileMedium,
    HandoverMethod,
    IdentityMethod,
    LateReason,
)
from lpo_desk.domain.leaving import Exit, Leaving
from lpo_desk.domain.letters import COPIES
from lpo_desk.services import closing, releasing


def hand_over(unit: Unit, case: CaseFile, late: LateReason | None, *, by_post: bool) -> None:
    """Papers are printed, a portable copy is saved on a memory stick; then all is posted or given at the counter."""
    files = [line for line in case.documents if line.kind in COPIES.values()]
    _go(unit, case, [line for line in case.documents if line not in files], Exit.PRINTED)
    _go(unit, case, files, Exit.SAVED)
    closing.hand_over(
        unit,
        case.row.case_id,
        HandoverMethod.POST if by_post else HandoverMethod.COUNTER,
        on=unit.today,
        identity=None if by_post else IdentityMethod.DRIVING_LICENCE,
        late_reason=late,
        medium=FileMedium.MEMORY_STICK,
    )


def _go(unit: Unit, case: CaseFile, lines: list[DocumentLine], out: Exit) -> None:
    if not lines:
        return
    leaving = Leaving(tuple(line.kind.term for line in lines), case.row.number)
    releasing.release(unit, leaving, out, releasing.caution(unit, leaving))
    releasing.went(unit, case.row.number, [bytes.fromhex(line.sha256) for line in lines], out)
