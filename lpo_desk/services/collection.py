"""Collection cases: opened, advanced, closed. A stage that was recorded is never changed; where a case is now is its
last stage, and nothing else says so."""

from dataclasses import dataclass

from lpo_desk.db.errors import Conflict
from lpo_desk.db.tables.billing import CollectionEvent
from lpo_desk.db.tables.relationship import CollectionCase
from lpo_desk.db.tables.rights import Disclosure
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.collecting import CollectionLine, Stage, check_stage
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import CollectionState, Source
from lpo_desk.domain.sections import clean_lines
from lpo_desk.domain.text import fold
from lpo_desk.services import _disclosing
from lpo_desk.services._billing import collection_lines
from lpo_desk.services._held import Held
from lpo_desk.services._opened import begin, came, finish


class CollectionRunning(UserError):
    """The customer has a collection case that is not closed: it is advanced, no second one is opened."""

    key = "billing.collection_running"


class CollectionMoved(Conflict):
    """Somebody else has advanced or closed the case since it was read."""

    key = "billing.collection_moved"


@dataclass(frozen=True, slots=True)
class SavedStage:
    """A recorded stage. opened: it opened its case. agency: the case's agency before. disclosure_id: where the stage gave
    the claim to an agency, the row of the log that says so."""

    case_id: int
    event_id: int
    stage: Stage
    opened: bool = False
    agency: str = ""
    disclosure_id: int | None = None


@requires(Right.EDIT_COLLECTION)
def open(unit: Unit, ticket: Ticket, stage: Stage, source: Source, agency: str = "") -> SavedStage:
    """Open a case with its first stage. Raises CollectionRunning, FieldsRefused."""
    held = begin(unit, ticket)
    if any(case.running for case in collection_lines(held)):
        raise CollectionRunning
    checked = check_stage(stage, None, unit.today)
    row = CollectionCase(
        party_id=held.party_id,
        agency=_agency(agency),
        opened_on=checked.on,
        **came(unit, source),
    )
    unit.session.add(row)
    unit.session.flush()
    return _record(held, row, checked, source, opened=True)


@requires(Right.EDIT_COLLECTION)
def advance(
    unit: Unit, ticket: Ticket, base: CollectionLine, stage: Stage, source: Source, agency: str | None = None
) -> SavedStage:
    """Record the next stage of a case that was read as `base`; NONE closes it. `agency`: who collects from now on.

    Raises CollectionMoved, FieldsRefused.
    """
    held = begin(unit, ticket)
    row = _row(held, base)
    checked = check_stage(stage, base.last, unit.today)
    if agency is not None:
        row.agency = _agency(agency)
    if checked.state is CollectionState.NONE:
        row.ended_on = checked.on
    return _record(held, row, checked, source, opened=False, agency=base.agency)


@requires(Right.EDIT_COLLECTION)
def undo(unit: Unit, ticket: Ticket, saved: SavedStage) -> None:
    """Take a stage back that was recorded by mistake, while it is the last. Raises CollectionMoved.

    The audit keeps that it was there. A case that it opened goes with it.
    """
    held = begin(unit, ticket)
    events = [row for row in held.of(CollectionEvent) if row.collection_case_id == saved.case_id]
    case = next((row for row in held.of(CollectionCase) if row.id == saved.case_id), None)
    if case is None or not events or events[-1].id != saved.event_id:
        raise CollectionMoved
    unit.session.delete(events[-1])
    if saved.opened:
        unit.session.flush()
        unit.session.delete(case)
    else:
        case.agency, case.ended_on = saved.agency, None
    if saved.disclosure_id is not None:
        told = unit.session.get(Disclosure, saved.disclosure_id)
        if told is not None:
            unit.session.delete(told)
    finish(unit, held)


def _agency(text: str) -> str:
    return clean_lines(agency=(text, 100))["agency"]


def _record(
    held: Held, row: CollectionCase, stage: Stage, source: Source, *, opened: bool, agency: str = ""
) -> SavedStage:
    unit = held.unit
    unit.source = source
    event = CollectionEvent(
        party_id=held.party_id,
        collection_case_id=row.id,
        stage=stage.state,
        on_date=stage.on,
        due_on=stage.due_on,
        amount=stage.amount,
        note=stage.note,
        **came(unit, source),
    )
    unit.session.add(event)
    unit.session.flush()
    given = None
    if row.agency and fold(row.agency) != fold(agency):
        given = _disclosing.to_agency(unit, held.party_id, row.agency, stage.on or unit.today).id
    finish(unit, held)
    return SavedStage(row.id, event.id, stage, opened, agency, given)


def _row(held: Held, base: CollectionLine) -> CollectionCase:
    """The case, running and as it was read. Raises CollectionMoved."""
    now = next((case for case in collection_lines(held) if case.id == base.id), None)
    if now is None or now.stages != base.stages or now.ended_on is not None:
        raise CollectionMoved
    return next(row for row in held.of(CollectionCase) if row.id == base.id)
