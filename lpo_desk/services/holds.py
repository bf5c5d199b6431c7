"""Holds: a paper that is needed, for a dispute or a claim, stays whatever its time; it alone, and until released."""

from sqlalchemy import ColumnElement, select

from lpo_desk.db.tables.papers import CustodyNow, ManualRecord
from lpo_desk.db.tables.system import Account
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.destroying import DestructionRefused, Hold
from lpo_desk.domain.text import clean
from lpo_desk.services._paper_rows import row_of

_LONGEST = 300


@requires(Right.SEE_PAPERS)
def held(unit: Unit) -> tuple[Hold, ...]:
    """All papers under a hold, by number."""
    return _read(unit, ManualRecord.hold_reason != "")


@requires(Right.SEE_PAPERS)
def of_paper(unit: Unit, record_id: int) -> Hold | None:
    """The hold of one paper, if it has one."""
    return next(iter(_read(unit, ManualRecord.hold_reason != "", ManualRecord.id == record_id)), None)


@requires(Right.HOLD_PAPERS)
def hold(unit: Unit, record_id: int, reason: str) -> None:
    """From now on the paper may not be destroyed, also where it is on a list already.

    Raises DestructionRefused without a reason, of a paper that is held and of one that is gone; PaperRefused.
    """
    row = row_of(unit, record_id, locked=True)
    now = unit.session.get(CustodyNow, record_id)
    if now is not None and now.state is PaperState.DESTROYED:
        raise DestructionRefused("destruction.paper_gone")
    if row.hold_reason:
        raise DestructionRefused("destruction.held_already")
    row.hold_reason, row.hold_on, row.hold_by = _words(reason), unit.today, unit.actor.account_id
    unit.session.flush()


@requires(Right.HOLD_PAPERS)
def release(unit: Unit, record_id: int, reason: str) -> None:
    """The paper goes by its own time again; why is kept in the audit beside what the hold was for.

    Raises DestructionRefused without a reason and of a paper that is not held; PaperRefused.
    """
    row = row_of(unit, record_id, locked=True)
    if not row.hold_reason:
        raise DestructionRefused("destruction.not_held")
    why = _words(reason)
    # Written before it is emptied: so the audit keeps the reason as it keeps the paper's other texts, and it goes as
    # they do.
    row.hold_reason = why
    unit.session.flush()
    row.hold_reason, row.hold_on, row.hold_by = "", None, None
    unit.session.flush()


def _read(unit: Unit, *wanted: ColumnElement[bool]) -> tuple[Hold, ...]:
    rows = unit.connection.execute(
        select(ManualRecord.__table__, Account.display_name)
        .outerjoin(Account, Account.id == ManualRecord.hold_by)
        .where(*wanted)
        .order_by(ManualRecord.paper_number)
    )
    return tuple(
        Hold(row.id, row.paper_number, row.kind, row.hold_reason, row.hold_on, row.display_name or "")
        for row in rows
    )


def _words(reason: str) -> str:
    words = clean(reason, limit=_LONGEST)
    if not words:
        raise DestructionRefused("destruction.reason_missing")
    return words
