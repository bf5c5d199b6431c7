"""The log of papers: entering one, changing what is written of it, the list, and the story of one paper."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from lpo_desk.db.tables.archive import Scan
from lpo_desk.db.tables.papers import CustodyNow, ManualRecord, ManualRecordParty, Place
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.system import Office
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper import (
    PaperDetails,
    PaperFilter,
    PaperPage,
    PaperRefused,
    PaperRow,
    PapersWaiting,
    check_paper,
    kept,
    number_typed,
)
from lpo_desk.services import _custody, _paper_rows
from lpo_desk.services._paper_filter import chosen
from lpo_desk.services._paper_ties import demand_theirs

_present, _home = aliased(Place), aliased(Place)
_FIRST_PERSON = (
    select(func.min(ManualRecordParty.party_id))
    .where(ManualRecordParty.record_id == ManualRecord.id)
    .correlate(ManualRecord)
    .scalar_subquery()
)
_PEOPLE = (
    select(func.count())
    .select_from(ManualRecordParty)
    .where(ManualRecordParty.record_id == ManualRecord.id)
    .correlate(ManualRecord)
    .scalar_subquery()
)
_ROWS = (
    select(
        ManualRecord.__table__,
        CustodyNow.state,
        CustodyNow.home_id,
        CustodyNow.place_id,
        CustodyNow.holder,
        CustodyNow.office_id.label("at_office_id"),
        CustodyNow.due_on,
        CustodyNow.since,
        Office.code.label("office"),
        _present.path.label("path"),
        _home.path.label("home"),
        _FIRST_PERSON.label("party_id"),
        _PEOPLE.label("people"),
        exists().where(Scan.record_id == ManualRecord.id).label("scanned"),
    )
    .join(Office, Office.id == ManualRecord.office_id)
    .outerjoin(CustodyNow, CustodyNow.record_id == ManualRecord.id)
    .outerjoin(_present, _present.id == CustodyNow.place_id)
    .outerjoin(_home, _home.id == CustodyNow.home_id)
)


@requires(Right.MOVE_PAPERS)
def enter(
    unit: Unit,
    details: PaperDetails,
    *,
    place_id: int | None = None,
) -> PaperRow:
    """A new paper with the next number of the actor's office, which is written on it. Raises FieldsRefused,
    CustodyRefused for a place that holds no papers, PaperRefused for people who are not in the register and what
    a paper of theirs cannot belong to."""
    checked = check_paper(details, unit.today)
    if checked.tie is not None:
        demand_theirs(unit, checked.tie, checked.people)
    office = unit.session.get(Office, unit.actor.office_id) if unit.actor.office_id else None
    if office is None:
        raise PaperRefused("paper.no_office")
    row = _paper_rows.add(unit, office, checked, place_id)
    return get(unit, row.id)


@requires(Right.SEE_PAPERS)
def get(unit: Unit, record_id: int) -> PaperRow:
    """Raises PaperRefused."""
    found = _read(unit, _ROWS.where(ManualRecord.id == record_id))
    if not found:
        raise PaperRefused
    return found[0]


@requires(Right.SEE_PAPERS)
def by_number(unit: Unit, number: str) -> PaperRow:
    """The paper of a number as it is typed or read from its label. Raises PaperRefused."""
    found = _read(unit, _ROWS.where(ManualRecord.paper_number == (number_typed(number) or number)))
    if not found:
        raise PaperRefused
    return found[0]


@requires(Right.SEE_PAPERS)
def key_of(unit: Unit, number: str) -> int | None:
    """Of the paper that has the number, if there is one."""
    return unit.session.scalar(select(ManualRecord.id).where(ManualRecord.paper_number == number))


@requires(Right.SEE_PAPERS)
def find(unit: Unit, wanted: PaperFilter, *, first: int = 0, count: int = 500) -> tuple[PaperRow, ...]:
    """The papers of the filter, the newest first: `count` of them from the one numbered `first` on."""
    return _page(unit, chosen(unit, wanted), first, count)


@requires(Right.SEE_PAPERS)
def rows_of(unit: Unit, record_ids: Collection[int]) -> tuple[PaperRow, ...]:
    """The papers of these keys that there are, by number."""
    of_these = _ROWS.where(ManualRecord.id.in_(record_ids))
    return tuple(_read(unit, of_these.order_by(ManualRecord.paper_number)))


@requires(Right.SEE_PAPERS)
def number_of(unit: Unit, wanted: PaperFilter) -> int:
    """How many papers the filter leaves."""
    return _number(unit, chosen(unit, wanted))


@requires(Right.SEE_PAPERS)
def opening(unit: Unit, wanted: PaperFilter, size: int, record_id: int | None = None) -> PaperPage:
    """The page of `size` papers that this one is on, or the first page where the filter leaves it out."""
    line, left = None, chosen(unit, wanted)
    if record_id is not None:
        (key,) = left.selected_columns
        if unit.connection.scalar(left.where(key == record_id)) is not None:
            line = _number(unit, left.where(key > record_id))
    first = (line or 0) // size * size
    return PaperPage(_number(unit, left), first, _page(unit, left, first, size), line)


@requires(Right.SEE_PAPERS)
def waiting(unit: Unit) -> PapersWaiting:
    """What waits at the actor's office."""
    office_id = unit.actor.office_id
    if office_id is None:
        return PapersWaiting()
    return PapersWaiting(
        number_of(unit, PaperFilter(office_id=office_id, late_on=unit.today)),
        number_of(unit, PaperFilter(office_id=office_id, states=frozenset({PaperState.IN_TRANSIT}))),
    )


