"""Counting a binder: numbers are read one by one, and what does not fit the log is told and set right."""

from typing import Any

from sqlalchemy import func, select

from lpo_desk.db.tables.archive import InventoryFinding
from lpo_desk.db.tables.archive import InventoryRound as RoundRow
from lpo_desk.db.tables.papers import CustodyNow, ManualRecord, Place
from lpo_desk.db.tables.system import Account, Office
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.custody import CustodyKind, Event
from lpo_desk.domain.inventory import (
    CORRECTS,
    Finding,
    FindingOutcome,
    InventoryRefused,
    InventoryReport,
    InventoryRound,
    read_number,
)
from lpo_desk.domain.places import HOLDS, PlaceDetails, PlaceLine
from lpo_desk.domain.reports import Origin
from lpo_desk.services import _custody, accounts


@requires(Right.MOVE_PAPERS)
def start(unit: Unit, place_id: int) -> InventoryRound:
    """Begin a round of a binder or box, or go on with the one that is open. Raises InventoryRefused."""
    place = unit.session.get(Place, place_id, with_for_update=True)  # two clerks begin one round
    if place is None or place.kind not in HOLDS:
        raise InventoryRefused("inventory.no_binder")
    running = select(RoundRow).where(RoundRow.place_id == place_id, RoundRow.ended_at.is_(None))
    row = unit.session.scalar(running)
    if row is None:
        row = RoundRow(place_id=place_id, started_at=unit.at, started_by=unit.actor.account_id)
        unit.session.add(row)
        unit.session.flush()
    return read(unit, row.id)


@requires(Right.SEE_PAPERS)
def read(unit: Unit, round_id: int) -> InventoryRound:
    """Raises InventoryRefused."""
    row = unit.session.get(RoundRow, round_id)
    if row is None:
        raise InventoryRefused
    place = unit.session.get_one(Place, row.place_id)
    office = unit.session.get_one(Office, place.office_id)
    found = (
        select(InventoryFinding.__table__, ManualRecord.kind, Place.code, Place.path, CustodyNow.state)
        .outerjoin(ManualRecord, ManualRecord.id == InventoryFinding.record_id)
        .outerjoin(CustodyNow, CustodyNow.record_id == InventoryFinding.record_id)
        .outerjoin(Place, Place.id == InventoryFinding.believed_id)
        .where(InventoryFinding.round_id == round_id)
        .order_by(InventoryFinding.id.desc())
    )
    lies_here = select(func.count()).select_from(CustodyNow).where(CustodyNow.place_id == place.id)
    return InventoryRound(
        row.id,
        PlaceLine(
            place.id,
            place.office_id,
            place.parent_id,
            place.code,
            place.path,
            PlaceDetails(place.kind, place.name, place.access),
            place.retired,
        ),
        office.code,
        row.started_at,
        unit.session.get_one(Account, row.started_by).display_name,
        row.ended_at,
        unit.connection.scalar(lies_here) or 0,
        tuple(_finding(each) for each in unit.connection.execute(found)),
    )


@requires(Right.MOVE_PAPERS)
def see(unit: Unit, round_id: int, typed: str) -> Finding:
    """A number was read or typed. Read twice it is the same finding. Raises InventoryRefused."""
    row = _open(unit, round_id)
    paper, number = _meant(unit, row.place_id, typed)
    mine = select(InventoryFinding).where(
        InventoryFinding.round_id == round_id, InventoryFinding.number == number
    )
    known = unit.session.scalar(mine)
    if known is None:
        now = unit.session.get(CustodyNow, paper.id) if paper is not None else None
        here = now is not None and now.place_id == row.place_id
        outcome = FindingOutcome.FOUND if here else FindingOutcome.MISPLACED
        known = InventoryFinding(
            round_id=round_id,
            number=number,
            record_id=paper.id if paper is not None else None,
            outcome=outcome if paper is not None else FindingOutcome.UNKNOWN,
            believed_id=now.place_id if now is not None and not here else None,
            at=unit.at,
        )
        unit.session.add(known)
        unit.session.flush()
    return next(each for each in read(unit, round_id).findings if each.id == known.id)


@requires(Right.MOVE_PAPERS)
def forget(unit: Unit, finding_id: int) -> None:
    """A number was mistyped. Raises InventoryRefused once the round has ended."""
    found = unit.session.get(InventoryFinding, finding_id)
    if found is None:
        raise InventoryRefused
    _open(unit, found.round_id)
    unit.session.delete(found)


