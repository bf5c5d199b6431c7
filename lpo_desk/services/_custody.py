"""Custody events as rows: appended one by one, and what they come to written where lists read it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from lpo_desk.db.tables.papers import CustodyEvent, CustodyNow, ManualRecord, PaperCounter, Place
from lpo_desk.db.tables.system import Office
from lpo_desk.db.unit import Unit
from lpo_desk.domain import custody
from lpo_desk.domain.custody import Custody, CustodyKind, CustodyRefused, Event
from lpo_desk.domain.paper import PaperRefused
from lpo_desk.domain.places import HOLDS


def append(unit: Unit, record_id: int, event: Event) -> Custody:
    """One event of one paper, and what all of them come to. Raises CustodyRefused, PaperRefused."""
    if unit.session.get(ManualRecord, record_id) is None:
        raise PaperRefused
    event = _in_its_office(unit, record_id, event)
    custody.check(event)
    now = custody.after(custody.custody(each for each, _ in events_of(unit, record_id)), event)
    unit.session.add(
        CustodyEvent(
            record_id=record_id,
            kind=event.kind,
            place_id=event.place_id,
            holder=event.holder,
            office_id=event.office_id,
            due_on=event.due_on,
            reason=event.reason,
            case_id=event.case_id,
            at=event.at,
            account_id=unit.actor.account_id,
        )
    )
    keep(unit, record_id, now)
    unit.session.flush()
    return now


def keep(unit: Unit, record_id: int, now: Custody) -> None:
    """Write what a paper's events come to where lists read it."""
    row = unit.session.get(CustodyNow, record_id) or CustodyNow(record_id=record_id)
    row.state, row.home_id, row.place_id = now.state, now.home_id, now.place_id
    row.holder, row.office_id, row.due_on, row.since = now.holder, now.office_id, now.due_on, now.since
    unit.session.add(row)
    unit.touched(table="custody_now")


def events_of(unit: Unit, record_id: int) -> list[tuple[Event, int | None]]:
    """A paper's events in their order, each with the account that entered it."""
    unit.session.flush()
    rows = unit.connection.execute(
        select(CustodyEvent.__table__)
        .where(CustodyEvent.record_id == record_id)
        .order_by(CustodyEvent.at, CustodyEvent.id)
    )
    return [(_event(row), row.account_id) for row in rows]


def now_of(row: Any) -> Custody:  # noqa: ANN401 - a row of custody_now, or a select that has its columns
    """A paper without a row has no events."""
    if row.state is None:
        return Custody()
    return Custody(row.state, row.home_id, row.place_id, row.holder, row.at_office_id, row.due_on, row.since)


def _event(row: Any) -> Event:  # noqa: ANN401 - a row of custody_event
    return Event(
        row.kind,
        row.at,
        row.place_id,
        row.holder,
        row.office_id,
        row.due_on,
        row.reason,
        row.case_id,
    )


def _in_its_office(unit: Unit, record_id: int, event: Event) -> Event:
    """The event with the office that the paper is at after it. Raises CustodyRefused where that cannot be."""
    here = unit.session.get(CustodyNow, record_id)
    at_office = here.office_id if here is not None else None
    match event.kind:
        case CustodyKind.PLACED | CustodyKind.FOUND:
            place = unit.session.get(Place, event.place_id) if event.place_id is not None else None
            if place is None or place.retired or place.kind not in HOLDS:
                raise CustodyRefused("custody.no_place_for_papers")
            if event.kind is CustodyKind.PLACED and at_office not in (None, place.office_id):
                raise CustodyRefused("custody.place_other_office")
            return replace(event, office_id=place.office_id)
        case CustodyKind.SENT:
            if event.office_id is None or unit.session.get(Office, event.office_id) is None:
                raise CustodyRefused("custody.office_id_missing")
            if at_office == event.office_id:
                raise CustodyRefused("custody.same_office")
            return event
        case CustodyKind.RECEIVED:
            if at_office != unit.actor.office_id:
                raise CustodyRefused("custody.other_office")
            return replace(event, office_id=at_office)
        case CustodyKind.RETURNED:
            home = unit.session.get(Place, here.home_id) if here is not None and here.home_id else None
            homes = home.office_id if home else None
            refused = here and custody.return_refused(here.state, at_office, homes, unit.actor.office_id)
            if refused:
                raise CustodyRefused(refused)
            return replace(event, office_id=homes or at_office)
        case _:
            return event


def counter_of(unit: Unit, office_id: int) -> PaperCounter:
    """The office's counters, locked until the commit."""
    mine = select(PaperCounter).where(PaperCounter.office_id == office_id)
    counter = unit.session.scalar(mine.with_for_update())
    if counter is None:
        counter = PaperCounter(office_id=office_id, last_paper=0, last_place=0)
        unit.session.add(counter)
        unit.session.flush()
    return counter