@requires(Right.SEE_PAPERS)
def named(unit: Unit, party_ids: Iterable[int]) -> dict[int, str]:
    """People as lists name them, with their numbers; of protected people the number alone."""
    listed = select(ListEntry.party_id, ListEntry.name, ListEntry.number)
    rows = unit.connection.execute(listed.where(ListEntry.party_id.in_(tuple(party_ids))))
    return {row.party_id: ", ".join(filter(None, (row.name, row.number))) for row in rows}


@requires(Right.SEE_PAPERS)
def log_copy(unit: Unit, rows: int) -> None:
    """Log that lines of the list, which name people, went to the clipboard: how many, never which."""
    unit.log(AuditKind.EXPORT, table="manual_record", detail=f"clipboard:{rows}")


def _number(unit: Unit, left: Select[int]) -> int:
    counted = left.with_only_columns(func.count(), maintain_column_froms=True)
    return unit.connection.scalar(counted) or 0


def _page(unit: Unit, left: Select[int], first: int, count: int) -> tuple[PaperRow, ...]:
    (key,) = left.selected_columns
    keys = tuple(unit.connection.scalars(left.order_by(key.desc()).offset(first).limit(count)))
    rows = {row.id: row for row in _read(unit, _ROWS.where(ManualRecord.id.in_(keys)))}
    return tuple(rows[key] for key in keys)


def _read(unit: Unit, statement: Select[Any]) -> list[PaperRow]:
    rows = unit.connection.execute(statement).all()
    keys = {row.party_id for row in rows if row.party_id is not None}
    listed = select(ListEntry.party_id, ListEntry.name, ListEntry.number).where(ListEntry.party_id.in_(keys))
    names: Mapping[int, str] = {
        row.party_id: row.name or row.number for row in unit.connection.execute(listed)
    }
    return [
        PaperRow(
            id=row.id,
            number=row.paper_number,
            kind=row.kind,
            title=row.title,
            dated_on=row.dated_on,
            year=row.year,
            pages=row.pages,
            person=names.get(row.party_id, ""),
            party_id=row.party_id,
            people=row.people,
            custody=_custody.now_of(row),
            path=row.path or "",
            home=row.home or "",
            office=row.office,
            kept=kept(row.retention, row.retained_from, row.retention_until),
            held=bool(row.hold_reason),
            case_id=row.case_id,
            scanned=row.scanned,
        )
        for row in rows
    ]
