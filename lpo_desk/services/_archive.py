"""Taking an archived paper out again, which is logged and is a look-up that the customer is told of."""

from lpo_desk.db.tables.requests import Document, RequestCase
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.services import _ties


def take(unit: Unit, row: Document, case: RequestCase) -> bytes:
    """The caller has seen to it that the actor may read the case. Raises OwnCase."""
    assert unit.save_id is not None, "the log needs a writing unit"  # noqa: S101 - a bug, not a user's error
    _ties.demand_stranger(unit, case.party_id)
    if case.party_id is not None:
        unit.issue_ticket(case.party_id, Purpose.REQUEST, case.id)
    unit.log(
        AuditKind.PRINT,
        table="document",
        key=row.id,
        party_id=case.party_id,
        case_id=case.id,
        detail=row.kind.value,
    )
    return row.content
