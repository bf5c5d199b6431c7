"""What every step of a case writes: its diary and its clock."""

from datetime import date

from sqlalchemy import select

from lpo_desk.db.tables.requests import CaseEventRow, ClockEventRow, IdentityCheck
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import CaseDiary, IdentityMethod
from lpo_desk.domain.deadlines import ClockEvent, ClockKind, check_event
from lpo_desk.domain.masking import hide_codes
from lpo_desk.domain.text import clean

WORDS = 4000
"""Characters of a reason, a scope or a note."""


def words(text: str, *, limit: int = WORDS, multiline: bool = True) -> str:
    """Free text of a case as it is kept. A personal identity code typed into it is hidden.

    It would otherwise go to the receipt, the letters and the audit (TietosuojaL 29 § 4 mom., architecture.md rule 8).
    """
    return hide_codes(clean(text, limit=limit, multiline=multiline))


@requires(Right.TAKE_REQUEST)
def note(unit: Unit, case_id: int, kind: CaseDiary, reason: str = "") -> None:
    """A line of the case's diary."""
    unit.session.add(
        CaseEventRow(case_id=case_id, at=unit.at, kind=kind, reason=reason, account_id=unit.actor.account_id)
    )


@requires(Right.TAKE_REQUEST)
def check_identity(
    unit: Unit, case_id: int, method: IdentityMethod, *, matches: bool = True, at_handover: bool = False
) -> int:
    """Record how identity was seen. Gives the row's id."""
    row = IdentityCheck(
        case_id=case_id,
        method=method,
        matches=matches,
        at=unit.at,
        account_id=unit.actor.account_id,
        at_handover=at_handover,
    )
    unit.session.add(row)
    unit.session.flush()
    return row.id


@requires(Right.TAKE_REQUEST)
def is_identified(unit: Unit, case_id: int) -> bool:
    """Whether the person's identity, and the authority of a representative, was accepted."""
    accepted = CaseEventRow.kind.in_([CaseDiary.IDENTITY_OK, CaseDiary.PROOF_ARRIVED])
    found = select(CaseEventRow.id).where(CaseEventRow.case_id == case_id, accepted).limit(1)
    return unit.session.scalar(found) is not None


@requires(Right.SIGNED_IN)
def clocks(unit: Unit, case_ids: list[int]) -> dict[int, list[ClockEvent]]:
    """The clock events of several cases, each in the order they were entered."""
    rows = unit.connection.execute(
        select(ClockEventRow.case_id, ClockEventRow.kind, ClockEventRow.on_date, ClockEventRow.reason)
        .where(ClockEventRow.case_id.in_(case_ids))
        .order_by(ClockEventRow.id)
    )
    events: dict[int, list[ClockEvent]] = {case_id: [] for case_id in case_ids}
    for row in rows:
        events[row.case_id].append(ClockEvent(row.kind, row.on_date, row.reason))
    return events


@requires(Right.TAKE_REQUEST)
def tick(unit: Unit, case_id: int, kind: ClockKind, on: date, reason: str = "") -> None:
    """Append a clock event. Raises ClockRefused where it cannot follow those before it."""
    before = clocks(unit, [case_id])[case_id]
    check_event(before, ClockEvent(kind, on, reason))
    unit.session.add(
        ClockEventRow(
            case_id=case_id,
            kind=kind,
            on_date=on,
            reason=reason,
            at=unit.at,
            account_id=unit.actor.account_id,
        )
    )
    unit.session.flush()
