"""What every step of a case begins with: the case itself, locked, and the one place where its state changes."""

from lpo_desk.db import search_index
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.unit import Unit
from lpo_desk.domain.case import CaseDiary, CaseEvent
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.transitions import after, possible
from lpo_desk.services import _ties, diary


class StepRefused(UserError):
    """The step does not follow from where the case stands, or its guard does not hold; `key` says which."""

    key = "request.step_refused"


def case(unit: Unit, case_id: int) -> RequestCase:
    """The case, locked until the unit ends: its events lie in tables of their own and must not cross.

    Raises OwnCase where it is the actor's own, or of somebody close to him.
    """
    case = unit.session.get_one(RequestCase, case_id, with_for_update=True)
    _ties.demand_stranger(unit, case.party_id)
    return case


def step(unit: Unit, case: RequestCase, event: CaseEvent, reason: str = "") -> None:
    identified = diary.is_identified(unit, case.id)
    status = after(case.status, event, identified=identified)
    if status is None or event not in possible(case.status, identified=identified):
        raise StepRefused
    case.status = status
    diary.note(unit, case.id, CaseDiary(event.value), reason)
    unit.session.flush()


def refresh(unit: Unit, case: RequestCase) -> None:
    """An open case is a flag of its customer."""
    if case.party_id is not None:
        unit.session.flush()
        search_index.refresh(unit, [case.party_id])


def reason(words: str) -> str:
    kept = diary.words(words)
    if not kept:
        raise StepRefused("request.reason_missing")
    return kept