@requires(Right.MOVE_PAPERS)
def end(unit: Unit, round_id: int) -> InventoryRound:
    """All that lies there was read: what the log has there and nobody saw is missing. Raises InventoryRefused."""
    row = _open(unit, round_id)
    seen = select(InventoryFinding.record_id).where(
        InventoryFinding.round_id == round_id, InventoryFinding.record_id.is_not(None)
    )
    unseen = (
        select(ManualRecord.id, ManualRecord.paper_number)
        .join(CustodyNow, CustodyNow.record_id == ManualRecord.id)
        .where(CustodyNow.place_id == row.place_id, ManualRecord.id.not_in(seen))
        .order_by(ManualRecord.id)
    )
    unit.session.add_all(
        InventoryFinding(
            round_id=round_id,
            number=paper.paper_number,
            record_id=paper.id,
            outcome=FindingOutcome.MISSING,
            believed_id=row.place_id,
            at=unit.at,
        )
        for paper in unit.connection.execute(unseen).all()
    )
    row.ended_at = unit.at
    unit.session.flush()
    return read(unit, round_id)


@requires(Right.MOVE_PAPERS)
def correct(unit: Unit, finding_id: int) -> InventoryRound:
    """Set the log right: a misplaced paper lies here, a paper that nobody saw is missing.

    Raises InventoryRefused for what needs no correction or has it, and CustodyRefused where something has happened to
    the paper meanwhile.
    """
    found = unit.session.get(InventoryFinding, finding_id)
    if found is None or found.settled is not None or found.outcome not in CORRECTS or found.record_id is None:
        raise InventoryRefused("inventory.nothing_to_correct")
    row = unit.session.get_one(RoundRow, found.round_id)
    if row.ended_at is None:
        raise InventoryRefused("inventory.not_ended")
    kind = CORRECTS[found.outcome]
    place = row.place_id if kind is CustodyKind.FOUND else None
    code = unit.session.get_one(Place, row.place_id).code
    _custody.append(unit, found.record_id, Event(kind, unit.at, place_id=place, reason=code))
    found.settled = kind
    unit.session.flush()
    return read(unit, found.round_id)


@requires(Right.SEE_PAPERS)
def report(unit: Unit, round_id: int, version: str) -> InventoryReport:
    """For the workbook: what did not fit, of a round that has ended, and the trace that it leaves the program (writing
    unit). Raises InventoryRefused."""
    found = read(unit, round_id)
    if found.ended_at is None:
        raise InventoryRefused("inventory.not_ended")
    own = next((each for each in accounts.offices(unit) if each.id == unit.actor.office_id), None)
    unit.log(AuditKind.EXPORT, table="inventory_round", key=round_id, detail=str(len(found.discrepancies)))
    return InventoryReport(found, Origin(unit.at, unit.actor.display_name, own, version))


def _meant(unit: Unit, place_id: int, typed: str) -> tuple[ManualRecord | None, str]:
    """The paper that was read in the place, and its number; the likeliest number of none. Raises InventoryRefused."""
    codes = {row.id: row.code for row in unit.connection.execute(select(Office.id, Office.code))}
    own = codes[unit.session.get_one(Place, place_id).office_id]
    numbers = read_number(typed, tuple(codes.values()), own)
    found = unit.session.scalars(select(ManualRecord).where(ManualRecord.paper_number.in_(numbers)))
    known = {paper.paper_number: paper for paper in found}
    number = next((each for each in numbers if each in known), numbers[-1])
    return known.get(number), number


def _open(unit: Unit, round_id: int) -> RoundRow:
    """The round, locked: several read in it at once. Raises InventoryRefused."""
    row = unit.session.get(RoundRow, round_id, with_for_update=True, populate_existing=True)
    if row is None or row.ended_at is not None:
        raise InventoryRefused
    return row


def _finding(row: Any) -> Finding:  # noqa: ANN401 - a row of the select above
    lay_nowhere = row.outcome is FindingOutcome.MISPLACED and row.settled is None and row.path is None
    place = f"{row.code} {row.path}" if row.path is not None else ""
    believed = place or (row.state if lay_nowhere else "")
    return Finding(row.id, row.number, row.outcome, row.kind, believed, row.at, row.settled)
